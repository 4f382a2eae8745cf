"""Adding a concept, with what it would count; adding, changing and removing a theme."""

from pathlib import Path

import streamlit as st

from tracker.pages import faults, fields, lexicon_saving, lexicon_trying
from tracker.pages.lexicon_saving import save
from tracker.pages.lexicon_trying import typed
from tracker.settings import lexicon_editing
from tracker.settings.replacing import Replaced
from tracker.words.lexicon import Concept, Lexicon, Theme

NEW = "new"  # wordings of a concept to be, in the address
NAMES = ("new label", "new label_zh", "new note")


def concept(lexicon: Lexicon, locked: bool) -> None:
    """A concept to be: its wordings first, then its name and theme."""
    with st.expander("Add a concept", expanded=bool(st.query_params.get(NEW)), key="add concept"):
        if lexicon.themes:
            _concept(lexicon, locked)
        else:
            st.write("Add a theme first; concepts stand in themes.")


@st.fragment
@faults.told
def _concept(lexicon: Lexicon, locked: bool) -> None:
    lexicon_saving.after_saving()
    fields.live("Its wordings, apart by ;", NEW, "new frontier; 新疆域")
    variants = _variants()
    wordings = [each for spoken in variants.values() for each in spoken]
    if not any(map(lexicon_trying.countable, wordings)):
        return
    if not lexicon_trying.preview(Concept("new concept", "", variants), "Together"):
        return
    left, right = st.columns(2)
    left.text_input("Label", key=fields.key("new label"), placeholder=wordings[0])
    right.text_input("Chinese label", key=fields.key("new label_zh"))
    left.selectbox("Theme", lexicon.themes, format_func=lambda theme: theme.label, key="new theme")
    right.text_input("Note: what a rise or a fall of it means", key=fields.key("new note"))
    st.button("Add this concept", type="primary", disabled=locked, on_click=_add)


def _variants() -> dict[str, tuple[str, ...]]:
    """The wordings that are typed, by language."""
    found: dict[str, tuple[str, ...]] = {}
    for wording in lexicon_trying.apart(typed(fields.key(NEW))):
        language = lexicon_trying.language_of(wording)
        found[language] = (*found.get(language, ()), wording)
    return found


def _add() -> None:
    """What stands in the fields now, which may be newer than what was last drawn."""
    theme, variants = st.session_state["new theme"], _variants()
    label = typed(fields.key("new label")) or next(iter(variants.values()))[0]
    added: list[str] = []

    def add(path: Path) -> Replaced:
        more = {name: typed(fields.key(f"new {name}")) for name in ("label_zh", "note")}
        identity, done = lexicon_editing.add_concept(path, theme.id, label, variants, **more)
        added.append(identity)
        return done

    if save(f"{label} is added to {theme.label}", add):
        for name in (NEW, *NAMES):
            fields.put(name, "")
        st.session_state["opened"] = added[-1]


def themes(lexicon: Lexicon) -> None:
    """The themes: add one, change the labels of one, remove one that is empty."""
    with st.expander("Themes", key="themes"):
        with st.form("new theme form", border=False):
            left, right = st.columns(2)
            left.text_input("A theme to add", key="theme label")
            right.text_input("Its Chinese label", key="theme label_zh")
            st.form_submit_button("Add this theme", on_click=_add_theme)
        theme = st.selectbox("Change a theme", lexicon.themes, None, format_func=lambda theme: theme.label, key="theme")
        if theme:
            _change(theme)


def _add_theme() -> None:
    label, label_zh = typed("theme label"), typed("theme label_zh")
    if save(f"The theme {label} is added", lambda path: lexicon_editing.add_theme(path, label, label_zh)):
        st.session_state["theme label"] = st.session_state["theme label_zh"] = ""


def _change(theme: Theme) -> None:
    for field in ("label", "label_zh"):
        st.session_state.setdefault(f"{theme.id} {field}", getattr(theme, field))
    with st.form(f"{theme.id} form", border=False):
        left, right = st.columns(2)
        left.text_input("Label", key=f"{theme.id} label")
        right.text_input("Chinese label", key=f"{theme.id} label_zh")
        st.form_submit_button("Save", type="primary", on_click=_save_theme, args=(theme,))
    if theme.concepts:
        st.caption("A theme can be removed once it has no concepts.")
    else:
        st.button("Remove this theme", on_click=_remove_theme, args=(theme,))


def _save_theme(theme: Theme) -> None:
    written = {field: typed(f"{theme.id} {field}") for field in ("label", "label_zh")}
    changed = {field: value for field, value in written.items() if value != getattr(theme, field)}
    if changed:
        save(f"The theme {theme.label} is saved", lambda path: lexicon_editing.edit_theme(path, theme.id, **changed))


def _remove_theme(theme: Theme) -> None:
    if save(f"The theme {theme.label} is removed", lambda path: lexicon_editing.remove_theme(path, theme.id)):
        st.session_state["theme"] = None
