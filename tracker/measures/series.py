"""A series: counts per period turned into values with intervals, or into a stated absence of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tracker.measures import intervals

Measure = Literal["mentions", "share", "rate"]
By = Literal["day", "week", "month", "quarter", "year"]
State = Literal["ok", "few", "gap"]
MEASURES: tuple[Measure, ...] = ("mentions", "share", "rate")
PERIODS: tuple[By, ...] = ("day", "week", "month", "quarter", "year")
PER_WORDS = 10_000
MINIMUM_REPORTS = 5


@dataclass(frozen=True, slots=True)
class Count:
    """Sums over the reports of one period, from which every measure and its interval follow.

    ``mentions``, ``reports_with`` and ``reports`` are counts; ``words`` counts words (Chinese:
    characters). ``yy``, ``xy`` and ``xx`` are sums over reports of mentions squared, mentions times
    words, and words squared. ``divisor`` is the count below the line of ``a / b``, else None.
    """

    mentions: int = 0
    reports_with: int = 0
    reports: int = 0
    words: int = 0
    yy: int = 0
    xy: int = 0
    xx: int = 0
    divisor: int | None = None

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

    Units: mentions as such; share as a fraction of reports; rate per 10,000 words; ``a / b`` as a ratio.
    A ratio whose divisor is zero is too few to say.
    """
    if count.reports == 0:
        return Value("gap")
    if count.reports < minimum or count.divisor == 0 or (measure == "rate" and count.words == 0):
        return Value("few")
    if count.divisor is not None:
        above = count.reports_with if measure == "share" else count.mentions
        return Value("ok", above / count.divisor, *intervals.quotient(above, count.divisor))
    if measure == "mentions":
        return Value("ok", count.mentions, *intervals.poisson(count.mentions))
    if measure == "share":
        return Value("ok", count.reports_with / count.reports, *intervals.wilson(count.reports_with, count.reports))
    low, high = intervals.rate(count.mentions, count.words, count.reports, count.yy, count.xy, count.xx)
    return Value("ok", count.mentions / count.words * PER_WORDS, low * PER_WORDS, high * PER_WORDS)


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
