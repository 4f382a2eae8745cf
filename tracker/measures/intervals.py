"""95 % intervals for counts, shares, rates and quotients of counts."""

from math import sqrt

from scipy.special import betaincinv, chdtri, stdtrit

LEVEL = 0.95
Z = 1.959963984540054


def poisson(count: int) -> tuple[float, float]:
    """Exact interval for a Poisson mean from one observed count (Garwood, Biometrika 28, 1936)."""
    tail = (1 - LEVEL) / 2
    low = float(chdtri(2 * count, 1 - tail)) / 2 if count else 0.0
    return low, float(chdtri(2 * count + 2, tail)) / 2


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Score interval for a proportion, as fractions (Wilson, JASA 22, 1927). ``trials`` must be positive."""
    share = successes / trials
    spread = Z * sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    centre, scale = share + Z * Z / (2 * trials), 1 + Z * Z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


def rate(mentions: int, words: int, reports: int, yy: int, xy: int, xx: int) -> tuple[float, float]:
    """Interval for mentions per word with the report as the cluster (Cochran, Sampling Techniques, 1977, 6.4).

    ``yy``, ``xy`` and ``xx`` are sums over reports of mentions squared, mentions times words and words
    squared. The linearised variance is n / (n - 1) · Σ(y - r x)² / (Σx)², with Student's t on n - 1
    degrees. No mention at all, or a single report, shows no spread between reports: the exact Poisson
    interval over the words stands in.
    """
    if mentions == 0 or reports < 2:
        low, high = poisson(mentions)
        return low / words, high / words
    ratio = mentions / words
    squares = max(yy - 2 * ratio * xy + ratio * ratio * xx, 0.0)
    half = float(stdtrit(reports - 1, (1 + LEVEL) / 2)) * sqrt(reports / (reports - 1) * squares) / words
    return max(ratio - half, 0.0), ratio + half


def quotient(above: int, below: int) -> tuple[float, float]:
    """Interval for a quotient of two counts, conditional on their sum (Clopper and Pearson 1934, as odds).

    ``below`` must be positive.
    """
    total, tail = above + below, (1 - LEVEL) / 2
    low = float(betaincinv(above, total - above + 1, tail)) if above else 0.0
    high = float(betaincinv(above + 1, total - above, 1 - tail))
    return low / (1 - low), high / (1 - high)
