"""Series: a term's counts and values, period by period."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from tracker.archive import periods as rolled_up
from tracker.archive.opening import Archive
from tracker.documents import PLACES, Place, Selection
from tracker.errors import QueryError
from tracker.measures.choices import MINIMUM_REPORTS, PERIODS, By, Measure, Split
from tracker.measures.series import NAMES, PER_WORD, Array, Counts, values
from tracker.queries import counted, occurrences, spoken
from tracker.queries.counted import UNITS, Periods, Reports
from tracker.queries.found import Within, found
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Lexicon
from tracker.words.terms import Term
from tracker.words.text import Unit, unit_of

COLUMNS = ["period", "term", "split", "mentions", "reports_with", "reports", "words", "value", "low", "high", "state"]
# What a measure needs of what is rolled up, besides mentions and reports.
_NEEDED: Mapping[Measure, tuple[str, ...]] = {
    "mentions": ("sum_mentions_sq",),
    "rate": ("sum_mentions_sq", "sum_words_mentions"),
    "emphasis": ("weight", "sum_weight_sq", "sum_words_weight"),
}


@dataclass(frozen=True)
class _Part:
    """What a split by source or place makes of a selection; ``reports`` where something is not rolled up."""

    label: str
    base: Counts
    reports: Reports | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Line:
    """One row a period of one term and split; ``units`` are the places of the units it is measured in."""

    term: Term
    split: str
    counts: Counts
    units: list[int]


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
    own_language: bool = False,
) -> pd.DataFrame:
    """Count terms over time: every period from the first to the last present, once a term and split.

    Columns are those of the command line, and ``divisor`` for ``a / b``; of emphasis also ``weight``. ``words`` counts
    words, or Han characters for Chinese; where a selection has both, a rate comes as two splits and ``words`` of any
    other measure is missing, since the two are never added. With ``own_language`` a term is counted only in reports
    of its language, if there are any. QueryError for a term that cannot be read.
    """
    read = [reading_terms.read(text, lexicon) for text in dict.fromkeys(terms)]
    if not read:
        raise QueryError("series", "name at least one term")
    with archive.snapshot() as now:
        current = occurrences.current(now, lexicon) if not places and split in (None, "source") else frozenset()
        # Of a single concept the sums that are kept suffice.
        kept = [term.above[0].id for term in read if len(term.concepts) == 1 and term.above[0].id in current]
        reports = None if len(kept) == len(read) else counted.reports_in(now, selection)
        if reports:
            span = Periods.over(reports.days, by)
            parts = list(_counted_parts(reports, places, split, span))
        else:
            span, parts = _rolled_parts(now, selection, by, split)
        rolled = _rolled_up(now, selection, kept, span, measure, [part.label for part in parts] if split else [])
        lines: list[_Line] = []
        every = _present(*(part.base for part in parts))
        for term in read:
            spoken_in = spoken.units(term, every) if own_language else frozenset(every)
            for number, part in enumerate(parts):
                if part.reports is None or (term.concepts[0].id in rolled and len(term.concepts) == 1):
                    sums = {"": rolled[term.above[0].id].at(number)}
                else:
                    sums = found(now, lexicon, term, Within(part.reports, part.places, span, measure), split)
                lines += _lines(term, part, sums, measure, spoken_in)
    return _table(lines, span, measure, minimum)


def _counted_parts(reports: Reports, places: Sequence[Place], split: Split | None, span: Periods) -> Iterator[_Part]:
    """The parts of a selection whose reports are at hand."""
    within = tuple(places)
    if split == "source":
        for source in reports.present:
            here = reports.of_source(source)
            yield _Part(source, counted.base(here, within, span), here, within)
    elif split == "place":
        for place in within or PLACES:
            yield _Part(place, counted.base(reports, (place,), span), reports, (place,))
    else:
        yield _Part("", counted.base(reports, within, span), reports, within)


def _rolled_parts(archive: Archive, selection: Selection, by: By, split: Split | None) -> tuple[Periods, list[_Part]]:
    """The parts of a selection of which all is rolled up, and the periods that they span."""
    sums = rolled_up.wholes(archive, selection, by, by_source=split == "source")
    span = Periods.over(sums.periods.astype(np.int64), by)
    counts = _gathered(sums, span, sums.sources, (len(sums.source_names),))
    return span, [_Part(label, counts.at(at)) for at, label in enumerate(sums.source_names)]


def _rolled_up(
    archive: Archive, selection: Selection, concepts: Sequence[str], span: Periods, measure: Measure, labels: list[str]
) -> dict[str, Counts]:
    """What was found of concepts, from what is summed already; by source where those are told apart by ``labels``."""
    if not concepts:
        return {}
    wanted = ("mentions", "reports_with", *_NEEDED.get(measure, ()))
    sums = rolled_up.mentioned(archive, selection, span.by, concepts, wanted, by_source=bool(labels))
    many = max(len(labels), 1)
    places = np.array([labels.index(name) if labels else 0 for name in sums.source_names], np.int64)
    counts = _gathered(sums, span, sums.concepts * many + places[sums.sources], (len(concepts), many))
    return {concept: counts.at(at) for at, concept in enumerate(concepts)}


def _gathered(sums: rolled_up.Sums, span: Periods, lines: Array, shape: tuple[int, ...]) -> Counts:
    units = np.array([UNITS.index(unit_of(language)) for language in sums.language_names], np.int32)
    days = sums.periods.astype(np.int64)
    return counted.summed(days, units[sums.languages], span, sums.sums, lines, shape)


def _present(*bases: Counts) -> list[Unit]:
    """The units that have reports, by name."""
    return sorted(unit for at, unit in enumerate(UNITS) if any(base.reports[at].any() for base in bases))


def _lines(
    term: Term, part: _Part, sums_by_split: dict[str, Counts], measure: Measure, spoken_in: Collection[Unit]
) -> Iterator[_Line]:
    """One for each split and, where a rate would mix them, each unit; of these units that have reports."""
    present = [UNITS.index(unit) for unit in _present(part.base) if unit in spoken_in]
    if not present and part.base.reports.any():
        return  # all of its reports are in another language
    apart = measure in PER_WORD and len(present) > 1 and not term.below
    for split, sums in (sums_by_split or {"": part.base}).items():
        counts = replace(sums, reports=part.base.reports, words=part.base.words, sum_words_sq=part.base.sum_words_sq)
        for members in [[unit] for unit in present] if apart else [present]:
            unit = UNITS[members[0]] if apart else ""
            label = split or part.label
            name = " ".join(filter(None, [label, f"({unit})" if unit and label else unit]))
            yield _Line(term, name, counts.of(partial(_over, members)), members)


def _over(members: list[int], each: Array) -> Array:
    """The sum over some units."""
    summed: Array = each[members].sum(axis=0)
    return summed


def _table(lines: Sequence[_Line], span: Periods, measure: Measure, minimum: int) -> pd.DataFrame:
    """The rows of all lines, one below the other."""
    columns = [*COLUMNS, "divisor", *(["weight"] if measure == "emphasis" else [])]
    if not lines or not span.size:
        return pd.DataFrame([], columns=columns)
    counts = Counts(*(np.concatenate([getattr(line.counts, name) for line in lines]) for name in NAMES))
    counts.divisor[counts.reports == 0] = np.nan
    state, *measured = values(counts, measure, minimum)
    one_unit = np.repeat([len(line.units) == 1 for line in lines], span.size)
    is_divided = ~np.isnan(counts.divisor)
    table: dict[str, Any] = {
        "period": np.tile(np.array(span.days, dtype=object), len(lines)),
        "term": np.repeat([line.term.text for line in lines], span.size).astype(object),
        "split": np.repeat([line.split for line in lines], span.size).astype(object),
        **{name: getattr(counts, name) for name in ("mentions", "reports_with", "reports")},
        "words": _some(counts.words, one_unit | (counts.words == 0)),
        **dict(zip(("value", "low", "high"), (_measure(column, state == "ok") for column in measured), strict=True)),
        "state": state.astype(object),
        "divisor": _some(counts.divisor if measure == "emphasis" else _whole(counts.divisor), is_divided),
        "weight": counts.weight,
    }
    if measure == "mentions" and (state == "ok").all() and not is_divided.any():
        table["value"] = counts.mentions
    return pd.DataFrame({name: table[name] for name in columns})


def _measure(column: Array, is_ok: Array) -> Array:
    return column if is_ok.any() else np.full(column.shape, None)


def _whole(column: Array) -> Array:
    return np.nan_to_num(column).astype(np.int64)


def _some(column: Array, is_known: Array) -> Array:
    """As objects, for whole numbers stay whole where some are missing."""
    objects = column.astype(object)
    objects[~is_known] = None
    return objects


def usual_period(archive: Archive, selection: Selection) -> tuple[By, int]:
    """The shortest period that mostly has reports enough for a value, and the reports it takes to be enough.

    A source that speaks once a year never has more: then it is years, and one report is enough.
    """
    with archive.snapshot() as now:
        weeks, months = (rolled_up.wholes(now, selection, by) for by in ("week", "month"))
    for by in PERIODS[1:]:
        sums = weeks if by == "week" else months
        days = sums.periods.astype(np.int64)
        span = Periods.over(days, by)
        reports = np.bincount(span.places(days), weights=sums.sums["reports"], minlength=span.size)
        if np.count_nonzero(reports) < (3 if by == "year" else 6):
            continue
        if np.count_nonzero(reports >= MINIMUM_REPORTS) >= 0.8 * span.size:
            return by, MINIMUM_REPORTS
    years = np.unique(counted.period_numbers(months.periods.astype(np.int64), "year"))
    return ("year", 1) if len(years) >= 6 else ("week", MINIMUM_REPORTS)


def leading_concepts(archive: Archive, lexicon: Lexicon, selection: Selection, number: int) -> list[str]:
    """The concepts that most reports mention, to begin with; of equals the first by name."""
    held = rolled_up.concept_totals(archive, selection)
    known = [concept for concept in held if concept in lexicon.concepts]
    return sorted(known, key=lambda concept: (-held[concept][1], concept))[:number]
