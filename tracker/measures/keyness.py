"""Keyness: what sets one side's words apart from another's, by how much, and whether by more than chance.

Of two sides the first is the one in question and the second what it is held against: the later period against the
earlier, one source against another. Every sign is positive where the first side says a phrase more often per word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log, log2

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from tracker.errors import QueryError
from tracker.measures import chance
from tracker.measures.series import PeriodCounts

FALSE_DISCOVERIES = 0.05
ZERO = 0.5  # stands for no mention in a ratio

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LogOdds:
    """For each phrase the difference of log-odds, its variance, and the difference in standard deviations."""

    delta: Floats
    variance: Floats
    z: Floats


@dataclass(frozen=True, slots=True)
class Keyness:
    """How one phrase sets the first side apart: ``z`` for the order, ``log_ratio`` for the size, ``q`` for the test.

    ``g2`` takes every word for an independent witness and overstates. ``p`` takes the report for one, and ``q`` is
    the share of false ones to expect among all phrases with a ``q`` as low.
    """

    log_ratio: float
    z: float
    g2: float
    p: float
    q: float


def compare(first: Sequence[PeriodCounts], second: Sequence[PeriodCounts]) -> list[Keyness | None]:
    """Compare two sides phrase by phrase; None for a phrase that neither side mentions, or that outnumbers the words.

    The counts stand in the same order on both sides. ``reports``, ``words`` and ``sum_words_sq`` are those of the
    whole side, so alike in all its counts; words and Han characters never mix. ``q`` is over the phrases given, so give
    all that were looked at. QueryError if the sides differ in length or one has no words.
    """
    if len(first) != len(second):
        raise QueryError("comparison", f"{len(first)} phrases on one side, {len(second)} on the other; give the same")
    if not first:
        return []
    ours, theirs = _side(first, "first"), _side(second, "second")
    total = ours.mentions + theirs.mentions
    told = np.flatnonzero((total > 0) & (ours.mentions < ours.words) & (theirs.mentions < theirs.words))
    odds = log_odds(ours.mentions[told], theirs.mentions[told], ours.words, theirs.words)
    p = chance.p_values(ours, theirs)[told]
    found: list[Keyness | None] = [None] * len(first)
    for place, z, each, q in zip(told.tolist(), odds.z.tolist(), p.tolist(), q_values(p), strict=True):
        counts = (first[place].mentions, second[place].mentions, ours.words, theirs.words)
        found[place] = Keyness(log_ratio(*counts), z, g2(*counts), each, q)
    return found


def _side(counts: Sequence[PeriodCounts], name: str) -> chance.Side:
    whole = counts[0]
    if not whole.reports or not whole.words:
        raise QueryError("comparison", f"no words on the {name} side; choose days or sources with reports")
    mentions, sum_mentions_sq, sum_words_mentions = (
        np.array([getattr(each, key) for each in counts], float)
        for key in ("mentions", "sum_mentions_sq", "sum_words_mentions")
    )
    return chance.Side(whole.reports, whole.words, whole.sum_words_sq, mentions, sum_mentions_sq, sum_words_mentions)


def g2(first: float, second: float, first_words: float, second_words: float) -> float:
    """Signed log-likelihood ratio of mentions among words; 0 where both sides say it alike.

    The formula is that of Rayson and Garside (Comparing corpora using frequency profiling, ACL workshop 2000) after
    Dunning (Computational Linguistics 19, 1993): two cells, the mentions. QueryError without words.
    """
    _check(first, second, first_words, second_words)
    share = (first + second) / (first_words + second_words)
    cells = ((first, first_words * share), (second, second_words * share))
    size = 2 * sum(count * log(count / expected) for count, expected in cells if count)
    return max(size, 0.0) if first * second_words >= second * first_words else -max(size, 0.0)


def p_value(signed: float) -> float:
    """The p of a G², by chi-square with one degree of freedom; of words as if each were independent."""
    if not isfinite(signed):
        raise QueryError("p", f"{signed} is no G²; give a finite number")
    return float(chdtrc(1, abs(signed)))


def log_ratio(first: float, second: float, first_words: float, second_words: float) -> float:
    """Binary logarithm of the ratio of two rates (Hardie, Log Ratio, 2014): 1 is twice, -1 half as often.

    No mention counts as half of one, as in Hardie's CQPweb, so that nothing is infinite; the half never turns the
    sign. QueryError without words, or if neither side has a mention.
    """
    _check(first, second, first_words, second_words)
    if first == second == 0:
        raise QueryError("log ratio", "neither side has a mention, so there is no ratio")
    ratio = log2((first or ZERO) / first_words) - log2((second or ZERO) / second_words)
    return min(ratio, 0.0) if not first else max(ratio, 0.0) if not second else ratio


def _check(first: float, second: float, first_words: float, second_words: float) -> None:
    given = (first, second, first_words, second_words)
    if not (all(map(isfinite, given)) and min(first_words, second_words) > 0 and min(first, second) >= 0):
        raise QueryError("comparison", "both sides need words, and no count is negative")


def log_odds(
    first: Sequence[float] | Floats,
    second: Sequence[float] | Floats,
    first_words: float,
    second_words: float,
    prior: Sequence[float] | Floats | None = None,
    prior_words: float | None = None,
) -> LogOdds:
    """Log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn, Political Analysis 16, 2008, eq. 15-22).

    One number a phrase on each side. Without a ``prior`` it is both sides together, which draws rare phrases towards
    no difference. QueryError if a phrase has no mention and no prior, or the mentions do not fit into the words.
    """
    ours, theirs = np.asarray(first, float), np.asarray(second, float)
    alpha = ours + theirs if prior is None else np.asarray(prior, float)
    alphas = first_words + second_words if prior_words is None else prior_words
    with_first, with_second = ours + alpha, theirs + alpha
    without_first, without_second = first_words + alphas - with_first, second_words + alphas - with_second
    parts = np.concatenate([with_first, with_second, without_first, without_second])
    if not ((parts > 0) & np.isfinite(parts)).all():
        raise QueryError("log-odds", "every phrase needs a mention or a prior, and more words than mentions")
    delta = np.log(with_first / without_first) - np.log(with_second / without_second)
    variance = 1 / with_first + 1 / with_second
    return LogOdds(delta, variance, delta / np.sqrt(variance))


def q_values(p: Sequence[float] | Floats) -> list[float]:
    """Each p as a false discovery rate among all of them (Benjamini and Hochberg, JRSS B 57, 1995)."""
    given = np.asarray(p, float)
    if not given.size:
        return []
    if not ((given >= 0) & (given <= 1)).all():
        raise QueryError("false discovery rate", "a p lies between 0 and 1")
    order = np.argsort(given)[::-1]  # the largest first: no rate is above that of a larger p
    ranks = np.arange(given.size, 0, -1)
    rates = np.empty(given.size)
    rates[order] = np.clip(np.minimum.accumulate(given[order] * (given.size / ranks)), 0, 1)
    told: list[float] = rates.tolist()
    return told
