"""95 % intervals for counts, shares, rates and quotients of counts."""

from math import sqrt

from scipy.special import betaincinv, chdtri, gammaincinv, stdtrit

from tracker.errors import QueryError

LEVEL = 0.95
Z = 1.959963984540054


def poisson(count: int) -> tuple[float, float]:
    """Exact interval for a Poisson mean from one observed count (Garwood, Biometrika 28, 1936)."""
    _need(count >= 0, "no count is negative")
    tail = (1 - LEVEL) / 2
    low = float(chdtri(2 * count, 1 - tail)) / 2 if count else 0.0
    return low, float(chdtri(2 * count + 2, tail)) / 2


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Score interval for a proportion, as fractions (Wilson, JASA 22, 1927). ``trials`` must be positive."""
    _need(trials > 0 and 0 <= successes <= trials, "a share needs reports, and no more with than there are")
    share = successes / trials
    spread = Z * sqrt(share * (1 - share) / trials + Z * Z / (4 * trials * trials))
    centre, scale = share + Z * Z / (2 * trials), 1 + Z * Z / trials
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


def rate(mentions: int, words: int, reports: int, yy: int, xy: int, xx: int) -> tuple[float, float]:
    """Interval for mentions per word with the report as the cluster, from the variance of the ratio estimator.

    ``yy``, ``xy`` and ``xx`` are sums over reports of mentions squared, mentions times words and words
    squared. The linearised variance is n / (n - 1) · Σ(y - r x)² / (Σx)² (Cochran, Sampling Techniques, 1977, 6.4),
    widened to Student's t on n - 1 degrees. The interval is the gamma one with that variance (Fay and Feuer,
    Statistics in Medicine 16, 1997): the exact Poisson interval of as many independent mentions as vary as much. Of
    many mentions it is r ± t · se; of few it is not symmetric, and covers where that would not. No mention at all,
    or a single report, shows no spread between reports: the exact Poisson interval over the words stands in.
    """
    return _clustered(mentions, mentions, words, reports, yy, xy, xx, degrees=reports - 1)


def weighted(
    weight: float, mentions: int, words: int, reports: int, ww: float, xw: float, xx: float
) -> tuple[float, float]:
    """Interval for weight per word, where mentions weigh unequally: as that of a rate, of weights for mentions.

    ``weight``, ``ww`` and ``xw`` are sums over reports of the weight of its mentions, that squared, and times words.
    How unequal they are is known from the mentions alone, so Student's t has no more degrees than there are mentions,
    or three. Where no spread can be seen, the mentions count as independent and of one weight; a mention that
    did not come is taken to weigh 1. ``words`` must be positive.
    """
    return _clustered(weight, mentions, words, reports, ww, xw, xx, degrees=min(reports - 1, max(mentions, 3)))


def _clustered(
    weight: float, mentions: int, words: int, reports: int, ww: float, xw: float, xx: float, degrees: int
) -> tuple[float, float]:
    """The gamma interval of a ratio of sums over reports."""
    _need(words > 0 and reports > 0 and mentions >= 0, "a rate needs reports that have words")
    _need(weight > 0 or not mentions, "every mention weighs something")
    if mentions == 0 or reports < 2:
        (low, high), each = poisson(mentions), weight / mentions if mentions else 1.0
        return low * each / words, high * each / words
    ratio = weight / words
    squares = max(ww - 2 * ratio * xw + ratio * ratio * xx, 0.0)
    widened = (float(stdtrit(degrees, (1 + LEVEL) / 2)) / Z) ** 2
    each = widened * reports / (reports - 1) * squares / weight  # what a mention that stands alone would weigh
    if each < 1e-9 * weight:
        return ratio, ratio
    tail, alone = (1 - LEVEL) / 2, weight / each
    return float(gammaincinv(alone, tail)) * each / words, float(gammaincinv(alone + 1, 1 - tail)) * each / words


def quotient(above: float, below: float) -> tuple[float, float]:
    """Interval for a quotient of two counts, conditional on their sum (Clopper and Pearson 1934, as odds).

    ``below`` must be positive. Between whole numbers the incomplete beta function gives it.
    """
    _need(above >= 0 and below > 0, "a quotient needs something to divide by")
    total, tail = above + below, (1 - LEVEL) / 2
    low = float(betaincinv(above, total - above + 1, tail)) if above else 0.0
    high = float(betaincinv(above + 1, total - above, 1 - tail))
    return low / (1 - low), high / (1 - high)


def _need(condition: bool, problem: str) -> None:
    if not condition:
        raise QueryError("interval", problem)
