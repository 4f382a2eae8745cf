"""A ratio of two rates: how many times as often one side says a phrase as the other, with its interval."""

from dataclasses import dataclass
from math import inf, sqrt

from tracker.errors import QueryError
from tracker.measures import intervals
from tracker.measures.series import PeriodCounts


@dataclass(frozen=True, slots=True)
class Ratio:
    """Times as often, and the 95 % interval; infinite where the side below the line has no mention."""

    value: float
    low: float
    high: float

    @property
    def inverse(self) -> "Ratio":
        """The same, seen from the other side."""
        return Ratio(*(1 / each if each else inf for each in (self.value, self.high, self.low)))


def ratio(first: PeriodCounts, second: PeriodCounts) -> Ratio:
    """Mentions per word of the first side over those of the second, with the report as the cluster on either.

    The interval joins those of the two rates (``intervals.rate``) by MOVER-R (Newcombe, Statistical Methods in
    Medical Research 25, 2016, after Donner and Zou, the same 21, 2012), which asks neither for symmetry nor for
    mentions on both sides. QueryError if neither side has a mention, or one has no words.
    """
    if not first.mentions and not second.mentions:
        raise QueryError("ratio", "neither side has a mention, so there is no ratio")
    if not first.words or not second.words:
        raise QueryError("ratio", "one side has no words; choose days or sources with reports")
    one, low_one, high_one = _rate(first)
    two, low_two, high_two = _rate(second)
    both = one * two
    # Newcombe's lower limit with the root brought below the line, where it cannot divide by zero.
    below = both + sqrt(max(both**2 - low_one * high_two * (2 * one - low_one) * (2 * two - high_two), 0))
    low = low_one * (2 * one - low_one) / below if below else 0.0
    least = low_two * (2 * two - low_two)
    high = (both + sqrt(max(both**2 - high_one * (2 * one - high_one) * least, 0))) / least if least else inf
    return Ratio(one / two if two else inf, low, high)


def _rate(count: PeriodCounts) -> tuple[float, float, float]:
    sums = (count.sum_mentions_sq, count.sum_words_mentions, count.sum_words_sq)
    return count.mentions / count.words, *intervals.rate(count.mentions, count.words, count.reports, *sums)
