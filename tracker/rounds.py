"""Rounds: the visits that are going on, so many at a time and so many of one host, and what is stored of them."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from random import Random
from traceback import format_exc

from tracker.archive import health
from tracker.archive.opening import Archive
from tracker.collection import Tools
from tracker.documents import Feed, Health, Visit
from tracker.errors import ArchiveError, FeedError
from tracker.feeds.address import scrub, server
from tracker.noting import Outcome, met, noted

AT_ONCE, OF_ONE_HOST = 16, 4  # visits: a host that does not answer must leave room for the others
AHEAD = 4  # times as many are leased as are visited at once: a lease costs a transaction
TOGETHER = 0.02  # seconds to wait for visits that end together
log = logging.getLogger(__name__)

Known = dict[str, object]  # what is to be stored in the health of a feed
Work = Callable[[Feed, Health, Tools], tuple[Visit, Known]]


class Round:
    """Visits that wait, that are going on, and that have ended: what they showed is stored, many at a time."""

    def __init__(self, pool: ThreadPoolExecutor, poller: str, report: Callable[[Visit], None]) -> None:
        """``pool`` has a thread for each of ``AT_ONCE`` visits; ``poller`` has leased their feeds.

        ``report`` hears of each visit that has ended.
        """
        self._pool, self._poller, self.report = pool, poller, report
        self._waiting: list[tuple[Feed, Health, Tools, Work]] = []
        self._flying: dict[str, tuple[Feed, Future[tuple[Visit, Known]]]] = {}
        self._unsaved: dict[str, Known] = {}

    def __contains__(self, feed_id: str) -> bool:
        """Whether a visit to this feed waits or goes on."""
        return feed_id in self._flying or any(feed.id == feed_id for feed, *_ in self._waiting)

    @property
    def busy(self) -> bool:
        """Whether any visit waits or goes on."""
        return bool(self._flying or self._waiting)

    def room_for(self, feeds: Iterable[Feed]) -> list[Feed]:
        """The first of these feeds that may be leased now, so that no host takes the place of others."""
        held = Counter(server(each[0].url) for each in self._waiting)
        held.update(server(feed.url) for feed, _ in self._flying.values())
        left, found = AHEAD * AT_ONCE - held.total(), list[Feed]()
        for feed in feeds:
            if len(found) >= left:
                break
            if held[server(feed.url)] < AHEAD * OF_ONE_HOST:
                held[server(feed.url)] += 1
                found.append(feed)
        return found

    def start(self, feed: Feed, before: Health, tools: Tools, work: Work) -> None:
        """Begin a visit as soon as there is room; ``before`` is what was known when its feed was leased."""
        self._waiting.append((feed, before, tools, work))
        self._begin()

    def _begin(self) -> None:
        going = Counter(server(feed.url) for feed, _ in self._flying.values())
        still: list[tuple[Feed, Health, Tools, Work]] = []
        for each in self._waiting:
            feed = each[0]
            if going.total() < AT_ONCE and going[server(feed.url)] < OF_ONE_HOST:
                going[server(feed.url)] += 1
                self._flying[feed.id] = feed, self._pool.submit(_guarded, *each)
            else:
                still.append(each)
        self._waiting = still

    def land(self, archive: Archive, wait_for: float) -> int:
        """Store and report the visits that have ended, or do so within the seconds to wait for; gives their number."""
        futures = [future for _, future in self._flying.values()]
        if wait(futures, timeout=wait_for, return_when="FIRST_COMPLETED").done:
            wait(futures, timeout=TOGETHER)
        ended = []
        for feed_id in [feed_id for feed_id, (_, future) in self._flying.items() if future.done()]:
            seen, known = self._flying.pop(feed_id)[1].result()
            self._unsaved[feed_id] = known
            ended.append(seen)
        self._begin()
        problem = self._save(archive)
        for seen in ended:
            self.report(replace(seen, error=seen.error or problem))
        return len(ended)

    def _save(self, archive: Archive) -> str:
        """Store what is to be noted; if that fails, it says why, and the next landing tries again."""
        try:
            if self._unsaved:
                health.record_all(archive, self._unsaved, self._poller)
        except ArchiveError as error:
            return str(error)
        self._unsaved.clear()
        return ""


def _guarded(feed: Feed, before: Health, tools: Tools, work: Work) -> tuple[Visit, Known]:
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
    given_up: Known = {"backfill": ""} if before.backfill else {}
    try:
        outcome = Outcome(failed, None, FeedError(feed.url, failed.error), whole=False)
        return failed, noted(tools.archive, outcome, before, tools.clock(), Random()) | given_up
    except Exception:
        log.exception("feed %s: what its visit showed could not be noted", feed.id)
        return failed, {"next_visit": tools.clock() + feed.interval} | met(before) | given_up
