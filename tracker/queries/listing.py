"""Listing: a page of reports, each with the concepts it mentions."""

from collections import Counter
from dataclasses import dataclass

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Report, Selection
from tracker.queries.reports import Passage, listed, passages
from tracker.words.text import normalise

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report in a list; ``concepts`` are those it mentions and how often, the most mentioned first.

    ``passage`` is the sentence in which it first says what was searched for.
    """

    report: Report
    concepts: tuple[tuple[str, int], ...]
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: its reports, the number of reports on all pages, and the number of pages."""

    lines: tuple[ListedReport, ...]
    total: int
    pages: int


def listing(archive: Archive, selection: Selection, search: str = "", page: int = 1) -> Listing:
    """A page of reports in the order of ``listed``; a page beyond the last one is the last one."""
    with archive.snapshot() as now:
        reports, total = listed(now, selection, search, PER_PAGE, (page - 1) * PER_PAGE)
        pages = max(1, -(-total // PER_PAGE))
        if page > pages:
            reports, total = listed(now, selection, search, PER_PAGE, (pages - 1) * PER_PAGE)
        ids = [report.id for report in reports]
        mentions, shown = reading.mentions_in(now, ids), passages(now, ids, search) if normalise(search) else {}
        counts = (Counter(mention.concept for mention in mentions[each]).most_common() for each in ids)
        lines = (
            ListedReport(report, tuple(count), shown.get(report.id))
            for report, count in zip(reports, counts, strict=True)
        )
        return Listing(tuple(lines), total, pages)
