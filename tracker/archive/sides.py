"""Sides: the sums of every concept over a selection at once, for comparing one selection with another."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, ColumnElement, Date, Label, Table, cast, func, literal, select

from db.days import days_between
from db.sums import rollups, totals
from db.tables import concepts, reports, revisions
from tracker.archive import periods
from tracker.archive.counting import within
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, chosen
from tracker.documents import Selection


class Whole(NamedTuple):
    """All reports of a selection in one language, with their words and the sum of the words squared."""

    language: str
    reports: int
    words: int
    sum_words_sq: int


class Part(NamedTuple):
    """One concept's mentions in a selection in one language, with the sums of squares and products."""

    concept: str
    language: str
    mentions: int
    reports_with: int
    sum_mentions_sq: int
    sum_words_mentions: int


class Window(NamedTuple):
    """Reports of a source in one language, those that mention a concept or all of them, in a window of days.

    ``back`` is how many windows before the last one; ``concept`` and ``feed_id`` are empty where all are meant.
    """

    concept: str
    feed_id: str
    language: str
    back: int
    reports: int


def wholes(archive: Archive, selection: Selection) -> list[Whole]:
    """The reports of a selection, by language."""
    each = periods.all_reports(selection)
    sums = (func.sum(each.c[name]) for name in Whole._fields[1:])
    query = select(each.c.language, *sums).group_by(each.c.language)
    with archive.reading() as connection:
        return [Whole(row[0], *map(int, row[1:])) for row in connection.execute(query)]


def parts(archive: Archive, selection: Selection) -> list[Part]:
    """Every concept that a selection mentions, by language."""
    each = periods.every_concept(selection, Part._fields[2:])
    key, sums = (concepts.c.name, each.c.language), (func.sum(each.c[name]) for name in Part._fields[2:])
    query = select(*key, *sums).join(each, each.c.concept_id == concepts.c.id).group_by(*key)
    with archive.reading() as connection:
        return [Part(row[0], row[1], *map(int, row[2:])) for row in connection.execute(query)]


def windows(archive: Archive, selection: Selection, days: int) -> list[Window]:
    """The reports of a selection, per source, language and window of so many days back from its last day."""
    key = (totals.c.feed_id, totals.c.language)
    query = select(literal(""), *key, _back(totals, selection, days), _added(totals.c.reports))
    query = query.where(*within(totals, selection)).group_by(*key, "back")
    with archive.reading() as connection:
        return [Window(*row) for row in connection.execute(query)]


def concept_windows(archive: Archive, selection: Selection, days: int, wanted: Sequence[str]) -> list[Window]:
    """The same of those reports that mention one of the wanted concepts, over all sources of the selection."""
    numbers = select(concepts.c.id).where(concepts.c.name.in_(wanted))
    key, back = (rollups.c.concept_id, rollups.c.language), _back(rollups, selection, days)
    each = select(*key, back, _added(rollups.c.reports_with).label("reports"))
    each = each.where(rollups.c.concept_id.in_(numbers), *within(rollups, selection)).group_by(*key, "back")
    found = each.subquery()
    query = select(concepts.c.name, literal(""), found.c.language, found.c.back, found.c.reports)
    with archive.reading() as connection:
        return [Window(*row) for row in connection.execute(query.join(found, found.c.concept_id == concepts.c.id))]


def _back(table: Table, selection: Selection, days: int) -> Label[int]:
    between: ColumnElement[int] = days_between(table.c.day, literal(selection.date_to, Date))
    return (between // days).label("back")


def _added(column: Column[int]) -> ColumnElement[int]:
    """The sum, which PostgreSQL would give as a decimal number."""
    return cast(func.sum(column), BigInteger)


def first_days(archive: Archive) -> dict[str, date]:
    """The first day of each concept in the whole archive."""
    first = select(func.min(rollups.c.day)).where(rollups.c.concept_id == concepts.c.id).scalar_subquery()
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(select(concepts.c.name, first)) if row[1]}


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
