"""95 % intervals for counts, shares, rates and quotients of counts: of one, or of arrays of one shape at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, chdtri, gammaincinv, stdtrit

from tracker.errors import QueryError

LEVEL = 0.95
Z = 1.959963984540054
Floats = NDArray[np.float64]
Given = NDArray[Any] | float  # a number, or an array of them
Interval = tuple[Any, Any]  # low and high, of the shape of what was given: numbers, or arrays


def poisson(count: Given) -> Interval:
    """Exact interval for a Poisson mean from one observed count (Garwood, Biometrika 28, 1936)."""
    (counts,) = _arrays(count)
    _need(counts >= 0, "no count is negative")
    tail = (1 - LEVEL) / 2
    low = np.where(counts > 0, chdtri(2 * np.maximum(counts, 1), 1 - tail) / 2, 0.0)
    return low[()], (chdtri(2 * counts + 2, tail) / 2)[()]


def wilson(successes: Given, trials: Given) -> Interval:
    """Score interval for a proportion, as fractions (Wilson, JASA 22, 1927). ``trials`` must be positive."""
    told, all_ = _arrays(successes, trials)
    possible = (all_ > 0) & (told >= 0) & (told <= all_)
    _need(possible, "a share needs reports, and no more with than there are")
    share = told / all_
    spread = Z * np.sqrt(share * (1 - share) / all_ + Z * Z / (4 * all_ * all_))
    centre, scale = share + Z * Z / (2 * all_), 1 + Z * Z / all_
    low = np.where(told == 0, 0.0, (centre - spread) / scale)
    return low[()], np.where(told == all_, 1.0, (centre + spread) / scale)[()]


def rate(
    mentions: Given,
    words: Given,
    reports: Given,
    sum_mentions_sq: Given,
    sum_words_mentions: Given,
    sum_words_sq: Given,
) -> Interval:
    """Interval for mentions per word with the report as the cluster, from the variance of the ratio estimator.

    ``sum_mentions_sq``, ``sum_words_mentions`` and ``sum_words_sq`` are sums over reports: of mentions squared, of
    mentions times words and of words squared. The linearised variance is n / (n - 1) · Σ(y - r x)² / (Σx)² (Cochran,
    Sampling Techniques, 1977, 6.4), widened to Student's t on n - 1 degrees. The interval is the gamma one with that
    variance (Fay and Feuer, Statistics in Medicine 16, 1997): the exact Poisson interval of as many independent
    mentions as vary as much. Of many mentions it is r ± t · se; of few it is not symmetric, and covers where that would
    not. No mention at all, or a single report, shows no spread between reports: the exact Poisson interval over the
    words stands in.
    """
    columns = _arrays(mentions, mentions, words, reports, sum_mentions_sq, sum_words_mentions, sum_words_sq)
    return _clustered(columns[3] - 1, *columns)


def weighted(
    weight: Given,
    mentions: Given,
    words: Given,
    reports: Given,
    sum_weight_sq: Given,
    sum_words_weight: Given,
    sum_words_sq: Given,
) -> Interval:
    """Interval for weight per word, where mentions weigh unequally: as that of a rate, of weights for mentions.

    ``weight``, ``sum_weight_sq`` and ``sum_words_weight`` are sums over reports: of the weight of a report's mentions,
    of that weight squared, and of that weight times words.
    How unequal they are is known from the mentions alone, so Student's t has no more degrees than there are mentions,
    or three. Where no spread can be seen, the mentions count as independent and of one weight; a mention that
    did not come is taken to weigh 1. ``words`` must be positive.
    """
    columns = _arrays(weight, mentions, words, reports, sum_weight_sq, sum_words_weight, sum_words_sq)
    return _clustered(np.minimum(columns[3] - 1, np.maximum(columns[1], 3)), *columns)


def _clustered(
    degrees: Floats,
    weight: Floats,
    mentions: Floats,
    words: Floats,
    reports: Floats,
    sum_weight_sq: Floats,
    sum_words_weight: Floats,
    sum_words_sq: Floats,
) -> Interval:
    """The gamma interval of a ratio of sums over reports."""
    _need((words > 0) & (reports > 0) & (mentions >= 0), "a rate needs reports that have words")
    _need((weight > 0) | (mentions == 0), "every mention weighs something")
    low, high = np.empty(weight.shape), np.empty(weight.shape)
    alone = (mentions == 0) | (reports < 2)
    each = np.where(mentions[alone] > 0, weight[alone] / np.maximum(mentions[alone], 1), 1.0)
    low[alone], high[alone] = (limit * each / words[alone] for limit in poisson(mentions[alone]))
    several = ~alone
    rest = (
        column[several] for column in (weight, words, reports, sum_weight_sq, sum_words_weight, sum_words_sq, degrees)
    )
    low[several], high[several] = _spread(*rest)
    return low[()], high[()]


def _spread(
    weight: Floats,
    words: Floats,
    reports: Floats,
    sum_weight_sq: Floats,
    sum_words_weight: Floats,
    sum_words_sq: Floats,
    degrees: Floats,
) -> tuple[Floats, Floats]:
    """The same where reports are several and some have mentions."""
    ratio = weight / words
    squares = np.maximum(sum_weight_sq - 2 * ratio * sum_words_weight + ratio * ratio * sum_words_sq, 0.0)
    few, at = np.unique(degrees, return_inverse=True)  # Student's t takes longest
    widened = ((stdtrit(few, (1 + LEVEL) / 2) / Z) ** 2)[at]
    each = widened * reports / (reports - 1) * squares / weight  # what a mention that stands alone would weigh
    low, high = ratio.copy(), ratio.copy()
    varied = each >= 1e-9 * weight
    each, words, weight = each[varied], words[varied], weight[varied]
    tail, alone = (1 - LEVEL) / 2, weight / each
    low[varied] = gammaincinv(alone, tail) * each / words
    high[varied] = gammaincinv(alone + 1, 1 - tail) * each / words
    return low, high


def quotient(above: Given, below: Given) -> Interval:
    """Interval for a quotient of two counts, conditional on their sum (Clopper and Pearson 1934, as odds).

    ``below`` must be positive. Between whole numbers the incomplete beta function gives it.
    """
    one, other = _arrays(above, below)
    _need((one >= 0) & (other > 0), "a quotient needs something to divide by")
    total, tail = one + other, (1 - LEVEL) / 2
    some = one > 0
    low = np.where(some, betaincinv(np.where(some, one, 1.0), total - one + 1, tail), 0.0)
    high = betaincinv(one + 1, total - one, 1 - tail)
    return (low / (1 - low))[()], (high / (1 - high))[()]


def _arrays(*given: Given) -> list[Floats]:
    return list(np.broadcast_arrays(*(np.asarray(each, np.float64) for each in given)))


def _need(condition: NDArray[np.bool_], problem: str) -> None:
    if not np.all(condition):
        raise QueryError("interval", problem)
