"""Workers: texts are read in processes of their own, with limits on time and memory.

What a page or feed breaks there, however badly, costs one report and not the poller; and all cores are used.
"""

import gc
import multiprocessing
import os
import resource
import signal
import weakref
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from tracker.documents import Entry, Feed, FetchedPage, ParsedFeed, ReportDraft
from tracker.errors import FeedError
from tracker.words.lexicon import Lexicon

if TYPE_CHECKING:
    from tracker.feeds.sitemap import Alike, Sitemap
    from tracker.words.scorer import Scorer

SECONDS = 60  # of processor time, for one feed or page: on a busy machine it is given as much as on a quiet one
STUCK = 10  # times as many seconds by the clock, after which a process that does nothing is ended too
MEGABYTES = 500  # for one text, besides what the libraries and the lexicon take
_scorer: "Scorer"  # of this worker


class Workers:
    """Processes that read feeds and pages and count them with one lexicon; threads may share them."""

    def __init__(
        self, lexicon: Lexicon, processes: int | None = None, seconds: int = SECONDS, megabytes: int = MEGABYTES
    ) -> None:
        """Processes start when first needed, as many as there are cores; the limits are those of one text."""
        # A server that forks its workers keeps what they have in common in memory once.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tracker.ingest.readers"])
        self._seconds = seconds
        many = processes or os.cpu_count() or 1
        self._pool = ProcessPool(many, initializer=_begin, initargs=(lexicon, megabytes), context=context)
        # Ends the processes; called by itself when the last visit that uses them is over.
        self.close = weakref.finalize(self, _end, self._pool)

    def of_feed(self, body: bytes, content_type: str | None, url: str, feed: Feed, now: datetime) -> ParsedFeed:
        """``readers.of_feed`` in a worker; FeedError also if it takes too much time or memory."""
        found: ParsedFeed = self._done(url, "of_feed", body, content_type, url, feed, now)
        return found

    def of_sitemap(self, body: bytes, url: str, feed: Feed, alike: "Alike") -> "Sitemap":
        """``readers.of_sitemap`` in a worker; FeedError also if it takes too much time or memory."""
        found: Sitemap = self._done(url, "of_sitemap", body, url, feed, alike)
        return found

    def of_entries(
        self, entries: Sequence[Entry], feed: Feed, language: str | None, now: datetime
    ) -> list[ReportDraft]:
        """``readers.of_entries`` in a worker; FeedError also if it takes too much time or memory."""
        found: list[ReportDraft] = self._done(feed.url, "of_entries", entries, feed, language, now)
        return found

    def of_page(self, entry: Entry, feed: Feed, language: str | None, now: datetime, page: FetchedPage) -> ReportDraft:
        """``readers.build_report`` with its page in a worker; FeedError if it takes too much time or memory."""
        found: ReportDraft = self._done(page.url, "build_report", entry, feed, language, now, page)
        return found

    def of_summary(self, entry: Entry, feed: Feed, language: str | None, now: datetime, note: str) -> ReportDraft:
        """``readers.build_report`` without its page in a worker; FeedError if it takes too much time or memory."""
        found: ReportDraft = self._done(entry.url, "build_report", entry, feed, language, now, None, note)
        return found

    def _done(self, url: str, work: str, *given: Any) -> Any:
        try:
            return self._pool.schedule(_do, args=(self._seconds, work, *given)).result()
        except ProcessExpired as error:
            late = error.exitcode in (-signal.SIGPROF, -signal.SIGALRM)
            said = f"took longer than {self._seconds} s to read" if late else "broke the process that read it"
            raise FeedError(url, said) from error
        except MemoryError as error:
            raise FeedError(url, "took more memory to read than is allowed") from error


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def _begin(lexicon: Lexicon, megabytes: int) -> None:
    """Make a worker ready: the lexicon compiled, and its limits."""
    from tracker.words.scorer import Scorer

    global _scorer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the poller, which ends between two reports
    _scorer = Scorer(lexicon)
    most = _held() + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    gc.freeze()  # what is there now stays, and need not be looked through again and again


def _held() -> int:
    """Bytes of data that this process has, most of them set aside by libraries and never touched; 0 if not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except OSError:  # not Linux, where this limit means little anyway
        return 0
    return pages * resource.getpagesize()


def _do(seconds: int, work: str, *given: Any) -> Any:
    """In a worker: one piece of work; a signal ends the process, whatever it is in the middle of."""
    from tracker.ingest import readers

    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(STUCK * seconds)
    try:
        return getattr(readers, work)(_scorer, *given)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
