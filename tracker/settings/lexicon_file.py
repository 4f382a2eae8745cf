"""lexicon.yaml: themes and concepts, read line by line with their mistakes."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tracker.errors import LexiconError, SettingsError
from tracker.settings import document
from tracker.settings.lexicon_rules import Rules
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.matching import pieces

_PARTS = ("themes", "cues", "weights", "tiers", "stop_phrases", "serials", "events")
_CONCEPT = ("id", "label", "label_zh", "variants", "not_within", "note")
_THEME = ("id", "label", "label_zh", "concepts")


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """The lexicon with every mistake in its file; a mistake costs only the concept it is in.

    ``events`` are the days that charts mark, with their names, in order.
    """

    lexicon: Lexicon
    errors: tuple[SettingsError, ...] = ()
    events: tuple[tuple[date, str], ...] = ()


def load(path: Path) -> LexiconFile:
    """Read lexicon.yaml; SettingsError with file and line if it is not YAML at all."""
    whole = document.parse(document.read(path), path)
    if not isinstance(whole, CommentedMap) or not isinstance(whole.get("themes"), CommentedSeq):
        raise LexiconError(f"{path}:1", "has no themes; write a list of themes, each with concepts")
    errors: list[SettingsError] = _unknown(whole, _PARTS, path)
    themes: list[Theme] = []
    seen: set[str] = set()
    for row in whole["themes"]:
        try:
            themes.append(_theme(row, path, seen, errors))
        except SettingsError as error:
            errors.append(error)
    rules = Rules(whole, path)
    beside = (rules.cues, rules.weights, rules.tiers, rules.stop_phrases, rules.serials)
    return LexiconFile(Lexicon(tuple(themes), *beside), (*errors, *rules.errors), rules.events)


def _unknown(row: CommentedMap, fields: tuple[str, ...], path: Path) -> list[SettingsError]:
    return [
        LexiconError(f"{path}:{document.line(row, key)}", f"unknown field {key!r}; known are {', '.join(fields)}")
        for key in row
        if key not in fields
    ]


def _theme(row: Any, path: Path, seen: set[str], errors: list[SettingsError]) -> Theme:
    if not isinstance(row, CommentedMap) or not isinstance(row.get("concepts"), CommentedSeq):
        where = document.line(row) if isinstance(row, CommentedMap) else 1
        raise LexiconError(f"{path}:{where}", "a theme needs id, label and a list of concepts")
    errors += _unknown(row, _THEME, path)
    concepts: list[Concept] = []
    for each in row["concepts"]:
        try:
            concept = _concept(each, path, document.line(row))
            if concept.id in seen:
                raise LexiconError(f"{path}:{document.line(each)}", f"concept {concept.id!r} is there twice; keep one")
        except SettingsError as error:
            errors.append(error)
        else:
            seen.add(concept.id)
            concepts.append(concept)
    label = str(row.get("label") or row.get("id"))
    return Theme(str(row.get("id") or label), label, tuple(concepts), str(row.get("label_zh") or ""))


def _concept(row: Any, path: Path, theme_line: int) -> Concept:
    """One concept from its map; LexiconError with the line of the first mistake."""
    if not isinstance(row, CommentedMap):
        raise LexiconError(f"{path}:{theme_line}", f"a concept needs id and variants, not {row!r}")
    for mistake in _unknown(row, _CONCEPT, path):
        raise mistake
    where = f"{path}:{document.line(row)}"
    identity = row.get("id")
    if not isinstance(identity, str) or not re.fullmatch(r"[\w][\w.-]*", identity):
        raise LexiconError(where, f"id {identity!r} must be letters, digits and hyphens")
    variants = row.get("variants")
    if not isinstance(variants, CommentedMap) or not any(variants.values()):
        raise LexiconError(where, f"concept {identity!r} has no variants; write en: [...] or zh: [...]")
    read = {str(language): _phrases(phrases, identity, where) for language, phrases in variants.items()}
    within = _phrases(row.get("not_within"), identity, where)
    label, note, label_zh = (str(row.get(key) or "") for key in ("label", "note", "label_zh"))
    return Concept(identity, label or identity, read, within, note, label_zh)


def _phrases(phrases: Any, identity: str, where: str) -> tuple[str, ...]:
    if not isinstance(phrases, list | type(None)) or not all(isinstance(phrase, str) for phrase in phrases or []):
        raise LexiconError(where, f"concept {identity!r}: phrases are a list of texts; put numbers in quotes")
    for phrase in phrases or []:
        try:
            pieces(phrase)
        except LexiconError as error:
            raise LexiconError(where, f"concept {identity!r}: {error}") from error
    return tuple(map(str, phrases or []))
