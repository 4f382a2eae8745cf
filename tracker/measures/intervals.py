"""95 % intervals for counts, shares, rates and quotients of counts: of one, or of arrays of one shape at once."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, chdtri, gammaincinv, stdtrit

from tracker.errors import QueryError

LEVEL = 0.95
Z = 1.959963984540054
CLUMPED = 4  # the excess kurtosis of clumped mentions, over their squared coefficient of variation
Floats = NDArray[np.float64]
Given = NDArray[Any] | float  # a number, or an array of them
Interval = tuple[Any, Any]  # low and high, of the shape of what was given: numbers, or arrays


class _Sums(NamedTuple):
    """What the interval of a ratio is made of: sums over reports, and the degrees of freedom there can be at most."""

    weight: Floats
    mentions: Floats
    words: Floats
    reports: Floats
    sum_weight_sq: Floats
    sum_words_weight: Floats
    sum_words_sq: Floats
    most: Floats


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


def mentions(count: Given, reports: Given, sum_mentions_sq: Given) -> Interval:
    """Interval for the mentions to expect of so many reports, with the report as the cluster.

    That of a rate, per report instead of per word, and never narrower than the exact Poisson interval, which stands in
    where no mention or a single report shows no spread.
    """
    number, whole, squares = _arrays(count, reports, sum_mentions_sq)
    low, high = _clustered(_Sums(number, number, whole, whole, squares, number, whole, whole - 1), 1.0)
    return low * whole, high * whole


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
    Sampling Techniques, 1977, 6.4), widened to Student's t (``_widened``). The interval is the gamma one with that
    variance (Fay and Feuer, Statistics in Medicine 16, 1997): the exact Poisson interval of as many independent
    mentions as vary as much. Of many mentions it is r ± t · se; of few it is not symmetric, and covers where that would
    not. No mention at all, or a single report, shows no spread between reports: the exact Poisson interval over the
    words stands in.
    """
    columns = _arrays(mentions, mentions, words, reports, sum_mentions_sq, sum_words_mentions, sum_words_sq)
    return _clustered(_Sums._make([*columns, columns[3] - 1]), 0.0)


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
    return _clustered(_Sums._make([*columns, np.minimum(columns[3] - 1, np.maximum(columns[1], 3))]), 0.0)


def _clustered(sums: _Sums, least: float) -> Interval:
    """The gamma interval of a ratio of sums; ``least`` is what a mention that stands alone weighs at least."""
    weight, mentions, words, reports = sums[:4]
    _need((words > 0) & (reports > 0) & (mentions >= 0), "a rate needs reports that have words")
    _need((weight > 0) | (mentions == 0), "every mention weighs something")
    low, high = np.empty(weight.shape), np.empty(weight.shape)
    alone = (mentions == 0) | (reports < 2)
    each = np.where(mentions[alone] > 0, weight[alone] / np.maximum(mentions[alone], 1), 1.0)
    low[alone], high[alone] = (limit * each / words[alone] for limit in poisson(mentions[alone]))
    low[~alone], high[~alone] = _spread(_Sums._make(column[~alone] for column in sums), least)
    return low[()], high[()]


def _spread(sums: _Sums, least: float) -> tuple[Floats, Floats]:
    """The same where reports are several and some have mentions."""
    weight, words, reports = sums.weight, sums.words, sums.reports
    ratio = weight / words
    squares = sums.sum_weight_sq - 2 * ratio * sums.sum_words_weight + ratio * ratio * sums.sum_words_sq
    variance = reports / (reports - 1) * np.maximum(squares, 0.0) / weight**2  # of the ratio, as a part of it squared
    widened = _widened(variance, 1 / sums.mentions, reports, sums.most)
    each = np.maximum(widened * variance * weight, least)  # what a mention that stands alone weighs
    low, high = ratio.copy(), ratio.copy()
    varied = each >= 1e-9 * weight
    each, words, weight = each[varied], words[varied], weight[varied]
    tail, alone = (1 - LEVEL) / 2, weight / each
    low[varied] = gammaincinv(alone, tail) * each / words
    high[varied] = gammaincinv(alone + 1, 1 - tail) * each / words
    return low, high


