"""Shifts: whether a share of reports changed between two periods by more than chance."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from tracker.measures.intervals import wilson

Kind = Literal["riser", "faller", "debut", "silent"]
# A concept must have been in this share of earlier reports before its absence says anything.
EXPECTED_MISSES = 3.0


@dataclass(frozen=True, slots=True)
class Change:
    """Shares (fractions of reports) before and after, and their difference with its 95 % interval."""

    before: float
    after: float
    low: float
    high: float


def change(with_before: int, before: int, with_after: int, after: int) -> Change:
    """Difference of two shares with Newcombe's interval (Statistics in Medicine 17, 1998, method 10).

    ``before`` and ``after`` are numbers of reports and must be positive.
    """
    p, q = with_before / before, with_after / after
    (p_low, p_high), (q_low, q_high) = wilson(with_before, before), wilson(with_after, after)
    low = q - p - sqrt((q - q_low) ** 2 + (p_high - p) ** 2)
    high = q - p + sqrt((q_high - q) ** 2 + (p - p_low) ** 2)
    return Change(p, q, low, high)


def kind(found: Change, with_before: int, with_after: int, after: int, with_ever_before: int) -> Kind | None:
    """What a change is, or None if chance could have made it.

    A debut has never been seen before the second period. A silence is a concept that, at its earlier share,
    should have been in at least three of the later reports and was in none.
    """
    if with_after and not with_ever_before:
        return "debut"
    if with_before and not with_after and found.before * after >= EXPECTED_MISSES:
        return "silent"
    if found.low > 0:
        return "riser"
    if found.high < 0:
        return "faller"
    return None
