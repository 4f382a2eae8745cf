"""Runs of tokens that recur in many reports, counted size by size; a run can recur only if its parts do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stream:
    """Reports one after the other as ``tokens``, 0 at every break; ``report`` says whose token each is."""

    tokens: Numbers
    report: Numbers


@dataclass(frozen=True, slots=True)
class Level:
    """All runs of ``size`` tokens that recur, numbered from 0.

    By occurrence, ordered by run and place: ``places`` where a run begins, ``runs`` which it is. By run: ``example``,
    the first of its places; its ``mentions``; ``prefix`` and ``suffix``, the numbers of the run without its last or
    its first token among the runs one shorter (empty at size 1).
    """

    size: int
    places: Numbers
    runs: Numbers
    example: Numbers
    mentions: Numbers
    prefix: Numbers
    suffix: Numbers

    def only(self, chosen: Chosen) -> "Level":
        """The same runs, of which only the chosen ones keep their occurrences."""
        kept = chosen[self.runs]
        return replace(self, places=self.places[kept], runs=self.runs[kept])


def levels(stream: Stream, longest: int, minimum: int) -> Iterator[Level]:
    """The runs of 1 to ``longest`` tokens without a break that at least ``minimum`` reports have, size by size."""
    at = np.flatnonzero(stream.tokens).astype(np.int32)
    keys = stream.tokens[at].astype(np.int64)
    parts = 0
    for size in range(1, longest + 1):
        level = _recurring(stream, at, keys, size, parts, minimum)
        if not len(level.mentions):
            return
        yield level
        labels = np.full(len(stream.tokens) + 1, -1, np.int32)
        labels[level.places] = level.runs
        at = np.flatnonzero((labels[:-1] >= 0) & (labels[1:] >= 0)).astype(np.int32)
        parts = len(level.mentions)
        keys = labels[at].astype(np.int64) * parts + labels[at + 1]


def _recurring(stream: Stream, at: Numbers, keys: NDArray[np.int64], size: int, parts: int, minimum: int) -> Level:
    """The level of the runs that begin ``at`` places, alike where their keys are."""
    at, keys = _sorted(at, keys)
    report, fresh = stream.report[at], _changes(keys)
    runs = np.cumsum(fresh) - 1
    held = np.bincount(runs[fresh | _changes(report)], minlength=1) >= minimum
    kept = held[runs] if len(runs) else fresh
    at, keys, runs = at[kept], keys[kept], (np.cumsum(held) - 1)[runs[kept]].astype(np.int32)
    first = np.flatnonzero(_changes(runs))
    own = keys[first]
    links = (own // parts, own % parts) if parts else (own[:0], own[:0])
    prefix, suffix = (link.astype(np.int32) for link in links)
    mentions = np.diff(np.append(first, len(runs))).astype(np.int32)
    return Level(size, at, runs, at[first], mentions, prefix, suffix)


def _sorted(at: Numbers, keys: NDArray[np.int64]) -> tuple[Numbers, NDArray[np.int64]]:
    """Both, by key and then by place."""
    bits = int(at.max(initial=1)).bit_length()
    if int(keys.max(initial=1)).bit_length() + bits < 63:  # as one number, which sorts ten times as fast
        packed = np.sort((keys << bits) | at)
        return (packed & ((1 << bits) - 1)).astype(np.int32), packed >> bits
    order = np.argsort(keys, kind="stable")
    return at[order], keys[order]


def _changes(values: NDArray[np.int64] | Numbers) -> Chosen:
    """Where a value differs from the one before it; the first does."""
    changed = np.ones(len(values), bool)
    changed[1:] = values[1:] != values[:-1]
    return changed


def per_report(stream: Stream, level: Level) -> tuple[Numbers, Numbers, NDArray[np.int64]]:
    """For each run, every report that has it: the run, the report, and how often it stands there.

    Occurrences that overlap the one before of the same run do not count, as in matching.
    """
    apart = _apart(level)
    runs, report = level.runs[apart], stream.report[level.places[apart]]
    starts = np.flatnonzero(_changes(runs) | _changes(report))
    return runs[starts], report[starts], np.diff(np.append(starts, len(report)))


def _apart(level: Level) -> Chosen:
    """Which occurrences do not overlap one of the same run that counts; hardly any do."""
    counts = np.ones(len(level.places), bool)
    near = ~_changes(level.runs)[1:] & (np.diff(level.places) < level.size)
    for place in (np.flatnonzero(near) + 1).tolist():
        before = place - 1 - int(np.argmax(counts[:place][::-1]))
        counts[place] = level.places[place] - level.places[before] >= level.size
    return counts
