"""How far the reports are counted with the lexicon as it is now."""

from datetime import date

import streamlit as st

from tracker.archive import leases
from tracker.errors import SettingsError
from tracker.pages import faults, session
from tracker.queries.vintages import counting
from tracker.settings.lexicon_file import LexiconFile
from tracker.words.lexicon import Lexicon

LIVE = 2


def lexicon() -> Lexicon:
    """The lexicon, or an empty one where its file cannot be read; what is wrong with it is said by the header."""
    return _file().lexicon


def events() -> tuple[tuple[date, str], ...]:
    """The days that charts mark, none where the lexicon's file cannot be read."""
    return _file().events


def _file() -> LexiconFile:
    try:
        return session.lexicon()
    except SettingsError:
        return LexiconFile(Lexicon(), ())


@st.fragment(run_every=LIVE)
@faults.told
def show() -> None:
    """The version, and the progress of counting anew while there is any."""
    found = counting(session.archive(), lexicon())
    done = found.reports - found.behind
    if not found.reports:
        st.caption(f"Version {found.version}. No report is stored yet; those that arrive are counted with it.")
        return
    if not found.behind:
        st.caption(f"Version {found.version}: all {found.reports:,} reports are counted with it.")
        return
    said = f"Counting anew with version {found.version}: {done:,} of {found.reports:,} reports"
    st.progress(done / found.reports, said)
    if not leases.pollers_alive(session.archive()):
        st.warning("No poller runs, so nothing is counted anew. Start it, or run `python -m tracker lexicon rescore`.")
