"""Serials: the reports that recur under one title pattern, and what each of them mentions."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select, text

from db.tables import mentions, reports, revisions
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Report

# As written out, for a partial index is only used where its condition stands word for word.
_RECURRING = text("serial != ''")


class Belongs(NamedTuple):
    """Which serial a report is one of (empty if none), and in which language, as the two letters it begins with."""

    serial: str
    language: str


def belongs(archive: Archive, report_id: int) -> Belongs | None:
    """The serial and language of a report, of a reprint those of its original; None if there is no such report."""
    row = _original(archive, report_id)
    return Belongs(row.serial, row.language[:2]) if row else None


def members(archive: Archive, serial: str, language: str) -> list[Report]:
    """The reports of a serial in one language, oldest first, without reprints."""
    order = (reports.c.day, reports.c.published.is_not(None), reports.c.published, reports.c.id)
    query = select(reports.c.id).where(*_of(serial, language)).order_by(*order)
    with archive.reading() as connection:
        ids = list(connection.scalars(query))
    return _in_order(archive, ids)


def newest_language(archive: Archive, serial: str) -> str | None:
    """The language of the newest report of a serial, as two letters; None if there is none."""
    query = select(reports.c.language).where(*_of(serial)).order_by(reports.c.day.desc(), reports.c.id.desc()).limit(1)
    with archive.reading() as connection:
        language = connection.scalar(query)
    return None if language is None else language[:2]


def previous(archive: Archive, report_id: int) -> Report | None:
    """The report of the same serial and language that came last before the day of this one; None if there is none.

    Of two from that day, one from the same source is preferred. Those of the same day tell of the same occasion.
    """
    row = _original(archive, report_id)
    if row is None or not row.serial:
        return None
    elsewhere = case((reports.c.feed_id == row.feed_id, 0), else_=1)
    query = select(reports.c.id).where(*_of(row.serial, row.language[:2]), reports.c.day < row.day)
    query = query.order_by(reports.c.day.desc(), elsewhere, reports.c.id.desc()).limit(1)
    with archive.reading() as connection:
        found = connection.scalar(query)
    return _in_order(archive, [found])[0] if found is not None else None


def before(members: Sequence[Report], report: Report) -> Report | None:
    """The one of a serial's reports that ``previous`` has of another."""
    earlier = (each for each in members if each.day < report.day)
    return max(earlier, key=lambda each: (each.day, each.feed_id == report.feed_id, each.id), default=None)


def presence(archive: Archive, serial: str, language: str) -> dict[int, set[str]]:
    """The concepts that each report of a serial mentions, by the stored mentions."""
    query = select(mentions.c.report_id, mentions.c.concept).distinct()
    query = query.join(reports, mentions.c.report_id == reports.c.id).where(*_of(serial, language))
    found: dict[int, set[str]] = {}
    with archive.reading() as connection:
        for report_id, concept in connection.execute(query):
            found.setdefault(report_id, set()).add(concept)
    return found


def normal_bodies(archive: Archive, report_ids: Sequence[int]) -> dict[int, str]:
    """The normalised text of each report's newest revision, without its title."""
    query = select(reports.c.id, revisions.c.normal_body).join(revisions, reading.CURRENT)
    with archive.reading() as connection:
        rows = connection.execute(query.where(reports.c.id.in_(report_ids))).all()
    return {row.id: row.normal_body for row in rows}


def _of(serial: str, language: str = "") -> list[ColumnElement[bool]]:
    conditions = [and_(_RECURRING), reports.c.serial == serial, reports.c.reprint_of.is_(None)]
    return [*conditions, reports.c.language.istartswith(language, autoescape=True)] if language else conditions


def _original(archive: Archive, report_id: int) -> Any:
    original = select(func.coalesce(reports.c.reprint_of, reports.c.id)).where(reports.c.id == report_id)
    columns = (reports.c.id, reports.c.serial, reports.c.day, reports.c.language, reports.c.feed_id)
    with archive.reading() as connection:
        return connection.execute(select(*columns).where(reports.c.id == original.scalar_subquery())).one_or_none()


def _in_order(archive: Archive, report_ids: Sequence[int]) -> list[Report]:
    found: dict[int, Report] = {}
    for first in range(0, len(report_ids), reading.MAX_KEYS):
        found |= {report.id: report for report in reading.by_ids(archive, report_ids[first : first + reading.MAX_KEYS])}
    return [found[report_id] for report_id in report_ids]
