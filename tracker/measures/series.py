"""A series: counts per period turned into values with intervals, or into a stated absence of one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta
from math import nan
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.errors import QueryError
from tracker.measures import intervals
from tracker.measures.choices import MINIMUM_REPORTS, By, Measure

State = Literal["ok", "few", "gap"]
PER_WORD: tuple[Measure, ...] = ("rate", "emphasis")
SHARES: tuple[Measure, ...] = ("share", "tier")
PER_WORDS = 10_000
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Sums over the reports of one period, from which every measure and its interval follow.

    ``mentions``, ``reports_with`` and ``reports`` are counts; ``words`` counts words (Chinese: characters).
    ``sum_mentions_sq``, ``sum_words_mentions`` and ``sum_words_sq`` are sums over reports: of mentions squared, of
    mentions times words, and of words squared. ``divisor`` is what stands below the line of ``a / b`` (mentions,
    reports or, of emphasis, weight), else None. ``weight``, ``sum_weight_sq`` and ``sum_words_weight`` are sums over
    reports: of the weight of a report's mentions, of that weight squared, and of that weight times words.
    """

    mentions: int = 0
    reports_with: int = 0
    reports: int = 0
    words: int = 0
    sum_mentions_sq: int = 0
    sum_words_mentions: int = 0
    sum_words_sq: int = 0
    divisor: float | None = None
    weight: float = 0.0
    sum_weight_sq: float = 0.0
    sum_words_weight: float = 0.0
    reports_either: int = 0
    sum_divisor_sq: float = 0.0
    sum_products: float = 0.0

    def __add__(self, other: "PeriodCounts") -> "PeriodCounts":
        """The sums of both; adding days gives the exact count of the longer period."""
        divisor = None if self.divisor is None else self.divisor + (other.divisor or 0)
        return PeriodCounts(
            self.mentions + other.mentions,
            self.reports_with + other.reports_with,
            self.reports + other.reports,
            self.words + other.words,
            self.sum_mentions_sq + other.sum_mentions_sq,
            self.sum_words_mentions + other.sum_words_mentions,
            self.sum_words_sq + other.sum_words_sq,
            divisor,
            self.weight + other.weight,
            self.sum_weight_sq + other.sum_weight_sq,
            self.sum_words_weight + other.sum_words_weight,
            self.reports_either + other.reports_either,
            self.sum_divisor_sq + other.sum_divisor_sq,
            self.sum_products + other.sum_products,
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Many a ``PeriodCounts`` at once: arrays of one shape. ``divisor`` is NaN where nothing stands below the line."""

    mentions: Array
    reports_with: Array
    reports: Array
    words: Array
    sum_mentions_sq: Array
    sum_words_mentions: Array
    sum_words_sq: Array
    divisor: Array
    weight: Array
    sum_weight_sq: Array
    sum_words_weight: Array
    reports_either: Array
    sum_divisor_sq: Array
    sum_products: Array

    def of(self, change: Callable[[Array], Array]) -> "Counts":
        """The same change made to every array."""
        return Counts(*(change(getattr(self, name)) for name in NAMES))

    def at(self, places: Any) -> "Counts":
        """What stands at some places of every array."""
        return self.of(lambda column: column[places])


NAMES = tuple(each.name for each in fields(Counts))


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value with its 95 % interval; all three are None unless ``state`` is ok."""

    state: State
    value: float | None = None
    low: float | None = None
    high: float | None = None


class Values(NamedTuple):
    """Many a ``Value`` at once: arrays of one length; the last three are NaN unless the state is ok."""

    state: NDArray[np.str_]
    value: Array
    low: Array
    high: Array


def value(count: PeriodCounts, measure: Measure, minimum: int = MINIMUM_REPORTS) -> Value:
    """``values`` of a single count."""
    given = {name: getattr(count, name) for name in NAMES}
    one = Counts(**{name: np.array([nan if each is None else each]) for name, each in given.items()})
    state, *measured = (column.tolist()[0] for column in values(one, measure, minimum))
    return Value(state, *measured) if state == "ok" else Value(state)


def values(counts: Counts, measure: Measure, minimum: int = MINIMUM_REPORTS) -> Values:
    """Measure periods: no report is a gap, fewer than ``minimum`` reports are too few to say.

    Units: mentions as such; share, and tier, as a fraction of reports; rate per 10,000 words; emphasis as weight per
    10,000 words; ``a / b`` as a ratio. A ratio whose divisor is zero is too few to say. QueryError if emphasis is
    asked of mentions whose weights were not summed.
    """
    if measure == "emphasis" and np.any((counts.mentions > 0) & (counts.weight == 0)):
        raise QueryError("emphasis", "the weights of these mentions were not summed")
    gap, few = counts.reports == 0, (counts.reports < minimum) | (counts.divisor == 0)
    if measure in PER_WORD:
        few = few | (counts.words == 0)
    divided = ~np.isnan(counts.divisor)
    found = [np.full(counts.reports.shape, nan) for _ in range(3)]
    for which, measured in ((divided, _quotients), (~divided, _measured)):
        here = which & ~gap & ~few
        for column, measures in zip(found, measured(counts.at(here), measure), strict=True):
            column[here] = measures
    return Values(np.select([gap, few], ["gap", "few"], "ok"), *found)


def _measured(counts: Counts, measure: Measure) -> tuple[Array, Array, Array]:
    if measure == "mentions":
        return counts.mentions, *intervals.mentions(counts.mentions, counts.reports, counts.sum_mentions_sq)
    if measure in SHARES:
        return counts.reports_with / counts.reports, *intervals.wilson(counts.reports_with, counts.reports)
    if measure == "emphasis":
        ratio, sums = counts.weight / counts.words, (counts.sum_weight_sq, counts.sum_words_weight, counts.sum_words_sq)
        low, high = intervals.weighted(counts.weight, counts.mentions, counts.words, counts.reports, *sums)
    else:
        ratio, sums = (
            counts.mentions / counts.words,
            (counts.sum_mentions_sq, counts.sum_words_mentions, counts.sum_words_sq),
        )
        low, high = intervals.rate(counts.mentions, counts.words, counts.reports, *sums)
    return ratio * PER_WORDS, low * PER_WORDS, high * PER_WORDS


def _quotients(counts: Counts, measure: Measure) -> tuple[Array, Array, Array]:
    """``a / b`` with its interval; weights count as so many mentions of the mean weight, b as one at least."""
    above, squares, each = counts.mentions, counts.sum_mentions_sq, np.ones(counts.divisor.shape)
    if measure in SHARES:
        above, squares = counts.reports_with, counts.reports_with
    if measure == "emphasis":
        above, squares = counts.weight, counts.sum_weight_sq
        mean = np.where(counts.mentions > 0, counts.weight / np.maximum(counts.mentions, 1), 1.0)
        each = np.minimum(mean, counts.divisor)
    sums = (squares / each**2, counts.sum_divisor_sq / each**2, counts.sum_products / each**2)
    low, high = intervals.quotient(above / each, counts.divisor / each, counts.reports_either, *sums)
    return above / counts.divisor, low, high


def first_day(day: date, by: By) -> date:
    """The first day of the period that ``day`` falls in; weeks begin on Monday (ISO 8601)."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    if by == "month":
        return day.replace(day=1)
    if by == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if by == "year":
        return day.replace(month=1, day=1)
    return day


def periods(first: date, last: date, by: By) -> Iterator[date]:
    """Every period's first day from that of ``first`` to that of ``last``, none left out."""
    period, end = first_day(first, by), first_day(last, by)
    while period <= end:
        yield period
        period = after(period, by)


def after(period: date, by: By) -> date:
    """The first day of the period that follows the one beginning on ``period``."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[by]
    return first_day(period + timedelta(days=longest), by)
