"""One concept: its wordings with their numbers, what else is found of it, and how to change it."""

from datetime import date

import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.pages import (
    address,
    faults,
    lexicon_changing,
    lexicon_proposals,
    lexicon_saving,
    lexicon_state,
    lexicon_table,
    lexicon_trying,
    session,
)
from tracker.pages.escaping import escape_markdown
from tracker.queries.wordings import Wordings, wordings
from tracker.words import shadows
from tracker.words.lexicon import Concept

LIVE = 3


def draw(concept: Concept, theme: str) -> None:
    """The concept from its name to its removal."""
    st.html(lexicon_table.head(concept, theme, address.here))
    lexicon_state.show()
    lexicon_saving.outcome()
    refused = lexicon_saving.locked()
    if refused:
        st.info(escape_markdown(refused))
    for warning in warnings(session.lexicon().lexicon.version):
        if warning.startswith(f"{concept.id}: "):
            st.warning(escape_markdown(warning.partition(": ")[2]))
    _table(concept.id)
    if not refused:
        lexicon_changing.wording(concept)
    lexicon_trying.add(concept, bool(refused))
    if not refused:
        lexicon_changing.about(concept)
    lexicon_proposals.show(concept, bool(refused))


@st.fragment(run_every=LIVE)
@faults.told
def _table(identity: str) -> None:
    lexicon = session.lexicon().lexicon
    concept = lexicon.concepts.get(identity)
    if concept is None:
        st.info("It was taken out of lexicon.yaml.")
        return
    found = _found(concept, reading.generation(session.archive()), lexicon.version, session.today())
    st.html(lexicon_table.wordings(concept, found, address.here))


@st.cache_data(show_spinner=False, max_entries=64)
def _found(concept: Concept, generation: int, version: str, today: date) -> Wordings:
    return wordings(session.archive(), session.lexicon().lexicon, concept, Selection(today))


@st.cache_data(show_spinner=False, max_entries=2)
def warnings(version: str) -> list[str]:
    """The variants of the lexicon that are there twice or never count."""
    return list(shadows.warnings(session.lexicon().lexicon))
