"""Wordings found in the texts that are kin of a concept's formulas, each to be added with one click."""

from datetime import date
from html import escape

import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.pages import faults, lexicon_saving, session
from tracker.pages.escaping import escape_markdown
from tracker.pages.lexicon_rows import plural
from tracker.pages.lexicon_table import seen
from tracker.pages.lexicon_trying import add_wording, language_of
from tracker.queries.proposals import Proposal, Proposals, proposals
from tracker.words.lexicon import Concept

KINDS = {"insertion": "with words put in", "truncation": "cut off"}
MEANING = "The concept's formulas with one or two words (one to four characters) put in, or with an end cut off."


@st.fragment
@faults.told
def show(concept: Concept, locked: bool) -> None:
    """The proposals, what would add most first."""
    lexicon_saving.after_saving()
    st.header("Found in the texts, and no wording yet", anchor=False, help=MEANING)
    found = _found(concept, reading.generation(session.archive()), session.today())
    if found.looked < found.reports:
        st.caption(f"Looked for in the newest {found.looked:,} of {found.reports:,} reports.")
    if not found.rows:
        st.caption("Nothing of the kind.")
    for number, row in enumerate(found.rows):
        with st.container(key=f"proposal {number}", horizontal=True, vertical_alignment="center"):
            st.html(_row(row))
            st.button("Add", key=f"add {row.wording}", disabled=locked, on_click=add_wording,
                      args=(concept, language_of(row.wording), row.wording),
                      help=f"Add “{escape_markdown(row.wording)}”")  # fmt: skip
    if found.more:
        st.caption(f"{plural(found.more, 'rarer one')} not shown.")


@st.cache_data(show_spinner="Looking for other wordings …", max_entries=64)
def _found(concept: Concept, generation: int, today: date) -> Proposals:
    return proposals(session.archive(), concept, Selection(today))


def _row(row: Proposal) -> str:
    new = "" if row.outside == row.count else f", {row.outside:,} not counted yet"
    days = f"{seen(row.first)} to {seen(row.last)}" if row.first != row.last else seen(row.first)
    left, match, right = (escape(each) for each in (row.left, row.match, row.right))
    return (
        f'<div class="lp"><b>{escape(row.wording)}</b> <span class="quiet">{plural(row.count, "mention")}{new} · '
        f"{days} · “{escape(row.formula)}” {KINDS[row.kind]}</span><div>{left}<mark>{match}</mark>{right}</div></div>"
    )
