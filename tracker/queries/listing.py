"""Listing: a page of reports, each with the concepts it mentions."""

from collections import Counter
from dataclasses import dataclass

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Report, Selection
from tracker.queries.reports import listed

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in a list; ``concepts`` are those it mentions and how often, the most mentioned first."""

    report: Report
    concepts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: its reports, the number of reports on all pages, and the number of pages."""

    lines: tuple[ListedReport, ...]
    total: int
    pages: int


def listing(archive: Archive, selection: Selection, search: str = "", page: int = 1) -> Listing:
    """A page of reports, newest first; a page beyond the last one is the last one."""
    with archive.snapshot() as now:
        reports, total = listed(now, selection, search, PER_PAGE, (page - 1) * PER_PAGE)
        pages = max(1, -(-total // PER_PAGE))
        if page > pages:
            reports, total = listed(now, selection, search, PER_PAGE, (pages - 1) * PER_PAGE)
        mentions = reading.mentions_in(now, [report.id for report in reports])
        lines = (
            ListedReport(report, tuple(Counter(mention.concept for mention in mentions[report.id]).most_common()))
            for report in reports
        )
        return Listing(tuple(lines), total, pages)
