"""Reports opened and listed: revisions, copies, mentions where they stand, and the newest sentences."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import LEXICON, NOW, Store, collected
from tracker.archive import health, leases, reading, writing
from tracker.archive.opening import Archive
from tracker.documents import Feed, Selection
from tracker.errors import QueryError
from tracker.queries.listing import PER_PAGE, listing
from tracker.queries.reports import arrivals, listed, opened, table
from tracker.queries.sources import sources
from tracker.queries.status import status
from tracker.settings.feeds_file import FeedsFile

EVER = Selection(date(2026, 7, 6))
FIRST, SECOND = (
    "He stressed core technology.",
    "Nothing.\n\nThen opening\u2011up; “key\ntechnology” twice: key technology.",
)


@pytest.fixture
def revised(archive: Archive, store: Store) -> int:
    store(collected("k", FIRST, title="On core technology"))
    store(collected("k", SECOND, title="On core technology"))
    return reading.listed(archive, EVER)[0].id


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, ["core technology", "core technology"]),
        (2, ["core technology", "opening\u2011up", "key\ntechnology", "key technology"]),
        (None, ["core technology", "opening\u2011up", "key\ntechnology", "key technology"]),
    ],
)
def test_any_revision_opens_with_its_mentions_where_they_stand(
    archive: Archive, revised: int, number: int | None, said: list[str]
) -> None:
    found = opened(archive, LEXICON, revised, number)
    texts = {"title": found.revision.title, "lead": found.revision.body, "body": found.revision.body}
    assert [texts[each.place][each.start : each.end] for each in found.mentions] == said
    assert [(each.number, each.body) for each in found.revisions] == [(1, FIRST), (2, SECOND)]
    assert found.revision.number == (number or 2)


@pytest.mark.parametrize(("report", "number"), [(99, None), (1, 3), (1, -1), (0, None)])
def test_a_report_or_revision_that_is_not_there_is_said_so(
    archive: Archive, revised: int, report: int, number: int | None
) -> None:
    with pytest.raises(QueryError, match=f"report {report}"):
        opened(archive, LEXICON, report, number)


def test_a_report_opens_with_its_copies(archive: Archive, store: Store) -> None:
    text = " ".join(f"Sentence {number} on core technology." for number in range(20))
    store(*(collected("k", text, f"2026-03-0{day}", source) for day, source in ((3, "c"), (1, "a"), (2, "b"))))
    for report in reading.listed(archive, EVER):
        found = opened(archive, LEXICON, report.id)
        assert [each.feed_id for each in found.copies] == sorted({"a", "b", "c"} - {report.feed_id})
        assert found.report.reach == 3


def test_a_list_gives_a_page_and_how_many_there_are(archive: Archive, store: Store) -> None:
    store(*(collected(f"k{number}", "Core technology.", f"2026-03-{number + 1:02}") for number in range(8)))
    page, total = listed(archive, EVER, "core", limit=3, offset=6)
    assert ([report.key for report in page], total) == (["k1", "k0"], 8)


@pytest.mark.parametrize(("page", "first", "number"), [(1, "k59", 25), (3, "k9", 10), (99, "k9", 10)])
def test_a_listing_shows_each_report_once_with_its_concepts(
    archive: Archive, store: Store, page: int, first: str, number: int
) -> None:
    store(*(collected(f"k{each}", "Opening up, core technology, core technology.") for each in range(60)))
    found = listing(archive, EVER, page=page)
    assert (found.total, found.pages, len(found.lines)) == (60, 3, number)
    assert PER_PAGE == 25
    assert found.lines[0].report.key == first
    assert found.lines[0].concepts == (("core", 2), ("opening", 1))


def test_an_empty_listing_is_one_empty_page(archive: Archive) -> None:
    found = listing(archive, EVER, "nothing")
    assert (found.lines, found.total, found.pages) == ((), 0, 1)


def test_an_arrival_shows_the_sentence_that_mentions_most(archive: Archive, store: Store) -> None:
    text = "It opened. Opening up matters. Core technology, key technology and opening\u2011up matter more! It closed."
    store(
        collected("plain", "Only the weather. And more.", "2026-03-03"),
        collected("told", text, "2026-03-02", title="Core technology"),
        collected("future", text, "2026-12-02"),
    )
    plain, told = arrivals(archive, EVER)
    assert (plain.sentence, plain.mentions) == ("Only the weather.", ())
    assert [told.sentence[each.start : each.end] for each in told.mentions] == [
        "Core technology", "key technology", "opening\u2011up",
    ]  # fmt: skip
    assert told.sentence.strip().endswith("matter more!")


def test_the_status_counts_feeds_by_how_they_are(archive: Archive, store: Store) -> None:
    feeds = [Feed(name, name, f"https://example.org/{name}", paused=name == "paused")
             for name in ("good", "bad", "fresh", "paused")]  # fmt: skip
    writing.sync_feeds(archive, feeds)
    store(collected("k", "Core technology.", source="imported"))
    health.record(archive, "good", last_success=NOW, last_visit=NOW)
    health.record(archive, "bad", failures=2, message="no answer", last_visit=NOW - timedelta(hours=1))
    leases.beat(archive, "p")
    found = status(archive)
    assert (found.pollers, found.last_poll, found.answering, found.waiting, found.reports) == (1, NOW, 1, 1, 1)
    assert [(each.feed_id, each.message) for each in found.failing] == [("bad", "no answer")]


def test_sources_that_need_a_look_come_first(archive: Archive, store: Store) -> None:
    feeds = [Feed(name, name, f"https://example.org/{name}") for name in ("bad", "good", "left", "left-empty")]
    writing.sync_feeds(archive, feeds)
    store(collected("k", "Text.", source="imported"), collected("k", "Text.", source="left"))
    writing.sync_feeds(archive, feeds[:2])
    health.record(archive, "good", last_success=datetime(2026, 7, 1, tzinfo=UTC))
    health.record(archive, "bad", failures=1)
    by_hand = Feed("by-hand", "By hand", "https://example.org/by-hand")
    found = sources(archive, FeedsFile((*feeds[:2], by_hand)))
    assert [(each.id, each.health.status, each.feed is not None) for each in found.sources] == [
        ("bad", "failing", True),
        ("by-hand", "new", True),
        ("good", "ok", True),
        ("imported", "imported", False),
        ("left", "removed", False),
    ]


def test_a_search_shows_where_it_is_first_found_as_it_is_written(archive: Archive, store: Store) -> None:
    store(
        collected("body", "Nothing.\n\nThe\u2011Core\nTechnology of today. Core technology.", "2026-03-01"),
        collected("title", "Nothing.", "2026-03-02", title="On \u300c核心技術\u300d"),
    )
    found = {
        line.report.key: line.passage
        for each in ("CORE tech", "核心技术")
        for line in listing(archive, EVER, each).lines
    }
    assert found == {
        "body": ("The\u2011", "Core Tech", "nology of today."),
        "title": ("On \u300c", "核心技術", "\u300d"),
    }
    assert table(archive, EVER, "core TECH")["found"].tolist() == ["The\u2011[[Core Tech]]nology of today."]
    assert listing(archive, EVER).lines[0].passage is None
    assert "found" not in table(archive, EVER)
    assert table(archive, EVER, "nobody").empty
