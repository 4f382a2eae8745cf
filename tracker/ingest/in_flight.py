"""The visits that are going on, so many at a time and so many of one host."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from random import Random
from traceback import format_exc

from tracker.archive import health
from tracker.archive.opening import Archive
from tracker.documents import Feed, FeedStatus, Visit
from tracker.errors import ArchiveError, FeedError
from tracker.feeds.address import scrub, server
from tracker.ingest.collection import Tools
from tracker.ingest.feed_state import State, VisitResult, next_state, requests_met

MAX_VISITS, MAX_OF_HOST = 16, 4  # at a time: a host that does not answer must leave room for the others
LEASED_AHEAD = 4  # times as many are leased as are visited at once: a lease costs a transaction
GRACE = 0.02  # seconds to wait for more visits to end, so that they are stored together
log = logging.getLogger(__name__)

Work = Callable[[Feed, FeedStatus, Tools], tuple[Visit, State]]


class InFlight:
    """Visits from their submission until what they showed is stored, many at a time."""

    def __init__(self, pool: ThreadPoolExecutor, poller: str, on_result: Callable[[Visit], None]) -> None:
        """``pool`` has ``MAX_VISITS`` threads; ``poller`` has leased the feeds.

        ``on_result`` is called with each visit that has ended.
        """
        self._pool, self._poller, self.on_result = pool, poller, on_result
        self._waiting: list[tuple[Feed, FeedStatus, Tools, Work]] = []
        self._running: dict[str, tuple[Feed, Future[tuple[Visit, State]]]] = {}
        self._unsaved: dict[str, State] = {}

    def __contains__(self, feed_id: str) -> bool:
        """Whether a visit to this feed waits or goes on."""
        return feed_id in self._running or any(feed.id == feed_id for feed, *_ in self._waiting)

    @property
    def busy(self) -> bool:
        """Whether any visit waits or goes on."""
        return bool(self._running or self._waiting)

    def room_for(self, feeds: Iterable[Feed]) -> list[Feed]:
        """The first of these feeds that may be leased now, so that no host takes the place of others."""
        held = Counter(server(each[0].url) for each in self._waiting)
        held.update(server(feed.url) for feed, _ in self._running.values())
        left, found = LEASED_AHEAD * MAX_VISITS - held.total(), list[Feed]()
        for feed in feeds:
            if len(found) >= left:
                break
            if held[server(feed.url)] < LEASED_AHEAD * MAX_OF_HOST:
                held[server(feed.url)] += 1
                found.append(feed)
        return found

    def submit(self, feed: Feed, before: FeedStatus, tools: Tools, work: Work) -> None:
        """Begin a visit as soon as there is room; ``before`` is what was known when its feed was leased."""
        self._waiting.append((feed, before, tools, work))
        self._fill()

    def _fill(self) -> None:
        going = Counter(server(feed.url) for feed, _ in self._running.values())
        still: list[tuple[Feed, FeedStatus, Tools, Work]] = []
        for each in self._waiting:
            feed = each[0]
            if going.total() < MAX_VISITS and going[server(feed.url)] < MAX_OF_HOST:
                going[server(feed.url)] += 1
                self._running[feed.id] = feed, self._pool.submit(_guarded, *each)
            else:
                still.append(each)
        self._waiting = still

    def complete(self, archive: Archive, wait_for: float) -> int:
        """Store and report the visits that have ended, or do so within the seconds to wait for; gives their number."""
        futures = [future for _, future in self._running.values()]
        if wait(futures, timeout=wait_for, return_when="FIRST_COMPLETED").done:
            wait(futures, timeout=GRACE)
        ended = []
        for feed_id in [feed_id for feed_id, (_, future) in self._running.items() if future.done()]:
            visit, known = self._running.pop(feed_id)[1].result()
            self._unsaved[feed_id] = known
            ended.append(visit)
        self._fill()
        problem = self._save(archive)
        for visit in ended:
            self.on_result(replace(visit, error=visit.error or problem))
        return len(ended)

    def _save(self, archive: Archive) -> str:
        """Store what is to be noted; if that fails, it says why, and the next call tries again."""
        try:
            if self._unsaved:
                health.record_all(archive, self._unsaved, self._poller)
        except ArchiveError as error:
            return str(error)
        self._unsaved.clear()
        return ""


def _guarded(feed: Feed, before: FeedStatus, tools: Tools, work: Work) -> tuple[Visit, State]:
    """A visit of which nothing is raised: a fault of ours in one feed must not end the polling of all others."""
    if tools.stop.is_set():
        return Visit(feed), {}
    try:
        return work(feed, before, tools)
    except ArchiveError as error:
        return Visit(feed, error=str(error)), {}
    except Exception as error:
        log.error("feed %s: unexpected fault\n%s", feed.id, scrub(format_exc(), feed.url))
        failed = Visit(feed, error=scrub(f"unexpected fault, please report it: {error!r}", feed.url))
    given_up: State = {"backfill": ""} if before.backfill else {}
    try:
        result = VisitResult(failed, None, FeedError(feed.url, failed.error), whole=False)
        return failed, next_state(tools.archive, result, before, tools.clock(), Random()) | given_up
    except Exception:
        log.exception("feed %s: what its visit showed could not be noted", feed.id)
        return failed, {"next_visit": tools.clock() + feed.interval} | requests_met(before) | given_up
