"""Wordings: what each variant of a concept brought, and when it came and went."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.archive import counting
from tracker.archive import wordings as stored
from tracker.archive.opening import Archive
from tracker.archive.wordings import Found
from tracker.documents import Selection
from tracker.measures.choices import By
from tracker.queries import occurrences
from tracker.queries.spark import Spark, span
from tracker.words.lexicon import Concept, Lexicon


@dataclass(frozen=True, slots=True)
class Seen:
    """A day, and a report of that day."""

    day: date
    report: int


@dataclass(frozen=True, slots=True)
class Wording:
    """One variant: mentions, reports with, its share of all mentions, first and last appearance (None if never).

    ``spark`` is the share of reports with it, period by period.
    """

    variant: str
    mentions: int
    reports_with: int
    share: float
    first: Seen | None
    last: Seen | None
    spark: Spark


@dataclass(frozen=True, slots=True)
class Wordings:
    """A concept's variants in the lexicon's order; ``by`` is the length of a spark's periods."""

    rows: tuple[Wording, ...]
    mentions: int
    by: By

    def of(self, variant: str) -> Wording:
        """One variant's row."""
        return next(row for row in self.rows if row.variant == variant)


def wordings(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Wordings:
    """Each variant of a concept over a selection, exact also while reports are still being counted anew."""
    with archive.snapshot() as now:
        if occurrences.is_current(now, lexicon, concept):
            days = stored.by_day(now, selection, concept.id)
        else:
            days = list(_counted(now, lexicon, concept, selection))
        total, periods = sum(each.mentions for each in days), span(now, selection)
        rows = []
        for variant in concept.wordings:
            mine = sorted((each for each in days if each.variant == variant), key=lambda each: each.day)
            number = sum(each.mentions for each in mine)
            rows.append(
                Wording(
                    variant,
                    number,
                    sum(each.reports_with for each in mine),
                    number / total if total else 0.0,
                    Seen(mine[0].day, mine[0].first_report) if mine else None,
                    Seen(mine[-1].day, mine[-1].last_report) if mine else None,
                    periods.spark((each.day, each.reports_with) for each in mine),
                )
            )
        return Wordings(tuple(rows), total, periods.by)


def _counted(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Iterator[Found]:
    """The same as stored, from the texts themselves."""
    days = {length.report_id: length.day for length in counting.lengths(archive, selection)}
    held: dict[tuple[str, date], Counter[int]] = defaultdict(Counter)
    for report_id, mentions in occurrences.mentions(archive, lexicon, concept, selection):
        for mention in mentions:
            held[mention.variant, days[report_id]][report_id] += 1
    for (variant, day), reports in held.items():
        yield Found(variant, day, reports.total(), len(reports), min(reports), max(reports))
