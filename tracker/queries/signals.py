"""Signals: which concepts shifted in the last days against the days before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.archive import counting
from tracker.archive.counting import Rollup, Total
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.keyness import Keyness
from tracker.measures.series import MINIMUM_REPORTS
from tracker.measures.shifts import Change, Kind, change
from tracker.queries.shifts import Shift, compared
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.text import Unit, unit_of

WINDOWS = (7, 30, 90, 365, 3650)
SPARKS = 24


@dataclass(frozen=True, slots=True)
class Signal:
    """One shift, in reports measured in one unit: shares before and after with their reports, and why it is listed.

    ``spark`` is the share in each of the last 24 windows, oldest first, None where no report was. It was ``present``
    in so many of the ``windows`` before the last that had reports. A debut is a fact, whatever its ``keyness``.
    """

    concept: Concept
    unit: Unit
    kind: Kind
    change: Change
    keyness: Keyness
    with_before: int
    with_after: int
    first: date
    present: int
    windows: int
    spark: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """All shifts of one window, strongest first, and the two periods they are read from.

    ``reports`` counts, by unit, the reports before and after: those of as many days before ``start``, and those
    from ``start`` to ``last``, of the ``sources`` that spoke in both. They are ``enough`` if some unit has reports
    enough on both sides. ``tested`` is the number of concepts looked at. ``behind`` is set when the lexicon changed
    and reports are still being counted anew.
    """

    days: int
    start: date
    last: date
    reports: dict[Unit, tuple[int, int]]
    sources: int
    signals: tuple[Signal, ...]
    tested: int
    enough: bool
    behind: bool

    @property
    def reports_before(self) -> int:
        """The reports of the earlier days, in all units."""
        return sum(before for before, _ in self.reports.values())

    @property
    def reports_after(self) -> int:
        """The reports of the later days, in all units."""
        return sum(after for _, after in self.reports.values())


def signals(archive: Archive, lexicon: Lexicon, selection: Selection, days: int | None = None) -> Signals | None:
    """Compare the last ``days`` up to the newest report with as many days before; None without reports.

    Without ``days`` the shortest window with reports enough on both sides is taken. Only sources that spoke in
    both periods are compared: a feed that joined is no shift in what the others say.
    """
    with archive.snapshot() as now:
        everything = counting.day_totals(now, selection)
        if not everything:
            return None
        last = max(total.day for total in everything)
        if days is None:
            days = next((window for window in WINDOWS if _enough(_in_both(everything, last, window), last, window)), 30)
        start, totals = last - timedelta(days=days - 1), _in_both(everything, last, days)
        before = Selection(
            start - timedelta(days=1), start - timedelta(days=days), selection.sources, selection.language
        )
        found = compared(now, lexicon, before, Selection(last, start, selection.sources, selection.language))
        numbers = _numbers(totals, last, days)
        reports = {unit: (each[1], each[0]) for unit, each in numbers.items()}
        rows = tuple(_signals(now, found.rows, selection, set(found.sources.compared), last, days, numbers))
        tested, enough = len(found.rows), bool(found.units)
        return Signals(days, start, last, reports, len(found.sources.compared), rows, tested, enough, found.behind)


def _numbers(totals: list[Total], last: date, days: int) -> dict[Unit, list[int]]:
    """The reports of each of the last windows, newest first, by unit."""
    numbers: dict[Unit, list[int]] = {}
    for total in totals:
        back = (last - total.day).days // days
        if back < SPARKS:
            numbers.setdefault(unit_of(total.language), [0] * SPARKS)[back] += total.reports
    return numbers


def _in_both(totals: list[Total], last: date, days: int) -> list[Total]:
    """The totals of those sources that have reports in both periods."""
    spoke = [{total.feed_id for total in totals if (last - total.day).days // days == back} for back in (0, 1)]
    return [total for total in totals if total.feed_id in spoke[0] & spoke[1]]


def _enough(totals: list[Total], last: date, days: int) -> bool:
    reports = [sum(total.reports for total in totals if (last - total.day).days // days == back) for back in (0, 1)]
    return min(reports) >= MINIMUM_REPORTS


def _signals(
    archive: Archive,
    rows: tuple[Shift, ...],
    selection: Selection,
    sources: set[str],
    last: date,
    days: int,
    numbers: dict[Unit, list[int]],
) -> Iterator[Signal]:
    start = last - timedelta(days=days - 1)
    for row in rows:
        is_new = row.first is not None and row.first >= start
        what = "debut" if is_new else row.kind
        if row.concept is None or row.first is None or what is None:
            continue
        rolled = counting.day_rollups(archive, selection, row.concept.id)
        here = [each for each in rolled if each.feed_id in sources and unit_of(each.language) == row.unit]
        yield _signal(row, row.concept, row.first, what, _by_window(here, last, days), numbers[row.unit])


def _by_window(rolled: list[Rollup], last: date, days: int) -> dict[int, int]:
    """Reports with the concept, by how many windows ago."""
    held: dict[int, int] = {}
    for row in rolled:
        back = (last - row.day).days // days
        held[back] = held.get(back, 0) + row.reports_with
    return held


def _signal(row: Shift, concept: Concept, first: date, what: Kind, held: dict[int, int], numbers: list[int]) -> Signal:
    before, after = row.before.reports_with, row.after.reports_with
    shares = change(before, row.before.reports, after, row.after.reports)
    spark = tuple(held.get(back, 0) / number if number else None for back, number in reversed(list(enumerate(numbers))))
    past = [back for back in range(1, SPARKS) if numbers[back]]
    present = sum(1 for back in past if held.get(back))
    return Signal(
        concept, row.unit, what, shares, row.keyness, before, after, first, present, len(past), spark
    )  # fmt: skip
