"""What one visit brought, counted while it goes on."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from tracker.archive.writing import Outcome
from tracker.documents import Feed, ReportDraft, Visit
from tracker.ingest.schedule import today


class VisitCounts:
    """Entries seen, reports new and revised, and pages that could not be read, by reason."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.entries = self.new = self.revised = 0
        self.summaries = Counter[str]()
        self.unread_new = self.undated = self.future = 0
        self.farthest: date | None = None
        self.elsewhere = ""

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each reason why only summaries were stored, and for days that are not as they seem."""
        said = [f"{count} of {self.entries} entries: {reason}" for reason, count in self.summaries.items()]
        if self.undated:
            said.append(
                f"{self.undated} of {self.new} new entries have no date that can be read;"
                " they count on the day they were seen"
            )
        if self.future:
            said.append(
                f"{self.future} of {self.new} new entries are dated in the future, up to {self.farthest};"
                " each is held back until its day"
            )
        if self.elsewhere:
            said.append(f"its archive goes on at another host, which is not followed: {self.elsewhere}")
        return tuple(said)

    def visit(self, feed: Feed, error: str, more: tuple[str, ...]) -> Visit:
        """The visit that brought this, with how it ended."""
        unread = self.summaries.total()
        return Visit(feed, self.entries, self.new, self.revised, error, (*self.warnings, *more), unread)

    def add(self, stored: Iterable[tuple[ReportDraft, Outcome]]) -> None:
        """Count what became of reports that were stored."""
        for collected, outcome in stored:
            report, note = collected.report, collected.revision.note
            self.revised += outcome == "revised"
            if note:
                self.summaries[note] += 1
            if outcome == "new":
                self.new += 1
                self.unread_new += bool(note)
                self.undated += report.day_from == "seen"
                if report.day > today(report.first_seen):
                    self.future += 1
                    self.farthest = max(report.day, self.farthest or report.day)
