"""Tiers: a share named on a scale of cut-offs, or named uncertain."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple, Protocol

from tracker.errors import QueryError
from tracker.measures.intervals import wilson


class Tier(Protocol):
    """A step of the scale, from the share ``start`` on."""

    @property
    def name(self) -> str: ...

    @property
    def start(self) -> float: ...


class Placed(NamedTuple):
    """A share with its 95 % interval, its tier (None below all), and all that the interval reaches, hottest first.

    ``uncertain`` says that the interval straddles a cut-off.
    """

    name: str | None
    share: float
    low: float
    high: float
    uncertain: bool
    reached: tuple[str, ...]


def place(reports_with: int, reports: int, tiers: Iterable[Tier]) -> Placed:
    """The tier of a share of reports, in the manner of the China Media Project's scale of discourse.

    A tier begins at its ``start`` and ends where the next begins; the interval is Wilson's. QueryError without reports.
    """
    if not 0 <= reports_with <= reports or not reports:
        raise QueryError("tier", "needs reports, and no more with the phrase than there are")
    scale = sorted(tiers, key=lambda tier: -tier.start)
    share, (low, high) = reports_with / reports, wilson(reports_with, reports)
    name = next((tier.name for tier in scale if tier.start <= share), None)
    ends = [inf, *(tier.start for tier in scale)]
    reached = tuple(tier.name for tier, end in zip(scale, ends, strict=False) if tier.start <= high and end > low)
    return Placed(name, share, low, high, any(low < tier.start <= high for tier in scale), reached)
