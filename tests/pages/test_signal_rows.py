"""The sentence of a row on Signals can be quoted as it stands."""

from datetime import date

import pytest

from tracker.measures.keyness import Keyness
from tracker.measures.shifts import change
from tracker.pages.signal_rows import sentence
from tracker.queries.signals import Signal, Signals
from tracker.words.lexicon import Concept
from tracker.words.text import Unit

KEY = Keyness(0.0, 0.0, 0.0, 0.0, 0.0)
DAY = date(2026, 7, 29)


def said(before: tuple[int, int], after: tuple[int, int], others: dict[Unit, tuple[int, int]] | None = None) -> str:
    shares = change(*before, *after)
    row = Signal(Concept("c", "C", {}), "words", "riser", shares, KEY, before[0], after[0], DAY, 0, 0, ())
    reports: dict[Unit, tuple[int, int]] = {"words": (before[1], after[1]), **(others or {})}
    return sentence(row, Signals(3650, DAY, DAY, reports, 1, (row,), (), 1, True, False)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            (54, 85),
            (80, 82),
            "In 80 of 82 reports, against 54 of 85 in the 10 years before: 34 points more (95 % interval +23 to +45).",
        ),
        (
            (79, 85),
            (0, 82),
            "In none of 82 reports, against 79 of 85 in the 10 years before: 93 points less "
            "(95 % interval −97 to −84).",
        ),
        (
            (10, 20),
            (10, 20),
            "In 10 of 20 reports, against 10 of 20 in the 10 years before: about as many (95 % interval −28 to +28).",
        ),
    ],
)
def test_a_row_says_what_happened_and_how_sure_it_is(
    before: tuple[int, int], after: tuple[int, int], expected: str
) -> None:
    assert said(before, after) == expected


def test_where_two_languages_are_compared_a_row_says_of_whose_reports_it_is() -> None:
    assert said((1, 10), (9, 10), {"characters": (5, 5)}).startswith("In 9 of 10 other reports, against 1 of 10")
