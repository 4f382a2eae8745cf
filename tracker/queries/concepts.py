"""Concepts: the whole lexicon with what was found of each concept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from tracker.archive import wordings
from tracker.archive.opening import Archive
from tracker.archive.wordings import Month
from tracker.documents import Selection
from tracker.queries.spark import Span, Spark, span
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.text import normalise


@dataclass(frozen=True, slots=True)
class Row:
    """A concept with its mentions, the reports with it, and the days of the first and the last of them."""

    concept: Concept
    mentions: int = 0
    reports_with: int = 0
    first: date | None = None
    last: date | None = None
    spark: Spark = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A theme with its concepts."""

    theme: Theme
    rows: tuple[Row, ...]


def concepts(archive: Archive, lexicon: Lexicon, selection: Selection) -> list[Group]:
    """All themes with their concepts.

    What was found is what is stored: while reports are counted anew, part of it is of the lexicon before.
    """
    months: dict[str, list[Month]] = defaultdict(list)
    with archive.snapshot() as now:
        for month in wordings.by_month(now, selection.date_to):
            months[month.concept].append(month)
        periods = span(now, selection)
        return [
            Group(theme, tuple(_row(concept, months[concept.id], periods) for concept in theme.concepts))
            for theme in lexicon.themes
        ]


def sought(groups: list[Group], text: str) -> list[Group]:
    """The concepts with the sought words in a label, wording, note or id, and the themes that have any."""
    wanted = normalise(text)
    kept = (
        Group(each.theme, tuple(row for row in each.rows if wanted in normalise("\n\n".join(_said(row.concept)))))
        for each in groups
    )
    return [group for group in kept if group.rows] if wanted else groups


def _said(concept: Concept) -> tuple[str, ...]:
    return (concept.id, concept.label, concept.label_zh, concept.note, *concept.wordings)


def _row(concept: Concept, months: list[Month], periods: Span) -> Row:
    return Row(
        concept,
        sum(each.mentions for each in months),
        sum(each.reports_with for each in months),
        min((each.first for each in months), default=None),
        max((each.last for each in months), default=None),
        periods.spark((date(each.year, each.month, 1), each.reports_with) for each in months),
    )
