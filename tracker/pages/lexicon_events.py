"""The days that charts mark: a small list to add to and take from."""

from datetime import date

import streamlit as st

from tracker.pages import faults, lexicon_saving, lexicon_state
from tracker.pages.controls import EARLIEST
from tracker.pages.escaping import escape_markdown
from tracker.pages.lexicon_saving import save
from tracker.pages.lexicon_trying import typed
from tracker.settings import lexicon_editing


def show(locked: bool) -> None:
    """All events in their order, each with the way to take it out, and a line for another."""
    with st.expander("Events that charts mark", key="events"):
        _events(locked)


@st.fragment
@faults.told
def _events(locked: bool) -> None:
    lexicon_saving.after_saving()
    if not locked:
        with st.form("event form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
            st.date_input("Day", None, key="event day", min_value=EARLIEST, format="YYYY-MM-DD", width=160)
            st.text_input("What happened", key="event label", placeholder="Lehman Brothers fails")
            st.form_submit_button("Add this event", on_click=_add)
    for number, (day, label) in enumerate(lexicon_state.events()):
        with st.container(horizontal=True, vertical_alignment="center", key=f"event {number}"):
            st.markdown(f"{day:%-d %B %Y} · {escape_markdown(label)}")
            st.button(
                "Remove", key=f"remove event {number}", type="tertiary", disabled=locked, on_click=_remove,
                args=(day, label), help=f"Remove “{escape_markdown(label)}”",
            )  # fmt: skip


def _add() -> None:
    day, label = st.session_state["event day"], typed("event label")
    if not isinstance(day, date):
        st.session_state["lexicon-refused"] = "Choose the event's day first."
        return
    if save(f"“{label}” is marked", lambda path: lexicon_editing.add_event(path, day, label)):
        st.session_state["event label"], st.session_state["event day"] = "", None


def _remove(day: date, label: str) -> None:
    save(f"“{label}” is marked no more", lambda path: lexicon_editing.remove_event(path, day, label))
