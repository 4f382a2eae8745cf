"""Reading: reports, their revisions and their mentions, as values."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, bindparam, func, or_, select

from db.sums import period_totals
from db.tables import feeds, mentions, reports, revisions
from tracker.archive import generation as generations
from tracker.archive.opening import Archive
from tracker.documents import Mention, Report, Revision, Selection
from tracker.words.text import normalise

_TEXT = ("title", "body", "text_from", "seen_at", "number", "note")
_FIELDS = ("id", "feed_id", "key", "url", "language", "published", "day", "day_from", "first_seen")
_EARLIEST = (reports.c.day, reports.c.id)
MAX_KEYS = 1_000  # keys in one question, fewer than any database's limit
MOST_PAGES = 50
_IN_THE_TEXT = (mentions.c.place.desc(), mentions.c.start, mentions.c.end, mentions.c.concept, mentions.c.variant)
CURRENT = and_(revisions.c.report_id == reports.c.id, revisions.c.number == reports.c.revision)

_NEXT_PAGE = select(func.min(reports.c.page_due)).where(
    reports.c.feed_id == bindparam("feed"), reports.c.page_due.is_not(None)
)


def chosen(selection: Selection) -> list[ColumnElement[bool]]:
    """The conditions that a selection puts on reports."""
    conditions = [reports.c.day <= selection.date_to]
    if selection.date_from:
        conditions.append(reports.c.day >= selection.date_from)
    if selection.sources:
        conditions.append(reports.c.feed_id.in_(selection.sources))
    if selection.language:
        conditions.append(reports.c.language.istartswith(selection.language, autoescape=True))
    return conditions


def reach() -> Label[int]:
    """How many sources carry the text of a report."""
    copies = reports.alias("copies")
    original = func.coalesce(reports.c.reprint_of, reports.c.id)
    carried = or_(copies.c.id == original, copies.c.reprint_of == original)
    return select(func.count(copies.c.feed_id.distinct())).where(carried).scalar_subquery().label("reach")


def _reports() -> Select[Any]:
    columns = [reports.c[name] for name in _FIELDS]
    return select(*columns, reports.c.revision.label("revisions"), revisions.c.title, reach()).join(revisions, CURRENT)


def _report(row: Any) -> Report:
    return Report(**row._mapping)


def listed(archive: Archive, selection: Selection, search: str = "", limit: int = 100, offset: int = 0) -> list[Report]:
    """Reports of a selection, newest first; ``search`` keeps those whose title or text contains it.

    A negative limit is none.
    """
    query = _reports().where(*chosen(selection), *_containing(search))
    query = (
        query.order_by(reports.c.day.desc(), reports.c.id.desc()).limit(limit if limit >= 0 else None).offset(offset)
    )
    with archive.reading() as connection:
        return [_report(row) for row in connection.execute(query)]


def densest(archive: Archive, selection: Selection, search: str) -> list[int]:
    """The ids of the reports of a selection that contain this: most often for their length first, then the newest."""
    texts = (reports.c.id, reports.c.day, reports.c.words, revisions.c.normal_title, revisions.c.normal_body)
    query = select(*texts).join(revisions, CURRENT).where(*chosen(selection), *_containing(search))
    within = re.compile(f"(?={re.escape(normalise(search))})")
    with archive.reading() as connection:
        rows = connection.execute(query.execution_options(yield_per=200))
        ranked = [
            (sum(len(within.findall(text)) for text in (title, body)) / max(words, 1), day, report_id)
            for report_id, day, words, title, body in rows
        ]
    return [report_id for _, _, report_id in sorted(ranked, reverse=True)]


def by_ids(archive: Archive, report_ids: Sequence[int]) -> list[Report]:
    """The reports with these ids, in no order."""
    with archive.reading() as connection:
        return [_report(row) for row in connection.execute(_reports().where(reports.c.id.in_(report_ids)))]


def count(archive: Archive, selection: Selection, search: str = "") -> int:
    """How many reports ``listed`` would give without its limit."""
    query = select(func.count()).select_from(reports).join(revisions, CURRENT)
    with archive.reading() as connection:
        return connection.scalar(query.where(*chosen(selection), *_containing(search))) or 0


def _containing(search: str) -> list[ColumnElement[bool]]:
    wanted = normalise(search)
    if not wanted:
        return []
    inside = (
        column.contains(wanted, autoescape=True) for column in (revisions.c.normal_title, revisions.c.normal_body)
    )
    return [or_(*inside)]


def report(archive: Archive, report_id: int) -> tuple[Report, list[Revision]] | None:
    """A report with all its revisions, oldest first; None if there is no such report."""
    texts = select(*(revisions.c[name] for name in _TEXT)).where(revisions.c.report_id == report_id)
    with archive.reading() as connection:
        row = connection.execute(_reports().where(reports.c.id == report_id)).one_or_none()
        found = [Revision(**text._mapping) for text in connection.execute(texts.order_by(revisions.c.number))]
    return (_report(row), found) if row else None


def copies(archive: Archive, report_id: int) -> list[Report]:
    """The other reports that carry the same text, earliest first."""
    original = select(func.coalesce(reports.c.reprint_of, reports.c.id)).where(reports.c.id == report_id)
    same = or_(reports.c.id == original.scalar_subquery(), reports.c.reprint_of == original.scalar_subquery())
    with archive.reading() as connection:
        rows = connection.execute(_reports().where(same, reports.c.id != report_id).order_by(*_EARLIEST))
        return [_report(row) for row in rows]


def full_text(archive: Archive, report_id: int) -> Report | None:
    """The report that brought the full text of this one, or of the one it is a copy of."""
    original = select(func.coalesce(reports.c.reprint_of, reports.c.id)).where(reports.c.id == report_id)
    whole = select(reports.c.full_text).where(reports.c.id == original.scalar_subquery())
    with archive.reading() as connection:
        row = connection.execute(_reports().where(reports.c.id == whole.scalar_subquery())).one_or_none()
    return _report(row) if row else None


def readouts(archive: Archive, report_id: int) -> list[Report]:
    """The shorter reports whose full text this one is, earliest first, without their copies."""
    original = select(func.coalesce(reports.c.reprint_of, reports.c.id)).where(reports.c.id == report_id)
    query = _reports().where(reports.c.full_text == original.scalar_subquery(), reports.c.reprint_of.is_(None))
    with archive.reading() as connection:
        return [_report(row) for row in connection.execute(query.order_by(*_EARLIEST))]


def mentions_in(archive: Archive, report_ids: Sequence[int]) -> dict[int, list[Mention]]:
    """The stored mentions of each report's newest revision, in the order of the text."""
    found: dict[int, list[Mention]] = {report_id: [] for report_id in report_ids}
    query = select(mentions).where(mentions.c.report_id.in_(report_ids)).order_by(*_IN_THE_TEXT)
    with archive.reading() as connection:
        for row in connection.execute(query):
            found[row.report_id].append(Mention(*(row._mapping[name] for name in Mention._fields)))
    return found


