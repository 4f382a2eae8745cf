"""Saving a change to feeds.yaml, so that the running poller takes it up at once."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from tracker.archive import writing
from tracker.errors import TrackerError
from tracker.pages import session
from tracker.pages.escaping import escape_markdown


def save(said: str, change: Callable[[Path], object]) -> bool:
    """Make a change and have ``outcome`` say so; if it is refused, it says why, and this gives False."""
    st.session_state.pop("refused", None)
    try:
        change(session.places.feeds)
        writing.sync_feeds(session.archive(), session.feeds().feeds)
    except TrackerError as error:
        st.session_state["refused"] = escape_markdown(str(error))
        return False
    st.session_state["said"] = escape_markdown(said)
    return True


def outcome() -> None:
    """What became of the last change: a success is said once, a refusal until the next try."""
    if said := st.session_state.pop("said", None):
        st.toast(said, duration="long")
    if refused := st.session_state.get("refused"):
        st.error(refused)
