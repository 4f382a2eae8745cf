"""Changing lexicon.yaml: under a lock, in one step, with everybody's comments and changes kept."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from tracker.errors import LexiconError, SettingsError
from tracker.settings import document, lexicon_file, replacing, splicing
from tracker.settings.replacing import Replaced
from tracker.settings.splicing import Way
from tracker.words.matching import pieces

Value = str | list[str] | None


def add_theme(path: Path, label: str, label_zh: str = "") -> Replaced:
    """Write a theme without concepts at the end of lexicon.yaml, its id made from the label."""
    theme = identity(label)

    def added(text: str) -> str:
        text = text if "themes" in (_said(text, path) or {}) else f"{text.rstrip()}\nthemes: []\n".lstrip()
        if any(each.get("id") == theme for _, each in _themes(text, path)):
            raise LexiconError(str(path), f"there is a theme {theme!r} already; choose another label")
        return splicing.append(text, ("themes",), _filled(id=theme, label=label, label_zh=label_zh) | {"concepts": []})

    return change(path, added)


def edit_theme(path: Path, theme: str, **fields: str) -> Replaced:
    """Change a theme's label or label_zh; an empty text takes a field out."""
    return change(path, lambda text: _set(text, _theme(text, theme, path)[0], fields))


def remove_theme(path: Path, theme: str) -> Replaced:
    """Take out a theme that has no concepts left."""

    def removed(text: str) -> str:
        way, row = _theme(text, theme, path)
        if row.get("concepts"):
            raise LexiconError(str(path), f"theme {theme!r} still has concepts; remove them first")
        return splicing.take(text, way)

    return change(path, removed)


def add_concept(
    path: Path, theme: str, label: str, variants: Mapping[str, Iterable[str]], **fields: Value
) -> tuple[str, Replaced]:
    """Write a concept at the end of a theme, and give its id, which is made from the label.

    ``fields`` are label_zh, not_within and note; empty ones are left out.
    """
    concept = identity(label)
    written = {language: list(wordings) for language, wordings in variants.items() if wordings}
    row = {"id": concept, "label": label} | _filled(label_zh=fields.pop("label_zh", "")) | {"variants": written}

    def added(text: str) -> str:
        if any(each.get("id") == concept for _, each in _concepts(text, path)):
            raise LexiconError(str(path), f"there is a concept {concept!r} already; choose another label")
        return splicing.append(text, (*_theme(text, theme, path)[0], "concepts"), row | _filled(**fields))

    return concept, change(path, added)


def edit_concept(path: Path, concept: str, **fields: Value) -> Replaced:
    """Change a concept's label, label_zh, note or not_within; nothing in a field takes it out."""
    return change(path, lambda text: _set(text, _concept(text, concept, path)[0], fields))


def remove_concept(path: Path, concept: str) -> Replaced:
    """Take a concept out of lexicon.yaml; what was counted of it goes with the next counting."""
    return change(path, lambda text: splicing.take(text, _concept(text, concept, path)[0]))


def add_variant(path: Path, concept: str, language: str, wording: str) -> Replaced:
    """Write a wording at the end of a concept's list of a language."""

    def added(text: str) -> str:
        way, row = _concept(text, concept, path)
        _fresh(row, concept, wording)
        return splicing.append(text, (*way, "variants", language), wording)

    return change(path, added)


def rename_variant(path: Path, concept: str, wording: str, new: str) -> Replaced:
    """Write another wording in the place of one."""

    def renamed(text: str) -> str:
        way, row = _concept(text, concept, path)
        _fresh(row, concept, new, but=wording)
        for place in _places(way, row, concept, wording):
            text = splicing.put(text, place, new)
        return text

    return change(path, renamed)


def remove_variant(path: Path, concept: str, wording: str) -> Replaced:
    """Take a wording out of a concept, in every language that has it; LexiconError if it is the last."""

    def removed(text: str) -> str:
        way, row = _concept(text, concept, path)
        places = _places(way, row, concept, wording)
        if len(places) == sum(len(wordings or []) for wordings in row["variants"].values()):
            raise LexiconError(concept, f"“{wording}” is its last wording; remove the concept instead")
        for place in places:
            text = splicing.take(text, place)
        return text

    return change(path, removed)


def add_event(path: Path, day: date, label: str) -> Replaced:
    """Write a day that charts mark at the end of the list of events."""
    if not label:
        raise LexiconError("event", "has no name; write what happened")

    def added(text: str) -> str:
        text = text if "events" in (_said(text, path) or {}) else f"{text.rstrip()}\nevents: []\n".lstrip()
        if (day.isoformat(), label) in _events(text, path):
            raise LexiconError(label, f"is marked on {day} already")
        return splicing.append(text, ("events",), {"date": day, "label": label})

    return change(path, added)


