"""One visit to one feed: fetched, read, compared with what is stored, stored, and noted."""

from random import Random

from tracker.documents import Feed, FeedStatus, Visit
from tracker.errors import ArchiveError, FeedError, TrackerError
from tracker.feeds.fetch import Answer
from tracker.ingest import coverage
from tracker.ingest.collection import Tools, collect, read_again
from tracker.ingest.feed_state import State, VisitResult, next_state, unchanged
from tracker.ingest.pages import PageReader
from tracker.ingest.recognition import recognise
from tracker.ingest.visit_counts import VisitCounts


def update_feed(feed: Feed, before: FeedStatus, tools: Tools) -> tuple[Visit, State]:
    """Store what is new of a feed, and of its pages that are due; gives how it went, and what is to be noted of it."""
    counts, pages = VisitCounts(), PageReader(tools.fetcher)
    answer: Answer | None = None
    failure: TrackerError | None = None
    warnings: tuple[str, ...] = ()
    whole = True
    pages_due = before.visit_wanted or (before.pages_due is not None and before.pages_due <= tools.clock())
    try:
        answer = tools.fetcher.get(feed.url, etag=before.etag, last_modified=before.last_modified)
        if not unchanged(answer, before):
            warnings, whole = _bring_in(answer, feed, before, pages, tools, counts)
        if pages_due:
            read_again(feed, pages, tools, counts, failed=before.visit_wanted)
    except (FeedError, ArchiveError) as error:
        failure = error
    problem = (failure.problem if isinstance(failure, FeedError) else str(failure)) if failure else ""
    finished = counts.visit(feed, problem, warnings)
    if tools.stop.is_set():
        return finished, {}
    result = VisitResult(finished, answer, failure, whole, pages_due)
    return finished, next_state(tools.archive, result, before, tools.clock(), Random())


def _bring_in(
    answer: Answer, feed: Feed, before: FeedStatus, pages: PageReader, tools: Tools, counts: VisitCounts
) -> tuple[tuple[str, ...], bool]:
    """Store what an answer shows that is new or changed; gives warnings, and whether all is safely stored and read."""
    kind = answer.headers.get("content-type")
    parsed = tools.workers.of_feed(answer.body, kind, answer.url, feed, tools.clock())
    parsed, stored = recognise(parsed, feed.id, tools.archive)
    missed = coverage.missed(parsed, stored, before, tools)
    collect(parsed, stored, feed, pages, tools, counts)
    if missed:
        warnings = coverage.bridged(feed, answer.url, parsed, before, tools, counts)
    else:
        warnings = coverage.overlapped(feed, parsed, stored, before, tools)
    whole = not (parsed.partial or counts.unread_new or pages.passing)
    return parsed.warnings + warnings, whole