def texts(archive: Archive, report_ids: Sequence[int]) -> dict[int, Revision]:
    """Each report's newest revision."""
    query = select(reports.c.id, *(revisions.c[name] for name in _TEXT)).join(revisions, CURRENT)
    with archive.reading() as connection:
        rows = connection.execute(query.where(reports.c.id.in_(report_ids))).all()
    return {row.id: Revision(**{name: row._mapping[name] for name in _TEXT}) for row in rows}


def pages_due(archive: Archive, feed_id: str, now: datetime, *, failed: bool = False) -> list[tuple[Report, Revision]]:
    """The newest reports of a feed whose pages are to be read again by now, with their newest revisions.

    With ``failed`` also all whose pages could not be read, due or not.
    """
    query = select(*(reports.c[name] for name in _FIELDS), *(revisions.c[name] for name in _TEXT))
    query = query.join(revisions, CURRENT).where(reports.c.feed_id == feed_id, reports.c.page_due.is_not(None))
    wanted = reports.c.page_due <= now
    query = query.where(or_(wanted, revisions.c.note != "") if failed else wanted)
    with archive.reading() as connection:
        rows = [row._mapping for row in connection.execute(query.order_by(reports.c.id.desc()).limit(MOST_PAGES))]
    return [
        (Report(**{name: row[name] for name in _FIELDS}), Revision(**{name: row[name] for name in _TEXT}))
        for row in rows
    ]


def next_page_due(archive: Archive, feed_id: str) -> datetime | None:
    """When the first page of a feed is to be read again; None if none is."""
    with archive.reading() as connection:
        due: datetime | None = connection.scalar(_NEXT_PAGE, {"feed": feed_id})
        return due


def names(archive: Archive) -> dict[str, str]:
    """The name of every source that was ever stored, by its id."""
    with archive.reading() as connection:
        return {row.id: row.name for row in connection.execute(select(feeds.c.id, feeds.c.name).order_by(feeds.c.name))}


def languages(archive: Archive) -> list[str]:
    """The languages of the reports that count; one row a month is read, however many reports there are."""
    query = select(period_totals.c.language).where(period_totals.c.kind == "month").distinct()
    with archive.reading() as connection:
        return sorted(connection.scalars(query))


def generation(archive: Archive) -> int:
    """A number that grows with all that may change a count or a chart; one row, cheap enough to ask every second."""
    with archive.reading() as connection:
        return generations.current(connection)


def is_empty(archive: Archive) -> bool:
    """Whether no report is stored yet."""
    with archive.reading() as connection:
        return connection.scalar(select(reports.c.id).limit(1)) is None
