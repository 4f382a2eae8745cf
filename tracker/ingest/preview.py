"""Preview: what an address would bring, storing nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.documents import Entry, Feed, ParsedFeed, Report, Revision
from tracker.errors import ParseError
from tracker.feeds.address import name_of
from tracker.feeds.discover import discover
from tracker.feeds.fetch import Answer, Fetcher
from tracker.ingest.collection import read_page
from tracker.ingest.pages import PageReader
from tracker.ingest.workers import Workers
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed as found at ``url``, with its first reports as they would be stored.

    ``title`` is the feed's own; of one without, its server and path.
    """

    title: str
    language: str | None
    url: str
    entries: tuple[Entry, ...]
    reports: tuple[tuple[Report, Revision], ...]
    warnings: tuple[str, ...]


def preview(url: str, feeds_file: FeedsFile, now: datetime, zone: str | None = None) -> Preview:
    """Fetch a feed, or find the one that a home page names; FeedError if there is none."""
    fetcher = Fetcher(feeds_file.allow_private)
    look = Feed("preview", "", url if "://" in url else f"https://{url}", timezone=zone)
    workers = Workers(Lexicon(), processes=1)
    answer, parsed = _found(look, fetcher, workers, now)
    feed = replace(look, name=parsed.title or name_of(answer.url), url=answer.url)
    pages = PageReader(fetcher)
    shown = [
        parsed.ready.get(entry.key) or read_page(entry, feed, parsed.language, pages, workers, now)
        for entry in parsed.entries[:SHOWN]
    ]
    reports = tuple((each.report, each.revision) for each in shown)
    return Preview(feed.name, parsed.language, answer.url, parsed.entries, reports, parsed.warnings)


def _found(look: Feed, fetcher: Fetcher, workers: Workers, now: datetime) -> tuple[Answer, ParsedFeed]:
    answer = fetcher.get(look.url)
    try:
        return answer, workers.of_feed(answer.body, answer.headers.get("content-type"), answer.url, look, now)
    except ParseError as error:
        for address in discover(answer.body, answer.url):
            named = fetcher.get(address)
            return named, workers.of_feed(named.body, named.headers.get("content-type"), named.url, look, now)
        raise ParseError(error.about, f"{error.problem}, and it names no feed") from error
