"""Gaps are kept until older reports fill them, and are told wherever their days are shown."""

from datetime import date

import pytest

from tests.conftest import NOW, Store, collected
from tracker.archive import gaps, health
from tracker.archive.opening import Archive
from tracker.documents import Gap, Selection
from tracker.queries.caption import caption
from tracker.words.lexicon import Lexicon

LOST = Gap("a", date(2026, 3, 3), date(2026, 3, 9))
EVER = Selection(date(2026, 12, 31))


@pytest.fixture
def lost(archive: Archive, store: Store) -> Archive:
    store(collected("one", "Core technology.", "2026-03-03"), collected("two", "Core technology.", "2026-03-09"))
    store(collected("else", "Core technology.", "2026-03-05", source="b"))
    gaps.remember(archive, LOST)
    return archive


@pytest.mark.parametrize(
    ("selection", "touched"),
    [
        (EVER, True),
        (Selection(date(2026, 3, 2)), False),
        (Selection(date(2026, 12, 31), date(2026, 3, 9)), True),
        (Selection(date(2026, 12, 31), date(2026, 3, 10)), False),
        (Selection(date(2026, 12, 31), sources=("b",)), False),
    ],
)
def test_a_gap_is_found_where_its_days_and_source_are_asked_for(
    lost: Archive, selection: Selection, touched: bool
) -> None:
    assert gaps.within(lost, selection) == [LOST] * touched


def test_the_same_gap_seen_again_is_one_with_its_newer_end(lost: Archive) -> None:
    longer = Gap("a", LOST.first, date(2026, 3, 12))
    gaps.remember(lost, longer)
    assert gaps.within(lost, EVER) == [longer]


@pytest.mark.parametrize(("reached", "left"), [(date(2026, 3, 4), 1), (date(2026, 3, 3), 0), (date(2020, 1, 1), 0)])
def test_older_reports_close_a_gap_once_they_reach_back_to_its_beginning(
    lost: Archive, reached: date, left: int
) -> None:
    gaps.close(lost, "a", reached)
    assert len(gaps.within(lost, EVER)) == left


def test_a_gap_is_told_in_the_health_of_its_feed_and_in_the_caption_of_its_charts(lost: Archive) -> None:
    told = "reports between 2026-03-03 and 2026-03-09 are missing"
    assert told in health.of_feed(lost, "a").message
    assert [told in each.message for each in health.all_feeds(lost)] == [True, False]
    about = caption(lost, Lexicon(()), ["core"], EVER, measure="share", by="week", minimum=5, made=NOW.date())
    assert "Reports of A between 2026-03-03 and 2026-03-09 are missing." in about.definition
    assert about.events == ((LOST.first, "A: reports missing"),)
    other = Selection(EVER.date_to, sources=("b",))
    assert not caption(
        lost, Lexicon(()), ["core"], other, measure="share", by="week", minimum=5, made=NOW.date()
    ).events
