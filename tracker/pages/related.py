"""Below an opened report: its full text or short forms, who else carried it, and what is like it."""

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.archive import reading
from tracker.documents import Report
from tracker.pages import report_view, session
from tracker.queries.reports import Opened, similar


def show(known: Opened, names: Mapping[str, str], address: Callable[..., str]) -> None:
    """Each kind under its heading, if there is any."""
    kinds = {
        "Its full text": (known.full_text,) if known.full_text else (),
        "Reported before, in short": known.readouts,
        "Also carried by": known.copies,
        "Similar, but counted apart": _similar(reading.generation(session.archive()), known.report.id),
    }
    for title, reports in kinds.items():
        if reports:
            st.header(title, anchor=False)
            st.html(report_view.others(reports, names, address))


@st.cache_data(max_entries=64, show_spinner=False)
def _similar(generation: int, report_id: int) -> list[Report]:
    """Looked for again only when something has changed: whole texts are compared."""
    return similar(session.archive(), report_id)
