"""Shifts: which concepts, and which phrases outside the lexicon, set two spans of days or two sources apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from tracker.archive import sides
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures import keyness
from tracker.measures.choices import MINIMUM_REPORTS
from tracker.measures.keyness import FALSE_DISCOVERIES, Keyness
from tracker.measures.series import PeriodCounts
from tracker.measures.shifts import Kind, kind
from tracker.queries import facing, occurrences
from tracker.queries import phrases as outside
from tracker.queries.facing import Sources
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.text import Unit, unit_of

Units = dict[Unit, tuple[PeriodCounts, PeriodCounts]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One term on both sides, in reports measured in one unit; ``kind`` is None if chance could have made it.

    ``concept`` is None for a phrase outside the lexicon, which ``term`` has in quotes. ``first`` is its first day in
    the whole archive, where known: of a phrase only if the side before does not say it. ``weight`` says how telling it
    is beside the others, to choose what to draw: names and single words outside the lexicon are less so.
    """

    term: str
    concept: Concept | None
    unit: Unit
    before: PeriodCounts
    after: PeriodCounts
    keyness: Keyness
    kind: Kind | None
    first: date | None
    weight: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The terms that were tested, the most telling first, and the two sides they were tested on.

    ``units`` has the reports and words of either side for each unit that both have reports enough in; words and
    characters are never added. ``rows`` has every concept, but of the phrases only the
    most telling. ``tested`` counts all that were looked at, which share one false discovery rate, and ``shifted``
    those of them that chance hardly made. ``unread`` are the reports a side in which no phrase was sought, as there are
    more than can be read at once. ``behind`` is set while some concepts are still being counted anew; they are left
    out. ``problem`` says why nothing could be tested; it is empty if something was.
    """

    before: Selection
    after: Selection
    sources: Sources
    units: Units
    rows: tuple[Shift, ...]
    behind: bool
    tested: int = 0
    shifted: int = 0
    unread: tuple[int, int] = (0, 0)
    problem: str = ""

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The rows that chance hardly made, at a false discovery rate of 5 %."""
        return tuple(row for row in self.rows if row.kind)


class _Candidate(NamedTuple):
    """A term to be tested: a concept, or a phrase as it is matched."""

    wording: str
    concept: Concept | None
    unit: Unit
    before: PeriodCounts
    after: PeriodCounts
    is_name: bool = False


_Tested = tuple[_Candidate, Keyness]


def compared(archive: Archive, lexicon: Lexicon, before: Selection, after: Selection, phrases: int = 0) -> Comparison:
    """Test every concept for a difference between two selections, and with ``phrases`` all phrases outside the lexicon.

    Two spans of days are compared over the sources that spoke in both, for a feed that joined is no shift in what
    the others say; two selections of different sources are compared as they are. ``phrases`` is how many are to be
    shown that one side says more often, at most. QueryError if a report could stand on both sides.
    """
    facing.check(before, after)
    asked, are_periods = (before, after), set(before.sources) == set(after.sources)
    with archive.snapshot() as now:
        sources = facing.sources(now, before, after)
        if are_periods and (sources.left_out or before.sources):
            before, after = (replace(side, sources=sources.compared) for side in asked)
        present = _present(now, before, after) if sources.compared else {}
        units = {unit: both for unit, both in present.items() if _enough(*both)}
        known = occurrences.current(now, lexicon)
        current = [each for each in lexicon.concepts.values() if each.id in known]
        behind = len(current) < len(lexicon.concepts)
        if not units:
            numbers = {unit: (one.reports, other.reports) for unit, (one, other) in present.items()}
            problem = facing.problem(now, *asked, numbers)
            return Comparison(before, after, sources, {}, (), behind, problem=problem)
        candidates = list(_concepts(now, before, after, units, current))
        unread = [0, 0]
        for unit, wholes in units.items() if phrases else ():
            counted = outside.counted(now, lexicon, before, after, unit)
            candidates += [
                _Candidate(text, None, unit, one, other, text in counted.names) for text, one, other in counted.rows
            ]
            unread = [left + each.reports - read for left, each, read in zip(unread, wholes, counted.read, strict=True)]
        tested = _tested(candidates)
        shown = _shifts(now, lexicon, tested, phrases, after.date_from if are_periods else None, after.date_to)
        rows = tuple(sorted(shown, key=lambda row: -abs(row.keyness.z)))
        shifted = sum(_is_shift(key) for _, key in tested)
        return Comparison(before, after, sources, units, rows, behind, len(tested), shifted, (unread[0], unread[1]))


