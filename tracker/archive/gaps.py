"""Gaps: days of which reports of a feed are missing, because it no longer showed them when it was visited."""

from datetime import date

from sqlalchemy import delete, insert, select

from db.tables import gaps
from tracker.archive.opening import Archive
from tracker.documents import Gap, Selection


def remember(archive: Archive, gap: Gap) -> None:
    """Store a gap; one that begins on the same day is replaced."""
    with archive.writing() as connection:
        connection.execute(delete(gaps).where(gaps.c.feed_id == gap.feed_id, gaps.c.first == gap.first))
        connection.execute(insert(gaps).values(feed_id=gap.feed_id, first=gap.first, last=gap.last))


def close(archive: Archive, feed_id: str, reached: date) -> None:
    """Forget the gaps of a feed that older reports, collected without a break back to ``reached``, have filled."""
    with archive.writing() as connection:
        connection.execute(delete(gaps).where(gaps.c.feed_id == feed_id, gaps.c.first >= reached))


def within(archive: Archive, selection: Selection) -> list[Gap]:
    """The gaps that touch a selection's days and sources, oldest first."""
    query = select(gaps.c.feed_id, gaps.c.first, gaps.c.last).where(gaps.c.first <= selection.date_to)
    if selection.date_from:
        query = query.where(gaps.c.last >= selection.date_from)
    if selection.sources:
        query = query.where(gaps.c.feed_id.in_(selection.sources))
    with archive.reading() as connection:
        return [Gap(*row) for row in connection.execute(query.order_by(gaps.c.first, gaps.c.feed_id))]
