"""Preview: what an address would bring, storing nothing."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tracker.collection import Pages, read
from tracker.documents import Entry, Feed, Report, Revision
from tracker.errors import ParseError
from tracker.feeds.discover import discover
from tracker.feeds.fetch import Answer, Fetcher
from tracker.feeds.parse import Document, parse
from tracker.settings.feeds_file import FeedsFile

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed as found at ``url``, with its first reports as they would be stored."""

    title: str
    language: str | None
    url: str
    entries: tuple[Entry, ...]
    reports: tuple[tuple[Report, Revision], ...]
    warnings: tuple[str, ...]


def preview(url: str, feeds_file: FeedsFile, now: datetime, zone: str | None = None) -> Preview:
    """Fetch a feed, or find the one that a home page names; FeedError if there is none."""
    fetcher = Fetcher(feeds_file.allow_private)
    answer, document = _found(url if "://" in url else f"https://{url}", fetcher, zone)
    feed = Feed("preview", document.title or urlsplit(url).netloc, answer.url, timezone=zone)
    pages = Pages(fetcher)
    reports = tuple(read(entry, feed, document.language, pages, now) for entry in document.entries[:SHOWN])
    return Preview(document.title, document.language, answer.url, document.entries, reports, document.warnings)


def _found(url: str, fetcher: Fetcher, zone: str | None) -> tuple[Answer, Document]:
    answer = fetcher.get(url)
    try:
        return answer, parse(answer.body, answer.headers.get("content-type"), answer.url, zone)
    except ParseError as error:
        for address in discover(answer.body, answer.url):
            named = fetcher.get(address)
            return named, parse(named.body, named.headers.get("content-type"), named.url, zone)
        raise ParseError(error.about, f"{error.problem}, and it names no feed") from error
