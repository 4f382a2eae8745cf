"""Signals: which concepts shifted in the last days against the days before."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.archive import counting
from tracker.archive.counting import Rollup, Total
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.series import MINIMUM_REPORTS
from tracker.measures.shifts import Change, Kind, change, kind
from tracker.queries import found
from tracker.words.lexicon import Concept, Lexicon

WINDOWS = (7, 30, 90, 365, 3650)
SPARKS = 24


@dataclass(frozen=True, slots=True)
class Signal:
    """One shift: shares before and after with their reports, its past, and why it is listed.

    ``spark`` is the share in each of the last 24 windows, oldest first, None where no report was.
    """

    concept: Concept
    kind: Kind
    change: Change
    with_before: int
    with_after: int
    first: date
    present: int
    windows: int
    spark: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """All shifts of one window, strongest first, and the two periods they are read from.

    ``reports_after`` counts the reports from ``start`` to ``last``; ``reports_before`` those of as many days
    before; both only of the ``sources`` that spoke in both. ``behind`` is set when the lexicon changed and
    reports are still being counted anew.
    """

    days: int
    start: date
    last: date
    reports_before: int
    reports_after: int
    sources: int
    signals: tuple[Signal, ...]
    behind: bool

    @property
    def enough(self) -> bool:
        """Whether both periods have reports enough to compare."""
        return min(self.reports_before, self.reports_after) >= MINIMUM_REPORTS


def signals(archive: Archive, lexicon: Lexicon, selection: Selection, days: int | None = None) -> Signals | None:
    """Compare the last ``days`` up to the newest report with as many days before; None without reports.

    Without ``days`` the shortest window with reports enough on both sides is taken. Only sources that spoke in
    both periods are compared: a feed that joined is no shift in what the others say.
    """
    everything = counting.day_totals(archive, selection)
    if not everything:
        return None
    last = max(total.day for total in everything)
    if days is None:
        days = next((window for window in WINDOWS if _enough(_in_both(everything, last, window), last, window)), 30)
    totals = _in_both(everything, last, days)
    sources = {total.feed_id for total in totals}
    after, before = _reports(totals, last, days, 0), _reports(totals, last, days, 1)
    rows: list[Signal] = []
    behind = False
    if min(after, before) >= MINIMUM_REPORTS:
        numbers = [_reports(totals, last, days, back) for back in range(SPARKS)]
        for concept in lexicon.concepts.values():
            if not found.is_current(archive, lexicon, concept):
                behind = True
                continue
            rolled = [row for row in counting.day_rollups(archive, selection, concept.id) if row.feed_id in sources]
            signal = _signal(concept, rolled, last, days, numbers)
            if signal:
                rows.append(signal)
    rows.sort(key=lambda row: -abs(row.change.after - row.change.before))
    return Signals(days, last - timedelta(days=days - 1), last, before, after, len(sources), tuple(rows), behind)


def _in_both(totals: list[Total], last: date, days: int) -> list[Total]:
    """The totals of those sources that have reports in both periods."""
    spoke = [{total.feed_id for total in totals if (last - total.day).days // days == back} for back in (0, 1)]
    return [total for total in totals if total.feed_id in spoke[0] & spoke[1]]


def _enough(totals: list[Total], last: date, days: int) -> bool:
    return min(_reports(totals, last, days, 0), _reports(totals, last, days, 1)) >= MINIMUM_REPORTS


def _reports(totals: list[Total], last: date, days: int, back: int) -> int:
    return sum(total.reports for total in totals if (last - total.day).days // days == back)


def _signal(concept: Concept, rolled: list[Rollup], last: date, days: int, numbers: list[int]) -> Signal | None:
    if not rolled:
        return None
    held: dict[int, int] = {}
    for row in rolled:
        back = (last - row.day).days // days
        held[back] = held.get(back, 0) + row.reports_with
    after, before = held.get(0, 0), held.get(1, 0)
    shift = change(before, numbers[1], after, numbers[0])
    earlier = sum(number for back, number in held.items() if back > 0)
    what = kind(shift, before, after, numbers[0], earlier)
    if what is None:
        return None
    spark = tuple(held.get(back, 0) / number if number else None for back, number in reversed(list(enumerate(numbers))))
    past = [back for back in range(1, SPARKS) if numbers[back]]
    present = sum(1 for back in past if held.get(back))
    first = min(row.day for row in rolled)
    return Signal(concept, what, shift, before, after, first, present, len(past), spark)
