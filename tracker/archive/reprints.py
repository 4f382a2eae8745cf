"""Reprints: linking reports of the same text, or nearly the same, to the earliest copy."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from db.bulk import insert_many
from db.tables import minhash_bands, reports, revisions
from tracker.archive.rollups import Cell
from tracker.words import near_duplicates

# Texts that are only nearly the same are reprints if their days are this close: forms are filled in every month.
WITHIN = timedelta(days=30)
MOST_COMPARED = 50
_OWN, _OTHER = minhash_bands.alias("own"), minhash_bands.alias("other")
_MET = (
    select(_OWN.c.report_id)
    .join(_OTHER, (_OWN.c.band == _OTHER.c.band) & (_OWN.c.report_id != _OTHER.c.report_id))
    .where(_OWN.c.report_id.in_(bindparam("some", expanding=True)))
)


def add_bands(connection: Connection, texts: Iterable[tuple[int, tuple[int, ...]]]) -> None:
    """Store the bands of new texts, given as (report id, bands)."""
    rows = sorted((band, report_id) for report_id, bands in texts for band in set(bands))
    insert_many(connection, minhash_bands, ("band", "report_id"), rows)


def release(connection: Connection, report_id: int) -> tuple[set[Cell], list[int]]:
    """Delete the bands of a text that is replaced, and the links of its copies to it.

    Gives the cells whose counts this changes, and the copies, which are still copies of each other: to be linked anew.
    """
    connection.execute(delete(minhash_bands).where(minhash_bands.c.report_id == report_id))
    held = or_(reports.c.id == report_id, reports.c.reprint_of == report_id) & reports.c.reprint_of.is_not(None)
    rows = connection.execute(select(reports.c.id, reports.c.day, reports.c.feed_id).where(held)).all()
    connection.execute(update(reports).where(held).values(reprint_of=None))
    return {(row.day, row.feed_id) for row in rows}, [row.id for row in rows if row.id != report_id]


def link(connection: Connection, report_ids: Sequence[int]) -> set[Cell]:
    """Link these reports and their likes to the earliest copy; give the cells whose counts this changes."""
    changed: set[Cell] = set()
    for report_id in _with_likes(connection, report_ids):
        group = _alike(connection, report_id)
        for row in group[1:]:
            original = group[0].id if row.feed_id != group[0].feed_id else None
            if row.reprint_of != original:
                connection.execute(update(reports).where(reports.c.id == row.id).values(reprint_of=original))
                changed.add((row.day, row.feed_id))
        if group and group[0].reprint_of is not None:
            connection.execute(update(reports).where(reports.c.id == group[0].id).values(reprint_of=None))
            changed.add((group[0].day, group[0].feed_id))
    return changed


def _with_likes(connection: Connection, report_ids: Sequence[int]) -> list[int]:
    """Those of these reports that share a band with another; most share none, and need no closer look."""
    found: set[int] = set()
    for at in range(0, len(report_ids), 500):
        found |= set(connection.scalars(_MET, {"some": report_ids[at : at + 500]}))
    return [report_id for report_id in report_ids if report_id in found]


def _alike(connection: Connection, report_id: int) -> list[Any]:
    """A report with all that are like it and what they are linked with, earliest first; empty if it has no like."""
    own = select(minhash_bands.c.band).where(minhash_bands.c.report_id == report_id)
    shared = (
        select(minhash_bands.c.report_id)
        .where(minhash_bands.c.band.in_(own), minhash_bands.c.report_id != report_id)
        .group_by(minhash_bands.c.report_id)
        .order_by(func.count().desc(), minhash_bands.c.report_id)
        .limit(MOST_COMPARED)
    )
    near = list(connection.scalars(shared))
    if not near:
        return []
    texts = _texts(connection, [report_id, *near])
    mine = texts[report_id]
    runs = near_duplicates.shingles(mine.normal_body)
    alike = [
        row.id
        for row in texts.values()
        if row.text_hash == mine.text_hash
        or (
            abs(row.day - mine.day) <= WITHIN and near_duplicates.alike(runs, near_duplicates.shingles(row.normal_body))
        )
    ]
    originals = select(reports.c.reprint_of).where(reports.c.id.in_(alike), reports.c.reprint_of.is_not(None))
    columns = (reports.c.id, reports.c.day, reports.c.feed_id, reports.c.reprint_of)
    # Likeness does not carry over: what is linked with a like need not be like this one, and yet goes where it goes.
    linked = or_(*(column.in_(some) for column in (reports.c.id, reports.c.reprint_of) for some in (alike, originals)))
    # Databases do not agree on where no time stands among times. Of copies from one moment the same one is always the
    # first, whichever came first; only where no moment is stated does it matter when they were seen.
    seen = case((reports.c.published.is_(None), reports.c.first_seen))
    order = (reports.c.day, reports.c.published.is_not(None), reports.c.published, seen)
    query = select(*columns).where(linked).order_by(*order, reports.c.feed_id, reports.c.key)
    rows = list(connection.execute(query))
    return rows if len(rows) > 1 else []


def _texts(connection: Connection, report_ids: Sequence[int]) -> dict[int, Any]:
    columns = (reports.c.id, reports.c.day, reports.c.text_hash, revisions.c.normal_body)
    current = (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision)
    query = select(*columns).join(revisions, current).where(reports.c.id.in_(report_ids))
    return {row.id: row for row in connection.execute(query)}
