"""Two sides of a comparison as a chart reads them: what both are called, what was tested, and each term's row."""

from dataclasses import dataclass
from datetime import date
from math import inf, isnan
from typing import Any, Literal

import pandas as pd

Unit = Literal["words", "characters"]


@dataclass(frozen=True, slots=True)
class Side:
    """The reports of one side in one unit, and their words or characters."""

    reports: int
    words: int


@dataclass(frozen=True, slots=True)
class Sides:
    """What a reader needs beside the table to judge a comparison; the last six are as Caption has them.

    ``before`` and ``after`` are what the sides are called; ``are_sources`` says that they are two sources, not two
    periods. ``units`` has both sides of each unit that was compared. Of ``tested`` terms ``shifted`` by more than
    chance at a false discovery rate of 5 %. ``since`` is the archive's first year.
    """

    before: str
    after: str
    are_sources: bool
    units: dict[Unit, tuple[Side, Side]]
    tested: int
    shifted: int
    since: int
    sources: tuple[str, ...]
    reports: int
    lexicon: str
    made: date
    permalink: str
    definition: str

    def during(self, is_after: bool) -> str:
        """A period with its preposition: "in 2021", "on 8 Mar 2021", "from 8 Mar to 9 Apr 2021"."""
        name = self.after if is_after else self.before
        return f"{'from' if ' to ' in name else 'on' if name[:1].isdigit() and ' ' in name else 'in'} {name}"


@dataclass(frozen=True, slots=True)
class Row:
    """One term on both sides; ``kind`` is empty if chance could have made the difference.

    ``times`` is how many times as often the later side says it, with its 95 % interval; infinite without a mention
    before.
    """

    term: str
    label: str
    unit: Unit
    kind: str
    before: int
    after: int
    with_before: int
    with_after: int
    reports_before: int
    reports_after: int
    words_before: int
    words_after: int
    rate_before: float
    rate_after: float
    z: float
    q: float
    times: float
    low: float
    high: float
    weight: float


def rows(table: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of a comparison's table, in its order."""
    return tuple(_row(row) for row in table.to_dict("records"))


def _row(row: dict[Any, Any]) -> Row:
    return Row(
        term=str(row["term"]),
        label=str(row["label"]),
        unit=row["unit"],
        kind=str(row["kind"] or ""),
        before=int(row["before"]),
        after=int(row["after"]),
        with_before=int(row["with_before"]),
        with_after=int(row["with_after"]),
        reports_before=int(row["reports_before"]),
        reports_after=int(row["reports_after"]),
        words_before=int(row["before_words"]),
        words_after=int(row["after_words"]),
        rate_before=float(row["rate_before"]),
        rate_after=float(row["rate_after"]),
        z=float(row["z"]),
        q=float(row["q"]),
        times=_number(row["times"]),
        low=float(row["low"]),
        high=_number(row["high"]),
        weight=float(row["weight"]),
    )


def _number(value: float | None) -> float:
    """What a table leaves empty because it has no end."""
    return inf if value is None or isnan(value) else float(value)
