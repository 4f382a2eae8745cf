"""A series: counts per period turned into values with intervals, or into a stated absence of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tracker.errors import QueryError
from tracker.measures import intervals

Measure = Literal["mentions", "share", "rate", "emphasis", "tier"]
By = Literal["day", "week", "month", "quarter", "year"]
State = Literal["ok", "few", "gap"]
MEASURES: tuple[Measure, ...] = ("mentions", "share", "rate", "emphasis", "tier")
PERIODS: tuple[By, ...] = ("day", "week", "month", "quarter", "year")
PER_WORD: tuple[Measure, ...] = ("rate", "emphasis")
SHARES: tuple[Measure, ...] = ("share", "tier")
PER_WORDS = 10_000
MINIMUM_REPORTS = 5


@dataclass(frozen=True, slots=True)
class Count:
    """Sums over the reports of one period, from which every measure and its interval follow.

    ``mentions``, ``reports_with`` and ``reports`` are counts; ``words`` counts words (Chinese:
    characters). ``yy``, ``xy`` and ``xx`` are sums over reports of mentions squared, mentions times
    words, and words squared. ``divisor`` is what stands below the line of ``a / b`` (mentions, reports or, of
    emphasis, weight), else None. ``weight``, ``ww`` and ``xw`` are sums over reports of the weight of its
    mentions, that weight squared, and that weight times words.
    """

    mentions: int = 0
    reports_with: int = 0
    reports: int = 0
    words: int = 0
    yy: int = 0
    xy: int = 0
    xx: int = 0
    divisor: float | None = None
    weight: float = 0.0
    ww: float = 0.0
    xw: float = 0.0

    def __add__(self, other: "Count") -> "Count":
        """The sums of both; adding days gives the exact count of the longer period."""
        divisor = None if self.divisor is None else self.divisor + (other.divisor or 0)
        return Count(
            self.mentions + other.mentions,
            self.reports_with + other.reports_with,
            self.reports + other.reports,
            self.words + other.words,
            self.yy + other.yy,
            self.xy + other.xy,
            self.xx + other.xx,
            divisor,
            self.weight + other.weight,
            self.ww + other.ww,
            self.xw + other.xw,
        )


@dataclass(frozen=True, slots=True)
class Value:
    """A measured value with its 95 % interval; all three are None unless ``state`` is ok."""

    state: State
    value: float | None = None
    low: float | None = None
    high: float | None = None


def value(count: Count, measure: Measure, minimum: int = MINIMUM_REPORTS) -> Value:
    """Measure one period: no report is a gap, fewer than ``minimum`` reports are too few to say.

    Units: mentions as such; share, and tier, as a fraction of reports; rate per 10,000 words; emphasis as weight per
    10,000 words; ``a / b`` as a ratio. A ratio whose divisor is zero is too few to say. QueryError if emphasis is
    asked of mentions whose weights were not summed.
    """
    if measure == "emphasis" and count.mentions and not count.weight:
        raise QueryError("emphasis", "the weights of these mentions were not summed")
    if count.reports == 0:
        return Value("gap")
    if count.reports < minimum or count.divisor == 0 or (measure in PER_WORD and count.words == 0):
        return Value("few")
    if count.divisor is not None:
        return Value("ok", *_quotient(count, measure, count.divisor))
    if measure == "mentions":
        return Value("ok", count.mentions, *intervals.poisson(count.mentions))
    if measure in SHARES:
        return Value("ok", count.reports_with / count.reports, *intervals.wilson(count.reports_with, count.reports))
    if measure == "emphasis":
        ratio, sums = count.weight / count.words, (count.ww, count.xw, count.xx)
        low, high = intervals.weighted(count.weight, count.mentions, count.words, count.reports, *sums)
    else:
        ratio, sums = count.mentions / count.words, (count.yy, count.xy, count.xx)
        low, high = intervals.rate(count.mentions, count.words, count.reports, *sums)
    return Value("ok", ratio * PER_WORDS, low * PER_WORDS, high * PER_WORDS)


def _quotient(count: Count, measure: Measure, divisor: float) -> tuple[float, float, float]:
    """``a / b`` with its interval; weights count as so many mentions of the mean weight, b as one at least."""
    if measure in SHARES:
        return count.reports_with / divisor, *intervals.quotient(count.reports_with, divisor)
    if measure == "emphasis":
        each = min(count.weight / count.mentions if count.mentions else 1.0, divisor)
        return count.weight / divisor, *intervals.quotient(count.weight / each, divisor / each)
    return count.mentions / divisor, *intervals.quotient(count.mentions, divisor)


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
