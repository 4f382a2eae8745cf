"""The poller: visits all feeds that are due, once or again and again."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from threading import Event

from tracker.archive import health, leases, scores, writing
from tracker.archive.flat import copying
from tracker.archive.opening import Archive
from tracker.documents import Feed, FeedStatus, Visit
from tracker.errors import ArchiveError
from tracker.feeds.fetch import Fetcher
from tracker.ingest import backfill, scoring
from tracker.ingest.collection import Tools
from tracker.ingest.feed_state import State
from tracker.ingest.in_flight import MAX_VISITS, InFlight, Work
from tracker.ingest.update import update_feed
from tracker.ingest.workers import Workers
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile
from tracker.words.lexicon import Lexicon

LOOK_EVERY = 1.0  # seconds between two looks whether anything is due or was asked for
PAUSE_AFTER_FAULT = 5.0  # seconds from an unexpected fault to the next round
COPY_EVERY = 10.0  # seconds between two looks whether the flat copy is behind
log = logging.getLogger(__name__)

Settings = Callable[[], tuple[FeedsFile, LexiconFile]]


def run_once(
    feeds: Sequence[Feed], tools: Tools, on_result: Callable[[Visit], None], work: Work = update_feed
) -> list[Visit]:
    """Do ``work`` at each feed once, several at a time; ``on_result`` is called as each ends.

    A feed whose news another poller fetches in the meantime is left to it.
    """
    visits: list[Visit] = []

    def ended(visit: Visit) -> None:
        visits.append(visit)
        on_result(visit)

    left, since = {feed.id: feed for feed in feeds}, tools.clock() if work is update_feed else None
    with leases.registered(tools.archive) as poller, ThreadPoolExecutor(MAX_VISITS, "visit") as pool:
        in_flight = InFlight(pool, poller, ended)
        while in_flight.busy or (left and not tools.stop.is_set()):
            if left and not tools.stop.is_set():
                some = {feed.id: left.pop(feed.id) for feed in in_flight.room_for(left.values())}
                left |= _lease_and_submit(some, since, poller, in_flight, tools, work)
            if left and not in_flight.busy:
                tools.stop.wait(LOOK_EVERY)
            in_flight.complete(tools.archive, LOOK_EVERY)
    return visits


def _lease_and_submit(
    some: dict[str, Feed], since: datetime | None, poller: str, in_flight: InFlight, tools: Tools, work: Work
) -> dict[str, Feed]:
    """Begin the visits to those of some feeds that can be leased; gives those that other pollers visit now."""
    if not some:
        return {}
    try:
        taken = leases.claim(tools.archive, poller, tools.clock(), list(some), since)
        elsewhere = leases.held(tools.archive, list(some))
    except ArchiveError as error:
        for feed in some.values():
            in_flight.on_result(Visit(feed, error=str(error)))
        return {}
    for before in taken:
        in_flight.submit(some[before.feed_id], before, tools, work)
    others = {feed_id: feed for feed_id, feed in some.items() if feed_id not in in_flight}
    for feed_id in others.keys() - elsewhere:
        in_flight.on_result(Visit(others[feed_id], warnings=("another poller visited it in the meantime",)))
    return {feed_id: feed for feed_id, feed in others.items() if feed_id in elsewhere}


def run(
    archive: Archive,
    settings: Settings,
    clock: Callable[[], datetime],
    stop: Event,
    on_result: Callable[[Visit], None],
    only: Collection[str] = (),
) -> None:
    """Keep visiting what is due, or ``only`` these feeds, until ``stop`` is set.

    Settings are asked again before each round: a change in feeds.yaml or lexicon.yaml takes effect by itself, and a
    changed concept is counted anew first. An unexpected fault ends one round, not the next.
    """
    threading.Thread(target=_keep_flat_copy, args=(archive, stop), name="copy", daemon=True).start()
    with leases.registered(archive) as poller, ThreadPoolExecutor(MAX_VISITS, "visit") as pool:
        polling = _Polling(archive, settings, clock, stop, InFlight(pool, poller, on_result), poller, frozenset(only))
        while not stop.is_set():
            try:
                polling.go_round()
            except ArchiveError as error:  # a lock or a full disk passes
                log.error("%s", error)
                stop.wait(LOOK_EVERY)
            except Exception as error:
                log.exception("unexpected fault, please report it; the next round runs")
                with suppress(ArchiveError):
                    leases.note_fault(archive, poller, f"{error!r:.200}", clock())
                stop.wait(PAUSE_AFTER_FAULT)
        polling.finish()


class _Polling:
    """A poller that goes round, with what it keeps from one round to the next."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        clock: Callable[[], datetime],
        stop: Event,
        in_flight: InFlight,
        poller: str,
        only: frozenset[str],
    ) -> None:
        self.archive, self.settings, self.clock, self.stop = archive, settings, clock, stop
        self.in_flight, self.poller, self.only = in_flight, poller, only
        self.feeds_file: FeedsFile | None = None
        self.lexicon: Lexicon | None = None
        self.tools: Tools | None = None
        self.earlier: set[str] = set()  # lexicons that visits which still go on may count with
        self.said: tuple[str, ...] = ()

    def go_round(self) -> None:
        """Take up changed settings, begin what is due, and store what has ended; a second if nothing is."""
        tools, by_id = self._prepared()
        if leases.is_due(self.archive, self.clock()):
            due = (by_id[feed_id] for feed_id in leases.due(self.archive, self.clock()) if feed_id in by_id)
            room = [feed.id for feed in self.in_flight.room_for(feed for feed in due if feed.id not in self.in_flight)]
            for before in leases.claim_due(self.archive, self.poller, self.clock(), room, len(room)) if room else ():
                work = _older_reports if before.backfill else update_feed
                self.in_flight.submit(by_id[before.feed_id], before, tools, work)
        completed = self.in_flight.complete(self.archive, LOOK_EVERY)
        if self.earlier and self.lexicon and scores.any_counted_with(self.archive, self.earlier):
            scoring.catch_up(self.archive, self.lexicon, self.clock())
        if not self.in_flight.busy:
            self.earlier.clear()
            if not completed:
                self.stop.wait(LOOK_EVERY)

    def finish(self) -> None:
        """Store what the visits that go on still bring."""
        while self.in_flight.busy:
            self.in_flight.complete(self.archive, LOOK_EVERY)

    def _prepared(self) -> tuple[Tools, dict[str, Feed]]:
        """The tools and feeds of this round, by the settings as they are now."""
        feeds_file, lexicon_file = self.settings()
        lexicon = lexicon_file.lexicon
        mistakes = tuple(str(error) for error in (*feeds_file.errors, *lexicon_file.errors))
        for mistake in mistakes:
            if mistake not in self.said:
                log.error("%s; until it is mended, what could be read before stays in force", mistake)
        self.said = mistakes
        if self.tools is None or feeds_file is not self.feeds_file or lexicon is not self.lexicon:
            self.tools = self._with_settings(feeds_file, lexicon)
            self.feeds_file, self.lexicon = feeds_file, lexicon
        return self.tools, {feed.id: feed for feed in feeds_file.feeds if not self.only or feed.id in self.only}

    def _with_settings(self, feeds_file: FeedsFile, lexicon: Lexicon) -> Tools:
        """The tools by changed settings, which the archive knows from now on."""
        before = self.tools
        if self.feeds_file is None or feeds_file.feeds != self.feeds_file.feeds:
            writing.sync_feeds(self.archive, feeds_file.feeds)
        if before and self.lexicon and self.lexicon.version == lexicon.version:
            workers = before.workers
        else:
            if self.lexicon:
                self.earlier.add(self.lexicon.version)
            self.earlier.discard(lexicon.version)
            scoring.catch_up(self.archive, lexicon, self.clock())
            workers = Workers(lexicon)
        if before and self.feeds_file and self.feeds_file.allow_private == feeds_file.allow_private:
            return Tools(self.archive, before.fetcher, workers, self.clock, self.stop)
        return Tools(self.archive, Fetcher(feeds_file.allow_private), workers, self.clock, self.stop)


def _keep_flat_copy(archive: Archive, stop: Event) -> None:
    """Keep the flat copy up to date, so that no reader waits for it; whatever is left of it unfinished is resumed."""
    while not stop.wait(COPY_EVERY):
        try:
            copying.current(archive)
        except ArchiveError:  # a lock passes
            continue
        except Exception:
            log.exception("the flat copy could not be brought up to date; it is tried again")


def _older_reports(feed: Feed, _before: FeedStatus, tools: Tools) -> tuple[Visit, State]:
    """The backfill that a reader asked for, its progress shown; one cut short is resumed by the next poller."""
    finished = backfill.backfill(
        feed, tools, progress=lambda said: health.record(tools.archive, feed.id, backfill=said)
    )
    return finished, {} if tools.stop.is_set() else {"backfill": "", "message": finished.error}
