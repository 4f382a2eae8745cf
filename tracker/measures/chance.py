"""Chance: how often reports dealt out at random would set two sides as far apart as they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """One side's sums: of its reports as numbers, of each phrase as arrays of one length.

    ``words`` and ``sum_words_sq`` are sums over reports of words and words squared; ``mentions``,
    ``sum_mentions_sq`` and ``sum_words_mentions`` of a phrase's mentions, mentions squared, and mentions times words.
    """

    reports: int
    words: float
    sum_words_sq: float
    mentions: Floats
    sum_mentions_sq: Floats
    sum_words_mentions: Floats


def p_values(first: Side, second: Side) -> Floats:
    """Two-sided p of each phrase for "mentions per word are alike on both sides", with the report as the cluster.

    Mentions of one report come together, so they are counted as fewer: divided by a design effect, the variance of
    their difference over what it would be if each stood alone, in the manner of Rao and Scott (Statistics in Medicine
    18, 1999, "overdispersion in clustered Poisson data"). The variance is that under all ways to deal the reports
    to the two sides (Pitman, Supplement to JRSS 4, 1937), or, where reports are longer on one side, that for
    residuals that grow with length, whichever is larger. The fewer mentions are then compared by the exact binomial
    test of two Poisson means (Przyborowski and Wilenski, Biometrika 31, 1940), the smaller tail doubled, so that a
    phrase that one report repeats twenty times weighs like a single mention. No p is below what the number of
    ways to deal the reports allows. Both sides must have words. A phrase that nobody mentions has p = 1.
    """
    number, part = first.reports + second.reports, first.words / (first.words + second.words)
    mentions = first.mentions + second.mentions
    ratio = mentions / (first.words + second.words)
    squares = (
        first.sum_mentions_sq
        + second.sum_mentions_sq
        - 2 * ratio * (first.sum_words_mentions + second.sum_words_mentions)
        + ratio**2 * (first.sum_words_sq + second.sum_words_sq)
    )
    spread = max(first.reports * second.reports / number**2, part * (1 - part))
    variance = np.maximum(squares, 0) * spread * number / max(number - 1, 1)
    tested = (mentions > 0) & (variance > 1e-12 * mentions**2)
    safe = np.where(tested, variance, 1.0)
    alone = mentions * part * (1 - part)
    # Mentions of formulaic texts vary less than chance would have them: yet a report is no more than one witness.
    trials = np.where(tested, np.minimum(mentions * alone / safe, number), 1.0)
    distance = (first.mentions - mentions * part) / np.sqrt(safe)
    here = np.clip(trials * part + distance * np.sqrt(trials * part * (1 - part)), 0, trials)
    p = 2 * np.minimum(_at_least(here, trials, part), _at_least(trials - here, trials, 1 - part))
    least = 2 * np.exp(gammaln(first.reports + 1) + gammaln(second.reports + 1) - gammaln(number + 1))
    return np.where(tested, np.clip(p, least, 1.0), 1.0)


def _at_least(successes: Floats, trials: Floats, chance: float) -> Floats:
    """P(X >= successes) of a binomial X, between whole numbers by the incomplete beta function."""
    positive = successes > 0
    beyond: Floats = betainc(np.where(positive, successes, 1.0), trials - successes + 1, chance)
    return np.where(positive, beyond, 1.0)
