"""The sentences behind a term of Compare, on both sides."""

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.charts.sides import Sides
from tracker.pages import sentence_list, session
from tracker.pages.escaping import escape_markdown
from tracker.queries.concordance import kwic
from tracker.queries.shifts import Comparison

LINES = 6
READ = 60  # mentions from which they are taken, as a sentence may have several
TERM = "compared-term"


def show(found: Comparison, table: pd.DataFrame, sides: Sides) -> None:
    """Both sides' sentences of the term that was clicked; before a click, how to get there."""
    term: str | None = st.session_state.setdefault(TERM, st.query_params.get("of"))
    labels = dict(zip(table["term"], table["label"], strict=True))
    if term is None or term not in labels:
        st.caption("Click a dot, or a row of the table, for the sentences behind it on both sides.")
        return
    st.query_params["of"] = term
    st.header(f"The sentences: {labels[term]}", anchor=False)
    st.button("Close", key="close-sentences", on_click=choose, args=(None,))
    names, lexicon = reading.names(session.archive()), session.lexicon().lexicon
    for place, name, side in zip(st.columns(2), (sides.before, sides.after), (found.before, found.after), strict=True):
        with place:
            st.markdown(f"**{escape_markdown(name)}**")
            _lines(kwic(session.archive(), lexicon, term, side, limit=READ), names)


def choose(term: str | None) -> None:
    """Show the sentences of a term, and keep it in the address, so that a link shows the same."""
    st.session_state[TERM] = term
    if term:
        st.query_params["of"] = term
    else:
        st.query_params.pop("of", None)


def _lines(found: pd.DataFrame, names: dict[str, str]) -> None:
    """The newest sentences, each once, however often it has the term."""
    if found.empty:
        st.caption("Not once.")
        return
    once = found.loc[~(found["report"].astype(str) + found["left"] + found["match"] + found["right"]).duplicated()]
    st.html(sentence_list.html(once.head(LINES), names))
    if len(once) > LINES:
        st.caption(f"The newest {LINES}. All of them: `python -m tracker kwic`.")
