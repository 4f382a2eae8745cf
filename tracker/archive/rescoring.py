"""Rescoring: reports that were counted with another lexicon, and their mentions and rollups replaced."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, bindparam, delete, or_, select, update

from db.bulk import insert_columns
from db.tables import concepts, reports, revisions, spans, wordings
from tracker.archive import rollups as rolling
from tracker.archive.numbers import Numbers
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, MAX_KEYS
from tracker.words.scorer import Mentioned

_WINDOW = 20_000  # reports whose days are looked at in one go
WORDS, REPORTS = 600_000, 2_000  # in one transaction, in which nobody else can write


class Batch(NamedTuple):
    """Reports to be rescored together: all that are stale on some days, or some of one day that has too many."""

    ids: Sequence[int]
    first: date
    last: date
    whole: bool


class Stale(NamedTuple):
    """A report counted with another lexicon than the present one, with its normalised text."""

    id: int
    revision: int
    lexicon: str
    feed_id: str
    serial: str
    normal_title: str
    normal_body: str


class Rescored(NamedTuple):
    """Reports as they were read, and what was found in them of the ``concepts`` that changed, which may be ``all``.

    ``wordings`` are those that ``mentioned`` counts in; ``serials`` are the reports' own, in their order.
    """

    reports: Sequence[Stale]
    concepts: Sequence[str]
    all: bool
    mentioned: Mentioned
    wordings: Sequence[tuple[str, str]]
    serials: Sequence[str]


def batches(archive: Archive, version: str) -> Iterator[Batch]:
    """The reports that were not counted with this version, day by day.

    It gives every report once, whether or not each batch is rescored before the next is asked for.
    """
    day: BindParameter[date] = bindparam("day", type_=reports.c.day.type)
    number: BindParameter[int] = bindparam("id", type_=reports.c.id.type)
    beyond = or_(reports.c.day > day, and_(reports.c.day == day, reports.c.id > number))
    query = select(reports.c.id, reports.c.day, reports.c.words).where(reports.c.lexicon != version, beyond)
    query = query.order_by(reports.c.day, reports.c.id).limit(_WINDOW)
    last = {"day": date.min, "id": 0}
    while True:
        with archive.reading() as connection:
            rows = connection.execute(query, last).all()
        if not rows:
            return
        cut = len(rows) == _WINDOW  # there may be more of the last day
        if cut and rows[0].day != rows[-1].day:
            rows, cut = [row for row in rows if row.day != rows[-1].day], False
        yield from _by_days(rows, whole=not cut and last["day"] != rows[0].day)
        last = {"day": rows[-1].day, "id": rows[-1].id}


def _by_days(rows: Sequence[Any], *, whole: bool) -> Iterator[Batch]:
    first, words = 0, 0
    for at, row in enumerate(rows):
        if (words >= WORDS or at - first >= REPORTS) and (not whole or row.day != rows[at - 1].day):
            yield _batch(rows[first:at], whole)
            first, words = at, 0
        words += row.words
    yield _batch(rows[first:], whole)


def _batch(rows: Sequence[Any], whole: bool) -> Batch:
    return Batch([row.id for row in rows], rows[0].day, rows[-1].day, whole)


def _around(batch: Batch) -> ColumnElement[bool]:
    """The reports of a batch, and those that are not stale on its days; days are sooner looked up than ids."""
    return reports.c.day.between(batch.first, batch.last) if batch.whole else reports.c.id.in_(batch.ids)


def _of(batch: Batch, version: str) -> ColumnElement[bool]:
    return and_(_around(batch), reports.c.lexicon != version)


def stale(archive: Archive, batch: Batch, version: str) -> list[Stale]:
    """The reports of a batch with their texts, by lexicon and id."""
    columns = (reports.c.id, *(reports.c[name] for name in ("revision", "lexicon", "feed_id", "serial")))
    query = select(*columns, revisions.c.normal_title, revisions.c.normal_body).join(revisions, CURRENT)
    with archive.reading() as connection:
        return sorted(map(Stale._make, connection.execute(query.where(_of(batch, version))).all()), key=_order)


def _order(report: Stale) -> tuple[str, int]:
    return report.lexicon, report.id


def rescore(archive: Archive, batch: Batch, parts: Sequence[Rescored], version: str) -> None:
    """Replace the mentions of the changed concepts in one transaction; what is done once is never redone.

    A report that was revised since its text was read is left alone: it was counted when it was revised.
    """
    read = {each.id: each.revision for part in parts for each in part.reports}
    names = ("id", "revision", "day", "feed_id", "language", "words", "reprint_of", "lexicon")
    columns = [reports.c[name] for name in names]
    with archive.writing() as connection:
        rows = connection.execute(select(*columns).where(_around(batch))).all()
        held = {row.id: row for row in rows if row.lexicon != version and read.get(row.id) == row.revision}
        undisturbed = batch.whole and len(held) == len(rows) == len(read)
        here = batch if undisturbed else batch._replace(ids=list(held), whole=False)
        for part in parts:
            _replace(connection, archive.numbers, part, held, _of(here, version) if len(parts) == 1 else None)
        same = {"changed": reports.c.changed}  # of the reports themselves nothing does
        connection.execute(update(reports).where(_of(here, version)).values(lexicon=version, **same))
        if undisturbed and len(parts) == 1:
            _roll(connection, batch, parts[0], held)
        elif any(part.all for part in parts):
            rolling.refresh(connection, {(row.day, row.feed_id) for row in held.values()})
        else:
            changed = sorted({concept for part in parts for concept in part.concepts})
            rolling.resum(connection, changed, (batch.first, batch.last))


def renew_others(archive: Archive, old: str, version: str, affected: npt.NDArray[np.int64], until: int) -> int:
    """Take the reports counted with an old version for counted with this one, but for the ``affected`` ids.

    Those that were changed after ``until`` are left as they are. Gives the number of reports that were renewed.
    """
    stale = (reports.c.lexicon == old) & (reports.c.changed <= until)
    query = select(reports.c.id).where(stale, reports.c.id > bindparam("last")).order_by(reports.c.id).limit(_WINDOW)
    here = update(reports).where(stale, reports.c.id.in_(bindparam("ids", expanding=True)))
    statement = here.values(lexicon=version, changed=reports.c.changed)
    last, renewed = 0, 0
    while True:
        with archive.writing() as connection:
            ids = np.array(connection.scalars(query, {"last": last}).all(), np.int64)
            others = np.setdiff1d(ids, affected, assume_unique=True).tolist()
            for first in range(0, len(others), MAX_KEYS):
                renewed += connection.execute(statement, {"ids": others[first : first + MAX_KEYS]}).rowcount
        if not len(ids):
            return renewed
        last = int(ids[-1])


def reassign(archive: Archive, version: str, serial_of: Callable[[str, str], str]) -> None:
    """Put the reports of a version into the serials that ``serial_of`` a title and source gives."""
    query = select(reports.c.id, reports.c.feed_id, reports.c.serial, revisions.c.normal_title).join(revisions, CURRENT)
    query = query.where(reports.c.lexicon == version, reports.c.id > bindparam("last")).order_by(reports.c.id)
    last = 0
    while True:
        with archive.reading() as connection:
            rows = connection.execute(query.limit(_WINDOW), {"last": last}).all()
        if not rows:
            return
        with archive.writing() as connection:
            _join(connection, ((row, serial_of(row.normal_title, row.feed_id)) for row in rows))
        last = rows[-1].id


def _join(connection: Connection, serials: Iterable[tuple[Any, str]]) -> None:
    """Note the serials that reports are in, where those were others."""
    changed = [{"at": report.id, "serial": serial} for report, serial in serials if report.serial != serial]
    if changed:
        connection.execute(update(reports).where(reports.c.id == bindparam("at")), changed)


def _replace(
    connection: Connection, numbers: Numbers, part: Rescored, held: dict[int, Any], where: ColumnElement[bool] | None
) -> None:
    """Replace the mentions of a part's reports, as far as those are held; ``where`` says which they are."""
    kept = [each.id in held for each in part.reports]
    ids = [each.id for each, stays in zip(part.reports, kept, strict=True) if stays]
    these = spans.c.report_id.in_(ids if where is None else select(reports.c.id).where(where))
    # Added to 0, for else SQLite would look up each report with each wording, which may be thousands, to find few.
    changed = (spans.c.wording_id + 0).in_(_wordings_of(part.concepts))
    connection.execute(delete(spans).where(these if part.all else and_(these, changed)))
    pairs = zip(part.reports, part.serials, strict=True)
    _join(connection, (pair for pair, stays in zip(pairs, kept, strict=True) if stays))
    found = part.mentioned
    stays = np.array(kept, dtype=bool)[found.report]
    report, wording, start, end, carrier = (column[stays] for column in found[:5])
    different, at = np.unique(wording, return_inverse=True)
    of_wording = numbers.of_wordings(connection, [part.wordings[each] for each in different.tolist()])
    wording = np.array(of_wording, np.int64)[at]
    different, at = np.unique(carrier, return_inverse=True)
    of_carrier = numbers.of_carriers(connection, [tuple(found.carriers[each]) for each in different.tolist()])
    carrier = np.array(of_carrier, np.int64)[at]
    report = np.array([each.id for each in part.reports], np.int64)[report]
    columns = {"report_id": report, "start": start, "wording_id": wording, "carrier_id": carrier, "end": end}
    insert_columns(connection, spans, {name: column.tolist() for name, column in columns.items()})


def _wordings_of(names: Sequence[str]) -> Select[Any]:
    numbers = select(concepts.c.id).where(concepts.c.name.in_(names))
    return select(wordings.c.id).where(wordings.c.concept_id.in_(numbers))


def _roll(connection: Connection, batch: Batch, part: Rescored, held: dict[int, Any]) -> None:
    """Replace the rollups of the changed concepts on whole days, of which all reports are in the batch."""
    rows = [held[each.id] for each in part.reports]
    counts = np.array([row.reprint_of is None for row in rows], dtype=bool)
    found = part.mentioned
    stays = counts[found.report]
    sums = rolling.summed(
        found.report[stays],
        found.wording[stays],
        np.array([carrier.weight for carrier in found.carriers])[found.carrier[stays]],
        concepts=[concept for concept, _ in part.wordings],
        cells=[(row.day, row.feed_id, row.language) for row in rows],
        words=np.array([row.words for row in rows], np.int64),
    )
    rolling.replace(connection, part.concepts, (batch.first, batch.last), sums)
