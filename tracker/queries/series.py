"""Series: a term's counts and values, period by period."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from tracker.archive import counting
from tracker.archive.opening import Archive
from tracker.documents import PLACES, Place, Selection
from tracker.errors import QueryError
from tracker.measures.series import (
    MINIMUM_REPORTS,
    PER_WORD,
    PERIODS,
    SHARES,
    By,
    Count,
    Measure,
    first_day,
    periods,
    value,
)
from tracker.queries import counted, occurrences
from tracker.queries.counted import UNITS, Reports, Sums
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.terms import Term
from tracker.words.text import Unit, unit_of

Split = Literal["source", "cue", "variant", "place"]
SPLITS: tuple[Split, ...] = ("source", "cue", "variant", "place")
UNATTRIBUTED = "unattributed"  # the split of mentions without a cue
COLUMNS = ["period", "term", "split", "mentions", "reports_with", "reports", "words", "value", "low", "high", "state"]


def series(
    archive: Archive,
    lexicon: Lexicon,
    terms: Sequence[str],
    selection: Selection,
    *,
    measure: Measure = "mentions",
    by: By = "month",
    places: Sequence[Place] = (),
    split: Split | None = None,
    minimum: int = MINIMUM_REPORTS,
) -> pd.DataFrame:
    """Count terms over time: every period from the first to the last present, once a term and split.

    Columns are those of the command line, and ``divisor`` for ``a / b``; of emphasis also ``weight``. ``words`` counts
    words, or Han characters for Chinese; where a selection has both, a rate comes as two splits and ``words`` of any
    other measure is missing, since the two are never added. QueryError for a term that cannot be read.
    """
    read = [reading_terms.read(text, lexicon) for text in dict.fromkeys(terms)]
    if not read:
        raise QueryError("series", "name at least one term")
    with archive.snapshot() as now:
        rolled = [_is_rolled_up(now, lexicon, term, places, split) for term in read]
        reports = None if all(rolled) else counted.reports_in(now, selection)
        days, sources = _present(now, selection, reports)
        span = list(periods(*days, by)) if days else []
        rows: list[dict[str, object]] = []
        for term, is_rolled_up in zip(read, rolled, strict=True):
            for label, part, within in _parts(selection, places, split, sources):
                here = reports.of_source(label) if reports and split == "source" else reports
                base = counted.base(here, within, by) if here else _base(now, part, by)
                if is_rolled_up or here is None:
                    sums = {"": _rolled_up(now, part, term.above[0].id, by)}
                else:
                    sums = _found(now, lexicon, term, here, within, by, measure, split)
                rows += _rows(term, label, base, sums, span, measure, minimum)
        table = pd.DataFrame(rows, columns=[*COLUMNS, "divisor", *(["weight"] if measure == "emphasis" else [])])
        for count in ("words", "divisor"):  # whole numbers stay whole where some are missing
            table[count] = pd.Series([row[count] for row in rows], dtype=object)
        return table


def _is_rolled_up(archive: Archive, lexicon: Lexicon, term: Term, places: Sequence[Place], split: Split | None) -> bool:
    """Whether the sums that are kept by day suffice."""
    whole = len(term.concepts) == 1 and not places and split in (None, "source")
    return whole and occurrences.is_current(archive, lexicon, term.above[0])


def _present(
    archive: Archive, selection: Selection, reports: Reports | None
) -> tuple[tuple[date, date] | None, list[str]]:
    """The first and last day that have reports, if any has, and the sources that have."""
    if reports:
        return reports.span, reports.present
    totals = counting.day_totals(archive, selection)
    days = [total.day for total in totals]
    return (min(days), max(days)) if days else None, sorted({total.feed_id for total in totals})


def _parts(
    selection: Selection, places: Sequence[Place], split: Split | None, sources: Sequence[str]
) -> Iterator[tuple[str, Selection, tuple[Place, ...]]]:
    """The selections that a split by source or place makes of one."""
    within = tuple(places)
    if split == "source":
        for source in sources:
            yield source, replace(selection, sources=(source,)), within
    elif split == "place":
        for place in within or PLACES:
            yield place, selection, (place,)
    else:
        yield "", selection, within


def _base(archive: Archive, selection: Selection, by: By) -> Sums:
    """Reports, words and words squared, from what is summed already."""
    return _summed(counting.day_totals(archive, selection), by, ("reports", "words", "xx"))


def _rolled_up(archive: Archive, selection: Selection, concept: str, by: By) -> Sums:
    """What was found of a concept, from what is summed already."""
    rolled = counting.day_rollups(archive, selection, concept)
    return _summed(rolled, by, ("mentions", "reports_with", "yy", "xy", "weight", "ww", "xw"))


def _summed(rows: Sequence[counting.Total] | Sequence[counting.Rollup], by: By, columns: Sequence[str]) -> Sums:
    units = {language: UNITS.index(unit_of(language)) for language in {row.language for row in rows}}
    days, spoken = counted.numbered(row.day for row in rows), np.array([units[row.language] for row in rows], np.int32)
    return counted.summed(
        days, spoken, by, **{name: np.array([getattr(row, name) for row in rows]) for name in columns}
    )


def _found(
    archive: Archive,
    lexicon: Lexicon,
    term: Term,
    reports: Reports,
    places: tuple[Place, ...],
    by: By,
    measure: Measure,
    split: Split | None,
) -> dict[str, Sums]:
    """What was found of a term, by split."""
    is_weighed = measure == "emphasis"
    above = _each(archive, lexicon, term.above, reports, places, by, is_weighed, split)
    if not term.below:
        return above
    below = _each(archive, lexicon, term.below, reports, places, by, is_weighed, None).get("", {})
    divisors = {cell: Count(divisor=_below(count, measure)) for cell, count in below.items()}
    # Every wording above the line is divided by all that is below it.
    return {split: _added(divisors, sums) for split, sums in (above or {"": {}}).items()}


def _below(count: Count, measure: Measure) -> float:
    """What stands below the line of ``a / b``."""
    return count.weight if measure == "emphasis" else count.reports_with if measure in SHARES else count.mentions


def _each(
    archive: Archive,
    lexicon: Lexicon,
    concepts: Sequence[Concept],
    reports: Reports,
    places: tuple[Place, ...],
    by: By,
    is_weighed: bool,
    split: Split | None,
) -> dict[str, Sums]:
    """The sums of some concepts, a report that mentions several of them once; or of each of their wordings or cues."""
    numbers: dict[str, tuple[counted.Numbers, counted.Floats]] = {}
    for concept in concepts:
        for name, (here, weight) in _numbers(archive, lexicon, concept, reports, places, is_weighed, split):
            before, weighed = numbers.get(name, (0, 0.0))
            numbers[name] = before + here, weighed + weight
    found = {
        name: counted.mentioned(reports, places, by, here, weight)
        for name, (here, weight) in numbers.items()
        if here.any()
    }
    # The earliest first.
    return dict(sorted(found.items(), key=lambda each: (min((period, unit) for unit, period in each[1]), each[0])))


def _numbers(
    archive: Archive,
    lexicon: Lexicon,
    concept: Concept,
    reports: Reports,
    places: tuple[Place, ...],
    is_weighed: bool,
    split: Split | None,
) -> Iterator[tuple[str, tuple[counted.Numbers, counted.Floats]]]:
    """How often a concept stands in each report, by wording or cue where they are asked for, and what that weighs."""
    if is_weighed or split == "cue":
        keys = {"cue": lambda tally: tally.cue or UNATTRIBUTED, "variant": lambda tally: tally.variant}
        key = keys.get(split or "", lambda tally: "")
        yield from counted.weighed(archive, lexicon, concept, reports, places, key).items()
        return
    for wording, here in counted.counts(archive, lexicon, concept, reports, places).items():
        yield wording if split == "variant" else "", (here, np.zeros(len(here)))


def _added(one: Sums, other: Sums) -> Sums:
    return one | {cell: one[cell] + count if cell in one else count for cell, count in other.items()}


def _rows(
    term: Term,
    label: str,
    base: Sums,
    found: dict[str, Sums],
    span: Sequence[date],
    measure: Measure,
    minimum: int,
) -> Iterator[dict[str, object]]:
    """One row a period, for each split and, where a rate would mix them, each unit."""
    units = sorted({unit for unit, _ in base})
    apart = measure in PER_WORD and len(units) > 1 and not term.below
    groups: list[tuple[str, list[Unit]]] = [(unit, [unit]) for unit in units] if apart else [("", units)]
    for split, sums in (found or {"": {}}).items():
        for unit, members in groups:
            counts = _counts(base, sums, members, bool(term.below))
            name = " ".join(filter(None, [split or label, f"({unit})" if unit and (split or label) else unit]))
            for period in span:
                count = counts.get(period, Count())
                measured = value(count, measure, minimum)
                yield {
                    "period": period,
                    "term": term.text,
                    "split": name,
                    "mentions": count.mentions,
                    "reports_with": count.reports_with,
                    "reports": count.reports,
                    "words": count.words if len(members) == 1 or not count.words else None,
                    "value": measured.value,
                    "low": measured.low,
                    "high": measured.high,
                    "state": measured.state,
                    "divisor": count.divisor,
                    "weight": count.weight,
                }


def _counts(base: Sums, found: Sums, units: Sequence[Unit], divided: bool) -> dict[date, Count]:
    """The sums of each period that has reports of these units."""
    counts: dict[date, Count] = {}
    for (unit, period), count in (*base.items(), *found.items()):
        if unit in units:
            counts[period] = counts.get(period, Count(divisor=0 if divided else None)) + count
    return counts


def usual_period(archive: Archive, selection: Selection) -> tuple[By, int]:
    """The shortest period that mostly has reports enough for a value, and the reports it takes to be enough.

    A source that speaks once a year never has more: then it is years, and one report is enough.
    """
    totals = counting.day_totals(archive, selection)
    years = {total.day.year for total in totals}
    for by in PERIODS[1:]:
        reports: dict[date, int] = {}
        for total in totals:
            period = first_day(total.day, by)
            reports[period] = reports.get(period, 0) + total.reports
        if len(reports) < (3 if by == "year" else 6):
            continue
        enough = sum(number >= MINIMUM_REPORTS for number in reports.values())
        if enough >= 0.8 * sum(1 for _ in periods(min(reports), max(reports), by)):
            return by, MINIMUM_REPORTS
    return ("year", 1) if len(years) >= 6 else ("week", MINIMUM_REPORTS)


def leading_concepts(archive: Archive, lexicon: Lexicon, selection: Selection, number: int) -> list[str]:
    """The concepts that most reports mention, to begin with."""
    held = counting.concept_totals(archive, selection)
    known = [concept for concept in held if concept in lexicon.concepts]
    return sorted(known, key=lambda concept: held[concept][1], reverse=True)[:number]
