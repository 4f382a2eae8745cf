"""Counted: the reports of a selection in columns, and how often a concept stands in each of them."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from tracker.archive import counting
from tracker.archive.counting import PlaceCount
from tracker.archive.flat import copying
from tracker.archive.flat.asking import Flat
from tracker.archive.flat.columns import Names
from tracker.archive.opening import Archive
from tracker.documents import PLACES, Place, Selection
from tracker.measures.choices import By
from tracker.measures.series import NAMES, Counts
from tracker.queries import occurrences
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.text import Unit, unit_of

UNITS: tuple[Unit, ...] = get_args(Unit)
WEIGHED = ("weight", "sum_weight_sq", "sum_words_weight", "divisor", "sum_divisor_sq", "sum_products")
_EPOCH = date(1970, 1, 1).toordinal()
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Reports:
    """The reports of a selection that count, one place a report in every column.

    ``days`` are counted from 1970, ``sources`` are places in ``names``, ``units`` in ``UNITS``; ``words`` are all of a
    report, ``titles`` and ``leads`` those there. ``flat`` is the copy they were read from, at ``places``, if there was
    one.
    """

    selection: Selection
    ids: Numbers
    days: Numbers
    sources: NDArray[np.int32]
    names: Sequence[str]
    units: NDArray[np.int32]
    words: Numbers
    titles: Numbers
    leads: Numbers
    flat: Flat | None
    places: NDArray[np.intp]

    @property
    def present(self) -> list[str]:
        """The sources that have reports."""
        return sorted(self.names[at] for at in np.flatnonzero(np.bincount(self.sources)).tolist())

    def of_source(self, name: str) -> "Reports":
        """Those of one source."""
        here = np.flatnonzero(self.sources == self.names.index(name))
        columns = ("ids", "days", "sources", "units", "words", "titles", "leads", "places")
        chosen: dict[str, Any] = {column: getattr(self, column)[here] for column in columns}
        return replace(self, selection=replace(self.selection, sources=(name,)), **chosen)


@dataclass(frozen=True)
class Periods:
    """Periods that follow each other: so many (``size``) from the ``first`` on, which has this number."""

    by: By
    first: int
    size: int

    @classmethod
    def over(cls, days: Numbers, by: By) -> "Periods":
        """From that of the first to that of the last of some days."""
        if not days.size:
            return cls(by, 0, 0)
        first, last = (int(each) for each in period_numbers(np.array([days.min(), days.max()]), by))
        return cls(by, first, last - first + 1)

    @property
    def days(self) -> list[date]:
        """Their first days."""
        return period_days(np.arange(self.first, self.first + self.size), self.by)

    def places(self, days: Numbers) -> Numbers:
        """The place of each day's period among them."""
        return period_numbers(days, self.by) - self.first


def reports_in(archive: Archive, selection: Selection) -> Reports:
    """The reports of a selection, without reprints: from the flat copy, or from the database where there is none."""
    copy = copying.current(archive)
    if copy is None:
        return _from_database(archive, selection)
    places, columns = np.flatnonzero(copy.chosen(selection) & copy.columns.counts), copy.columns
    units = np.array([UNITS.index(unit_of(language)) for language in copy.languages], np.int32)
    return Reports(
        selection,
        columns.id[places],
        columns.day[places].astype(np.int64) - _EPOCH,
        columns.feed[places],
        copy.feeds,
        units[columns.language[places]],
        columns.words[places].astype(np.int64),
        columns.words_title[places].astype(np.int64),
        columns.words_lead[places].astype(np.int64),
        copy,
        places,
    )


def _from_database(archive: Archive, selection: Selection) -> Reports:
    rows = counting.lengths(archive, selection)
    ids, days, feeds, languages, words, titles, leads = (
        zip(*rows, strict=True) if rows else [()] * len(counting.ReportLength._fields)
    )
    names = Names()
    return Reports(
        selection,
        np.array(ids, np.int64),
        numbered(days),
        names.numbers(feeds),
        tuple(names),
        np.array([UNITS.index(unit_of(language)) for language in languages], np.int32),
        np.array(words, np.int64),
        np.array(titles, np.int64),
        np.array(leads, np.int64),
        None,
        np.arange(len(rows)),
    )


def counts(
    archive: Archive, lexicon: Lexicon, concept: Concept, reports: Reports, within: Sequence[Place]
) -> dict[str, Numbers]:
    """By wording, how often it stands in each of the reports, or in these places of it."""
    columns = [PLACES.index(place) for place in dict.fromkeys(within)]
    if occurrences.is_current(archive, lexicon, concept):
        each = _placed(counting.tallies(archive, reports.selection, concept.id), reports)
    elif reports.flat:
        counted = reports.flat.counts(concept, by_place=bool(columns))
        each = {wording: numbers[reports.places].astype(np.int64) for wording, numbers in counted.items()}
    else:
        each = _placed(occurrences.scanned(archive, lexicon, concept, reports.selection), reports)
    if columns:
        return {wording: numbers[:, columns].sum(axis=1) for wording, numbers in each.items()}
    return {wording: numbers if numbers.ndim == 1 else numbers.sum(axis=1) for wording, numbers in each.items()}


