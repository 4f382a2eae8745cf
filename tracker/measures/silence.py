"""Silence: whether a concept's absence from the latest reports of a serial is unusual by its own record; and debut."""

from collections.abc import Sequence
from itertools import groupby
from math import prod
from typing import NamedTuple

UNUSUAL = 0.01  # of a hundred concepts that are watched, one is called so by chance
MIN_OVERLAP = 10  # reports of a record from which an absence can be called unusual
# What is worth a look: a concept that was there so many times, in so great a part of the reports, and is now
# missing for longer than it is likely to be.
USUAL, PART, SURPRISING = 3, 0.5, 0.1


class Silence(NamedTuple):
    """An absence that lasts, with the record before it: from the first report with the concept to the last.

    ``length`` reports have gone without; before, ``present`` of ``reports`` had it, ``absent`` had not, it came back
    ``returns`` times, the ``longest`` absence lasted so many reports. ``probability`` is that of finding one as long.
    """

    length: int
    present: int
    reports: int
    absent: int
    returns: int
    longest: int
    probability: float

    @property
    def unusual(self) -> bool:
        """Whether the record is long enough to tell, and makes an absence as long improbable."""
        return self.reports >= MIN_OVERLAP and self.probability <= UNUSUAL

    @property
    def missed(self) -> bool:
        """Whether the concept was usual, and its absence is surprising enough to be looked at; no alarm yet."""
        return self.present >= max(USUAL, PART * self.reports) and self.probability <= SURPRISING

    @property
    def record(self) -> str:
        """The base rate in words; never show the absence without it."""
        times, back = _times(self.absent), _times(self.returns)
        past = f"absent {times} before, came back {back}" if self.absent else "never absent before"
        return f"Present in {self.present} of the last {self.reports} reports of this serial; {past}."


def silence(held: Sequence[bool]) -> Silence | None:
    """The absence at the end of a serial's reports, oldest first; None if the last one has the concept, or none has.

    The probability is that of finding an absence at least as long at a report taken at random, if the concept comes
    and goes as a chain of two states (Anderson and Goodman, Annals of Mathematical Statistics 28, 1957): how often
    reports were without it, and how often one without it was followed by another, each with Jeffreys' prior of a
    half. So a concept that comes and goes in stretches is not missed too soon.
    """
    if True not in held or held[-1]:
        return None
    first, last = list(held).index(True), len(held) - 1 - list(held)[::-1].index(True)
    past, length = held[first : last + 1], len(held) - 1 - last
    gaps = [len(list(group)) for has, group in groupby(past) if not has]
    present, absent, returns = sum(past), sum(gaps), len(gaps)
    without = (absent + 0.5) / (len(past) + 1)
    lasts = prod((absent - returns + 0.5 + more) / (absent + 1 + more) for more in range(length - 1))
    return Silence(length, present, len(past), absent, returns, max(gaps, default=0), without * lasts)


def debut(held: Sequence[bool]) -> int | None:
    """The place of the first report that has the concept, oldest first; None if none has.

    It is the first of these reports, which says more the more reports there are before it.
    """
    return list(held).index(True) if True in held else None


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
