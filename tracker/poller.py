"""The poller: one visit to one feed, and going round all feeds that are due."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from random import Random
from threading import Event

from tracker import backfill, coverage, scoring
from tracker.archive import health, leases, scores, writing
from tracker.archive.flat import copying
from tracker.archive.opening import Archive
from tracker.collection import Pages, Tally, Tools, collect, read_again
from tracker.documents import Feed, Health, Visit
from tracker.errors import ArchiveError, FeedError, TrackerError
from tracker.feeds.fetch import Answer, Fetcher
from tracker.noting import Outcome, noted, unchanged
from tracker.recognition import recognise
from tracker.rounds import AT_ONCE, Known, Round, Work
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile
from tracker.words.lexicon import Lexicon
from tracker.workers import Workers

LOOK = 1.0  # seconds between two looks whether anything is due or was asked for
AFTER_FAULT = 5.0  # seconds from an unexpected fault to the next round
COPIED = 10.0  # seconds between two looks whether the flat copy is behind
log = logging.getLogger(__name__)

Settings = Callable[[], tuple[FeedsFile, LexiconFile]]


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
    with leases.present(tools.archive) as poller, ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        going = Round(pool, poller, hear)
        while going.busy or (left and not tools.stop.is_set()):
            if left and not tools.stop.is_set():
                some = {feed.id: left.pop(feed.id) for feed in going.room_for(left.values())}
                left |= _shared(some, since, poller, going, tools, work or look)  # asked for again after all others
            if left and not going.busy:
                tools.stop.wait(LOOK)
            going.land(tools.archive, LOOK)
    return visits


def _shared(
    some: dict[str, Feed], since: datetime | None, poller: str, going: Round, tools: Tools, work: Work
) -> dict[str, Feed]:
    """Begin the visits to those of some feeds that can be leased; gives those that other pollers visit now."""
    if not some:
        return {}
    try:
        taken = leases.claim(tools.archive, poller, tools.clock(), list(some), since)
        elsewhere = leases.held(tools.archive, list(some))
    except ArchiveError as error:
        for feed in some.values():
            going.report(Visit(feed, error=str(error)))
        return {}
    for before in taken:
        going.start(some[before.feed_id], before, tools, work)
    others = {feed_id: feed for feed_id, feed in some.items() if feed_id not in going}
    for feed_id in others.keys() - elsewhere:
        going.report(Visit(others[feed_id], warnings=("another poller visited it in the meantime",)))
    return {feed_id: feed for feed_id, feed in others.items() if feed_id in elsewhere}


def run(
    archive: Archive,
    settings: Settings,
    clock: Callable[[], datetime],
    stop: Event,
    report: Callable[[Visit], None],
    only: Collection[str] = (),
) -> None:
    """Keep visiting what is due, or ``only`` these feeds, until ``stop`` is set.

    Settings are asked again before each round: a change in feeds.yaml or lexicon.yaml takes effect by itself, and a
    changed concept is counted anew first. An unexpected fault ends one round, not the next.
    """
    threading.Thread(target=_keep_copied, args=(archive, stop), name="copy", daemon=True).start()
    with leases.present(archive) as poller, ThreadPoolExecutor(AT_ONCE, "visit") as pool:
        polling = _Polling(archive, settings, clock, stop, Round(pool, poller, report), poller, frozenset(only))
        while not stop.is_set():
            try:
                polling.go_round()
            except ArchiveError as error:  # a lock or a full disk passes
                log.error("%s", error)
                stop.wait(LOOK)
            except Exception as error:
                log.exception("unexpected fault, please report it; the next round runs")
                with suppress(ArchiveError):
                    leases.note_fault(archive, poller, f"{error!r:.200}", clock())
                stop.wait(AFTER_FAULT)
        polling.finish()


class _Polling:
    """A poller that goes round, with what it keeps from one round to the next."""

    def __init__(
        self,
        archive: Archive,
        settings: Settings,
        clock: Callable[[], datetime],
        stop: Event,
        going: Round,
        poller: str,
        only: frozenset[str],
    ) -> None:
        self.archive, self.settings, self.clock, self.stop = archive, settings, clock, stop
        self.going, self.poller, self.only = going, poller, only
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
            room = [feed.id for feed in self.going.room_for(feed for feed in due if feed.id not in self.going)]
            for before in leases.claim_due(self.archive, self.poller, self.clock(), room, len(room)) if room else ():
                work = _older_reports if before.backfill else look
                self.going.start(by_id[before.feed_id], before, tools, work)
        landed = self.going.land(self.archive, LOOK)
        if self.earlier and self.lexicon and scores.any_counted_with(self.archive, self.earlier):
            scoring.catch_up(self.archive, self.lexicon, self.clock())
        if not self.going.busy:
            self.earlier.clear()
            if not landed:
                self.stop.wait(LOOK)

    def finish(self) -> None:
        """Store what the visits that go on still bring."""
        while self.going.busy:
            self.going.land(self.archive, LOOK)

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
            self.tools = self._taken_up(feeds_file, lexicon)
            self.feeds_file, self.lexicon = feeds_file, lexicon
        return self.tools, {feed.id: feed for feed in feeds_file.feeds if not self.only or feed.id in self.only}

    def _taken_up(self, feeds_file: FeedsFile, lexicon: Lexicon) -> Tools:
        """The tools by changed settings, which the archive knows from now on."""
        before = self.tools
        if self.feeds_file is None or feeds_file.feeds != self.feeds_file.feeds:
            writing.enlist(self.archive, feeds_file.feeds)
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


def _keep_copied(archive: Archive, stop: Event) -> None:
    """Keep the flat copy up to date, so that no reader waits for it; whatever is left of it unfinished is resumed."""
    while not stop.wait(COPIED):
        try:
            copying.current(archive)
        except ArchiveError:  # a lock passes
            continue
        except Exception:
            log.exception("the flat copy could not be brought up to date; it is tried again")


def _older_reports(feed: Feed, _before: Health, tools: Tools) -> tuple[Visit, Known]:
    """The backfill that a reader asked for, its progress shown; one cut short is resumed by the next poller."""
    finished = backfill.backfill(
        feed, tools, progress=lambda said: health.record(tools.archive, feed.id, backfill=said)
    )
    return finished, {} if tools.stop.is_set() else {"backfill": "", "message": finished.error}
