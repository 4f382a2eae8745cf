"""Signals: which concepts shifted in the last days against the days before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.archive import sides
from tracker.archive.opening import Archive
from tracker.archive.sides import Window
from tracker.documents import Selection
from tracker.measures.choices import MINIMUM_REPORTS
from tracker.measures.keyness import Keyness
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
    in so many of the ``windows`` before the last that had reports.
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
    enough on both sides. ``tested`` is the number of concepts looked at. ``first_seen`` are concepts that no earlier
    report of this archive has, and that are no shift, for chance may have made them new. ``behind`` is set when the
    lexicon changed and reports are still being counted anew.
    """

    days: int
    start: date
    last: date
    reports: dict[Unit, tuple[int, int]]
    sources: int
    signals: tuple[Signal, ...]
    first_seen: tuple[Concept, ...]
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
        known = sides.days(now, selection)
        if known is None:
            return None
        last = known[1]
        if days is None:
            days = next((window for window in WINDOWS if _enough(now, selection, last, window)), 30)
        start, both = (
            last - timedelta(days=days - 1),
            replace(selection, date_from=_first(selection, last, days, SPARKS)),
        )
        windows = _in_both(sides.windows(now, replace(both, date_to=last), days))
        before = Selection(
            start - timedelta(days=1), start - timedelta(days=days), selection.sources, selection.language
        )
        found = compared(now, lexicon, before, Selection(last, start, selection.sources, selection.language))
        numbers = _numbers(windows)
        reports = {unit: (each[1], each[0]) for unit, each in numbers.items()}
        here = replace(both, date_to=last, sources=found.sources.compared)
        rows = tuple(_signals(now, found.rows, here, days, numbers))
        tested, enough = len(found.rows), bool(found.units)
        new = _first_seen(found.rows, start)
        return Signals(days, start, last, reports, len(found.sources.compared), rows, new, tested, enough, found.behind)


def _first(selection: Selection, last: date, days: int, windows: int) -> date:
    """The first day of so many windows up to the last day, but none before the selection."""
    first = date.fromordinal(max(last.toordinal() - days * windows + 1, 1))
    return max(first, selection.date_from) if selection.date_from else first


def _numbers(windows: list[Window]) -> dict[Unit, list[int]]:
    """The reports of each of the last windows, newest first, by unit."""
    numbers: dict[Unit, list[int]] = {}
    for each in windows:
        numbers.setdefault(unit_of(each.language), [0] * SPARKS)[each.back] += each.reports
    return numbers


def _in_both(windows: list[Window]) -> list[Window]:
    """Those of the sources that have reports in both of the last two windows."""
    spoke = [{each.feed_id for each in windows if each.back == back} for back in (0, 1)]
    return [each for each in windows if each.feed_id in spoke[0] & spoke[1]]


def _enough(archive: Archive, selection: Selection, last: date, days: int) -> bool:
    two = replace(selection, date_from=_first(selection, last, days, 2), date_to=last)
    windows = _in_both(sides.windows(archive, two, days))
    reports = [sum(each.reports for each in windows if each.back == back) for back in (0, 1)]
    return min(reports) >= MINIMUM_REPORTS


def _first_seen(rows: tuple[Shift, ...], start: date) -> tuple[Concept, ...]:
    """The concepts that no report has before the start and that are no shift in any unit."""
    shifted = {row.term for row in rows if row.kind}
    new = {row.term: row.concept for row in rows if row.concept and row.first and row.first >= start}
    return tuple(concept for term, concept in new.items() if term not in shifted)


def _signals(
    archive: Archive, rows: tuple[Shift, ...], selection: Selection, days: int, numbers: dict[Unit, list[int]]
) -> Iterator[Signal]:
    """The rows that shifted; ``selection`` is all that is drawn of them."""
    shifted = [
        (row, row.concept, row.first, row.kind)
        for row in rows
        if row.concept is not None and row.first is not None and row.kind is not None
    ]
    held: dict[tuple[str, Unit], dict[int, int]] = {}
    for each in sides.concept_windows(archive, selection, days, [concept.id for _, concept, _, _ in shifted]):
        backs = held.setdefault((each.concept, unit_of(each.language)), {})
        backs[each.back] = backs.get(each.back, 0) + each.reports
    for row, concept, first, what in shifted:
        yield _signal(row, concept, first, what, held.get((concept.id, row.unit), {}), numbers[row.unit])


def _signal(row: Shift, concept: Concept, first: date, what: Kind, held: dict[int, int], numbers: list[int]) -> Signal:
    before, after = row.before.reports_with, row.after.reports_with
    shares = change(before, row.before.reports, after, row.after.reports)
    spark = tuple(held.get(back, 0) / number if number else None for back, number in reversed(list(enumerate(numbers))))
    past = [back for back in range(1, SPARKS) if numbers[back]]
    present = sum(1 for back in past if held.get(back))
    return Signal(
        concept, row.unit, what, shares, row.keyness, before, after, first, present, len(past), spark
    )  # fmt: skip
