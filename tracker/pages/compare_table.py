"""The table under Compare: every term that was tested and is shown, with links onward."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from tracker.charts.sides import Sides
from tracker.pages import compare_sentences
from tracker.queries.shifts import Comparison

KINDS = {"riser": "rose", "faller": "fell", "debut": "first seen", "silent": "fell silent", "": "not beyond chance"}
KEY = "comparison-table"


def show(found: Comparison, table: pd.DataFrame, sides: Sides) -> None:
    """The rows, to be sorted by any column; what was left out is said."""
    st.header("All that was compared", anchor=False)
    st.caption(" ".join(_said(found)))
    st.dataframe(
        _rows(table, sides),
        hide_index=True,
        key=KEY,
        on_select=lambda: _picked(list(table["term"])),
        selection_mode="single-row",
        column_config=_columns(sides),
        placeholder="",
    )


def _said(found: Comparison) -> list[str]:
    phrases = sum(row.concept is None for row in found.rows)
    parts = [
        f"{found.tested:,} terms were tested together: {len(found.rows) - phrases:,} concepts that either side "
        f"mentions, all listed, and {found.tested - len(found.rows) + phrases:,} phrases outside the lexicon, of "
        f"which the {phrases:,} most telling are listed, without those that only repeat another."
    ]
    if found.sources.left_out:
        parts.append(f"{len(found.sources.left_out)} sources with reports on one side only are left out.")
    if any(found.unread):
        parts.append(f"Phrases were not sought in the oldest {found.unread[0]:,} and {found.unread[1]:,} reports.")
    if found.behind:
        parts.append("The lexicon has changed; some concepts are still being counted anew and are not listed yet.")
    return parts


def _rows(table: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    """The table as it is read: names for kinds, and where each term leads."""
    kinds = [_kind(kind, z, sides) for kind, z in zip(table["kind"], table["z"], strict=True)]
    shown = ["label", "kind", "before", "after", "rate_before", "rate_after", "times", "low", "high", "q", "first"]
    links = [f"/trends?{urlencode({'term': term})}" for term in table["term"]]
    adds = pd.Series([f"/lexicon?{urlencode({'new': str(term)[1:-1]})}" for term in table["term"]], dtype=object)
    return table.assign(kind=kinds)[shown].assign(trends=links, lexicon=adds.where(table["term"].str.startswith('"')))


def _kind(kind: str, z: float, sides: Sides) -> str:
    if kind and sides.are_sources:
        return sides.after if z > 0 else sides.before
    return KINDS[kind]


def _columns(sides: Sides) -> dict[str, Any]:
    number, column = st.column_config.NumberColumn, st.column_config.Column
    per = "per 10,000 words, or Chinese characters"
    before, after = (sides.before, sides.after) if sides.are_sources else ("before", "after")
    return {
        "label": column("Term", width="medium", pinned=True),
        "kind": column("More from" if sides.are_sources else "What it did"),
        "before": number(f"Mentions, {before}", help=sides.before),
        "after": number(f"Mentions, {after}", help=sides.after),
        "rate_before": number(f"Rate, {before}", format="%.2f", help=f"Mentions {per}."),
        "rate_after": number(f"Rate, {after}", format="%.2f", help=f"Mentions {per}."),
        "times": number(
            "Times as often", format="%.2f", help=f"In {sides.after} as in {sides.before}, per word or character."
        ),
        "low": number("from", format="%.2f", help="The lower end of its 95 % interval."),
        "high": number("to", format="%.2f", help="The upper end; empty where it has none."),
        "q": number("False discoveries", format="percent", help="Of rows with a share as low, so many may be chance."),
        "first": st.column_config.DateColumn("First seen", help="In the whole archive, where it was looked for."),
        "trends": st.column_config.LinkColumn("Over time", display_text="Trends"),
        "lexicon": st.column_config.LinkColumn("Follow it", display_text="Add as a concept"),
    }


def _picked(terms: list[Any]) -> None:
    rows = st.session_state[KEY].selection.rows
    if rows:
        compare_sentences.choose(str(terms[rows[0]]))
