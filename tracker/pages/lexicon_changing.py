"""Changing a concept: its wordings, what it is not counted within, its labels and note; removing it."""

from dataclasses import replace

import streamlit as st

from tracker.pages import faults, lexicon_saving, lexicon_trying
from tracker.pages.lexicon_saving import save
from tracker.settings import lexicon_editing
from tracker.words.lexicon import Concept

FIELDS = {"label": "Label", "label_zh": "Chinese label", "note": "Note: what a rise or a fall of it means"}


def wording(concept: Concept) -> None:
    """The choice of a wording, and what can be done with it."""
    chosen = st.selectbox(
        "Change a wording", concept.wordings, None, key="wording", bind="query-params",
        placeholder="choose one, here or in the table",
    )  # fmt: skip
    if chosen:
        _rename(concept, chosen)


@st.fragment
@faults.told
def _rename(concept: Concept, chosen: str) -> None:
    lexicon_saving.after_saving()
    key = f"as {concept.id} {chosen}"
    st.session_state.setdefault(key, chosen)
    st.text_input("Write it as", key=key, live=True)
    typed = lexicon_trying.typed(key)
    if typed and typed != chosen:
        variants = {
            language: tuple(typed if each == chosen else each for each in wordings)
            for language, wordings in concept.variants.items()
        }
        lexicon_trying.preview(replace(concept, variants=variants), f"“{typed}”")
    with st.container(horizontal=True):
        st.button("Save this wording", type="primary", disabled=typed in ("", chosen), on_click=_save_name,
                  args=(concept, chosen, key))  # fmt: skip
        with st.popover("Remove…"):
            st.write(
                "It leaves lexicon.yaml. What it counted goes, but for what another wording of the concept covers."
            )
            st.button("Remove this wording", type="primary", on_click=_drop, args=(concept, chosen))


def _save_name(concept: Concept, chosen: str, key: str) -> None:
    typed = lexicon_trying.typed(key)
    said = f"“{chosen}” of {concept.label} is now “{typed}”"
    if save(said, lambda path: lexicon_editing.rename_variant(path, concept.id, chosen, typed)):
        st.session_state["wording"] = None


def _drop(concept: Concept, chosen: str) -> None:
    said = f"“{chosen}” is removed from {concept.label}"
    if save(said, lambda path: lexicon_editing.remove_variant(path, concept.id, chosen)):
        st.session_state["wording"] = None


def about(concept: Concept) -> None:
    """Its labels, note and exclusions, and its removal."""
    key = f"edit {concept.id}"
    if f"{key} before" not in st.session_state:
        st.session_state[f"{key} before"] = {field: getattr(concept, field) for field in FIELDS}
        for field, value in st.session_state[f"{key} before"].items():
            st.session_state[f"{key} {field}"] = value
    with st.expander("Labels, note and exclusions", key=f"{key} open"):
        with st.form(key, border=False):
            for field, name in FIELDS.items():
                st.text_input(name, key=f"{key} {field}")
            st.form_submit_button("Save", type="primary", on_click=_save, args=(concept, key))
        _within(concept)
        with st.popover("Remove the concept…"):
            st.write("It leaves lexicon.yaml and is counted no more. Versions that had it stay, and so does Undo.")
            st.button("Remove this concept", type="primary", on_click=_remove, args=(concept,))


def _save(concept: Concept, key: str) -> None:
    before: dict[str, str] = st.session_state[f"{key} before"]
    typed = {field: lexicon_trying.typed(f"{key} {field}") for field in FIELDS}
    changed = {field: value for field, value in typed.items() if value != before[field]}
    if changed and save(
        f"{concept.label} is saved", lambda path: lexicon_editing.edit_concept(path, concept.id, **changed)
    ):
        st.session_state[f"{key} before"] = typed


@st.fragment
@faults.told
def _within(concept: Concept) -> None:
    lexicon_saving.after_saving()
    key = f"within {concept.id}"
    st.session_state.setdefault(key, "; ".join(concept.not_within))
    st.text_input("Not counted within these longer phrases, apart by ;", key=key, live=True)
    phrases = lexicon_trying.apart(lexicon_trying.typed(key))
    if phrases == concept.not_within:
        return
    sound = lexicon_trying.preview(replace(concept, not_within=phrases))
    st.button("Save the exclusions", type="primary", disabled=not sound, on_click=_save_within, args=(concept, key))


def _save_within(concept: Concept, key: str) -> None:
    phrases = lexicon_trying.apart(lexicon_trying.typed(key))
    said = f"The exclusions of {concept.label} are saved"
    save(said, lambda path: lexicon_editing.edit_concept(path, concept.id, not_within=list(phrases)))


def _remove(concept: Concept) -> None:
    if save(f"{concept.label} is removed", lambda path: lexicon_editing.remove_concept(path, concept.id)):
        st.query_params.pop("concept", None)
