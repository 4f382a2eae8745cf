"""Rollups: counts per concept, day and source, recomputed from the mentions of the cells that changed.

The sums by week and month follow: what the changed cells had is taken off them, and what they have is added.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Executable,
    Select,
    Table,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as insert_or_update  # which SQLite is told in the same words

from db.bulk import insert_columns
from db.days import first_of_month, first_of_week
from db.sums import MENTIONED, NO_REPORTS, NONE_WITH, WHOLE, period_rollups, period_totals, rollups, totals
from db.tables import carriers, concepts, reports, spans, wordings
from tracker.archive import generation
from tracker.words.overlaps import Column

Cell = tuple[date, str]
DAYS = 200  # in one statement
THOUSANDTHS = 1_000  # of which weights are sums


def refresh(connection: Connection, cells: Iterable[Cell]) -> None:
    """Recompute the given (day, source) cells, so that any chart equals the mentions behind it."""
    alike: dict[tuple[date, ...], list[str]] = {}  # feeds by the days of theirs that changed
    for feed_id, group in groupby(sorted(set(cells), key=itemgetter(1, 0)), key=itemgetter(1)):
        alike.setdefault(tuple(day for day, _ in group), []).append(feed_id)
    if alike:
        generation.advance(connection)  # here, for most visits find what is known already
    for days, feeds in alike.items():
        for at in range(0, len(days), DAYS):
            _recompute(connection, {"feeds": feeds, "days": days[at : at + DAYS]})


def _recompute(connection: Connection, cells: dict[str, Any]) -> None:
    off, on = cells | {"sign": -1}, cells | {"sign": 1}
    held = connection.execute(_ADD_TOTALS, off).rowcount  # where there are none, nothing was rolled up
    if held:
        connection.execute(_ADD_ROLLUPS, off)
        connection.execute(_DROP_TOTALS, cells)
        connection.execute(_DROP_ROLLUPS, cells)
    connection.execute(_SUM_TOTALS, cells)
    connection.execute(_SUM_ROLLUPS, cells)
    connection.execute(_ADD_TOTALS, on)
    connection.execute(_ADD_ROLLUPS, on)
    if held:
        _drop_empty(connection)


class Sums(NamedTuple):
    """Rollups as columns, in their order: of which concept in which cell, and the sums; weights in thousandths."""

    concept: list[str]
    day: list[date]
    feed_id: list[str]
    language: list[str]
    mentions: list[int]
    reports_with: list[int]
    sum_mentions_sq: list[int]
    sum_words_mentions: list[int]
    weight: list[int]
    sum_weight_sq: list[int]
    sum_words_weight: list[int]


def summed(
    report: Column,
    wording: Column,
    weight: npt.NDArray[np.float64],
    *,
    concepts: Sequence[str],
    cells: Sequence[tuple[date, str, str]],
    words: Column,
) -> Sums:
    """What the database would sum up of mentions: ``concepts`` by wording, ``cells`` and ``words`` by report."""
    names, places = sorted(set(concepts)), sorted(set(cells))
    named, placed = ({each: at for at, each in enumerate(several)} for several in (names, places))
    concept = np.array([named[each] for each in concepts], np.int64)[wording]
    place = np.array([placed[cell] for cell in cells], np.int64)
    pairs, of_pair = np.unique(report * len(names) + concept, return_inverse=True)
    y, w = np.bincount(of_pair), np.bincount(of_pair, weights=np.rint(weight * THOUSANDTHS))
    by_report, by_concept = pairs // max(len(names), 1), pairs % max(len(names), 1)
    x = words[by_report]
    groups, of_group = np.unique(by_concept * len(places) + place[by_report], return_inverse=True)

    each = (y, np.ones(len(y)), y * y, y * x, w, w * w, w * x)
    sums = [np.bincount(of_group, weights=column).astype(np.int64).tolist() for column in each]
    where = [places[group % len(places)] for group in groups.tolist()]
    head = [names[group // len(places)] for group in groups.tolist()]
    days, feeds, languages = ([cell[part] for cell in where] for part in range(3))
    return Sums(head, days, feeds, languages, *sums)


def replace(connection: Connection, changed: Sequence[str], days: tuple[date, date], sums: Sums) -> None:
    """Put these sums where those of the changed concepts are, on all days from the first to the last."""
    names = sorted({*changed, *sums.concept})
    numbers = {row.name: row.id for row in connection.execute(select(concepts).where(concepts.c.name.in_(names)))}
    ids = [numbers[name] for name in changed if name in numbers]
    where = {"concepts": ids, "first": days[0], "last": days[1]}
    connection.execute(_ADD_SPAN, where | {"sign": -1})
    connection.execute(_DROP_SPAN, where)
    columns = sums._asdict()
    insert_columns(connection, rollups, {"concept_id": [numbers[name] for name in columns.pop("concept")], **columns})
    connection.execute(_ADD_SPAN, where | {"sign": 1})
    _drop_empty(connection)


def resum(connection: Connection, changed: Sequence[str], days: tuple[date, date]) -> None:
    """Sum the mentions of the changed concepts anew, on all days from the first to the last."""
    ids = list(connection.scalars(select(concepts.c.id).where(concepts.c.name.in_(changed))))
    where = {"concepts": ids, "first": days[0], "last": days[1]}
    connection.execute(_ADD_SPAN, where | {"sign": -1})
    connection.execute(_DROP_SPAN, where)
    connection.execute(_SUM_SPAN, where)
    connection.execute(_ADD_SPAN, where | {"sign": 1})
    _drop_empty(connection)


def _drop_empty(connection: Connection) -> None:
    """Periods of which nothing is left."""
    connection.execute(_DROP_EMPTY_TOTALS)
    connection.execute(_DROP_EMPTY_ROLLUPS)


def _totals(here: ColumnElement[bool]) -> Select[Any]:
    cell = (reports.c.day, reports.c.feed_id, reports.c.language)
    words = cast(reports.c.words, BigInteger)
    return select(*cell, func.count(), func.sum(words), func.sum(words * words)).where(here).group_by(*cell)


def _rollups(here: ColumnElement[bool]) -> Select[Any]:
    report = (reports.c.day, reports.c.feed_id, reports.c.language, reports.c.words)
    weight = cast(func.round(carriers.c.weight * THOUSANDTHS), BigInteger)
    y, w = func.count().label("y"), cast(func.sum(weight), BigInteger).label("w")
    each = (
        select(wordings.c.concept_id, *report, y, w)
        .select_from(
            spans.join(wordings, wordings.c.id == spans.c.wording_id)
            .join(carriers, carriers.c.id == spans.c.carrier_id)
            .join(reports, reports.c.id == spans.c.report_id)
        )
        .where(here)
        .group_by(wordings.c.concept_id, reports.c.id, *report)
        .subquery()
    )
    cell = (each.c.concept_id, each.c.day, each.c.feed_id, each.c.language)
    counted = (func.sum(each.c.y), func.count(), func.sum(each.c.y * each.c.y), func.sum(each.c.y * each.c.words))
    weighed = (func.sum(each.c.w), func.sum(each.c.w * each.c.w), func.sum(each.c.w * each.c.words))
    return select(*cell, *counted, *weighed).group_by(*cell)


def _added(periods: Table, days: Table, sums: Sequence[str], here: ColumnElement[bool]) -> Executable:
    """Add the sums of some days, times ``sign``, to those of their weeks and months."""
    kinds = union_all(select(literal("week").label("kind")), select(literal("month"))).subquery("kinds")
    period = case((kinds.c.kind == "week", first_of_week(days.c.day)), else_=first_of_month(days.c.day))
    known = {"kind": kinds.c.kind, "period": period.label("period")}
    key = [known[each.name] if each.name in known else days.c[each.name] for each in periods.primary_key]
    signed = (func.sum(days.c[name]) * bindparam("sign", type_=BigInteger()) for name in sums)
    rows = select(*key, *signed).select_from(days.join(kinds, true())).where(here)
    names = [each.name for each in periods.primary_key]
    statement = insert_or_update(periods).from_select([*names, *sums], rows.group_by(*names))
    more = {name: periods.c[name] + statement.excluded[name] for name in sums}
    return statement.on_conflict_do_update(index_elements=names, set_=more)


def _statements() -> tuple[Executable, ...]:
    """What recomputes days of a feed; made once, for to make them takes longer than to execute them."""
    days: BindParameter[date] = bindparam("days", expanding=True)
    feeds: BindParameter[str] = bindparam("feeds", expanding=True)
    # A reprint is counted once, where it first appeared.
    here = reports.c.day.in_(days) & reports.c.feed_id.in_(feeds) & reports.c.reprint_of.is_(None)
    of_totals, of_rollups = (table.c.day.in_(days) & table.c.feed_id.in_(feeds) for table in (totals, rollups))
    of_rollups &= rollups.c.concept_id.in_(select(concepts.c.id))  # in whose order they lie
    return (
        delete(totals).where(of_totals),
        delete(rollups).where(of_rollups),
        insert(totals).from_select(list(totals.c.keys()), _totals(here)),
        insert(rollups).from_select(list(rollups.c.keys()), _rollups(here)),
        _added(period_totals, totals, WHOLE, of_totals),
        _added(period_rollups, rollups, MENTIONED, of_rollups),
    )


_DROP_TOTALS, _DROP_ROLLUPS, _SUM_TOTALS, _SUM_ROLLUPS, _ADD_TOTALS, _ADD_ROLLUPS = _statements()
_CONCEPTS: BindParameter[int] = bindparam("concepts", expanding=True)
_DAYS = (bindparam("first", type_=Date), bindparam("last", type_=Date))
_SPAN = rollups.c.concept_id.in_(_CONCEPTS) & rollups.c.day.between(*_DAYS)
_SUM_SPAN = insert(rollups).from_select(
    list(rollups.c.keys()),
    _rollups(wordings.c.concept_id.in_(_CONCEPTS) & reports.c.day.between(*_DAYS) & reports.c.reprint_of.is_(None)),
)
_DROP_SPAN, _ADD_SPAN = delete(rollups).where(_SPAN), _added(period_rollups, rollups, MENTIONED, _SPAN)
_DROP_EMPTY_TOTALS, _DROP_EMPTY_ROLLUPS = (
    delete(period_totals).where(NO_REPORTS),
    delete(period_rollups).where(NONE_WITH),
)
