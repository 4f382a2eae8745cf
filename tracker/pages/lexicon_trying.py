"""Trying a change of a concept: what it would count, and its sentences, before it is saved."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st

from tracker.archive import reading
from tracker.charts.sparkline import sparkline
from tracker.documents import Selection
from tracker.errors import LexiconError
from tracker.pages import faults, fields, lexicon_saving, sentence_list, session
from tracker.pages.controls import LANGUAGES
from tracker.pages.escaping import escape_markdown
from tracker.pages.lexicon_rows import plural
from tracker.pages.lexicon_table import seen
from tracker.queries.trying import MOST, Trial, trial
from tracker.settings import lexicon_editing
from tracker.words.lexicon import Concept
from tracker.words.text import mostly_han, normalise

SHORTEST = {"zh": 1, "en": 2}  # characters, below which nothing is counted while it is typed


@st.fragment
@faults.told
def add(concept: Concept, locked: bool) -> None:
    """A wording to add, with what it would count as it is typed."""
    lexicon_saving.after_saving()
    wording = " ".join(fields.live("Add a wording", "try", "strong Internet power, 网络强国, core technolog*").split())
    if not countable(wording):
        return
    with suppress(LexiconError):  # that it could never match is said below
        if twin := lexicon_editing.twin(concept.wordings, wording):
            st.caption(f"It has that already, as “{escape_markdown(twin)}”.")
            return
    language = language_of(wording)
    wider = replace(concept, variants=concept.variants | {language: (*concept.variants.get(language, ()), wording)})
    if preview(wider, f"“{wording}”"):
        label = f"Add “{escape_markdown(wording)}” to its {LANGUAGES[language]} wordings"
        st.button(label, type="primary", disabled=locked,
                  on_click=add_wording, args=(concept, language, wording))  # fmt: skip


def add_wording(concept: Concept, language: str, wording: str) -> None:
    """Write a wording into lexicon.yaml."""
    said = f"“{wording}” is added to {concept.label}"
    if lexicon_saving.save(said, lambda path: lexicon_editing.add_variant(path, concept.id, language, wording)):
        fields.put("try", "")


def typed(key: str) -> str:
    """What stands in a field now, which in a button's callback may be newer than what was last drawn."""
    return " ".join(str(st.session_state.get(key) or "").split())


def apart(phrases: str) -> tuple[str, ...]:
    """Phrases that were typed apart by semicolons."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, re.split("[;；]", phrases)))))


def countable(wording: str) -> bool:
    """Whether enough is typed to count it: the first letter of a word would count half the archive."""
    return len(normalise(wording)) >= SHORTEST[language_of(wording)]


def language_of(wording: str) -> str:
    """The list that a wording belongs to."""
    return "zh" if mostly_han(wording) else "en"


def preview(changed: Concept, plainly: str = "") -> bool:
    """What a change would bring; False, and why, if it cannot be. ``plainly`` is what to call its new wordings."""
    try:
        version = session.lexicon().lexicon.version
        found = _tried(changed, reading.generation(session.archive()), version, session.today())
    except LexiconError as error:
        st.error(escape_markdown(str(error)))
        return False
    _count(found, plainly)
    return True


@st.cache_data(show_spinner="Counting …", max_entries=64)
def _tried(changed: Concept, generation: int, version: str, today: date) -> Trial:
    return trial(session.archive(), session.lexicon().lexicon, changed, Selection(today))


def _count(found: Trial, plainly: str) -> None:
    said = []
    if plainly and found.first and found.last:
        counts = f"{plural(found.mentions, 'mention')} in {plural(found.reports_with, 'report')}"
        picture = f'<img alt="share of reports over time" src="{sparkline(found.spark)}">'
        said = [f"{escape(plainly)}: <b>{counts}</b>, {seen(found.first)} to {seen(found.last)} {picture}"]
    elif plainly:
        said = [f"{escape(plainly)}: found in no report."]
    if taken := ", ".join(f"{number:,} of “{escape(variant)}”" for variant, number in found.taken):
        said += [f"It takes {taken}."]
    if found.net != found.mentions or not plainly:
        gain = f"{'gains' if found.net > 0 else 'loses'} {plural(abs(found.net), 'mention')}"
        said += [f"The concept {gain if found.net else 'counts as many as before'}."]
    st.html(f'<p class="lt" role="status">{" ".join(said)}</p>')
    for warning in found.warnings:
        st.warning(escape_markdown(warning.partition(": ")[2]))
    if found.cut:
        st.caption(f"Only the newest {MOST:,} texts with these words were looked at.")
    if len(found.sentences):
        st.html(sentence_list.html(found.sentences, reading.names(session.archive())))
