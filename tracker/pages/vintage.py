"""The lexicon that a page counts with: the present one, or the older version that the address names."""

from html import escape

import streamlit as st

from tracker.archive import scores
from tracker.pages import address, session
from tracker.words.lexicon import Lexicon


def asked() -> str | None:
    """The older version that the address names; None where it names none, or the present one."""
    named = st.query_params.get("version")
    return None if named == session.lexicon().lexicon.version else named


def lexicon(version: str | None) -> Lexicon:
    """The lexicon of a version, or the present one; QueryError if it is not kept."""
    return _kept(version) if version else session.lexicon().lexicon


@st.cache_resource(show_spinner=False, max_entries=8)
def _kept(version: str) -> Lexicon:
    return scores.lexicon_of(session.archive(), version)


def notice(version: str | None) -> None:
    """Say so where the page counts with an older version, with the way back."""
    if version:
        back, present = escape(address.here(version=None), quote=True), session.lexicon().lexicon.version
        st.html(
            f'<p role="status" style="border-left: 3px solid #d9a400; padding-left: .8rem; margin: 0">'
            f"Counted with version {escape(version)} of the lexicon, as it was then. "
            f'<a href="{back}" target="_self">Count with the present one, {present}</a></p>'
        )
