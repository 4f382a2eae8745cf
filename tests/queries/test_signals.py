"""Which concepts shifted between two periods, read only from sources that spoke in both."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.conftest import LEXICON, Store, collected
from tests.queries.corpus import CORE, EVER, LAST, TOLD
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.measures.choices import MINIMUM_REPORTS
from tracker.queries.series import leading_concepts, usual_period
from tracker.queries.signals import SPARKS, signals
from tracker.words.lexicon import Concept, Lexicon, Theme

END = date(2026, 3, 30)
EVER_LATER = Selection(END)


def said(texts: Sequence[str], back: int, source: str = "a") -> list[ReportDraft]:
    """Reports on the days that end ``back`` days before the end, one text each."""
    days = [END - timedelta(days=back + number % 7) for number in range(len(texts))]
    return [collected(f"{back}-{number}", f"{text} Number {number}.", str(day), source)
            for number, (text, day) in enumerate(zip(texts, days, strict=True))]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (["Core technology."] * 1 + ["-"] * 29, ["Core technology."] * 25 + ["-"] * 5, "riser"),
        (["Core technology."] * 25 + ["-"] * 5, ["Core technology."] * 1 + ["-"] * 29, "faller"),
        (["-"] * 10, ["Core technology."] * 9 + ["-"], "debut"),
        (["-"] * 10, ["Core technology."] * 2 + ["-"] * 8, None),
        (["Core technology."] * 8 + ["-"] * 2, ["-"] * 10, "silent"),
        (["Core technology."] * 3 + ["-"] * 7, ["Core technology."] * 4 + ["-"] * 6, None),
        (["-"] * 10, ["-"] * 10, None),
        (["Core technology."] * 4, ["-"] * 40, None),
    ],
)
def test_a_shift_is_named_with_its_evidence(
    archive: Archive, store: Store, before: list[str], after: list[str], kind: str | None
) -> None:
    store(*said(before, 7), *said(after, 0))
    found = signals(archive, LEXICON, EVER_LATER, 7)
    assert found is not None
    assert (found.reports_before, found.reports_after, found.sources, found.behind) == (
        len(before),
        len(after),
        1,
        False,
    )
    assert found.enough == (min(len(before), len(after)) >= MINIMUM_REPORTS)
    assert [(each.concept.id, each.kind) for each in found.signals] == ([("core", kind)] if kind else [])
    assert found.tested == (any("Core" in text for text in before + after) and found.enough)
    is_new = found.enough and not any("Core" in text for text in before) and kind is None
    assert [each.id for each in found.first_seen] == (["core"] if is_new and found.tested else [])
    for each in found.signals:
        numbers = [sum("Core" in text for text in texts) for texts in (before, after)]
        assert [each.with_before, each.with_after] == numbers
        assert (each.change.before, each.change.after) == (numbers[0] / len(before), numbers[1] / len(after))
        assert each.spark == (None,) * (SPARKS - 2) + (each.change.before, each.change.after)


def test_a_source_that_spoke_in_one_period_only_is_no_shift(archive: Archive, store: Store) -> None:
    store(*said(["-"] * 10, 7), *said(["-"] * 10, 0), *said(["Core technology."] * 30, 0, "joined"))
    found = signals(archive, LEXICON, EVER_LATER, 7)
    assert found is not None
    assert (found.reports_before, found.reports_after, found.sources, found.signals) == (10, 10, 1, ())


@pytest.mark.parametrize("back", [7, 14, 100])
def test_what_a_source_said_that_is_not_compared_is_no_debut_of_another(
    back: int, archive: Archive, store: Store
) -> None:
    store(*said(["-"] * 10, 7), *said(["Core technology."] * 2 + ["-"] * 8, 0), *said(["Core technology."], back, "b"))
    found = signals(archive, LEXICON, EVER_LATER, 7)
    assert found is not None
    assert (found.sources, found.first_seen) == (1, ())
    assert not [each for each in found.signals if each.kind == "debut"]


def test_the_shortest_window_with_reports_enough_is_taken(archive: Archive, store: Store) -> None:
    store(*said(["-"] * 4, 0), *said(["-"] * 4, 14), *said(["-"] * 9, 35))
    found = signals(archive, LEXICON, EVER_LATER)
    assert found is not None
    assert (found.days, found.reports_before, found.reports_after) == (30, 9, 8)
    assert (found.start, found.last) == (END - timedelta(days=29), END)


def test_the_future_is_held_back_from_signals(archive: Archive, store: Store) -> None:
    store(*said(["-"] * 9, 7), *said(["-"] * 9, 0), collected("late", "Core technology.", "2026-09-09"))
    found = signals(archive, LEXICON, EVER_LATER, 7)
    assert found is not None
    assert (found.last, found.signals) == (END, ())


def test_concepts_that_are_still_being_counted_anew_are_left_out_and_said(archive: Archive, store: Store) -> None:
    store(*said(["Core technology."] * 10, 7), *said(["-"] * 10, 0))
    newer = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("core technology",)}),)),))
    found = signals(archive, newer, EVER_LATER, 7)
    assert found is not None
    assert (found.behind, found.signals) == (True, ())


def test_without_reports_there_are_no_signals(archive: Archive) -> None:
    assert signals(archive, LEXICON, EVER_LATER) is None
    assert leading_concepts(archive, LEXICON, EVER_LATER, 5) == []
    assert usual_period(archive, EVER_LATER) == ("week", MINIMUM_REPORTS)


def test_the_numbers_behind_a_signal_are_a_plain_count(corpus_archive: Archive) -> None:
    found = signals(corpus_archive, LEXICON, EVER, 365)
    assert found is not None
    last = max(report.day for report in TOLD)
    assert found.last == last <= LAST
    counts = [
        [report for report in TOLD if (last - report.day).days // 365 == back and report.source in ("a", "b", "c")]
        for back in (1, 0)
    ]
    both = {report.source for report in counts[0]} & {report.source for report in counts[1]}
    chosen = [[report for report in period if report.source in both] for period in counts]
    assert [found.reports_before, found.reports_after] == [len(period) for period in chosen]
    for each in found.signals:
        if each.concept.id == "core":
            expected = [sum(report.count(CORE) > 0 for report in period) for period in chosen]
            assert [each.with_before, each.with_after] == expected


def test_the_leading_concepts_are_those_that_most_reports_mention(corpus_archive: Archive) -> None:
    assert leading_concepts(corpus_archive, LEXICON, EVER, 9)[0] == "core"
    assert len(leading_concepts(corpus_archive, LEXICON, EVER, 2)) == 2
    assert leading_concepts(corpus_archive, Lexicon(), EVER, 9) == []
