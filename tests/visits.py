"""An archive with the tools to fill it, and feeds for a loopback server to answer with."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.site import Site
from tracker.archive import gaps, health, reading, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Selection, Visit
from tracker.feeds.fetch import Fetcher
from tracker.ingest.collection import Tools
from tracker.ingest.update import update_feed
from tracker.ingest.workers import Workers
from tracker.words.lexicon import Concept, Lexicon, Theme

NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEXICON = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("core technolog*",), "zh": ("核心技术",)}),)),))
WORKERS = Workers(LEXICON)
LONG = "He stressed that core technology must be mastered, and that it must be our own. " * 30


def rss(*items: str, head: str = "") -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    body = f"<channel><title>T</title>{head}{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {space}>{body}</rss>'.encode()


def item(number: int, text: str = LONG, link: str = "https://example.org/{}") -> str:
    where = f"<link>{link.format(number)}</link>" if link else ""
    return (
        f"<item><title>Report {number}</title>{where}<pubDate>{number:02} Jun 2026 10:00:00 +0800</pubDate>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    )


def summary(site: Site, number: int) -> str:
    return item(number, "A summary that goes on ...", f"{site.address}/page{{}}")


class Collection:
    """An archive with the tools to fill it."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.archive: Archive = open_archive(database)
        scores.register(self.archive, LEXICON, NOW)
        self.stop = threading.Event()
        self.tools = Tools(self.archive, Fetcher(("127.0.0.1",)), WORKERS, lambda: NOW, self.stop)

    def feeds(self, *feeds: Feed) -> None:
        writing.sync_feeds(self.archive, feeds)

    def titles(self) -> list[str]:
        return [each.title for each in reading.listed(self.archive, Selection(date(2026, 12, 31)))]

    def days(self) -> list[tuple[str, str]]:
        """The day and title of each report, newest first."""
        return [(str(each.day), each.title) for each in reading.listed(self.archive, Selection(date(2026, 12, 31)))]

    def gaps(self) -> list[tuple[int, int]]:
        """The days of June on which gaps begin and end."""
        return [(each.first.day, each.last.day) for each in gaps.within(self.archive, Selection(date(2026, 6, 30)))]


def visit_feed(source: Feed, tools: Tools) -> Visit:
    """Visit a feed once, as the poller does that leases it."""
    visit, state = update_feed(source, health.of_feed(tools.archive, source.id), tools)
    health.record(tools.archive, source.id, **state)
    return visit


def visit_in(database: str, source: Feed) -> None:
    """A visit in a process of its own."""
    visit_feed(source, Collection(database).tools)


@pytest.fixture
def collection(database: str) -> Iterator[Collection]:
    made = Collection(database)
    yield made
    made.archive.close()


def feed(site: Site, name: str = "feed", **more: object) -> Feed:
    return Feed(name, name, f"{site.address}/{name}", **more)  # type: ignore[arg-type]