def weighed(
    archive: Archive,
    lexicon: Lexicon,
    concept: Concept,
    reports: Reports,
    within: Sequence[Place],
    key: Callable[[PlaceCount], str],
) -> dict[str, tuple[Numbers, Floats]]:
    """By what ``key`` makes of a tally, how often a concept stands in each of the reports, and what that weighs."""
    rows = {report_id: row for row, report_id in enumerate(reports.ids.tolist())}
    each: dict[str, tuple[Numbers, Floats]] = {}
    for tally in occurrences.tallies(archive, lexicon, concept, reports.selection):
        if tally.report_id in rows and (not within or tally.place in within):
            numbers, weights = each.setdefault(key(tally), (np.zeros(len(rows), np.int64), np.zeros(len(rows))))
            numbers[rows[tally.report_id]] += tally.mentions
            weights[rows[tally.report_id]] += tally.weight
    return each


def _placed(tallies: Iterable[PlaceCount], reports: Reports) -> dict[str, Numbers]:
    """Tallies in three columns for each wording, but for those of reports that came in the meantime."""
    rows = {report_id: row for row, report_id in enumerate(reports.ids.tolist())}
    each: dict[str, Numbers] = {}
    for report_id, place, wording, _, _, number, _ in tallies:
        if report_id in rows:
            numbers = each.setdefault(wording, np.zeros((len(rows), len(PLACES)), np.int64))
            numbers[rows[report_id], PLACES.index(place)] += number
    return each


def base(reports: Reports, within: Sequence[Place], periods: Periods) -> Counts:
    """Reports, words and words squared, by unit and period."""
    words = _words(reports, within)
    sums = {"reports": np.ones_like(words), "words": words, "sum_words_sq": words * words}
    return summed(reports.days, reports.units, periods, sums)


def mentioned(reports: Reports, within: Sequence[Place], periods: Periods, numbers: Numbers, weights: Floats) -> Counts:
    """Of how often something stands in each report and what that weighs: the sums, those of squares and products."""
    some = np.flatnonzero(numbers)
    y, w, x = numbers[some], weights[some], _words(reports, within)[some]
    sums = {"mentions": y, "reports_with": np.ones_like(y), "sum_mentions_sq": y * y, "sum_words_mentions": x * y}
    weighed = {"weight": w, "sum_weight_sq": w * w, "sum_words_weight": x * w}
    return summed(reports.days[some], reports.units[some], periods, {**sums, **weighed})


def against(reports: Reports, periods: Periods, above: Floats, below: Floats) -> Counts:
    """Of what each report adds above and below the line of ``a / b``: the divisor, and the sums of its interval."""
    some = np.flatnonzero((above > 0) | (below > 0))
    a, b = above[some], below[some]
    sums: dict[str, Numbers | Floats] = {
        "divisor": b,
        "reports_either": np.ones_like(some),
        "sum_divisor_sq": b * b,
        "sum_products": a * b,
    }
    return summed(reports.days[some], reports.units[some], periods, sums)


def _words(reports: Reports, within: Sequence[Place]) -> Numbers:
    if not within:
        return reports.words
    rest = reports.words - reports.titles - reports.leads
    by_place = dict(zip(PLACES, (reports.titles, reports.leads, rest), strict=True))
    return sum((by_place[place] for place in dict.fromkeys(within)), np.zeros_like(rest))


def summed(
    days: Numbers,
    units: NDArray[np.int32],
    periods: Periods,
    columns: Mapping[str, Numbers | Floats],
    lines: Numbers | None = None,
    shape: tuple[int, ...] = (),
) -> Counts:
    """Sums by unit and period (and before these by line, of which there are as many as ``shape`` says)."""
    whole = (*shape, len(UNITS), periods.size)
    bins = units * periods.size + periods.places(days)
    if lines is not None:
        bins = bins + lines * len(UNITS) * periods.size
    sums = {name: np.zeros(whole, float if name in WEIGHED else np.int64) for name in NAMES}
    for name, each in columns.items():
        added = np.bincount(bins, weights=each, minlength=math.prod(whole)).reshape(whole)
        sums[name] = added.astype(sums[name].dtype)
    if "divisor" not in columns:
        sums["divisor"] = np.full(whole, math.nan)
    return Counts(**sums)


def numbered(days: Iterable[date]) -> Numbers:
    """Days as numbers, counted from 1970."""
    return np.array([day.toordinal() - _EPOCH for day in days], np.int64)


def period_numbers(days: Numbers, by: By) -> Numbers:
    """Which period each day falls in, as numbers that follow each other; as ``measures.series.first_day`` has it."""
    if by == "day":
        return days
    if by == "week":
        return (days + 3) // 7  # 1 January 1970 was a Thursday
    if by == "year":
        return days.astype("M8[D]").astype("M8[Y]").astype(np.int64)
    months = days.astype("M8[D]").astype("M8[M]").astype(np.int64)
    return months // 3 if by == "quarter" else months


def period_days(numbers: Numbers, by: By) -> list[date]:
    """The first day of each of these periods."""
    kind = {"day": "M8[D]", "week": "M8[D]", "year": "M8[Y]"}.get(by, "M8[M]")
    firsts = {"week": numbers * 7 - 3, "quarter": numbers * 3}.get(by, numbers)
    days: list[date] = firsts.astype(kind).astype("M8[D]").tolist()
    return days
