"""Scoring: what a changed lexicon makes stale is counted anew."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from itertools import chain, groupby
from operator import attrgetter

from tracker.archive import rescoring, scores
from tracker.archive.flat import copying
from tracker.archive.opening import Archive, open_archive
from tracker.archive.rescoring import Batch, Rescored, Stale
from tracker.words.lexicon import Lexicon
from tracker.words.scorer import Scorer

FEW = 20  # concepts that are sooner looked up in an index than in every text
MANY = 10_000  # reports, from which on processes of their own are worth their start
Finding = Callable[[Iterable[Batch]], Iterator[tuple[Batch, list[Rescored]]]]
_finder: "_Finder"  # of that process


def catch_up(
    archive: Archive, lexicon: Lexicon, now: datetime, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Count anew whatever was counted with another lexicon, only in the concepts that changed.

    Each batch is one transaction that also notes its version, so an interrupted run is resumed by the
    next. Gives the number of reports counted anew; ``progress`` hears (done, total).
    """
    scores.register(archive, lexicon, now)
    finder = _Finder(archive, lexicon)
    total, done = scores.stale_count(archive, lexicon.version), 0
    for version in scores.versions_in_use(archive):
        if version != lexicon.version and not finder.changed(version):
            _renew(archive, lexicon, version)
            total = scores.stale_count(archive, lexicon.version)
        elif version != lexicon.version:
            done += _renew_others(archive, lexicon, version, finder.changed(version))
    while left := scores.stale_count(archive, lexicon.version):
        with _finding(finder, left) as find:
            for batch, parts in find(rescoring.batches(archive, lexicon.version)):
                rescoring.rescore(archive, batch, parts, lexicon.version)
                done += sum(len(part.reports) for part in parts)
                progress(done, max(done, total))
    return done


def _renew(archive: Archive, lexicon: Lexicon, version: str) -> None:
    """Of a version that counts the same, only the serials and the name may change."""
    if scores.lexicon_of(archive, version).serials != lexicon.serials:
        rescoring.reassign(archive, version, Scorer(lexicon, []).serial)
    scores.renew(archive, version, lexicon.version)


def _renew_others(archive: Archive, lexicon: Lexicon, version: str, changed: Sequence[str]) -> int:
    """Renew the reports of a version that none of the changed concepts counts in, then or now; gives their number.

    The index of the texts' copy names the others, where there is one.
    """
    before = scores.lexicon_of(archive, version)
    copy = copying.current_if_made(archive) if len(changed) <= FEW and before.serials == lexicon.serials else None
    if copy is None:
        return 0
    concepts = [one.concepts[each] for one in (before, lexicon) for each in changed if each in one.concepts]
    return rescoring.renew_others(archive, version, lexicon.version, copy.mentioning(concepts), copy.certain)


class _Finder:
    """Reads stale reports and finds in them what a lexicon counts otherwise than the version they were counted with."""

    def __init__(self, archive: Archive, lexicon: Lexicon) -> None:
        self.archive, self.lexicon = archive, lexicon
        self.changed = cache(self._changed)
        self._scorer = cache(self._compiled)

    def found(self, batch: Batch) -> list[Rescored]:
        """What is found anew in a batch, by the versions its reports were counted with."""
        stale = rescoring.stale(self.archive, batch, self.lexicon.version)
        return [self._rescored(version, list(same)) for version, same in groupby(stale, key=attrgetter("lexicon"))]

    def _rescored(self, version: str, reports: Sequence[Stale]) -> Rescored:
        scorer, changed = self._scorer(version), self.changed(version)
        mentioned = scorer.mentions_in([(each.normal_title, each.normal_body) for each in reports])
        serials = [scorer.serial(each.normal_title, each.feed_id) for each in reports]
        light = [each._replace(normal_title="", normal_body="") for each in reports]  # it may have to travel
        anew = scores.fingerprints(self.archive, version).keys() <= set(changed)
        return Rescored(light, changed, anew, mentioned, scorer.wordings, serials)

    def _changed(self, version: str) -> tuple[str, ...]:
        known, present = scores.fingerprints(self.archive, version), self.lexicon.fingerprints
        return tuple(sorted(each for each in known.keys() | present.keys() if known.get(each) != present.get(each)))

    def _compiled(self, version: str) -> Scorer:
        changed, concepts = self.changed(version), self.lexicon.concepts
        return Scorer(self.lexicon, [concepts[each] for each in changed if each in concepts])


@contextmanager
def _finding(finder: _Finder, many: int) -> Iterator[Finding]:
    """How to find what is in batches: one after the other, or, where they are many, on all cores."""
    if many < MANY:
        yield lambda batches: ((batch, finder.found(batch)) for batch in batches)
        return
    url = finder.archive.engine.url.render_as_string(hide_password=False)
    context, processes = multiprocessing.get_context("forkserver"), os.cpu_count() or 1
    pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(url, finder.lexicon))
    try:
        yield lambda batches: _ahead(pool, finder, batches, processes + 1)
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(
    pool: Executor, finder: _Finder, batches: Iterable[Batch], ahead: int
) -> Iterator[tuple[Batch, list[Rescored]]]:
    """The batches in their order; so many are looked through while one is written."""
    waiting = deque[tuple[Batch, Callable[[], list[Rescored]]]]()
    for batch in chain(batches, [None] * ahead):
        if batch is not None:
            waiting.append((batch, _begun(pool, finder, batch)))
        if waiting and (batch is None or len(waiting) > ahead):
            first, result = waiting.popleft()
            try:
                yield first, result()
            except BrokenExecutor:  # it did not start here, or there was no memory left for it
                yield first, finder.found(first)


def _begun(pool: Executor, finder: _Finder, batch: Batch) -> Callable[[], list[Rescored]]:
    """What gives the result of a batch, by this process where the others have ended."""
    try:
        return pool.submit(_found, batch).result
    except BrokenExecutor:
        return partial(finder.found, batch)


def _begin(url: str, lexicon: Lexicon) -> None:
    """Make the process ready."""
    global _finder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends between two batches
    _finder = _Finder(open_archive(url), lexicon)


def _found(batch: Batch) -> list[Rescored]:
    return _finder.found(batch)
