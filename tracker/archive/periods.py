"""Periods: the sums behind a series, added up by the database.

Whole weeks and months over all sources are kept; days, single sources and periods that a selection cuts are added up
from the rollups of their days.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Subquery,
    Table,
    cast,
    func,
    select,
    type_coerce,
    union_all,
)

from db.bulk import fetch_plain
from db.days import Kind, first_of_month, first_of_week
from db.sums import MENTIONED, WHOLE, period_rollups, period_totals, rollups, totals
from db.tables import concepts
from tracker.archive.counting import speaking, within
from tracker.archive.opening import Archive
from tracker.archive.rollups import THOUSANDTHS
from tracker.documents import Selection
from tracker.measures.choices import By
from tracker.measures.series import after, first_day

Places = npt.NDArray[np.int64]
_UNITS = {"weight": THOUSANDTHS, "sum_weight_sq": THOUSANDTHS**2, "sum_words_weight": THOUSANDTHS}


class Sums(NamedTuple):
    """Sums as columns, one place a concept, source, period and language; several places may be of the same.

    ``periods`` are first days: of quarters and years those of their months. ``concepts`` are places among those that
    were asked for, ``sources`` and ``languages`` places in the names beside them; where they are not told apart, all
    are 0, and the source has no name. ``sums`` are named as in ``db.sums``, weights in units of 1.
    """

    concepts: Places
    sources: Places
    source_names: tuple[str, ...]
    periods: npt.NDArray[np.datetime64]
    languages: Places
    language_names: tuple[str, ...]
    sums: Mapping[str, npt.NDArray[Any]]


def wholes(archive: Archive, selection: Selection, by: By, *, by_source: bool = False) -> Sums:
    """The reports of a selection, their words and the words squared."""
    query = union_all(*_parts(period_totals, totals, selection, by, by_source, WHOLE, []))
    with archive.reading() as connection:
        return _columns(fetch_plain(connection, query), WHOLE, None, by_source)


def mentioned(
    archive: Archive,
    selection: Selection,
    by: By,
    wanted: Sequence[str],
    sums: Sequence[str] = MENTIONED,
    *,
    by_source: bool = False,
) -> Sums:
    """The mentions of some concepts in a selection: those of the ``sums`` that are asked for."""
    with archive.reading() as connection:
        rows = connection.execute(select(concepts.c.id, concepts.c.name).where(concepts.c.name.in_(wanted)))
        numbers = {row.id: wanted.index(row.name) for row in rows}
        these = [table.c.concept_id.in_(numbers) for table in (period_rollups, rollups)]
        query = union_all(*_parts(period_rollups, rollups, selection, by, by_source, sums, these))
        return _columns(fetch_plain(connection, query), sums, numbers, by_source)


def concept_totals(archive: Archive, selection: Selection) -> dict[str, tuple[int, int]]:
    """Mentions and reports with, of every concept at once."""
    each = every_concept(selection, ("mentions", "reports_with"))
    sums = (func.sum(each.c.mentions), func.sum(each.c.reports_with))
    query = select(concepts.c.name, *sums).join(each, each.c.concept_id == concepts.c.id).group_by(concepts.c.name)
    with archive.reading() as connection:
        return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query)}


def every_concept(selection: Selection, sums: Sequence[str]) -> Subquery:
    """Rows whose sums make up those of a selection, each of one concept and language."""
    # They lie concept by concept, and few have some periods only.
    every = [table.c.concept_id.in_(select(concepts.c.id)) for table in (period_rollups, rollups)]
    return union_all(*_parts(period_rollups, rollups, selection, "month", False, sums, every)).subquery("each")


def all_reports(selection: Selection) -> Subquery:
    """Rows whose sums make up all reports of a selection, each of one language."""
    return union_all(*_parts(period_totals, totals, selection, "month", False, WHOLE, [])).subquery("each")


def _parts(
    periods: Table,
    days: Table,
    selection: Selection,
    by: By,
    by_source: bool,
    sums: Sequence[str],
    these: Sequence[ColumnElement[bool]],
) -> Iterator[Select[Any]]:
    """What has to be added up: whole periods, and the days of those that the selection cuts."""
    if by == "day" or by_source or selection.sources:
        yield _of_days(days, by, sums, [*within(days, selection), *these[1:]], by_source)
        return
    kind: Kind = "week" if by == "week" else "month"
    head, tail = selection.date_from and first_day(selection.date_from, kind), first_day(selection.date_to, kind)
    spoken, cut_spoken = (speaking(table, selection) for table in (periods, days))
    whole = [periods.c.kind == kind, periods.c.period < tail, *spoken, *these[:1]]
    if head:
        whole.append(periods.c.period > head)
    key = [periods.c.concept_id] if "concept_id" in periods.c else []
    columns = (_as_kept(periods.c.period), periods.c.language, *(periods.c[name] for name in sums))
    yield select(*key, *columns).where(*whole)
    for first, last in _cut(selection, head, tail, kind):
        yield _of_days(days, by, sums, [days.c.day.between(first, last), *cut_spoken, *these[1:]])


def _cut(selection: Selection, head: date | None, tail: date, kind: Kind) -> Iterator[tuple[date, date]]:
    """The days of the periods that a selection begins and ends in."""
    if selection.date_from is None or head is None:
        yield tail, selection.date_to
    elif head < tail:
        yield selection.date_from, after(head, kind) - timedelta(days=1)
        yield tail, selection.date_to
    else:
        yield selection.date_from, selection.date_to


def _of_days(
    days: Table, by: By, sums: Sequence[str], here: Sequence[ColumnElement[bool]], by_source: bool = False
) -> Select[Any]:
    """Days added up; those of quarters and years by month."""
    starts = {"day": days.c.day, "week": first_of_week(days.c.day)}
    period = _as_kept(starts.get(by, first_of_month(days.c.day)))
    key = [days.c[name] for name in ("concept_id", *(["feed_id"] if by_source else [])) if name in days.c]
    added = (cast(func.sum(days.c[name]), BigInteger).label(name) for name in sums)
    return select(*key, period, days.c.language, *added).where(*here).group_by(*key, "period", days.c.language)


def _as_kept(period: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as the driver gives it: to make a date of each takes longer than to read all the sums beside it."""
    return type_coerce(period, String).label("period")


def _columns(rows: Sequence[Any], sums: Sequence[str], numbers: Mapping[int, int] | None, by_source: bool) -> Sums:
    many = (numbers is not None) + by_source + 2 + len(sums)
    columns = deque(zip(*rows, strict=True) if rows else [()] * many)
    of_concept = columns.popleft() if numbers is not None else ()
    nowhere = np.zeros(len(rows), np.int64)
    concept = np.array([numbers[each] for each in of_concept], np.int64) if numbers is not None else nowhere
    source = _placed(columns.popleft()) if by_source else (nowhere, ("",) if rows else ())
    period, language = np.array(columns.popleft(), "M8[D]"), _placed(columns.popleft())
    added = {name: np.array(each, np.int64) for name, each in zip(sums, columns, strict=True)}
    weighed = {name: added[name] / unit for name, unit in _UNITS.items() if name in added}
    return Sums(concept, *source, period, *language, added | weighed)


def _placed(values: Sequence[str]) -> tuple[Places, tuple[str, ...]]:
    names = tuple(sorted(set(values)))
    place = {name: at for at, name in enumerate(names)}
    return np.array([place[each] for each in values], np.int64), names
