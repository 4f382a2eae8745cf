"""Reprints: linking reports of the same text, or nearly the same, to the earliest copy."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, or_, select, update

from db.bulk import insert_many
from db.tables import minhash_bands, reports, revisions
from tracker.archive.opening import Archive
from tracker.archive.rollups import Cell
from tracker.words import forms, near_duplicates

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
    near = _near(connection, report_id)
    if not near:
        return []
    texts = _texts(connection, [report_id, *near])
    mine = texts[report_id]
    like = _Like(mine)
    alike = [row.id for row in texts.values() if row.text_hash == mine.text_hash or like.is_copy(row)]
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


def _near(connection: Connection, report_id: int) -> list[int]:
    """The reports that share a band with one, those first that share most."""
    own = select(minhash_bands.c.band).where(minhash_bands.c.report_id == report_id)
    shared = (
        select(minhash_bands.c.report_id)
        .where(minhash_bands.c.band.in_(own), minhash_bands.c.report_id != report_id)
        .group_by(minhash_bands.c.report_id)
        .order_by(func.count().desc(), minhash_bands.c.report_id)
        .limit(MOST_COMPARED)
    )
    return list(connection.scalars(shared))


def similar(archive: Archive, report_id: int) -> list[int]:
    """The reports of other sources that say nearly the same in the same weeks, and yet are no copies of this one."""
    with archive.reading() as connection:
        near = _near(connection, report_id)
        texts = _texts(connection, [report_id, *near]) if near else {}
    mine = texts.pop(report_id, None)
    if mine is None:
        return []
    like, original = _Like(mine), mine.reprint_of or report_id
    others = [each for each in texts.values() if each.feed_id != mine.feed_id]
    return [each.id for each in others if (each.reprint_of or each.id) != original and like.is_near(each)]


class _Like:
    """Compares texts with one of them."""

    def __init__(self, text: Any) -> None:
        self._text, self._runs = text, near_duplicates.shingles(text.normal_body)

    def is_near(self, other: Any) -> bool:
        """Whether another text is nearly the same and of the same weeks."""
        if abs(other.day - self._text.day) > WITHIN:
            return False
        return near_duplicates.alike(self._runs, near_duplicates.shingles(other.normal_body))

    def is_copy(self, other: Any) -> bool:
        """Whether it also is no form that was filled in otherwise."""
        return self.is_near(other) and not forms.filled_in_twice(
            *(forms.pieces(each.normal_body, each.body) for each in (self._text, other))
        )


def _texts(connection: Connection, report_ids: Sequence[int]) -> dict[int, Any]:
    of_report = (reports.c[name] for name in ("id", "day", "feed_id", "text_hash", "reprint_of"))
    columns = (*of_report, revisions.c.normal_body, revisions.c.body)
    current = (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision)
    query = select(*columns).join(revisions, current).where(reports.c.id.in_(report_ids))
    return {row.id: row for row in connection.execute(query)}
