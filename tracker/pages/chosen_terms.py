"""The terms of Trends: a field to type one more, and the list of those chosen, to which concepts can be picked."""

import streamlit as st

from tracker.pages import fields
from tracker.words.lexicon import Lexicon
from tracker.words.terms import named

LIST = "terms"
MOST = 8  # lines that a reader can still tell apart


def control(lexicon: Lexicon) -> list[str]:
    """Draw both and give the chosen terms.

    What is typed is taken as it is by Enter: in a list that filters, Enter would take whatever resembles it.
    """

    def label(term: str) -> str:
        concept = lexicon.concepts.get(term)
        return " ".join(filter(None, [concept.label, concept.label_zh])) if concept else term

    chosen: list[str] = st.session_state["term"][:MOST]
    st.session_state["term"] = chosen
    full = len(chosen) == MOST
    with st.container(horizontal=True, vertical_alignment="bottom", key="terms"):
        form = st.form("adding", clear_on_submit=True, border=False, width=400)
        with form.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(
                "Add a term: a concept or any phrase", key="typed", disabled=full,
                placeholder=f"{MOST} terms at most" if full else '网络强国, core technolog*, "a" ~5 "b", a + b, a / b',
            )  # fmt: skip
            st.form_submit_button("Add", disabled=full, on_click=_add, args=(lexicon,))
        st.session_state.setdefault(fields.key(LIST), chosen)
        st.multiselect(
            "Terms", list(dict.fromkeys([*lexicon.concepts, *chosen])), format_func=label, key=fields.key(LIST),
            on_change=_pick, filter_mode=None, select_all=False, max_selections=MOST, placeholder="pick concepts",
            width="stretch",
        )  # fmt: skip
    return chosen


def _add(lexicon: Lexicon) -> None:
    """Take what was typed, once."""
    term = named(st.session_state["typed"], lexicon)
    if term and term not in st.session_state["term"]:
        st.session_state["term"] = [*st.session_state["term"], term]
        fields.put(LIST, st.session_state["term"])


def _pick() -> None:
    """Take what was picked from the list, or taken out of it."""
    st.session_state["term"] = list(st.session_state[fields.key(LIST)])
