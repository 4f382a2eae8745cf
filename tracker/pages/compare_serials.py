"""The reports that recur, under Compare: the newest of each, and the way to its redline."""

from html import escape

import streamlit as st

from tracker.pages import faults, session
from tracker.queries import serials

LIVE = 10


@st.fragment(run_every=LIVE)
@faults.told
def show() -> None:
    """One line a serial that has two reports or more."""
    archive, lines = session.archive(), []
    for serial in session.lexicon().lexicon.serials:
        found = serials.reports(archive, serial.id)
        before = serials.previous(archive, found[-1].id) if found else None
        if before is not None:
            newest, lang = found[-1], escape(found[-1].language, quote=True)
            lines.append(
                f'<li><a href="/reports?report={newest.id}&before={before.id}" target="_self">'
                f"{escape(serial.label)}: against the one before</a>"
                f'<span class="from">{newest.day:%-d %B %Y}, <span lang="{lang}">{escape(newest.title)}</span>, '
                f"against {before.day:%-d %B %Y}; {len(found):,} reports</span></li>"
            )
    if lines:
        st.header("Reports that recur, word by word", anchor=False)
        st.html(f'<ol class="lines">{"".join(lines)}</ol>')