def _enough(before: PeriodCounts, after: PeriodCounts) -> bool:
    return min(before.reports, after.reports) >= MINIMUM_REPORTS and bool(min(before.words, after.words))


def _present(archive: Archive, before: Selection, after: Selection) -> Units:
    """The reports and words of both sides, by unit."""
    present: dict[Unit, list[PeriodCounts]] = {}
    for at, side in enumerate((before, after)):
        for row in sides.wholes(archive, side):
            counts = present.setdefault(unit_of(row.language), [PeriodCounts(), PeriodCounts()])
            counts[at] += PeriodCounts(reports=row.reports, words=row.words, sum_words_sq=row.sum_words_sq)
    return {unit: (present[unit][0], present[unit][1]) for unit in sorted(present, reverse=True)}


def _concepts(
    archive: Archive, before: Selection, after: Selection, units: Units, concepts: Sequence[Concept]
) -> Iterator[_Candidate]:
    """Each concept's counts on both sides, unit by unit."""
    held: list[dict[tuple[Unit, str], PeriodCounts]] = [{}, {}]
    for sums, side in zip(held, (before, after), strict=True):
        for part in sides.parts(archive, side):
            key = unit_of(part.language), part.concept
            sums[key] = sums.get(key, PeriodCounts()) + PeriodCounts(
                part.mentions,
                part.reports_with,
                sum_mentions_sq=part.sum_mentions_sq,
                sum_words_mentions=part.sum_words_mentions,
            )
    for unit, whole in units.items():
        for concept in concepts:
            counts = [
                sums.get((unit, concept.id), PeriodCounts()) + side for sums, side in zip(held, whole, strict=True)
            ]
            yield _Candidate(concept.id, concept, unit, counts[0], counts[1])


def _tested(candidates: Sequence[_Candidate]) -> list[_Tested]:
    """All that either side mentions with their keyness, one false discovery rate over all of them."""
    tested: list[_Tested] = []
    # A side's reports are fewer where not all texts could be read for phrases; like is tested with like.
    for _, group in groupby(candidates, key=lambda each: (each.unit, each.concept is None)):
        rows = list(group)
        keys = keyness.compare([row.after for row in rows], [row.before for row in rows])
        tested += [(row, key) for row, key in zip(rows, keys, strict=True) if key]
    rates = keyness.q_values([key.p for _, key in tested])
    return [(row, replace(key, q=q)) for (row, key), q in zip(tested, rates, strict=True)]


def _chosen(tested: Sequence[_Tested], phrases: int) -> list[tuple[_Candidate, Keyness, float]]:
    """Every concept, and the most telling phrases of each unit; with how telling each is."""
    chosen = [(row, key, outside.MOST * abs(key.z)) for row, key in tested if row.concept]
    shifted = [(row.concept, key.z) for row, key in tested if row.concept and _is_shift(key)]
    for unit in dict.fromkeys(row.unit for row, _ in tested):
        rest = [(row, key) for row, key in tested if row.concept is None and row.unit == unit]
        told = [
            outside.Told(row.wording, row.before, row.after, key.z, _is_shift(key), row.is_name) for row, key in rest
        ]
        chosen += [(*rest[place], told[place].weight) for place in outside.telling(told, phrases, shifted)]
    return chosen


def _is_shift(key: Keyness) -> bool:
    return key.q <= FALSE_DISCOVERIES


def _shifts(
    archive: Archive, lexicon: Lexicon, tested: Sequence[_Tested], phrases: int, start: date | None, last: date
) -> Iterator[Shift]:
    """The terms to show; a debut is one that no report of the archive before ``start`` has, where there is one."""
    known = sides.first_days(archive)
    for row, key, weight in _chosen(tested, phrases):
        first = known.get(row.wording) if row.concept else None
        if start and row.concept is None and not row.before.mentions and _is_shift(key):  # to look for it takes long
            first = outside.first_day(archive, lexicon, row.wording, last)
        is_new = first is not None and start is not None and first >= start
        what = kind(key, row.before.mentions, row.after.mentions, is_new)
        term = row.wording if row.concept else f'"{row.wording}"'
        yield Shift(term, row.concept, row.unit, row.before, row.after, key, what, first, weight)
