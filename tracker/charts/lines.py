"""A series table as lines of points, the form in which charts read it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import nan
from typing import Any

import pandas as pd

from tracker.charts.caption import Caption
from tracker.measures.series import State


@dataclass(frozen=True, slots=True)
class Point:
    """One period of one line; ``value``, ``low`` and ``high`` are NaN unless ``state`` is ok."""

    period: date
    mentions: int
    reports_with: int
    reports: int
    words: int
    state: State
    value: float
    low: float
    high: float
    divisor: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One term and split over every period, in order. ``label`` is what the reader sees."""

    term: str
    split: str
    label: str
    points: tuple[Point, ...]

    @property
    def measured(self) -> tuple[Point, ...]:
        """The points that have a value."""
        return tuple(point for point in self.points if point.state == "ok")

    @property
    def runs(self) -> list[list[Point]]:
        """Stretches of measured points with no gap between them."""
        return [list(run) for ok, run in groupby(self.points, lambda point: point.state == "ok") if ok]

    @property
    def is_ratio(self) -> bool:
        """Whether the term is of the form ``a / b``."""
        return any(point.divisor is not None for point in self.points)


def lines(table: pd.DataFrame, caption: Caption) -> tuple[Line, ...]:
    """The lines of a series table in the table's order of terms and splits."""
    rows: dict[tuple[str, str], list[Point]] = {}
    for row in table.to_dict("records"):
        rows.setdefault((str(row["term"]), str(row["split"] or "")), []).append(_point(row))
    several = len({term for term, _ in rows}) > 1
    return tuple(
        Line(term, split, _label(term, split, several, caption), tuple(sorted(points, key=lambda p: p.period)))
        for (term, split), points in rows.items()
    )


def is_blank(drawn: tuple[Line, ...]) -> bool:
    """Whether no line has a single mention, nor anything it is divided by."""
    return not any(point.mentions or point.divisor for line in drawn for point in line.points)


def span(drawn: tuple[Line, ...]) -> tuple[date, date]:
    """The first and last period of all lines."""
    days = [point.period for line in drawn for point in line.points]
    return min(days), max(days)


def day(value: object) -> date:
    """A calendar day from a date, a timestamp or ISO text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def _label(term: str, split: str, several: bool, caption: Caption) -> str:
    label = caption.labels.get(term, term)
    if not split:
        return label
    return f"{label}, {split}" if several else split


def _point(row: dict[Any, Any]) -> Point:
    ok = row["state"] == "ok"
    return Point(
        period=day(row["period"]),
        mentions=int(row["mentions"]),
        reports_with=int(row["reports_with"]),
        reports=int(row["reports"]),
        words=0 if pd.isna(row["words"]) else int(row["words"]),  # missing where units mix, which no rate does
        state=row["state"],
        value=float(row["value"]) if ok else nan,
        low=float(row["low"]) if ok else nan,
        high=float(row["high"]) if ok else nan,
        divisor=None if pd.isna(row["divisor"]) else int(row["divisor"]),
    )
