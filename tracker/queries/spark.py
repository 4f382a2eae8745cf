"""Sparks: a share over the whole archive in few points, for a picture the size of a word."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.archive import periods as rolled_up
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.choices import By
from tracker.measures.series import first_day, periods

MONTHS = 48  # drawn month by month; an archive of more is drawn year by year

Spark = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The periods of an archive, oldest first, with the reports of each; ``by`` says how long they are."""

    by: By
    reports: dict[date, int]

    def spark(self, found: Iterable[tuple[date, int]]) -> Spark:
        """The share of each period's reports that has something; None for a period without reports."""
        held: dict[date, int] = defaultdict(int)
        for day, number in found:
            held[first_day(day, self.by)] += number
        return tuple(held[period] / reports if reports else None for period, reports in self.reports.items())


def span(archive: Archive, selection: Selection) -> Span:
    """The periods of a selection: months, or years where that would be too many."""
    sums = rolled_up.wholes(archive, selection, "month")
    months: list[date] = sums.periods.tolist()
    if not months:
        return Span("year", {})
    first, last = min(months), max(months)
    by: By = "month" if len(list(periods(first, last, "month"))) <= MONTHS else "year"
    reports = dict.fromkeys(periods(first, last, by), 0)
    for month, number in zip(months, sums.sums["reports"].tolist(), strict=True):
        reports[first_day(month, by)] += number
    return Span(by, reports)
