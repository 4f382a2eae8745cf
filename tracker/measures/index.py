"""The newspaper index: several sources' shares, each on its own scale, as one line."""

from collections.abc import Mapping, Sequence
from math import isfinite, sqrt
from typing import NamedTuple

from tracker.errors import QueryError

LEVEL = 100.0  # the mean over the base


class Estimate(NamedTuple):
    """A value and the ends of its 95 % interval, all in one unit."""

    value: float
    low: float
    high: float


def index(shares: Mapping[str, Sequence[Estimate | None]], base: range) -> list[Estimate | None]:
    """The index of Baker, Bloom and Davis (Quarterly Journal of Economics 131, 2016, section II) for every period.

    ``shares`` hold one estimate a period for each source, None in a gap; any unit will do. Each is divided by its
    standard deviation over the periods of ``base`` (n - 1); the mean over the sources that spoke is taken, and scaled
    so that its mean over the base is 100. None where no source spoke. The interval is that of a weighted sum of
    proportions, from the interval of each (Zou, Huang and Zhang, Computational Statistics & Data Analysis 53, 2009),
    with the scale taken as it is. QueryError naming the source that has fewer than two values in the base, or the same
    all through it, for these cannot be put on a scale.
    """
    lengths = {len(estimates) for estimates in shares.values()}
    if len(lengths) != 1 or not base or min(base) < 0 or max(base) >= max(lengths):
        raise QueryError("index", "needs sources with the same periods, and a base within them")
    spreads = [_spread(source, estimates, base) for source, estimates in shares.items()]
    means = [_mean(period, spreads) for period in zip(*shares.values(), strict=True)]
    based = [mean.value for place in base if (mean := means[place]) is not None]
    level = LEVEL / (sum(based) / len(based))
    return [None if mean is None else Estimate(*(level * each for each in mean)) for mean in means]


def _spread(source: str, estimates: Sequence[Estimate | None], base: range) -> float:
    """The standard deviation of a source's shares over the base."""
    if any(each is not None and not (isfinite(each.value) and each.value >= 0) for each in estimates):
        raise QueryError(source, "a share is a number that is not negative")
    held = [each.value for place in base if (each := estimates[place]) is not None]
    if len(held) < 2:
        raise QueryError(source, "has fewer than two periods in the base of the index; choose another base or source")
    middle = sum(held) / len(held)
    spread = sqrt(sum((value - middle) ** 2 for value in held) / (len(held) - 1))
    if spread <= 1e-12 * max(held):
        raise QueryError(source, "is constant over the base of the index; choose another base or leave it out")
    return spread


def _mean(estimates: Sequence[Estimate | None], spreads: Sequence[float]) -> Estimate | None:
    """Over the sources that spoke in one period, of their shares in standard deviations."""
    spoke = [(each, spread) for each, spread in zip(estimates, spreads, strict=True) if each is not None]
    if not spoke:
        return None
    mean = sum(each.value / spread for each, spread in spoke) / len(spoke)
    below = sqrt(sum(((each.value - each.low) / spread) ** 2 for each, spread in spoke)) / len(spoke)
    above = sqrt(sum(((each.high - each.value) / spread) ** 2 for each, spread in spoke)) / len(spoke)
    return Estimate(mean, max(mean - below, 0.0), mean + above)
