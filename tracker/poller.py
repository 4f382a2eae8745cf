"""The poller: one visit to one feed, and going round all feeds that are due."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from random import Random
from threading import Event
from traceback import format_exc

from tracker import backfill, coverage, scoring
from tracker.archive import health, leases, writing
from tracker.archive.flat import copying
from tracker.archive.opening import Archive
from tracker.collection import Pages, Tally, Tools, collect, read_again
from tracker.documents import Feed, Health, Visit
from tracker.errors import ArchiveError, FeedError, SettingsError, TrackerError
from tracker.feeds.address import scrub
from tracker.feeds.fetch import Answer, Fetcher
from tracker.noting import Outcome, noted, unchanged
from tracker.recognition import recognise
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon
from tracker.workers import Workers

AT_ONCE = 8
CLAIMED = 32  # feeds that are leased at a time
SOON, TOGETHER = 0.5, 0.02  # seconds: to look for work again, and to wait for visits that end together
COPIED = 10.0  # seconds between two looks whether the flat copy is behind
log = logging.getLogger(__name__)


Known = dict[str, object]  # what is to be stored in the health of a feed
Work = Callable[[Feed, Health, Tools], tuple[Visit, Known]]
Settings = Callable[[], tuple[FeedsFile, Lexicon]]


def visit(feed: Feed, tools: Tools) -> Visit:
    """Visit a feed once, and note how it went and when to come again.

    A failing feed gives a Visit with its error; nothing of it is raised, and nothing stored is lost.
    """
    seen, known = look(feed, health.of_feed(tools.archive, feed.id), tools)
    health.record(tools.archive, feed.id, **known)
    return seen


def look(feed: Feed, before: Health, tools: Tools) -> tuple[Visit, Known]:
    """Fetch, parse and collect; gives how it went, and what is to be noted of it."""
    tally = Tally()
    answer: Answer | None = None
    failure: TrackerError | None = None
    warnings: tuple[str, ...] = ()
    again = before.visit_wanted or (before.retry_pages is not None and before.retry_pages <= tools.clock())
    tried: set[str] = set()
    whole = True
    try:
        answer = tools.fetcher.get(feed.url, etag=before.etag, last_modified=before.last_modified)
        pages = Pages(tools.fetcher)
        if not unchanged(answer, before):
            kind = answer.headers.get("content-type")
            document = tools.workers.of_feed(answer.body, kind, answer.url, feed, tools.clock())
            document, known = recognise(document, feed.id, tools.archive)
            tried = {entry.key for entry in document.entries}
            missed = coverage.missed(document, known, before, tools)
            collect(document, known, feed, pages, tools, tally)
            if missed:
                more = coverage.bridged(feed, answer.url, document, before, tools, tally)
            else:
                more = coverage.overlapped(feed, document, known, before, tools)
            warnings = document.warnings + more
            whole = not (document.partial or tally.unread_new or pages.passing)
        if again:
            read_again(tried, feed, pages, tools, tally)
    except (FeedError, ArchiveError) as error:
        failure = error
    problem = (failure.problem if isinstance(failure, FeedError) else str(failure)) if failure else ""
    finished = tally.visit(feed, problem, warnings)
    if tools.stop.is_set():
        return finished, {}
    outcome = Outcome(finished, answer, failure, whole, again)
    return finished, noted(tools.archive, outcome, before, tools.clock(), Random())


class _Round:
    """The visits that are going on; what they showed is stored, many at a time, and their leases given back."""

    def __init__(self, pool: ThreadPoolExecutor, report: Callable[[Visit], None]) -> None:
        self._pool, self.report = pool, report
        self.flying: dict[str, Future[tuple[Visit, Known]]] = {}
        self._unsaved: dict[str, Known] = {}

    def start(self, feed: Feed, before: Health, tools: Tools, work: Work) -> None:
        """Begin a visit; ``before`` is what was known when its feed was leased."""
        self.flying[feed.id] = self._pool.submit(_guarded, feed, before, tools, work)

    def land(self, archive: Archive, wait_for: float) -> None:
        """Store and report the visits that have ended, or do so within the seconds to wait for."""
        if wait(self.flying.values(), timeout=wait_for, return_when="FIRST_COMPLETED").done:
            wait(self.flying.values(), timeout=TOGETHER)
        ended = []
        for feed_id in [feed_id for feed_id, future in self.flying.items() if future.done()]:
            seen, known = self.flying.pop(feed_id).result()
            self._unsaved[feed_id] = known | {"leased_by": None}
            ended.append(seen)
        problem = self._save(archive)
        for seen in ended:
            self.report(replace(seen, error=seen.error or problem))

    def _save(self, archive: Archive) -> str:
        """Store what is to be noted; if that fails, it says why, and the next landing tries again."""
        try:
            if self._unsaved:
                health.record_all(archive, self._unsaved)
        except ArchiveError as error:
            return str(error)
        self._unsaved.clear()
        return ""


def visit_once(
    feeds: Sequence[Feed], tools: Tools, report: Callable[[Visit], None], work: Work | None = None
) -> list[Visit]:
    """Visit each feed once, several at a time; ``report`` hears each as it ends. One failing holds up none.

    Does ``work``, or looks for news; a feed where another poller does so in the meantime is left to it.
    """
    visits: list[Visit] = []

    def hear(seen: Visit) -> None:
        visits.append(seen)
        report(seen)

    left, since = {feed.id: feed for feed in feeds}, None if work else tools.clock()
    with leases.present(tools.archive, tools.clock) as poller, ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        going = _Round(pool, hear)
        while going.flying or (left and not tools.stop.is_set()):
            if len(going.flying) < AT_ONCE and not tools.stop.is_set():
                some = {feed_id: left.pop(feed_id) for feed_id in list(left)[:CLAIMED]}
                left |= _shared(some, since, poller, going, tools, work or look)  # asked for again after all others
            if left and not going.flying:
                tools.stop.wait(SOON)
            going.land(tools.archive, SOON)
    return visits


def _shared(
    some: dict[str, Feed], since: datetime | None, poller: str, going: _Round, tools: Tools, work: Work
) -> dict[str, Feed]:
    """Begin the visits to those of some feeds that can be leased; gives those that other pollers visit now."""
    try:
        taken = leases.claim(tools.archive, poller, tools.clock(), list(some), since)
        elsewhere = leases.held(tools.archive, tools.clock(), list(some))
    except ArchiveError as error:
        for feed in some.values():
            going.report(Visit(feed, error=str(error)))
        return {}
    for before in taken:
        going.start(some[before.feed_id], before, tools, work)
    others = {feed_id: feed for feed_id, feed in some.items() if feed_id not in going.flying}
    for feed_id in others.keys() - elsewhere:
        going.report(Visit(others[feed_id], warnings=("another poller visited it in the meantime",)))
    return {feed_id: feed for feed_id, feed in others.items() if feed_id in elsewhere}


def _guarded(feed: Feed, before: Health, tools: Tools, work: Work) -> tuple[Visit, Known]:
    if tools.stop.is_set():
        return Visit(feed), {}
    try:
        return work(feed, before, tools)
    except ArchiveError as error:
        return Visit(feed, error=str(error)), {}
    except Exception as error:  # a fault of ours in one feed must not end the polling of all others
        log.error("feed %s: unexpected fault\n%s", feed.id, scrub(format_exc(), feed.url))
        failed = Visit(feed, error=scrub(f"unexpected fault, please report it: {error!r}", feed.url))
        outcome = Outcome(failed, None, FeedError(feed.url, failed.error), whole=False)
        return failed, noted(tools.archive, outcome, before, tools.clock(), Random()) | {"backfill": ""}


def run(
    archive: Archive,
    settings: Settings,
    clock: Callable[[], datetime],
    stop: Event,
    report: Callable[[Visit], None],
    only: Collection[str] = (),
) -> None:
    """Keep visiting what is due, or ``only`` these feeds, until ``stop`` is set.

    Settings are asked again before each round: a change in feeds.yaml or lexicon.yaml takes effect by itself, a changed
    concept is counted anew first, and a file with a slip changes nothing until it is mended.
    """
    held, settings = None, _as_last_whole(settings)
    threading.Thread(target=_keep_copied, args=(archive, stop), name="copy", daemon=True).start()
    with leases.present(archive, clock) as poller, ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        going = _Round(pool, report)
        while not stop.is_set():
            try:
                feeds_file, lexicon = settings()
                if held is None or held[0] != (feeds_file, lexicon.version):
                    writing.enlist(archive, feeds_file.feeds)
                    scoring.catch_up(archive, lexicon, clock())
                    held = (feeds_file, lexicon.version), Workers(lexicon), Fetcher(feeds_file.allow_private)
                tools = Tools(archive, held[2], held[1], clock, stop)
                by_id = {feed.id: feed for feed in feeds_file.feeds if not only or feed.id in only}
                if len(going.flying) < AT_ONCE:
                    for before in leases.claim_due(archive, poller, clock(), by_id, CLAIMED):
                        work = _older_reports if before.backfill else look
                        going.start(by_id[before.feed_id], before, tools, work)
            except ArchiveError as error:  # a lock or a full disk passes
                log.error("%s", error)
            going.land(archive, SOON)
            if not going.flying:
                stop.wait(SOON)
        while going.flying:
            going.land(archive, SOON)


def _keep_copied(archive: Archive, stop: Event) -> None:
    """Keep the flat copy up to date, so that no reader waits for it; whatever is left of it unfinished is resumed."""
    while not stop.wait(COPIED):
        with suppress(ArchiveError):
            copying.current(archive)


def _as_last_whole(settings: Settings) -> Settings:
    """The settings as they were when their files could last be read, which they must at first."""
    last = settings()
    said = ""

    def asked() -> tuple[FeedsFile, Lexicon]:
        nonlocal last, said
        try:
            found = settings()
            problem = str(found[0].errors[0]) if found[0].errors and not found[0].feeds else ""
        except SettingsError as error:
            problem = str(error)
        if problem and problem != said:
            log.error("%s; until then all goes on as before", problem)
        if not problem:
            last = found
        said = problem
        return last

    return asked


def _older_reports(feed: Feed, _before: Health, tools: Tools) -> tuple[Visit, Known]:
    """The backfill that a reader asked for, its progress shown; one cut short is resumed by the next poller."""
    finished = backfill.backfill(
        feed, tools, progress=lambda said: health.record(tools.archive, feed.id, backfill=said)
    )
    return finished, {} if tools.stop.is_set() else {"backfill": "", "message": finished.error}
