"""The poller: one visit to one feed, and going round all feeds that are due."""

import logging
import os
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from random import Random
from threading import Event
from traceback import format_exc

from tracker import backfill, scoring
from tracker.archive import gaps, health, reading, writing
from tracker.archive.opening import Archive
from tracker.collection import Pages, Tally, Tools, collect
from tracker.documents import Document, Feed, Gap, Health, Visit
from tracker.errors import ArchiveError, FeedError, TrackerError
from tracker.feeds.address import scrub
from tracker.feeds.fetch import Answer, Fetcher
from tracker.noting import Outcome, note, unchanged
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon
from tracker.workers import Workers

AT_ONCE = 8
FEWEST = 3  # entries of a feed that should overlap with those of the visit before
BEAT = 5.0  # seconds between two signs of life
log = logging.getLogger(__name__)


def visit(feed: Feed, tools: Tools) -> Visit:
    """Visit a feed once: fetch, parse, collect, and note how it went and when to come again.

    A failing feed gives a Visit with its error; nothing of it is raised, and nothing stored is lost.
    """
    before = health.of_feed(tools.archive, feed.id)
    tally = Tally()
    answer: Answer | None = None
    failure: TrackerError | None = None
    warnings: tuple[str, ...] = ()
    whole = True
    try:
        answer = tools.fetcher.get(feed.url, etag=before.etag, last_modified=before.last_modified)
        if not unchanged(answer, before):
            kind = answer.headers.get("content-type")
            document = tools.workers.of_feed(answer.body, kind, answer.url, feed, tools.clock())
            gap = _gap(document, before, tools)
            collect(document, feed, Pages(tools.fetcher), tools, tally)
            bridge = _bridged(feed, answer.url, document, before, tools, tally) if gap else ()
            more = bridge or _emptied(document, before)
            warnings = document.warnings + tally.warnings + more
            whole = not (document.partial or tally.unread_new)
    except (FeedError, ArchiveError) as error:
        failure = error
    problem = (failure.problem if isinstance(failure, FeedError) else str(failure)) if failure else ""
    finished = Visit(feed, tally.entries, tally.new, tally.revised, problem, warnings)
    if not tools.stop.is_set():
        outcome = Outcome(finished, answer, failure, whole)
        note(tools.archive, outcome, before, tools.clock(), Random())
    return finished


def _emptied(document: Document, before: Health) -> tuple[str, ...]:
    if document.entries or not before.reports:
        return ()
    return ("the feed is empty now, though it had reports before; nothing was deleted",)


def _gap(document: Document, before: Health, tools: Tools) -> bool:
    """Whether nothing of the last visits is left in the feed; one that shows a single entry never overlaps."""
    if not before.reports or len(document.entries) < FEWEST:
        return False
    return not reading.known(tools.archive, before.feed_id, [entry.key for entry in document.entries])


def _bridged(feed: Feed, url: str, document: Document, before: Health, tools: Tools, tally: Tally) -> tuple[str, ...]:
    """Try to close a gap, and say what came of it; one that remains is stored."""
    new = tally.new
    if backfill.bridge(feed, url, document, tools, tally):
        return (f"a gap since the last visit was closed with {tally.new - new} older reports",)
    oldest = min((entry.day for entry in document.entries if entry.day), default=None)
    if before.last_day and oldest and before.last_day <= oldest:
        gaps.remember(tools.archive, Gap(feed.id, before.last_day, oldest))
    return ("gap suspected: nothing of the last visit is left in the feed, and what lies between could not be had",)


def visit_once(
    feeds: Sequence[Feed], tools: Tools, report: Callable[[Visit], None], work: Callable[[Feed, Tools], Visit] = visit
) -> list[Visit]:
    """Visit each feed once, several at a time; ``report`` hears each as it ends. One failing holds up none."""
    visits: list[Visit] = []
    with ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        waiting = {pool.submit(_guarded, feed, tools, work) for feed in feeds}
        while waiting:
            done, waiting = wait(waiting, timeout=0.5, return_when="FIRST_COMPLETED")
            for future in done:
                visits.append(future.result())
                report(visits[-1])
    return visits


def _guarded(feed: Feed, tools: Tools, work: Callable[[Feed, Tools], Visit]) -> Visit:
    if tools.stop.is_set():
        return Visit(feed)
    try:
        return work(feed, tools)
    except ArchiveError as error:
        return Visit(feed, error=str(error))
    except Exception as error:  # a fault of ours in one feed must not end the polling of all others
        log.error("feed %s: unexpected fault\n%s", feed.id, scrub(format_exc(), feed.url))
        return Visit(feed, error=scrub(f"unexpected fault, please report it: {error!r}", feed.url))


def run(
    archive: Archive,
    settings: Callable[[], tuple[FeedsFile, Lexicon]],
    clock: Callable[[], datetime],
    stop: Event,
    report: Callable[[Visit], None],
) -> None:
    """Keep visiting what is due until ``stop`` is set; settings are asked again before each round.

    A change in feeds.yaml or lexicon.yaml takes effect by itself; a changed concept is counted anew first.
    """
    poller, started = f"{platform.node()[:40]}:{os.getpid()}", clock()
    flying: dict[str, Future[Visit]] = {}
    beaten, held = None, None
    with ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        while not stop.is_set():
            now = clock()
            if beaten is None or abs((now - beaten).total_seconds()) >= BEAT:
                health.beat(archive, poller, started, now)
                beaten = now
            feeds_file, lexicon = settings()
            if held is None or held[0] != (feeds_file, lexicon.version):
                writing.enlist(archive, feeds_file.feeds)
                scoring.catch_up(archive, lexicon, now)
                held = (feeds_file, lexicon.version), Workers(lexicon), Fetcher(feeds_file.allow_private)
            tools = Tools(archive, held[2], held[1], clock, stop)
            by_id = {feed.id: feed for feed in feeds_file.feeds}
            for feed_id in health.due(archive, now):
                if feed_id in by_id and feed_id not in flying:
                    work = _older_reports if health.of_feed(archive, feed_id).backfill else visit
                    flying[feed_id] = pool.submit(_guarded, by_id[feed_id], tools, work)
            for feed_id in [feed_id for feed_id, future in flying.items() if future.done()]:
                report(flying.pop(feed_id).result())
            stop.wait(0.5)
    health.leave(archive, poller)


def _older_reports(feed: Feed, tools: Tools) -> Visit:
    """The backfill that a reader asked for, its progress shown; one cut short is resumed by the next poller."""
    finished = backfill.backfill(
        feed, tools, progress=lambda said: health.record(tools.archive, feed.id, backfill=said)
    )
    if not tools.stop.is_set():
        health.record(tools.archive, feed.id, backfill="", message=finished.error)
    return finished
