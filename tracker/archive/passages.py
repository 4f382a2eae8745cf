"""Passages: texts that contain given words, read one after the other, newest first."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from db.tables import reports, revisions
from tracker.archive.opening import Archive
from tracker.archive.reading import chosen
from tracker.documents import Selection

MAX_KEYS = 100  # texts held at a time


class Passage(NamedTuple):
    """The normalised text of a report's newest revision, with the report's day."""

    report_id: int
    day: date
    title: str
    body: str


def containing(
    archive: Archive, selection: Selection, groups: Sequence[Sequence[str]], newest: int | None = None
) -> Iterator[Passage]:
    """The texts that contain all literals of any of the groups, of reports that count, newest first.

    ``newest`` limits the work: only so many of the newest reports are looked at. The texts are candidates, to be
    matched exactly afterwards; no more than a hundred are in memory.
    """
    order = (reports.c.day.desc(), reports.c.id.desc())
    looked = select(reports.c.id, reports.c.day, reports.c.revision)
    looked = looked.where(reports.c.reprint_of.is_(None), *chosen(selection)).order_by(*order).limit(newest)
    here = looked.subquery()
    texts = (revisions.c.normal_title, revisions.c.normal_body)
    inside = [
        and_(*(or_(*(text.contains(literal, autoescape=True) for text in texts)) for literal in group))
        for group in groups
    ]
    current = and_(revisions.c.report_id == here.c.id, revisions.c.number == here.c.revision)
    query = select(here.c.id, here.c.day, *texts).join(revisions, current).where(or_(*inside))
    query = query.order_by(here.c.day.desc(), here.c.id.desc()).execution_options(yield_per=MAX_KEYS)
    with archive.reading() as connection:
        for row in connection.execute(query):
            yield Passage(*row)


def number(archive: Archive, selection: Selection) -> int:
    """How many reports of a selection count."""
    query = select(func.count()).where(reports.c.reprint_of.is_(None), *chosen(selection))
    with archive.reading() as connection:
        return connection.scalar(query) or 0
