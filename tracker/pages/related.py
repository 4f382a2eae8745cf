"""Below an opened report: its full text or short forms, who else carried it, and what is like it."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from tracker.archive import reading
from tracker.documents import Report
from tracker.pages import report_view, session
from tracker.queries.reports import Opened, similar


def show(known: Opened, names: Mapping[str, str], address: Callable[..., str]) -> None:
    """Each kind under its heading, if there is any."""
    here = known.report

    def both(short: Report, whole: Report) -> str:
        return address(report=whole.id, before=short.id, revision=None, compared=None, concept=None)

    full_texts = (known.full_text,) if known.full_text else ()
    similar = _similar(reading.generation(session.archive()), here.id)
    kinds: tuple[tuple[str, Sequence[Report], Callable[[Report], str]], ...] = (
        ("Its full text", full_texts, lambda whole: both(here, whole)),
        ("Reported before, in short", known.readouts, lambda short: both(short, here)),
        ("Also carried by", known.copies, lambda _: ""),
        ("Similar, but counted apart", similar, lambda _: ""),
    )
    for title, reports, beside in kinds:
        if reports:
            st.header(title, anchor=False)
            st.html(report_view.others(reports, names, address, beside))


@st.cache_data(max_entries=64, show_spinner=False)
def _similar(generation: int, report_id: int) -> list[Report]:
    """Looked for again only when something has changed: whole texts are compared."""
    return similar(session.archive(), report_id)
