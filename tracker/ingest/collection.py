"""Collection: the texts of entries that are new or changed are had, read and stored."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Event

from tracker.archive import reading, writing
from tracker.archive.opening import Archive
from tracker.documents import Collected, Document, Entry, Feed, needs_page
from tracker.errors import FeedError
from tracker.feeds.fetch import Fetcher
from tracker.ingest.pages import Pages
from tracker.ingest.plan import StoredEntry, plan
from tracker.ingest.schedule import GIVEN_UP
from tracker.ingest.visit_counts import VisitCounts
from tracker.ingest.workers import Workers

BATCH = 200  # reports in one transaction


@dataclass(frozen=True)
class Tools:
    """What every visit needs. ``clock`` gives aware UTC; ``stop`` asks for an end between two reports."""

    archive: Archive
    fetcher: Fetcher
    workers: Workers
    clock: Callable[[], datetime]
    stop: Event


def collect(
    document: Document, stored: Mapping[str, StoredEntry], feed: Feed, pages: Pages, tools: Tools, counts: VisitCounts
) -> None:
    """Store every entry that is new or changed; stops between two, with all that was read stored.

    Texts that the feed itself gave come first, many in one transaction; then pages, each stored as it comes.
    """
    planned = plan(document.entries, stored, feed)
    counts.entries += len(document.entries)
    for batch in _batches(planned.store):
        if not tools.stop.is_set():
            store(_given(batch, document, feed, tools), tools.archive, counts)
    for entry in planned.fetch:
        if not tools.stop.is_set():
            draft = read_page(entry, feed, document.language, pages, tools.workers, tools.clock())
            store([draft], tools.archive, counts)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


def _given(batch: Sequence[Entry], document: Document, feed: Feed, tools: Tools) -> list[Collected]:
    """The reports of entries whose texts the feed gave: most were read with it, the rest of a long one is read now."""
    rest = [entry for entry in batch if entry.key not in document.ready]
    read = tools.workers.of_entries(rest, feed, document.language, tools.clock()) if rest else []
    by_key = dict(document.ready) | {each.report.key: each for each in read}
    return [by_key[entry.key] for entry in batch]


def read_page(
    entry: Entry, feed: Feed, language: str | None, pages: Pages, workers: Workers, now: datetime
) -> Collected:
    """Make a report of an entry: the full text of its page, else the summary with the reason."""
    try:
        return workers.of_page(entry, feed, language, now, pages.fetch(entry.url))
    except FeedError as error:
        return workers.of_summary(entry, feed, language, now, f"only the summary: {error.problem}")


def store(drafts: Sequence[Collected], archive: Archive, counts: VisitCounts) -> None:
    """Store reports in one transaction, and count what became of each."""
    counts.add(zip(drafts, writing.store(archive, drafts), strict=True))


def read_again(besides: Container[str], feed: Feed, pages: Pages, tools: Tools, counts: VisitCounts) -> None:
    """Ask once more for pages that could not be read when they were reported, but for those just tried."""
    for report, summary in reading.unread(tools.archive, feed.id, tools.clock() - GIVEN_UP):
        if report.key in besides or tools.stop.is_set():
            continue
        day = None if report.day_from == "seen" else report.day
        entry = Entry(report.key, summary.title, report.url, report.published, day, summary.body, complete=False)
        if needs_page(entry, feed):
            draft = read_page(entry, feed, report.language, pages, tools.workers, tools.clock())
            store([draft], tools.archive, counts)
            counts.entries += 1
