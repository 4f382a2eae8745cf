"""Collection: the texts of entries that are new or changed are had, read and stored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from threading import Event

from tracker.archive import reading, writing
from tracker.archive.opening import Archive
from tracker.documents import Entry, Feed, ParsedFeed, Report, ReportDraft, Revision, needs_page
from tracker.errors import FeedError
from tracker.feeds.fetch import Fetcher
from tracker.ingest.pages import PageReader
from tracker.ingest.plan import StoredEntry, plan
from tracker.ingest.recognition import moved
from tracker.ingest.schedule import page_due
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
    parsed: ParsedFeed,
    stored: Mapping[str, StoredEntry],
    feed: Feed,
    pages: PageReader,
    tools: Tools,
    counts: VisitCounts,
) -> None:
    """Store every entry that is new or changed; stops between two, with all that was read stored.

    Texts that the feed itself gave come first, many in one transaction; then pages, each stored as it comes.
    """
    planned, present = plan(parsed.entries, stored, feed), set(stored)
    counts.entries += len(parsed.entries)
    for batch in _batches(planned.store):
        if not tools.stop.is_set():
            _store(_given(batch, parsed, feed, tools), present, tools.archive, counts)
    for entry in planned.fetch:
        if not tools.stop.is_set():
            draft = read_page(entry, feed, parsed.language, pages, tools.workers, tools.clock())
            _store([draft], present, tools.archive, counts)


def _store(drafts: Sequence[ReportDraft], present: set[str], archive: Archive, counts: VisitCounts) -> None:
    """Store reports of one document, each as the one it is: what is not ``present`` yet may be one that has moved."""
    fresh = [draft for draft in drafts if draft.report.key not in present]
    again = moved(fresh, fresh[0].report.feed_id, archive, present) if fresh else {}
    named = [
        draft._replace(report=replace(draft.report, key=again[draft.report.key].key))
        if draft.report.key in again
        else draft
        for draft in drafts
    ]
    present |= {draft.report.key for draft in named}
    store(named, archive, counts)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


def _given(batch: Sequence[Entry], parsed: ParsedFeed, feed: Feed, tools: Tools) -> list[ReportDraft]:
    """The reports of entries whose texts the feed gave: most were read with it, the rest of a long one is read now."""
    rest = [entry for entry in batch if entry.key not in parsed.ready]
    read = tools.workers.of_entries(rest, feed, parsed.language, tools.clock()) if rest else []
    by_key = dict(parsed.ready) | {each.report.key: each for each in read}
    return [by_key[entry.key] for entry in batch]


def read_page(
    entry: Entry, feed: Feed, language: str | None, pages: PageReader, workers: Workers, now: datetime
) -> ReportDraft:
    """Make a report of an entry: the full text of its page, else the summary with the reason."""
    try:
        return workers.of_page(entry, feed, language, now, pages.fetch(entry.url))
    except FeedError as error:
        return workers.of_summary(entry, feed, language, now, f"only the summary: {error.problem}")


def store(drafts: Sequence[ReportDraft], archive: Archive, counts: VisitCounts) -> None:
    """Store reports in one transaction, and count what became of each."""
    counts.add(zip(drafts, writing.store(archive, drafts), strict=True))


def read_again(feed: Feed, pages: PageReader, tools: Tools, counts: VisitCounts, *, failed: bool) -> None:
    """Read the pages of a feed that are due once more, of stored reports whose entries may have left the feed.

    With ``failed`` also those that could not be read, due or not. A page that was read before and cannot be had now
    leaves the stored text as it is.
    """
    for report, newest in reading.pages_due(tools.archive, feed.id, tools.clock(), failed=failed):
        if tools.stop.is_set():
            break
        if report.url in pages.asked:
            continue
        draft, now = _read_again(report, newest, feed, pages, tools), tools.clock()
        if draft is None:
            writing.put_off(tools.archive, report.id, page_due(report, now, failed=bool(newest.note)))
        else:
            due = page_due(report, now, failed=bool(draft.revision.note))
            store([draft._replace(page_due=due)], tools.archive, counts)
            counts.entries += bool(newest.note)  # as its entry had come again


def _read_again(report: Report, newest: Revision, feed: Feed, pages: PageReader, tools: Tools) -> ReportDraft | None:
    """The report as its page has it now; None where that says nothing."""
    day, summary = None if report.day_from == "seen" else report.day, newest.body if newest.note else ""
    entry = Entry(report.key, newest.title, report.url, report.published, day, summary, complete=False)
    if not needs_page(entry, feed):
        return None
    draft = read_page(entry, feed, report.language, pages, tools.workers, tools.clock())
    return None if draft.revision.note and not newest.note else draft