def remove_event(path: Path, day: date, label: str) -> Replaced:
    """Take a day out of the events."""

    def removed(text: str) -> str:
        events = _events(text, path)
        if (day.isoformat(), label) not in events:
            raise LexiconError(str(path), f"has no event “{label}” on {day} any more; look at it anew")
        return splicing.take(text, ("events", events.index((day.isoformat(), label))))

    return change(path, removed)


def undo(path: Path, done: Replaced) -> Replaced:
    """Take back a change; SettingsError if the file was changed since."""
    return replacing.undo(path, done, _mistakes)


def change(path: Path, changed: Callable[[str], str]) -> Replaced:
    """Read, change and replace the file as one step; a change that makes it wrong is not written."""
    return replacing.replace(path, changed, _mistakes)


def identity(label: str) -> str:
    """An id made from a label: its letters and digits in lower case, all else a hyphen; LexiconError if it has none."""
    made = re.sub(r"[^\w]+", "-", label.casefold()).strip("-_")[:120]
    if not made:
        raise LexiconError(label, "has no letter or digit to make an id of; write another label")
    return made


def twin(wordings: Iterable[str], wording: str) -> str | None:
    """The one of some wordings that counts the same as another; LexiconError if that could never match."""
    return next((each for each in wordings if pieces(each) == pieces(wording)), None)


def _mistakes(path: Path) -> Iterable[SettingsError]:
    return lexicon_file.load(path).errors


def _set(text: str, way: Way, fields: Mapping[str, Value]) -> str:
    for key, value in fields.items():
        if value:
            text = splicing.put(text, (*way, key), value)
        elif key in _named(splicing.plain(text), way):
            text = splicing.take(text, (*way, key))
    return text


def _named(said: Any, way: Way) -> Any:
    for step in way:
        said = said[step]
    return said


def _filled(**fields: Value) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _fresh(row: Mapping[str, Any], concept: str, wording: str, but: str = "") -> None:
    """LexiconError if a concept has a wording already, however it is written."""
    present = [each for wordings in row["variants"].values() for each in wordings or [] if each != but]
    if same := twin(present, wording):
        raise LexiconError(concept, f"has “{same}” already, which counts the same")


def _places(way: Way, row: Mapping[str, Any], concept: str, wording: str) -> list[Way]:
    """The ways to a wording, the last first."""
    found: list[Way] = [
        (*way, "variants", language, number)
        for language, wordings in row["variants"].items()
        for number, each in enumerate(wordings or [])
        if each == wording
    ]
    if not found:
        raise LexiconError(concept, f"has no wording “{wording}” any more; look at it anew")
    return found[::-1]


def _said(text: str, path: Path) -> Any:
    """What the file says; SettingsError with its line if it is not YAML."""
    try:
        return splicing.plain(text)
    except YAMLError:
        return document.parse(text, path)


def _events(text: str, path: Path) -> list[tuple[str, str]]:
    """The day and label of each event; what is none keeps its place."""
    events = (_said(text, path) or {}).get("events") or []
    return [(str(each.get("date")), str(each.get("label"))) if isinstance(each, dict) else ("", "") for each in events]


def _themes(text: str, path: Path) -> list[tuple[Way, Any]]:
    themes = (_said(text, path) or {}).get("themes") or []
    return [(("themes", number), each) for number, each in enumerate(themes) if isinstance(each, dict)]


def _concepts(text: str, path: Path) -> list[tuple[Way, Any]]:
    return [
        ((*way, "concepts", number), each)
        for way, theme in _themes(text, path)
        for number, each in enumerate(theme.get("concepts") or [])
        if isinstance(each, dict)
    ]


def _theme(text: str, theme: str, path: Path) -> tuple[Way, Any]:
    found = next(((way, row) for way, row in _themes(text, path) if theme == (row.get("id") or row.get("label"))), None)
    if found is None:
        raise LexiconError(str(path), f"has no theme {theme!r}")
    return found


def _concept(text: str, concept: str, path: Path) -> tuple[Way, Any]:
    found = next(((way, row) for way, row in _concepts(text, path) if row.get("id") == concept), None)
    if found is None or not isinstance(found[1].get("variants"), dict):
        raise LexiconError(str(path), f"has no concept {concept!r}")
    return found
