"""The terms of Trends: a field to type one more, and the list of those chosen, to which concepts can be picked."""

import streamlit as st

from tracker.words.lexicon import Lexicon
from tracker.words.terms import named

MOST = 8  # lines that a reader can still tell apart


def control(lexicon: Lexicon) -> list[str]:
    """Draw both and give the chosen terms.

    What is typed is taken as it is by Enter: in a list that filters, Enter would take whatever resembles it.
    """

    def label(term: str) -> str:
        concept = lexicon.concepts.get(term)
        return " ".join(filter(None, [concept.label, concept.label_zh])) if concept else term

    st.session_state["term"] = st.session_state["term"][:MOST]
    full = len(st.session_state["term"]) == MOST
    with st.container(horizontal=True, vertical_alignment="bottom", key="terms"):
        form = st.form("adding", clear_on_submit=True, border=False, width=400)
        with form.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "Add a term: a concept or any phrase", key="typed", disabled=full,
                placeholder=f"{MOST} terms at most" if full else "网络强国, core technolog*, a + b, a / b",
            )  # fmt: skip
            st.form_submit_button("Add", disabled=full, on_click=_add, args=(lexicon,))
        return st.multiselect(
            "Terms", list(dict.fromkeys([*lexicon.concepts, *st.session_state["term"]])), format_func=label,
            key="term", filter_mode=None, select_all=False, max_selections=MOST, placeholder="pick concepts",
            width="stretch",
        )  # fmt: skip


def _add(lexicon: Lexicon) -> None:
    """Take what was typed, once."""
    term = named(st.session_state["typed"], lexicon)
    if term and term not in st.session_state["term"]:
        st.session_state["term"] = [*st.session_state["term"], term]
