"""The poller: one visit to one feed, and going round all feeds that are due."""

import logging
import os
import platform
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from random import Random
from threading import Event

from tracker import backfill, scoring
from tracker.archive import health, writing
from tracker.archive.opening import Archive
from tracker.collection import Pages, Tally, Tools, collect
from tracker.documents import Feed, Visit
from tracker.errors import ArchiveError, FeedError, TrackerError
from tracker.feeds.fetch import Answer, Fetcher
from tracker.feeds.parse import parse
from tracker.noting import Outcome, note, unchanged
from tracker.scoring import Scorer
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon

AT_ONCE = 8
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
    try:
        answer = tools.fetcher.get(feed.url, etag=before.etag, last_modified=before.last_modified)
        if not unchanged(answer, before):
            document = parse(answer.body, answer.headers.get("content-type"), answer.url, feed.timezone)
            collect(document.entries, feed, document.language, Pages(tools.fetcher), tools, tally)
            warnings = document.warnings + tally.warnings
    except (FeedError, ArchiveError) as error:
        failure = error
    problem = (failure.problem if isinstance(failure, FeedError) else str(failure)) if failure else ""
    finished = Visit(feed, tally.entries, tally.new, tally.revised, problem, warnings)
    if not tools.stop.is_set():
        outcome = Outcome(finished, answer, failure, whole=not tally.unread_new)
        note(tools.archive, outcome, before, tools.clock(), Random())
    return finished


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
        log.exception("feed %s: unexpected fault", feed.id)
        return Visit(feed, error=f"unexpected fault, please report it: {error!r}")


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
                held = (feeds_file, lexicon.version), Scorer(lexicon), Fetcher(feeds_file.allow_private)
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
