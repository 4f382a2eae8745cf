"""Saving a change to feeds.yaml, so that the running poller takes it up at once."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from tracker.archive import writing
from tracker.errors import TrackerError
from tracker.pages import session
from tracker.pages.verbatim import verbatim


def save(said: str, change: Callable[[Path], object]) -> bool:
    """Make a change and say so on the page's next run; if it is refused, say why and give False."""
    try:
        change(session.places.feeds)
        writing.enlist(session.archive(), session.feeds().feeds)
    except TrackerError as error:
        st.session_state["refused"] = verbatim(str(error))
        return False
    st.session_state["said"] = verbatim(said)
    return True


def outcome() -> None:
    """What became of the last change, said once."""
    if said := st.session_state.pop("said", None):
        st.success(said)
    if refused := st.session_state.pop("refused", None):
        st.error(refused)
