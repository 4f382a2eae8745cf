"""Evidence: the sentences behind a chart or a point of it, as a list that links onward."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.measures.choices import By, Split
from tracker.measures.series import after
from tracker.pages import address, sentence_list, session
from tracker.pages.controls import Asked
from tracker.queries.concordance import ORDERS, Order, kwic, ordered
from tracker.words.lexicon import Lexicon

LINES = 30
CLICKED = "clicked"
SORTED = 1_000  # mentions that are read to be put in another order than by day
NAMES: dict[Order, str] = {
    "newest": "Newest", "oldest": "Oldest", "source": "Source", "left": "Words before", "right": "Words after"
}  # fmt: skip
NAMED = ("of", "at", "part")
POINT = "point"  # of the chart: its term, the first day of its period, and its line where the term has several


def show(asked: Asked, lexicon: Lexicon) -> None:
    """The sentences of the clicked point, or the newest of the first term."""
    follow()
    term, at, part, selection = chosen(asked)
    _write(term, at, part)
    archive = session.archive()
    names = reading.names(archive)
    where = f", {names.get(part, part)}" if part else ""
    when = f", {span(selection)}" if at else ""
    st.header(f"The sentences: {label(term, lexicon)}{where}{when}", anchor=False)
    if at:
        st.button("All periods", key="all-periods", on_click=choose, args=(term, None))
    else:
        st.caption("Click a point of the chart for those behind it.")
    order, lines = _listed()
    read = lines if order == "newest" else SORTED
    generation = reading.generation(archive)
    found = _read(
        lexicon, lexicon.version, generation, term, selection, places=asked.places, split=asked.split, part=part,
        limit=read + 1, own_language=asked.own_language,
    )  # fmt: skip
    more, found = len(found) > read, ordered(found.head(read), order)
    if found.empty:
        st.caption("None.")
    st.html(sentence_list.html(found.head(lines), names))
    if more and order != "newest":
        st.caption(f"Of the newest {SORTED:,} mentions; the files below have more.")
    if more or len(found) > lines:
        st.button(f"{LINES} more", key="more-lines", on_click=_further)


def chosen(asked: Asked) -> tuple[str, str | None, str, Selection]:
    """Whose sentences are shown and where they are sought: a term, the first day of its period, its line, the rest.

    Without a day they are those of all periods, without a line those of all its lines.
    """
    if POINT not in st.session_state:
        term, at, part = (st.query_params.get(name) for name in NAMED)
        st.session_state[POINT] = (term or asked.terms[0], at, part or "", asked.split)
    term, at, part, split = st.session_state[POINT]
    if term not in asked.terms:
        term, at, part = asked.terms[0], None, ""
    return term, at, part if split == asked.split else "", _within(asked.selection, at, asked.by)


@st.cache_data(show_spinner=False, max_entries=64)
def _read(
    _lexicon: Lexicon, version: str, generation: int, term: str, selection: Selection, **asked: Any
) -> pd.DataFrame:
    return kwic(session.archive(), _lexicon, term, selection, **asked)


def span(selection: Selection) -> str:
    """The days of a selection as a reader says them."""
    first = f"{selection.date_from:%-d %B %Y}" if selection.date_from else "the beginning"
    return f"{first} to {selection.date_to:%-d %B %Y}"


def _listed() -> tuple[Order, int]:
    """In which order, and how many."""
    address.one("order", ORDERS, ORDERS[0])
    order = st.segmented_control(
        "Order of the sentences", ORDERS, required=True, key="order", format_func=NAMES.__getitem__,
        label_visibility="collapsed",
        help="By day, by source, or by the words before or after the term, the nearest first.",
    )  # fmt: skip
    address.keep(("order",))
    return order or ORDERS[0], st.session_state.setdefault("lines", LINES)


def _further() -> None:
    st.session_state["lines"] += LINES


def choose(term: str, at: str | None, part: str = "", split: Split | None = None) -> None:
    """Show the sentences of a point, or of all periods, and keep it in the address, so that a link shows the same."""
    st.session_state[POINT] = (term, at, part, split)
    st.session_state.pop("lines", None)
    st.session_state[CLICKED] = True
    _write(term, at, part)


def follow() -> None:
    """In a part of the page that runs by itself: let the whole page follow what was clicked in it."""
    if st.session_state.pop(CLICKED, False):
        st.rerun()


def _write(term: str, at: str | None, part: str) -> None:
    """Bring the address up to date, if it is not: a rerun asked for before a click puts back what it was then."""
    wanted = {"of": term, "at": at} | ({"part": part} if part else {}) if at else {}
    for name in NAMED:
        if st.query_params.get(name) != wanted.get(name):
            if name in wanted:
                st.query_params[name] = str(wanted[name])
            else:
                del st.query_params[name]


def label(term: str, lexicon: Lexicon) -> str:
    """A term as a reader knows it."""
    concept = lexicon.concepts.get(term)
    phrase = term.strip('"')
    return concept.label if concept else f"“{phrase}”"


def _within(selection: Selection, at: str | None, by: By) -> Selection:
    """The selection cut down to the period that begins at ``at``."""
    try:
        first = date.fromisoformat(at or "")
    except ValueError:
        return selection
    last = after(first, by) - timedelta(days=1)
    return Selection(
        min(last, selection.date_to), max(first, selection.date_from or first), selection.sources, selection.language
    )
