"""Wordings: how often each concept, and each variant of one, was found, and from when to when."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import extract, func, select

from db.sums import rollups
from db.tables import concepts, mentions, reports
from tracker.archive.opening import Archive
from tracker.archive.reading import chosen
from tracker.documents import Selection


class Found(NamedTuple):
    """What was found of one variant on one day, with the first and the last report of that day that has it."""

    variant: str
    day: date
    mentions: int
    reports_with: int
    first_report: int
    last_report: int


class Month(NamedTuple):
    """What was found of one concept in one month, and on which days of it first and last."""

    concept: str
    year: int
    month: int
    mentions: int
    reports_with: int
    first: date
    last: date


def by_day(archive: Archive, selection: Selection, concept: str) -> list[Found]:
    """The variants of a scored concept, per day of a selection."""
    number = mentions.c.report_id
    counts = (func.count(), func.count(number.distinct()), func.min(number), func.max(number))
    query = select(mentions.c.variant, reports.c.day, *counts).join(reports, number == reports.c.id)
    query = query.where(mentions.c.concept == concept, reports.c.reprint_of.is_(None), *chosen(selection))
    with archive.reading() as connection:
        return [Found(*row) for row in connection.execute(query.group_by(mentions.c.variant, reports.c.day))]


def by_month(archive: Archive, last: date) -> list[Month]:
    """Every concept that was found up to a day, per month."""
    key = (concepts.c.name, extract("year", rollups.c.day), extract("month", rollups.c.day))
    sums = (func.sum(rollups.c.mentions), func.sum(rollups.c.reports_with))
    query = select(*key, *sums, func.min(rollups.c.day), func.max(rollups.c.day)).where(rollups.c.day <= last)
    query = query.join(concepts, concepts.c.id == rollups.c.concept_id)
    with archive.reading() as connection:
        rows = connection.execute(query.group_by(*key))
        return [Month(*row) for row in rows]