def _widened(variance: Floats, alone: Floats, reports: Floats, most: Floats) -> Floats:
    """How much wider than the normal the square of Student's t makes a variance that is estimated from reports.

    ``variance`` is that of a sum over reports, as a part of the sum squared; ``alone`` is what it would be if each
    mention stood alone. It is known like that of a normal sample, with n - 1 degrees of freedom, only if mentions do
    not clump; by Satterthwaite (Biometrics Bulletin 2, 1946) they are 2 / (2 / (n - 1) + k / n) for an excess kurtosis
    k of n reports. Over n · variance it is six for gamma counts; ``CLUMPED`` is taken, which covers best,
    and only of what mentions vary beyond standing alone. There are two degrees at least, and ``most`` at most.
    """
    kurtosis = CLUMPED * np.maximum(variance - alone, 0)
    degrees = np.maximum(2 / (2 / (reports - 1) + kurtosis), np.minimum(reports - 1, 2))
    few, at = np.unique(np.minimum(degrees, most), return_inverse=True)  # Student's t takes longest
    widened: Floats = ((stdtrit(few, (1 + LEVEL) / 2) / Z) ** 2)[at]
    return widened


def quotient(
    above: Given,
    below: Given,
    reports: Given,
    sum_above_sq: Given,
    sum_below_sq: Given,
    sum_products: Given,
) -> Interval:
    """Interval for a quotient of two counts, with the report as the cluster.

    ``reports`` are those that have something of either; the sums are over reports, of either count squared and of
    their product. ``below`` must be positive. Both counts are divided by a design effect, the variance of the logarithm
    of the quotient over what it would be if each count stood alone, widened to Student's t (``_widened``); the exact
    interval for the first's part in both follows (Korn and Graubard, Survey Methodology 24, 1998; Clopper and Pearson,
    Biometrika 26, 1934), as odds. Counts are never taken for more than they are, nor the smaller for less than one,
    which it is where a single report has all. Where nothing is above the line, a report below it counts once. Between
    whole numbers the incomplete beta function gives the interval.
    """
    one, other, whole, *squares = _arrays(above, below, reports, sum_above_sq, sum_below_sq, sum_products)
    _need((one >= 0) & (other > 0), "a quotient needs something to divide by")
    one, other = (each / _design_effect(one, other, whole, *squares) for each in (one, other))
    tail = (1 - LEVEL) / 2
    some = one > 0
    low = np.where(some, betaincinv(np.where(some, one, 1.0), other + 1, tail), 0.0)
    high = betaincinv(one + 1, other, 1 - tail)
    return (low / (1 - low))[()], (high / (1 - high))[()]


def _design_effect(
    one: Floats, other: Floats, reports: Floats, sum_one_sq: Floats, sum_other_sq: Floats, sum_products: Floats
) -> Floats:
    total = one + other
    part, most = one / total, np.maximum(reports - 1, 1)
    squares = (1 - part) ** 2 * sum_one_sq - 2 * part * (1 - part) * sum_products + part**2 * sum_other_sq
    alone = np.where(one > 0, total * part * (1 - part), 1.0)  # the variance, and the inverse of that of the logarithm
    variance = reports / most * np.maximum(squares, 0) / alone**2
    widened = _widened(variance, 1 / alone, most + 1, most)
    effect = np.where(reports > 1, widened * variance * alone, np.inf)
    effect = np.clip(effect, 1, np.maximum(np.minimum(one, other), 1))
    return np.where(one > 0, effect, np.maximum(other / np.maximum(reports, 1), 1))


def _arrays(*given: Given) -> list[Floats]:
    return list(np.broadcast_arrays(*(np.asarray(each, np.float64) for each in given)))


def _need(condition: NDArray[np.bool_], problem: str) -> None:
    if not np.all(condition):
        raise QueryError("interval", problem)
