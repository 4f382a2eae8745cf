"""Trends: the series of terms in any measure, those included that are made of several series."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from tracker.archive.opening import Archive
from tracker.documents import Place, Selection
from tracker.errors import QueryError
from tracker.measures import index, tiers
from tracker.measures.choices import MINIMUM_REPORTS, By, Shown, Split
from tracker.queries.series import series
from tracker.words.lexicon import Lexicon


def trends(
    archive: Archive,
    lexicon: Lexicon,
    terms: Sequence[str],
    selection: Selection,
    *,
    measure: Shown = "mentions",
    by: By = "month",
    places: Sequence[Place] = (),
    split: Split | None = None,
    minimum: int = MINIMUM_REPORTS,
    base: tuple[date, date] | None = None,
    own_language: bool = False,
) -> pd.DataFrame:
    """``series``, with a column ``tier`` where it is asked for, and the index.

    ``base`` is the first and last day of the index's base, by default all; QueryError where it cannot be made.
    ``own_language`` counts a term in reports of its language only; periods before and after all of them are left out.
    """
    if measure != "index":
        table = series(
            archive, lexicon, terms, selection, measure=measure, by=by, places=places, split=split, minimum=minimum,
            own_language=own_language,
        )  # fmt: skip
        table = _spoken(table) if own_language else table
        return _tiered(table, lexicon) if measure == "tier" else table
    if split:
        raise QueryError("index", f"is made of all sources and cannot be split by {split}; take share for that")
    shares = series(
        archive, lexicon, terms, selection, measure="share", by=by, places=places, split="source", minimum=1,
        own_language=own_language,
    )  # fmt: skip
    shares = _spoken(shares) if own_language else shares
    return pd.concat([_indexed(rows, base, minimum) for _, rows in shares.groupby("term", sort=False)])


def _spoken(table: pd.DataFrame) -> pd.DataFrame:
    """The periods from the first to the last that has reports in which any of the terms is counted."""
    told = table.loc[table["reports"] > 0, "period"]
    return table[table["period"].between(told.min(), told.max())].reset_index(drop=True) if len(told) else table


def _tiered(table: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Each share with the name of its tier, or of those it may be in."""
    if not lexicon.tiers:
        raise QueryError("tier", "the lexicon has no tiers; write some, or take share")
    named = {each.name: f"{each.name} {each.label}" for each in lexicon.tiers}
    names = []
    for row in table.to_dict("records"):
        if row["state"] != "ok" or row["divisor"] is not None:
            names.append("")
            continue
        placed = tiers.place(row["reports_with"], row["reports"], lexicon.tiers)
        reached = [named[name] for name in placed.reached]
        names.append(f"uncertain, {' or '.join(reached)}" if placed.uncertain else named[placed.name or ""])
    return table.assign(tier=names)


def _indexed(shares: pd.DataFrame, base: tuple[date, date] | None, minimum: int) -> pd.DataFrame:
    """One term's shares by source as its index, one row a period."""
    if shares["divisor"].notna().any():
        raise QueryError("index", "is made of shares of reports, and cannot be made of a / b")
    periods = sorted(set(shares["period"]))
    inside = [at for at, period in enumerate(periods) if base is None or base[0] <= period <= base[1]]
    if not inside:
        raise QueryError("index", "has no period in its base; choose another base")
    by_source = {str(source): _estimates(rows, periods) for source, rows in shares.groupby("split", sort=True)}
    found = index.index(by_source, range(inside[0], inside[-1] + 1))
    table = shares.groupby("period", sort=True)[["mentions", "reports_with", "reports"]].sum().reset_index()
    few = table["reports"] < minimum
    states = ["gap" if each is None else "few" if little else "ok" for each, little in zip(found, few, strict=True)]
    shown = [each if state == "ok" else None for each, state in zip(found, states, strict=True)]
    estimates = pd.DataFrame([each or (None,) * 3 for each in shown], columns=index.Estimate._fields, dtype=float)
    about = {"term": shares["term"].iloc[0], "split": "", "words": None, "divisor": None}
    return table.assign(**about, **estimates, state=states)[list(shares.columns)]


def _estimates(rows: pd.DataFrame, periods: list[date]) -> list[index.Estimate | None]:
    """One source's shares, one of each of the periods; None where it did not speak."""
    told = rows.set_index("period")[list(index.Estimate._fields)].reindex(periods)
    return [None if pd.isna(value) else index.Estimate(value, low, high) for value, low, high in told.to_numpy(float)]
