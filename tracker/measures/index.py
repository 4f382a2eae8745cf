"""The newspaper index: several sources' shares, each on its own scale, as one line."""

from collections.abc import Mapping, Sequence
from math import isfinite, sqrt

from tracker.errors import QueryError

LEVEL = 100.0  # the mean over the base


def index(shares: Mapping[str, Sequence[float | None]], base: range) -> list[float | None]:
    """The index of Baker, Bloom and Davis (Quarterly Journal of Economics 131, 2016, section II) for every period.

    ``shares`` hold one value a period for each source, None in a gap; any unit will do. Each is divided by its standard
    deviation over the periods of ``base`` (n - 1); the mean over the sources that spoke is taken, and scaled so that
    its mean over the base is 100. None where no source spoke. There is no interval. QueryError naming the source that
    has fewer than two values in the base, or the same all through it, for these cannot be put on a scale.
    """
    lengths = {len(values) for values in shares.values()}
    if len(lengths) != 1 or not base or min(base) < 0 or max(base) >= max(lengths):
        raise QueryError("index", "needs sources with the same periods, and a base within them")
    scaled = [_scaled(source, values, base) for source, values in shares.items()]
    spoken = [[value for value in period if value is not None] for period in zip(*scaled, strict=True)]
    means = [_mean(values) if values else None for values in spoken]
    middle = _mean([mean for place in base if (mean := means[place]) is not None])
    return [None if mean is None else LEVEL * mean / middle for mean in means]


def _scaled(source: str, values: Sequence[float | None], base: range) -> list[float | None]:
    """A source's shares in standard deviations of its own over the base."""
    if any(value is not None and not (isfinite(value) and value >= 0) for value in values):
        raise QueryError(source, "a share is a number that is not negative")
    held = [value for place in base if (value := values[place]) is not None]
    if len(held) < 2:
        raise QueryError(source, "has fewer than two periods in the base of the index; choose another base or source")
    middle = _mean(held)
    spread = sqrt(sum((value - middle) ** 2 for value in held) / (len(held) - 1))
    if spread <= 1e-12 * max(held):
        raise QueryError(source, "is constant over the base of the index; choose another base or leave it out")
    return [None if value is None else value / spread for value in values]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
