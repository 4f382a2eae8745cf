"""Evidence: the sentences behind a chart or a point of it, as a list that links onward."""

from collections.abc import Hashable
from datetime import date, timedelta
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.measures.series import By, after
from tracker.pages import session
from tracker.pages.controls import Asked
from tracker.queries.concordance import kwic
from tracker.words.lexicon import Lexicon

LINES = 30


def show(asked: Asked, lexicon: Lexicon) -> None:
    """The sentences of the clicked point, or the newest of the first term."""
    term, at = st.query_params.get("of", asked.terms[0]), st.query_params.get("at")
    if term not in asked.terms:
        term, at = asked.terms[0], None
    selection = _within(asked.selection, at, asked.by)
    archive = session.archive()
    found = kwic(archive, lexicon, term, selection, places=asked.places, limit=LINES)
    when = f", {selection.first:%-d %B %Y} to {selection.last:%-d %B %Y}" if at else ""
    st.header(f"The sentences: {_label(term, lexicon)}{when}", anchor=False)
    if at and st.button("All periods", key="all-periods"):
        del st.query_params["at"]
        st.rerun()
    if not at:
        st.caption("The newest; click a point of the chart for those behind it.")
    if found.empty:
        st.caption("None.")
    st.html(sentences(found, reading.names(archive)))
    if len(found) == LINES:
        st.caption(f"The newest {LINES}. All of them: `python -m tracker kwic`.")


def sentences(table: pd.DataFrame, names: dict[str, str]) -> str:
    """Concordance rows as HTML, each with its day, source and report; everything from feeds is escaped."""
    return f'<ol class="lines">{"".join(_line(row, names) for row in table.to_dict("records"))}</ol>'


def _line(row: dict[Hashable, Any], names: dict[str, str]) -> str:
    left, match, right = (escape(str(row[part])) for part in ("left", "match", "right"))
    source = escape(names.get(str(row["source"]), str(row["source"])))
    place = "" if row["place"] == "body" else f" · {row['place']}"
    link = f'<a href="/reports?report={row["report"]}" target="_self">{escape(str(row["title"]) or "untitled")}</a>'
    day = f"{row['date']:%-d %B %Y}"
    return f'<li><span class="from">{day} · {source}{place} · {link}</span>{left}<mark>{match}</mark>{right}</li>'


def _label(term: str, lexicon: Lexicon) -> str:
    concept = lexicon.concepts.get(term)
    return concept.label if concept else f"“{term}”"


def _within(selection: Selection, at: str | None, by: By) -> Selection:
    """The selection cut down to the period that begins at ``at``."""
    try:
        first = date.fromisoformat(at or "")
    except ValueError:
        return selection
    last = after(first, by) - timedelta(days=1)
    return Selection(
        min(last, selection.last), max(first, selection.first or first), selection.sources, selection.language
    )
