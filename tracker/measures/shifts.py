"""Shifts: what a difference between two sides is called, and how far their shares of reports lie apart."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from tracker.measures.intervals import wilson
from tracker.measures.keyness import FALSE_DISCOVERIES, Keyness

Kind = Literal["riser", "faller", "debut", "silent"]


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


def kind(key: Keyness, before: int, after: int, is_new: bool) -> Kind | None:
    """What a difference in mentions is, or None if chance could have made it (``FALSE_DISCOVERIES``).

    ``before`` and ``after`` are mentions. A debut ``is_new``: it was never seen before the second side; a silence
    is not seen in it.
    """
    if key.q > FALSE_DISCOVERIES:
        return None
    if key.z > 0:
        return "debut" if is_new and not before else "riser"
    return "faller" if after else "silent"
