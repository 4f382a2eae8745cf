"""Rollups: counts per concept, day and source, recomputed from the mentions of the cells that changed."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from db.tables import mentions, reports, rollups, totals

Cell = tuple[date, str]
DAYS = 200  # in one statement


def refresh(connection: Connection, cells: Iterable[Cell]) -> None:
    """Recompute the given (day, source) cells, so that any chart equals the mentions behind it."""
    for feed_id, group in groupby(sorted(set(cells), key=itemgetter(1, 0)), key=itemgetter(1)):
        days = [day for day, _ in group]
        for at in range(0, len(days), DAYS):
            _refresh(connection, feed_id, days[at : at + DAYS])


def _refresh(connection: Connection, feed_id: str, days: list[date]) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement, {"feed": feed_id, "days": days})


def _totals(here: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    cell = (reports.c.day, reports.c.feed_id, reports.c.language)
    sums = (func.count(), func.sum(reports.c.words), func.sum(reports.c.words * reports.c.words))
    return select(*cell, *sums).where(here).group_by(*cell)


def _rollups(here: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    y = func.count().label("y")
    each = (
        select(mentions.c.concept, reports.c.day, reports.c.feed_id, reports.c.language, reports.c.words, y)
        .join(reports, mentions.c.report_id == reports.c.id)
        .where(here)
        .group_by(
            mentions.c.concept, reports.c.id, reports.c.day, reports.c.feed_id, reports.c.language, reports.c.words
        )
        .subquery()
    )
    cell = (each.c.concept, each.c.day, each.c.feed_id, each.c.language)
    sums = (func.sum(each.c.y), func.count(), func.sum(each.c.y * each.c.y), func.sum(each.c.y * each.c.words))
    return select(*cell, *sums).group_by(*cell)


def _statements() -> tuple[Executable, ...]:
    """What recomputes days of a feed; made once, for to make them takes longer than to execute them."""
    days: BindParameter[date] = bindparam("days", expanding=True)
    feed: BindParameter[str] = bindparam("feed")
    # A reprint is counted once, where it first appeared.
    here = reports.c.day.in_(days) & (reports.c.feed_id == feed) & reports.c.reprint_of.is_(None)
    return (
        *(delete(table).where(table.c.day.in_(days), table.c.feed_id == feed) for table in (rollups, totals)),
        insert(totals).from_select(list(totals.c.keys()), _totals(here)),
        insert(rollups).from_select(list(rollups.c.keys()), _rollups(here)),
    )


_STATEMENTS = _statements()
