"""Reports whose mentions clump, drawn by the thousand, and how often an interval holds what they were drawn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.measures import intervals

Floats = NDArray[np.float64]
SIZES = (5, 12, 50, 500)
MEASURES = ("mentions", "rate", "a / b")


@dataclass(frozen=True)
class Kind:
    """A negative binomial: ``mean`` mentions a report of mean length, clumped by ``shape``, in part of the reports."""

    mean: float
    shape: float
    part: float = 1.0

    def draw(self, lengths: Floats, chance: np.random.Generator) -> Floats:
        """Mentions of every report, in proportion to its length."""
        dwelt = chance.gamma(self.shape, 1 / self.shape, lengths.shape) * (chance.random(lengths.shape) < self.part)
        return chance.poisson(self.mean / self.part * lengths * dwelt).astype(float)


KINDS = {
    "even": Kind(5, 5),
    "clumped": Kind(5, 1),
    "heavily clumped": Kind(5, 0.2),
    "in three reports of ten": Kind(5, 1, 0.3),
    "rare": Kind(0.2, 0.5),
}


def coverage(kind: Kind, measure: str, reports: int, archives: int, seed: int) -> float:
    """Of so many archives of so many reports, of lognormal lengths, the part whose interval holds the truth."""
    chance = np.random.default_rng(seed)
    inside = many = 0
    while many < archives:  # a few at a time, as half a million reports are enough for the memory
        lengths = np.exp(chance.normal(-0.18, 0.6, (min(archives, max(500_000 // reports, 1)), reports)))
        found = _held(kind, measure, lengths, chance)
        inside, many = inside + int(found.sum()), many + len(found)
    return inside / many


def _held(kind: Kind, measure: str, lengths: Floats, chance: np.random.Generator) -> NDArray[np.bool_]:
    said, reports = kind.draw(lengths, chance), np.full(len(lengths), lengths.shape[1])
    total, squares = said.sum(1), (said**2).sum(1)
    if measure == "mentions":
        truth = kind.mean * lengths.shape[1]
        low, high = intervals.mentions(total, reports, squares)
    elif measure == "rate":
        truth = kind.mean
        low, high = intervals.rate(
            total, lengths.sum(1), reports, squares, (said * lengths).sum(1), (lengths**2).sum(1)
        )  # fmt: skip
    else:
        truth = 1.0
        other = kind.draw(lengths, chance)
        valued = other.sum(1) > 0  # else there is nothing to divide by
        said, other = said[valued], other[valued]
        either = ((said > 0) | (other > 0)).sum(1)
        sums = ((said**2).sum(1), (other**2).sum(1), (said * other).sum(1))
        low, high = intervals.quotient(said.sum(1), other.sum(1), either, *sums)
    held: NDArray[np.bool_] = (low <= truth) & (truth <= high)
    return held
