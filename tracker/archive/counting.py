"""Counting: what the reports of a selection have of a concept, and of words, report by report."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select

from db.sums import rollups, totals
from db.tables import carriers, concepts, reports, revisions, spans, wordings
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, chosen
from tracker.documents import Place, Selection


class DayTotal(NamedTuple):
    """Reports and their words on one day of one source; ``sum_words_sq`` is the sum of the words squared."""

    day: date
    feed_id: str
    language: str
    reports: int
    words: int
    sum_words_sq: int


class ReportLength(NamedTuple):
    """One report that counts, with its words by place."""

    report_id: int
    day: date
    feed_id: str
    language: str
    words: int
    words_title: int
    words_lead: int


class PlaceCount(NamedTuple):
    """How often one variant stands in one place of a report under one cue and speaker (empty: none), and its weight."""

    report_id: int
    place: Place
    variant: str
    cue: str
    speaker: str
    mentions: int
    weight: float


class NormalisedText(NamedTuple):
    """The normalised text of a report's newest revision."""

    report_id: int
    title: str
    body: str


def within(table: Any, selection: Selection) -> list[ColumnElement[bool]]:
    """The conditions that a selection puts on rollups or totals."""
    conditions = [table.c.day <= selection.date_to]
    if selection.date_from:
        conditions.append(table.c.day >= selection.date_from)
    if selection.sources:
        conditions.append(table.c.feed_id.in_(selection.sources))
    return conditions + speaking(table, selection)


def speaking(table: Any, selection: Selection) -> list[ColumnElement[bool]]:
    """The condition that a selection's language puts on any table of sums."""
    language = selection.language
    return [table.c.language.istartswith(language, autoescape=True)] if language else []


def number_of(concept: str) -> ScalarSelect[int]:
    """What a concept is stored as."""
    return select(concepts.c.id).where(concepts.c.name == concept).scalar_subquery()


def day_totals(archive: Archive, selection: Selection) -> list[DayTotal]:
    """All reports of a selection, per day, source and language."""
    query = select(*(totals.c[name] for name in DayTotal._fields)).where(*within(totals, selection))
    with archive.reading() as connection:
        return [DayTotal(*row) for row in connection.execute(query)]


class Spoken(NamedTuple):
    """The reports of one source in one language."""

    feed_id: str
    language: str
    reports: int


def source_totals(archive: Archive, selection: Selection) -> list[Spoken]:
    """How many reports of a selection each source has in each language."""
    key = (totals.c.feed_id, totals.c.language)
    query = select(*key, func.sum(totals.c.reports)).where(*within(totals, selection)).group_by(*key)
    with archive.reading() as connection:
        return [Spoken(row[0], row[1], int(row[2])) for row in connection.execute(query.order_by(*key))]


def lengths(archive: Archive, selection: Selection) -> list[ReportLength]:
    """Every report of a selection that counts (no reprint), with its words."""
    columns = (reports.c.id, *(reports.c[name] for name in ReportLength._fields[1:]))
    query = select(*columns).where(reports.c.reprint_of.is_(None), *chosen(selection))
    with archive.reading() as connection:
        return [ReportLength(*row) for row in connection.execute(query)]


def tallies(archive: Archive, selection: Selection, concept: str) -> list[PlaceCount]:
    """A scored concept's mentions in a selection, per report, place, variant, cue and speaker."""
    key = (spans.c.report_id, carriers.c.place, wordings.c.variant, carriers.c.cue, carriers.c.speaker)
    query = _mentioning(select(*key, func.count(), func.sum(carriers.c.weight)), selection, concept).group_by(*key)
    query = query.join(wordings, wordings.c.id == spans.c.wording_id)
    query = query.join(carriers, carriers.c.id == spans.c.carrier_id)
    with archive.reading() as connection:
        return [PlaceCount(*row) for row in connection.execute(query)]


def _mentioning(query: Select[Any], selection: Selection, concept: str) -> Select[Any]:
    """A question about the spans of a concept: its rollups name the days of the sources that have them."""
    names = ("day", "feed_id", "language")
    named = select(*(rollups.c[name] for name in names)).where(rollups.c.concept_id == number_of(concept))
    # Apart, for SQLite would carry the range of days over to the reports, and look through all of them each time.
    cells = named.where(*within(rollups, selection)).distinct().subquery("cells")
    there = and_(*(reports.c[name] == cells.c[name] for name in names))
    these = spans.c.wording_id.in_(select(wordings.c.id).where(wordings.c.concept_id == number_of(concept)))
    query = query.select_from(cells.join(reports, there).join(spans, spans.c.report_id == reports.c.id))
    return query.where(reports.c.reprint_of.is_(None), these)


def candidates(archive: Archive, selection: Selection, literals: Sequence[str]) -> list[NormalisedText]:
    """The texts in a selection that contain any of the literals, to be matched exactly afterwards."""
    columns = (revisions.c.normal_title, revisions.c.normal_body)
    inside = [column.contains(literal, autoescape=True) for literal in literals for column in columns]
    query = select(reports.c.id, *columns).join(revisions, CURRENT)
    query = query.where(or_(*inside), reports.c.reprint_of.is_(None), *chosen(selection))
    with archive.reading() as connection:
        return [NormalisedText(*row) for row in connection.execute(query.order_by(reports.c.day, reports.c.id))]


def reports_with(archive: Archive, selection: Selection, concept: str) -> list[int]:
    """The ids of the reports that mention a scored concept, newest first."""
    query = _mentioning(select(reports.c.id, reports.c.day).distinct(), selection, concept)
    with archive.reading() as connection:
        return [row.id for row in connection.execute(query.order_by(reports.c.day.desc(), reports.c.id.desc()))]
