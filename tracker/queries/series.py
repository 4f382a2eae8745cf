"""Series: a term's counts and values, period by period."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import pandas as pd

from tracker.archive import counting
from tracker.archive.opening import Archive
from tracker.documents import PLACES, Place, Selection
from tracker.errors import QueryError
from tracker.measures.series import MINIMUM_REPORTS, PERIODS, By, Count, Measure, first_day, periods, value
from tracker.queries import found
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Lexicon
from tracker.words.terms import Term
from tracker.words.text import unit_of

Split = Literal["source", "variant", "place"]
SPLITS: tuple[Split, ...] = ("source", "variant", "place")
COLUMNS = ["period", "term", "split", "mentions", "reports_with", "reports", "words", "value", "low", "high", "state"]
_CELL = ["period", "unit", "split"]


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

    Columns are those of the command line, and ``divisor`` for ``a / b``. ``words`` counts words, or Han
    characters for Chinese; where a selection has both, a rate comes as two splits and ``words`` of any other
    measure is missing, since the two are never added. QueryError for a term that cannot be read.
    """
    read = [reading_terms.read(text, lexicon) for text in dict.fromkeys(terms)]
    if not read:
        raise QueryError("series", "name at least one term")
    totals = counting.day_totals(archive, selection)
    days = [total.day for total in totals]
    span = list(periods(min(days), max(days), by)) if days else []
    rows: list[dict[str, object]] = []
    for term in read:
        for label, part, within in _parts(selection, places, split, totals):
            base = _base(archive, part, within, by)
            cells = _cells(archive, lexicon, term, part, within, by, measure, split == "variant")
            rows += _rows(term, label, base, cells, span, measure, minimum)
    table = pd.DataFrame(rows, columns=[*COLUMNS, "divisor"])
    for count in ("words", "divisor"):  # whole numbers stay whole where some are missing
        table[count] = pd.Series([row[count] for row in rows], dtype=object)
    return table


def _parts(
    selection: Selection, places: Sequence[Place], split: Split | None, totals: Sequence[counting.Total]
) -> Iterator[tuple[str, Selection, tuple[Place, ...]]]:
    """The selections that a split by source or place makes of one."""
    within = tuple(places)
    if split == "source":
        for source in sorted({total.feed_id for total in totals}):
            yield source, replace(selection, sources=(source,)), within
    elif split == "place":
        for place in within or PLACES:
            yield place, selection, (place,)
    else:
        yield "", selection, within


def _lengths(archive: Archive, selection: Selection, places: tuple[Place, ...]) -> pd.DataFrame:
    """One row a report: its day, unit, and the words of the chosen places."""
    table = pd.DataFrame(counting.lengths(archive, selection), columns=counting.Length._fields)
    if places:
        by_place = {
            "title": table["words_title"],
            "lead": table["words_lead"],
            "body": table["words"] - table["words_title"] - table["words_lead"],
        }
        table["words"] = sum(by_place[place] for place in dict.fromkeys(places))
    return _binned_units(table)


def _binned_units(table: pd.DataFrame) -> pd.DataFrame:
    units = {language: unit_of(language) for language in table["language"].unique()}
    return table.assign(unit=table["language"].map(units))


def _binned(table: pd.DataFrame, by: By) -> pd.DataFrame:
    firsts = {day: first_day(day, by) for day in table["day"].unique()}
    return table.assign(period=table["day"].map(firsts))


def _base(archive: Archive, selection: Selection, places: tuple[Place, ...], by: By) -> pd.DataFrame:
    """Reports, words and words squared, by period and unit."""
    if places:
        table = _lengths(archive, selection, places)
        table = table.assign(reports=1, xx=table["words"] ** 2)
    else:
        totals = counting.day_totals(archive, selection)
        table = _binned_units(pd.DataFrame(totals, columns=counting.Total._fields))
    sums = _binned(table, by).groupby(["period", "unit"])[["reports", "words", "xx"]].sum()
    return sums.reset_index()


def _cells(
    archive: Archive,
    lexicon: Lexicon,
    term: Term,
    selection: Selection,
    places: tuple[Place, ...],
    by: By,
    measure: Measure,
    by_variant: bool,
) -> pd.DataFrame:
    """What was found of a term, by period, unit and split."""
    simple = len(term.concepts) == 1 and not places and not by_variant
    if simple and found.is_current(archive, lexicon, term.above[0]):
        rolled = counting.day_rollups(archive, selection, term.above[0].id)
        table = _binned_units(pd.DataFrame(rolled, columns=counting.Rollup._fields)).assign(split="")
        return _binned(table, by).groupby(_CELL)[["mentions", "reports_with", "yy", "xy"]].sum().reset_index()
    lengths = _lengths(archive, selection, places)
    sides = []
    for concepts in (term.above, term.below):
        tallies = [tally for each in concepts for tally in found.tallies(archive, lexicon, each, selection)]
        table = pd.DataFrame(tallies, columns=counting.Tally._fields)
        if places:
            table = table[table["place"].isin(places)]
        table = table.assign(split=table["variant"] if by_variant and concepts is term.above else "")
        each_report = table.groupby(["report_id", "split"], as_index=False)["mentions"].sum()
        joined = _binned(each_report.merge(lengths, on="report_id"), by)
        joined = joined.assign(reports_with=1, yy=joined["mentions"] ** 2, xy=joined["mentions"] * joined["words"])
        sides.append(joined.groupby(_CELL)[["mentions", "reports_with", "yy", "xy"]].sum().reset_index())
    above, below = sides
    if not term.below:
        return above
    count = "reports_with" if measure == "share" else "mentions"
    divisor = below[["period", "unit", count]].rename(columns={count: "divisor"})
    # Every wording above the line is divided by all that is below it.
    splits = pd.DataFrame({"split": list(dict.fromkeys(above["split"])) or [""]})
    divisor = divisor.merge(splits, how="cross")
    return above.merge(divisor, on=_CELL, how="outer").fillna(0)


def _rows(
    term: Term,
    label: str,
    base: pd.DataFrame,
    cells: pd.DataFrame,
    span: Sequence[date],
    measure: Measure,
    minimum: int,
) -> Iterator[dict[str, object]]:
    """One row a period, for each split and, where a rate would mix them, each unit."""
    units = sorted(base["unit"].unique())
    apart = measure == "rate" and len(units) > 1 and not term.below
    groups = [(unit, [unit]) for unit in units] if apart else [("", units)]
    for split in list(dict.fromkeys(cells["split"])) or [""]:
        for unit, members in groups:
            counts = _counts(
                base[base["unit"].isin(members)], cells[cells["unit"].isin(members)], split, bool(term.below)
            )
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
                }


def _counts(base: pd.DataFrame, cells: pd.DataFrame, split: str, divided: bool) -> dict[date, Count]:
    """The sums of each period that has reports."""
    counts: dict[date, Count] = {}
    for period, reports, words, xx in base[["period", "reports", "words", "xx"]].to_numpy(dtype=object):
        here = Count(reports=int(reports), words=int(words), xx=int(xx), divisor=0 if divided else None)
        counts[period] = counts[period] + here if period in counts else here
    sums = ["period", "mentions", "reports_with", "yy", "xy"] + (["divisor"] if divided else [])
    for period, mentions, reports_with, yy, xy, *divisor in cells[cells["split"] == split][sums].to_numpy(dtype=object):
        below = int(divisor[0]) if divided else None
        counts[period] += Count(int(mentions), int(reports_with), 0, 0, int(yy), int(xy), 0, below)
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
