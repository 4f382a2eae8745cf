"""Lexicon: what is counted, how each wording fares, and how to change it; every version stays."""

from datetime import date

import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.pages import (
    address,
    faults,
    lexicon_adding,
    lexicon_concept,
    lexicon_events,
    lexicon_rows,
    lexicon_saving,
    lexicon_state,
    session,
)
from tracker.pages.escaping import escape_markdown
from tracker.pages.header import clock
from tracker.queries.concepts import Group, concepts, sought
from tracker.queries.vintages import vintages

LIVE = 2
WARNINGS = 4


def page() -> None:
    """The concept that the address names, or all of them."""
    st.html(lexicon_rows.CSS)
    if opened := st.session_state.pop("opened", None):
        st.query_params["concept"] = opened  # only now: a rerun asked for before the click would take it out again
    lexicon, wanted = lexicon_state.lexicon(), st.query_params.get("concept")
    for theme in lexicon.themes:
        for concept in theme.concepts:
            if concept.id == wanted:
                lexicon_concept.draw(concept, theme.label)
                return
    st.title("Lexicon", anchor=False)
    if wanted:
        st.info(f"There is no concept “{escape_markdown(wanted)}” in the lexicon; an older version may have had it.")
    lexicon_state.show()
    lexicon_saving.outcome()
    refused = lexicon_saving.locked()
    if refused:
        st.info(escape_markdown(refused))
    lexicon_adding.concept(lexicon, bool(refused))
    if not refused:
        lexicon_adding.themes(lexicon)
    lexicon_events.show(bool(refused))
    st.text_input("Find", key="find", live=True, bind="query-params", placeholder="a concept, a wording, a note")
    _concepts()
    _versions()


@st.fragment(run_every=LIVE)
@faults.told
def _concepts() -> None:
    lexicon = lexicon_state.lexicon()
    if not lexicon.themes:
        st.info("Nothing is counted yet. Add a theme above, then the first concept in it.")
        return
    found = sought(_found(reading.generation(session.archive()), session.edited(), session.today()),
                   str(st.session_state.get("find") or ""))  # fmt: skip
    warned = lexicon_concept.warnings(lexicon.version)
    for warning in warned[:WARNINGS]:
        st.warning(escape_markdown(warning))
    if len(warned) > WARNINGS:
        st.caption(f"{len(warned) - WARNINGS} more warnings stand at their concepts.")
    if not found:
        st.info("No concept says that.")
    for group in found:
        name = f"{escape_markdown(group.theme.label)} {escape_markdown(group.theme.label_zh)}"
        st.header(f"{name} ({len(group.rows)})", anchor=False)
        st.html(lexicon_rows.group(group, warned, address.here))


@st.cache_data(show_spinner=False, max_entries=4)
def _found(generation: int, edited: float, today: date) -> list[Group]:
    return concepts(session.archive(), session.lexicon().lexicon, Selection(today))


@st.fragment(run_every=LIVE)
@faults.told
def _versions() -> None:
    with st.expander("Versions of the lexicon", key="versions"):
        st.caption("Every version that counted a report is kept whole. A chart names the one that it was counted with.")
        st.html(lexicon_rows.versions(vintages(session.archive()), lexicon_state.lexicon().version, clock))
