"""Sides: the sums of every concept over a selection at once, for comparing one selection with another."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from db.tables import reports, revisions, rollups, totals
from tracker.archive.counting import within
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, chosen
from tracker.documents import Selection


class Whole(NamedTuple):
    """All reports of a selection in one language, with their words and the sum of the words squared."""

    language: str
    reports: int
    words: int
    xx: int


class Part(NamedTuple):
    """One concept's mentions in a selection in one language, with the sums of squares and products."""

    concept: str
    language: str
    mentions: int
    reports_with: int
    yy: int
    xy: int


def wholes(archive: Archive, selection: Selection) -> list[Whole]:
    """The reports of a selection, by language."""
    sums = (func.sum(totals.c[name]) for name in Whole._fields[1:])
    query = select(totals.c.language, *sums).where(*within(totals, selection)).group_by(totals.c.language)
    with archive.reading() as connection:
        return [Whole(row[0], *map(int, row[1:])) for row in connection.execute(query)]


def parts(archive: Archive, selection: Selection) -> list[Part]:
    """Every concept that a selection mentions, by language."""
    key = (rollups.c.concept, rollups.c.language)
    sums = (func.sum(rollups.c[name]) for name in Part._fields[2:])
    query = select(*key, *sums).where(*within(rollups, selection)).group_by(*key)
    with archive.reading() as connection:
        return [Part(row[0], row[1], *map(int, row[2:])) for row in connection.execute(query)]


def first_days(archive: Archive) -> dict[str, date]:
    """The first day of each concept in the whole archive."""
    query = select(rollups.c.concept, func.min(rollups.c.day)).group_by(rollups.c.concept)
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def sources(archive: Archive, selection: Selection) -> set[str]:
    """The sources that have reports in a selection."""
    query = select(totals.c.feed_id).where(*within(totals, selection)).distinct()
    with archive.reading() as connection:
        return set(connection.scalars(query))


def days(archive: Archive, selection: Selection) -> tuple[date, date] | None:
    """The first and the last day of a selection that have reports; None without any."""
    query = select(func.min(totals.c.day), func.max(totals.c.day)).where(*within(totals, selection))
    with archive.reading() as connection:
        first, last = connection.execute(query).one()
    return (first, last) if first else None


class Text(NamedTuple):
    """The text of a report's newest revision, normalised and as it was published."""

    normal_title: str
    normal_body: str
    title: str
    body: str


def texts(archive: Archive, selection: Selection, limit: int, *, chinese: bool) -> list[Text]:
    """The newest texts of a selection, of Chinese reports or of all others, newest first, without reprints."""
    is_chinese = reports.c.language.istartswith("zh")
    query = select(*(revisions.c[name] for name in Text._fields)).join(reports, CURRENT)
    query = query.where(reports.c.reprint_of.is_(None), is_chinese if chinese else ~is_chinese, *chosen(selection))
    with archive.reading() as connection:
        rows = connection.execute(query.order_by(reports.c.day.desc(), reports.c.id.desc()).limit(limit))
        return [Text(*row) for row in rows]
