"""Rollups: counts per concept, day and source, recomputed from the mentions of the cells that changed."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
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

from db.bulk import insert_columns
from db.tables import mentions, reports, rollups, totals, wordings
from tracker.words.overlaps import Column

Cell = tuple[date, str]
DAYS = 200  # in one statement


def refresh(connection: Connection, cells: Iterable[Cell]) -> None:
    """Recompute the given (day, source) cells, so that any chart equals the mentions behind it."""
    alike: dict[tuple[date, ...], list[str]] = {}  # feeds by the days of theirs that changed
    for feed_id, group in groupby(sorted(set(cells), key=itemgetter(1, 0)), key=itemgetter(1)):
        alike.setdefault(tuple(day for day, _ in group), []).append(feed_id)
    for days, feeds in alike.items():
        for at in range(0, len(days), DAYS):
            given = {"feeds": feeds, "days": days[at : at + DAYS]}
            if connection.execute(_DROP_TOTALS, given).rowcount:  # where there are none, nothing was rolled up
                connection.execute(_DROP_ROLLUPS, given)
            connection.execute(_SUM_TOTALS, given)
            connection.execute(_SUM_ROLLUPS, given)


class Sums(NamedTuple):
    """Rollups as columns, in their order: of which concept in which cell, and the sums."""

    concept: list[str]
    day: list[date]
    feed_id: list[str]
    language: list[str]
    mentions: list[int]
    reports_with: list[int]
    yy: list[int]
    xy: list[int]
    weight: list[float]
    ww: list[float]
    xw: list[float]


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
    y, w = np.bincount(of_pair), np.bincount(of_pair, weights=weight)
    by_report, by_concept = pairs // max(len(names), 1), pairs % max(len(names), 1)
    x = words[by_report]
    groups, of_group = np.unique(by_concept * len(places) + place[by_report], return_inverse=True)

    counted, weighed = (
        [np.bincount(of_group, weights=each).astype(kind).tolist() for each in sums]
        for kind, sums in ((np.int64, (y, np.ones(len(y)), y * y, y * x)), (np.float64, (w, w * w, w * x)))
    )
    where = [places[group % len(places)] for group in groups.tolist()]
    head = [names[group // len(places)] for group in groups.tolist()]
    days, feeds, languages = ([cell[part] for cell in where] for part in range(3))
    return Sums(head, days, feeds, languages, *counted, *weighed)


def replace(connection: Connection, concepts: Sequence[str], days: tuple[date, date], sums: Sums) -> None:
    """Put these sums where those of the concepts are, on all days from the first to the last."""
    connection.execute(delete(rollups).where(rollups.c.concept.in_(concepts), rollups.c.day.between(*days)))
    insert_columns(connection, rollups, sums._asdict())


def _totals(here: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    cell = (reports.c.day, reports.c.feed_id, reports.c.language)
    sums = (func.count(), func.sum(reports.c.words), func.sum(reports.c.words * reports.c.words))
    return select(*cell, *sums).where(here).group_by(*cell)


def _rollups(here: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    report = (reports.c.day, reports.c.feed_id, reports.c.language, reports.c.words)
    y, w = func.count().label("y"), func.sum(mentions.c.weight).label("w")
    each = (
        select(mentions.c.concept, *report, y, w)
        .join(reports, mentions.c.report_id == reports.c.id)
        .where(here)
        .group_by(mentions.c.concept, reports.c.id, *report)
        .subquery()
    )
    cell = (each.c.concept, each.c.day, each.c.feed_id, each.c.language)
    counted = (func.sum(each.c.y), func.count(), func.sum(each.c.y * each.c.y), func.sum(each.c.y * each.c.words))
    weighed = (func.sum(each.c.w), func.sum(each.c.w * each.c.w), func.sum(each.c.w * each.c.words))
    return select(*cell, *counted, *weighed).group_by(*cell)


def _statements() -> tuple[Executable, ...]:
    """What recomputes days of a feed; made once, for to make them takes longer than to execute them."""
    days: BindParameter[date] = bindparam("days", expanding=True)
    feeds: BindParameter[str] = bindparam("feeds", expanding=True)
    # A reprint is counted once, where it first appeared.
    here = reports.c.day.in_(days) & reports.c.feed_id.in_(feeds) & reports.c.reprint_of.is_(None)
    cells = [table.c.day.in_(days) & table.c.feed_id.in_(feeds) for table in (totals, rollups)]
    return (
        delete(totals).where(cells[0]),
        delete(rollups).where(rollups.c.concept.in_(select(wordings.c.concept)), cells[1]),
        insert(totals).from_select(list(totals.c.keys()), _totals(here)),
        insert(rollups).from_select(list(rollups.c.keys()), _rollups(here)),
    )


_DROP_TOTALS, _DROP_ROLLUPS, _SUM_TOTALS, _SUM_ROLLUPS = _statements()
