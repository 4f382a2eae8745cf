"""The whole archive: every report with its newest text, page by page, and every source."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from db.tables import feeds, reports, revisions
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, reach

_TEXT = ("title", "text_from", "note")
MAX_KEYS = 100  # reports with their texts


class Whole(NamedTuple):
    """A report with its newest text and all that is known of it."""

    id: int
    source: str
    key: str
    url: str
    language: str
    published: datetime | None
    day: date
    day_from: str
    first_seen: datetime
    revisions: int
    reach: int
    reprint_of: int | None
    full_text: int | None
    serial: str
    words: int
    words_title: int
    words_lead: int
    lexicon: str
    title: str
    text: str
    text_from: str
    note: str


class Source(NamedTuple):
    """A source: what feeds.yaml says of it, how many reports it brought, and from when to when."""

    id: str
    name: str
    url: str
    language: str | None
    timezone: str | None
    body: str | None
    configured: bool
    paused: bool
    reports: int
    first_day: date | None
    last_day: date | None


def everything(archive: Archive) -> Iterator[list[Whole]]:
    """All reports in the order of their ids, a hundred at a time."""
    columns = {column.name: column for column in (*reports.c, *(revisions.c[name] for name in _TEXT))}
    columns |= {"source": reports.c.feed_id, "revisions": reports.c.revision, "text": revisions.c.body}
    columns["reach"] = reach()
    query = (
        select(*(columns[name] for name in Whole._fields))
        .join(revisions, CURRENT)
        .order_by(reports.c.id)
        .limit(MAX_KEYS)
    )
    last = 0
    while True:
        with archive.reading() as connection:
            page = [Whole(*row) for row in connection.execute(query.where(reports.c.id > last))]
        if not page:
            return
        yield page
        last = page[-1].id


def sources(archive: Archive) -> list[Source]:
    """Every source that is or was configured, or was imported."""
    known = [feeds.c[name] for name in Source._fields[:8]]
    days = (func.count(reports.c.id), func.min(reports.c.day), func.max(reports.c.day))
    query = select(*known, *days).outerjoin(reports, reports.c.feed_id == feeds.c.id).group_by(*known)
    with archive.reading() as connection:
        return [Source(*row) for row in connection.execute(query.order_by(feeds.c.id))]
