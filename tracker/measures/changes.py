"""Change points: where a series of counts moves to another level and stays there."""

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.errors import QueryError

SHORTEST = 2  # periods; a single one that stands out is no new level
PENALTY = 3.0

Floats = NDArray[np.float64]


class Step(NamedTuple):
    """From the period at ``place`` on a series is at another level: count per exposure before and after."""

    place: int
    before: float
    after: float


def changes(counts: Sequence[float], exposures: Sequence[float]) -> list[Step]:
    """Where the rate ``counts`` / ``exposures`` changes level, by time; levels are those of the stretches beside it.

    Exposures are words, reports or days; a period with none is a gap and is left out, never taken for a zero. Counts
    are made equally certain at any level (Freeman and Tukey, Annals of Mathematical Statistics 21, 1950), and the best
    segmentation is found exactly by PELT (Killick, Fearnhead and Eckley, JASA 107, 2012), with squared distances over
    their variance as the cost and 3 · ln(periods) for each change (the leading term of Zhang and Siegmund, Biometrics
    63, 2007). Fewer than four periods have no change. QueryError if the lengths differ or a number is negative.
    """
    told, over = np.asarray(counts, float), np.asarray(exposures, float)
    if told.shape != over.shape or told.ndim != 1:
        raise QueryError("change points", "give one count and one exposure for every period")
    if not (np.isfinite([told, over]).all() and (told >= 0).all() and (over >= 0).all()):
        raise QueryError("change points", "no count and no exposure is negative")
    places = np.flatnonzero(over > 0)
    told, over = told[places], over[places] / over[places].mean() if len(places) else over[places]
    if len(places) < 2 * SHORTEST or not told.sum():
        return []
    from ruptures import Pelt  # a second and a half to load, and most questions are not of levels
    from ruptures.base import BaseCost

    BaseCost.register(_Distance)  # ruptures takes only its own kind
    steady = np.sqrt(told / over) + np.sqrt((told + 1) / over)
    signal = np.column_stack([steady, 1 / _variances(steady, over)])
    search = Pelt(custom_cost=_Distance(), min_size=SHORTEST, jump=1).fit(signal)
    bounds = [0, *search.predict(pen=PENALTY * log(len(places)))]
    exact = np.asarray(exposures, float)[places]
    levels = [float(told[first:last].sum() / exact[first:last].sum()) for first, last in pairwise(bounds)]
    return [Step(int(places[at]), *beside) for at, beside in zip(bounds[1:-1], pairwise(levels), strict=True)]


def _variances(steady: Floats, over: Floats) -> Floats:
    """What each steadied rate varies by: as a Poisson count, and by what neighbours differ more than that.

    Neighbours are compared because a change of level touches only two of them (von Neumann, Annals of Mathematical
    Statistics 12, 1941). What they differ too much is added to every period (as DerSimonian and Laird do, Controlled
    Clinical Trials 7, 1986); what is still left, where long periods differ more than short ones, multiplies.
    """
    apart, chance = np.diff(steady) ** 2, 1 / over[1:] + 1 / over[:-1]
    variances = 1 / over + max(0.0, float(np.mean(apart - chance)) / 2)
    left: Floats = variances * max(1.0, float(np.mean(apart / (variances[1:] + variances[:-1]))))
    return left


class _Distance:
    """The weighted squared distance of a stretch from its mean, in the form that ruptures asks for."""

    model, min_size = "weighted", SHORTEST

    def fit(self, signal: Floats) -> "_Distance":
        self.signal = signal
        value, weight = signal.T
        sums = np.cumsum([weight, weight * value, weight * value**2], axis=1)
        self._weight, self._first, self._second = np.pad(sums, ((0, 0), (1, 0))).tolist()
        return self

    def error(self, start: int, end: int) -> float:
        weight, first = self._weight[end] - self._weight[start], self._first[end] - self._first[start]
        return float(self._second[end] - self._second[start] - first * first / weight)
