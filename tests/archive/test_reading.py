"""Reading: which reports a question is about, the day they count on, and what is known already."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import NOW, Store, collected
from tracker.archive import aliases, counting, periods, reading
from tracker.archive.opening import Archive
from tracker.documents import Entry, Feed, Selection
from tracker.ingest.readers import build_report
from tracker.ingest.schedule import today
from tracker.words.lexicon import Lexicon
from tracker.words.scorer import Scorer

EVER = Selection(date(2030, 1, 1))


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    store(
        collected("one", "Core technology 100%.", "2026-01-31", "a", "en", "First_title"),
        collected("two", "核心技術。", "2026-02-01", "a", "zh-CN"),
        collected("three", "Opening up.", "2026-02-28", "b", "EN-us"),
        collected("four", "Ouverture.", "2026-03-01", "b", "fr"),
    )
    return archive


@pytest.mark.parametrize(
    ("selection", "search", "keys"),
    [
        (EVER, "", ["four", "three", "two", "one"]),
        (Selection(date(2026, 2, 28)), "", ["three", "two", "one"]),
        (Selection(date(2026, 2, 28), date(2026, 2, 1)), "", ["three", "two"]),
        (replace(EVER, sources=("b",)), "", ["four", "three"]),
        (replace(EVER, sources=("a", "b")), "", ["four", "three", "two", "one"]),
        (replace(EVER, sources=("nobody",)), "", []),
        (replace(EVER, language="en"), "", ["three", "one"]),
        (replace(EVER, language="zh"), "", ["two"]),
        (replace(EVER, language="%"), "", []),
        (EVER, "CORE\u00a0Technology", ["one"]),
        (EVER, "first_TITLE", ["one"]),
        (EVER, "核心技术", ["two"]),
        (EVER, "100%", ["one"]),
        (EVER, "1%", []),
        (EVER, "o_e", []),
        (EVER, "' or 1=1 --", []),
        (replace(EVER, sources=("a",)), "opening", []),
    ],
)
def test_a_list_holds_what_was_asked_for_newest_first(
    filled: Archive, selection: Selection, search: str, keys: list[str]
) -> None:
    assert [report.key for report in reading.listed(filled, selection, search)] == keys
    assert reading.count(filled, selection, search) == len(keys)


def test_a_list_is_read_page_by_page_and_nothing_twice(archive: Archive, store: Store) -> None:
    store(*(collected(f"k{number}", "Text.") for number in range(25)))
    pages = [reading.listed(archive, EVER, limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({report.key for page in pages for report in page}) == 25


@pytest.mark.parametrize(
    ("now", "counted"),
    [(datetime(2026, 7, 8, 9, 59, tzinfo=UTC), 1), (datetime(2026, 7, 8, 10, tzinfo=UTC), 2)],
)
def test_a_report_dated_in_the_future_is_held_back_until_its_day_has_come_somewhere(
    archive: Archive, store: Store, now: datetime, counted: int
) -> None:
    store(collected("past", "Core technology."), collected("future", "Core technology.", day="2026-07-09"))
    selection = Selection(today(now))
    assert len(reading.listed(archive, selection)) == reading.count(archive, selection) == counted
    assert len(counting.lengths(archive, selection)) == counted
    assert periods.concept_totals(archive, selection) == {"core": (counted, counted)}
    assert sum(total.reports for total in counting.day_totals(archive, selection)) == counted
    assert periods.mentioned(archive, selection, "day", ["core"]).sums["mentions"].sum() == counted


@pytest.mark.parametrize(
    ("day", "zone", "counts_on", "day_from"),
    [
        (date(2026, 7, 1), "Asia/Shanghai", date(2026, 7, 1), "feed"),
        (None, "UTC", date(2026, 7, 6), "seen"),
        (None, "Asia/Shanghai", date(2026, 7, 7), "seen"),
        (None, None, date(2026, 7, 6), "seen"),
    ],
)
def test_a_report_without_a_date_counts_on_the_day_it_was_first_seen_and_is_marked(
    archive: Archive, store: Store, day: date | None, zone: str | None, counts_on: date, day_from: str
) -> None:
    entry = Entry("k", "Title", "", None, day, "<p>Core technology.</p>", True)
    feed = Feed("a", "A", "https://example.org/", timezone=zone)
    for seen in (NOW + timedelta(hours=6), NOW + timedelta(days=3)):  # seen again, it stays on its first day
        store(build_report(Scorer(Lexicon()), entry, feed, "en", seen))
    (stored,) = reading.listed(archive, EVER)
    assert (stored.day, stored.day_from) == (counts_on, day_from)


def test_what_is_known_is_told_for_any_number_of_keys(filled: Archive) -> None:
    keys = [f"unknown{number}" for number in range(2_500)] + ["one", "three"]
    assert [(name, each.title) for name, each in aliases.found(filled, "a", keys).items()] == [("one", "First_title")]
    assert aliases.found(filled, "a", []) == {}


def test_a_report_that_is_not_there_is_none(filled: Archive) -> None:
    assert reading.report(filled, 99) is None
    assert reading.by_ids(filled, [99]) == []
