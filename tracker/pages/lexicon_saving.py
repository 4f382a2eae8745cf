"""Saving a change to lexicon.yaml, keeping its version, and taking the last change back."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from tracker.errors import TrackerError
from tracker.pages import session
from tracker.pages.escaping import escape_markdown
from tracker.settings import lexicon_editing, replacing
from tracker.settings.replacing import Replaced

KEPT = 20


@st.cache_resource(show_spinner=False)
def _done() -> list[tuple[str, Replaced]]:
    """What was changed from here, by any reader, the newest last."""
    return []


def save(said: str, change: Callable[[Path], Replaced]) -> bool:
    """Make a change and have ``outcome`` say so; if it is refused, it says why, and this gives False."""
    if not _made(said, lambda: _done().append((said, change(session.places.lexicon)))):
        return False
    del _done()[:-KEPT]
    return True


def undo() -> None:
    """Take the last change back."""
    said, done = _done()[-1]
    if _made(f"Undone: {said}", lambda: lexicon_editing.undo(session.places.lexicon, done)):
        _done().pop()


def _made(said: str, work: Callable[[], object]) -> bool:
    st.session_state.pop("lexicon-refused", None)
    try:
        work()
        session.lexicon()  # read anew, its version is kept
    except TrackerError as error:
        st.session_state["lexicon-refused"] = escape_markdown(str(error))
        return False
    st.session_state["lexicon-said"] = st.session_state["lexicon-saved"] = said
    return True


def after_saving() -> None:
    """In a part of the page that runs by itself: let the whole page follow what was saved in it."""
    if st.session_state.pop("lexicon-saved", None):
        st.rerun()


def outcome() -> None:
    """What became of the last change, and the way back from it."""
    st.session_state.pop("lexicon-saved", None)
    if said := st.session_state.pop("lexicon-said", None):
        st.toast(escape_markdown(said), duration="long")
    if refused := st.session_state.get("lexicon-refused"):
        st.error(refused)
    if _done() and _done()[-1][1].after == _text():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(escape_markdown(_done()[-1][0]), width="content")
            st.button("Undo", key="undo", on_click=undo)


def locked() -> str:
    """Why nothing can be changed from here; empty if it can."""
    reason = replacing.refusal(session.places.lexicon)
    return (
        f"{session.places.lexicon} cannot be changed from here: {reason}. It can be read and tried." if reason else ""
    )


def _text() -> str:
    path = session.places.lexicon
    return path.read_text(encoding="utf-8") if path.exists() else ""
