"""A series table as lines of points, the form in which charts read it."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import nan
from typing import Any

import pandas as pd

from tracker.charts.caption import Caption
from tracker.measures.series import State

MOST = 8  # lines of splits


@dataclass(frozen=True, slots=True)
class Point:
    """One period of one line; ``value``, ``low`` and ``high`` are NaN unless ``state`` is ok.

    ``weight`` is that of its mentions, ``tier`` what its share is called, ready to stand behind it; 0 and empty where
    the measure is another.
    """

    period: date
    mentions: int
    reports_with: int
    reports: int
    words: int
    state: State
    value: float
    low: float
    high: float
    divisor: float | None
    weight: float = 0.0
    tier: str = ""


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
    """The lines of a series table in its order of terms; of what a term is split by, the most mentioned come first.

    Of more than ``MOST`` splits only those with the most mentions are lines, since nobody could tell more apart.
    """
    rows: dict[tuple[str, str], list[Point]] = {}
    for row in table.to_dict("records"):
        rows.setdefault((str(row["term"]), str(row["split"] or "")), []).append(_point(row))
    several = len({term for term, _ in rows}) > 1
    found = [
        Line(term, split, _label(term, split, several, caption), tuple(sorted(points, key=lambda p: p.period)))
        for (term, split), points in rows.items()
    ]
    terms = list(dict.fromkeys(line.term for line in found))
    said = {(line.term, line.split): sum(point.mentions for point in line.points) for line in found}
    ranked = sorted((line for line in found if line.split), key=lambda line: -said[line.term, line.split])
    kept = {(line.term, line.split) for line in (*ranked[:MOST], *(line for line in found if not line.split))}
    found.sort(key=lambda line: (terms.index(line.term), -said[line.term, line.split]))
    return tuple(line for line in found if (line.term, line.split) in kept)


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
        low=nan if pd.isna(row["low"]) else float(row["low"]),
        high=nan if pd.isna(row["high"]) else float(row["high"]),
        divisor=None if pd.isna(row["divisor"]) else float(row["divisor"]),
        weight=float(row.get("weight", 0.0)),
        tier=f": {row['tier']}" if row.get("tier") else "",
    )
