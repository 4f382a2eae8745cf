"""Turns: when a series moved to another level, and when it burst, read from its own table."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from tracker.measures.bursts import bursts
from tracker.measures.changes import changes
from tracker.measures.choices import Shown
from tracker.measures.series import PER_WORDS, SHARES


@dataclass(frozen=True, slots=True)
class Level:
    """From ``first`` on, a line stands at another level: mentions per 10,000 words or per report, or a share."""

    first: date
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Burst:
    """Periods from ``first`` to ``last`` with a raised share of reports with the phrase; ``weight`` as Kleinberg's."""

    first: date
    last: date
    weight: float


@dataclass(frozen=True, slots=True)
class Turns:
    """All turns of the first line of a chart, by time."""

    levels: tuple[Level, ...] = ()
    bursts: tuple[Burst, ...] = ()


def turns(table: pd.DataFrame, measure: Shown) -> Turns:
    """The turns of the first line that a chart draws of a series table: the first term, its most mentioned split.

    Levels are those of mentions per word or character (of mentions per report where both units mix), or of the share
    of reports; bursts are always of reports. A line of ``a / b`` and an index have none of their own.
    """
    if table.empty or measure == "index":
        return Turns()
    first = table[table["term"] == table["term"].iloc[0]]
    split = first.groupby("split", sort=False)["mentions"].sum().idxmax()
    line = first[first["split"] == split].sort_values("period")
    if line["divisor"].notna().any():
        return Turns()
    periods: list[date] = list(line["period"])
    told, total = _whole(line["reports_with"]), _whole(line["reports"])
    if measure in SHARES:
        counts, exposures, scale = told, total, 1.0
    elif measure == "mentions" or line["words"].isna().any():
        counts, exposures, scale = _whole(line["mentions"]), total, 1.0
    else:
        counts, exposures, scale = _whole(line["mentions"]), _whole(line["words"]), float(PER_WORDS)
    levels = (
        Level(periods[step.place], step.before * scale, step.after * scale) for step in changes(counts, exposures)
    )
    found = (Burst(periods[each.start], periods[each.end], each.weight) for each in bursts(told, total).bursts)
    return Turns(tuple(levels), tuple(found))


def _whole(column: pd.Series) -> list[int]:
    return [int(value) for value in column]
