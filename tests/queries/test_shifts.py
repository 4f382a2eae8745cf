"""What sets two spans of days, or two sources, apart: by sums that a plain recount confirms."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import product

import pytest

from tests.conftest import LEXICON, Store, collected
from tests.queries.corpus import CORE, LAST, OPENING, TOLD
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.errors import QueryError
from tracker.measures.series import PeriodCounts
from tracker.queries.facing import Sources
from tracker.queries.shifts import Comparison, Shift, compared
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.text import Unit

BEFORE = Selection(date(2025, 12, 31), date(2025, 1, 1))
AFTER = Selection(date(2026, 12, 31), date(2026, 1, 1))
CORE_TOO = "Core technology, said once more."


def said(texts: Sequence[str], year: int, source: str = "a", language: str = "en") -> list[ReportDraft]:
    """Reports of a year, one text each, no two of them alike."""
    return [
        collected(f"{year}-{number}", f"{text} Number {number}.", str(date(year, 1, 5) + timedelta(number)), source,
                  language)
        for number, text in enumerate(texts)
    ]  # fmt: skip


def row(found: Comparison, term: str, unit: Unit = "words") -> Shift:
    return next(each for each in found.rows if (each.term, each.unit) == (term, unit))


def recount(side: Selection, pattern: str, unit: Unit) -> PeriodCounts:
    """What the oracle counts on one side, in reports of one unit."""
    chosen = [
        each for each in TOLD
        if (side.date_from or date.min) <= each.day <= side.date_to
        and (each.language == "zh") == (unit == "characters") and (not side.sources or each.source in side.sources)
    ]  # fmt: skip
    numbers, words = [each.count(pattern) for each in chosen], [each.length for each in chosen]
    return PeriodCounts(
        sum(numbers),
        sum(number > 0 for number in numbers),
        len(chosen),
        sum(words),
        sum(number**2 for number in numbers),
        sum(number * length for number, length in zip(numbers, words, strict=True)),
        sum(length**2 for length in words),
    )


@pytest.mark.parametrize("sources", [(), ("a",), ("a", "b")])
def test_the_sums_of_both_sides_are_a_plain_recount(corpus_archive: Archive, sources: tuple[str, ...]) -> None:
    before = Selection(date(2024, 12, 31), date(2024, 1, 1), sources)
    after = Selection(LAST, date(2025, 1, 1), sources)
    found = compared(corpus_archive, LEXICON, before, after)
    assert found.sources.compared == (sources or ("a", "b"))  # c is silent in 2024
    compared_days = (
        Selection(before.date_to, before.date_from, found.sources.compared),
        Selection(after.date_to, after.date_from, found.sources.compared),
    )
    assert (found.before, found.after) == compared_days
    for (term, pattern), unit in product((("core", CORE), ("opening", OPENING)), found.units):
        counts = [recount(side, pattern, unit) for side in compared_days]
        assert [row(found, term, unit).before, row(found, term, unit).after] == counts


def test_words_and_characters_are_never_added(corpus_archive: Archive) -> None:
    found = compared(corpus_archive, LEXICON, Selection(date(2024, 12, 31)), Selection(LAST, date(2025, 1, 1)))
    assert list(found.units) == ["words", "characters"]
    whole = [sum(side.words for side, _ in found.units.values()), *(side.words for side, _ in found.units.values())]
    assert len(set(whole)) == 3
    assert {(each.term, each.unit) for each in found.rows} >= {("core", "words"), ("core", "characters")}


def test_a_source_that_spoke_on_one_side_only_is_left_out_of_a_comparison_of_days(
    archive: Archive, store: Store
) -> None:
    store(*said(["-"] * 10, 2025), *said(["-"] * 10, 2026), *said([CORE_TOO] * 30, 2026, "joined"))
    found = compared(archive, LEXICON, BEFORE, AFTER)
    assert (found.sources, found.rows) == (Sources(("a",), ("joined",)), ())
    assert [side.reports for side in found.units["words"]] == [10, 10]


def test_two_sources_are_compared_as_they_are(archive: Archive, store: Store) -> None:
    store(*said(["It said something else."] * 20, 2025), *said([CORE_TOO] * 30, 2026, "joined"))
    found = compared(
        archive, LEXICON, Selection(AFTER.date_to, sources=("a",)), Selection(AFTER.date_to, sources=("joined",))
    )
    assert found.sources.compared == ("a", "joined")
    assert [(each.term, each.kind, each.before.mentions, each.after.mentions) for each in found.rows] == [
        ("core", "riser", 0, 30)
    ]


@pytest.mark.parametrize(
    ("earlier", "before", "after", "kind"),
    [
        ([], ["-"] * 20, [CORE_TOO] * 15 + ["-"] * 5, "debut"),
        ([CORE_TOO], ["-"] * 20, [CORE_TOO] * 15 + ["-"] * 5, "riser"),
        ([], [CORE_TOO] * 2 + ["-"] * 18, [CORE_TOO] * 15 + ["-"] * 5, "riser"),
        ([], [CORE_TOO] * 15 + ["-"] * 5, [CORE_TOO] * 2 + ["-"] * 18, "faller"),
        ([], [CORE_TOO] * 15 + ["-"] * 5, ["-"] * 20, "silent"),
        ([], [CORE_TOO] * 9 + ["-"] * 11, [CORE_TOO] * 11 + ["-"] * 9, None),
        ([], ["-"] * 20, [CORE_TOO] * 2 + ["-"] * 18, None),
    ],
)
def test_a_shift_is_named_for_what_it_is_and_a_debut_only_if_no_source_had_it_ever(
    archive: Archive, store: Store, earlier: list[str], before: list[str], after: list[str], kind: str | None
) -> None:
    store(*said(earlier, 1999, "elsewhere"), *said(before, 2025), *said(after, 2026))
    found = compared(archive, LEXICON, BEFORE, AFTER)
    assert [(each.term, each.kind) for each in found.rows] == [("core", kind)]
    assert (found.tested, found.shifted, len(found.shifts)) == (1, bool(kind), bool(kind))


def test_a_reprint_counts_once(archive: Archive, store: Store) -> None:
    long = " ".join(f"Word{number} of a report that others carry." for number in range(20))
    texts = [f"{CORE_TOO} {long} {number}" for number in range(10)]
    ours, copies = said(texts, 2026), said(texts, 2026, "copier")
    store(*said(["-"] * 10, 2025), *said(["-"] * 10, 2025, "copier"), *ours)
    store(*copies)
    counted = row(compared(archive, LEXICON, BEFORE, AFTER), "core").after
    assert (counted.mentions, counted.reports) == (10, 10)


def test_concepts_that_are_being_counted_anew_are_left_out_and_said(archive: Archive, store: Store) -> None:
    store(*said([CORE_TOO] * 15, 2025), *said(["-"] * 15, 2026))
    newer = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("core technology",)}),)),))
    assert not compared(archive, LEXICON, BEFORE, AFTER).behind
    found = compared(archive, newer, BEFORE, AFTER)
    assert (found.behind, found.rows) == (True, ())


@pytest.mark.parametrize(
    ("reports", "before", "after", "says"),
    [
        ([], BEFORE, AFTER, "There is no report from 2025-01-01 to 2025-12-31. The archive has none on any day."),
        (said(["-"] * 9, 2026), BEFORE, AFTER,
         "no report from 2025-01-01 to 2025-12-31. The archive has some from 2026-01-05 to 2026-01-13."),
        (said(["-"] * 9, 2025), BEFORE, AFTER, "There is no report from 2026-01-01 to 2026-12-31."),
        (said(["-"] * 9, 2025) + said(["-"] * 9, 2026, "b"), BEFORE, AFTER, "No source has reports on both sides."),
        (said(["-"] * 4, 2025) + said(["-"] * 9, 2026), BEFORE, AFTER,
         "There are too few reports to compare: each side needs 5, and there are 4 and 9."),
        (said(["-"] * 9, 2025, "a", "zh") + said(["-"] * 9, 2026, "a", "en"), BEFORE, AFTER,
         "One side is Chinese and the other is not: words and characters are never compared."),
        (said(["-"] * 9, 2025) + said(["-"] * 9, 2026, "b"), Selection(AFTER.date_to, sources=("a",)),
         Selection(BEFORE.date_to, sources=("b",)), "There is no report of B from the beginning to 2025-12-31."),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_says_why(
    archive: Archive, store: Store, reports: list[ReportDraft], before: Selection, after: Selection, says: str
) -> None:
    store(*reports)
    found = compared(archive, LEXICON, before, after, 10)
    assert says in found.problem
    assert (found.units, found.rows, found.tested) == ({}, (), 0)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (Selection(date(2025, 1, 1), date(2025, 2, 1)), AFTER, "ends before it begins"),
        (BEFORE, Selection(AFTER.date_to, date(2025, 12, 31)), "overlap; give each side its own days"),
        (Selection(AFTER.date_to), AFTER, "overlap"),
        (
            Selection(AFTER.date_to, sources=("a",)),
            Selection(AFTER.date_to, sources=("a", "b")),
            "choose two different ones",
        ),
        (Selection(AFTER.date_to), Selection(AFTER.date_to, sources=("a",)), "choose two different ones"),
    ],
)
def test_sides_that_share_a_report_are_refused(
    archive: Archive, before: Selection, after: Selection, says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        compared(archive, LEXICON, before, after)
