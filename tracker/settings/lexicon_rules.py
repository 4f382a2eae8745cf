"""What stands beside the themes in lexicon.yaml: cues, weights, tiers, stop phrases, serials and events."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from tracker.documents import PLACES
from tracker.errors import LexiconError, SettingsError
from tracker.settings import document
from tracker.words.lexicon import Cue, Serial, Tier, Weights
from tracker.words.matching import pieces

_FIELDS = {
    "cue": ("verb", "rank", "strict"),
    "tier": ("name", "label", "from", "ours"),
    "serial": ("id", "label", "titles", "sources"),
    "event": ("date", "label"),
}


class Rules:
    """The rules of one file, read part by part; ``errors`` collects every mistake, which costs only its own row."""

    def __init__(self, whole: CommentedMap, path: Path) -> None:
        """Read what ``whole`` has beside its themes."""
        self._whole, self._path, self.errors = whole, path, list[SettingsError]()
        languages = whole.get("cues") or CommentedMap()
        if not isinstance(languages, CommentedMap):
            self._wrong("cues", "write a list of verbs for each language, as in en: [{verb: stressed, rank: 2}]")
            languages = CommentedMap()
        rows = [row for language in languages for row in self._rows(languages, language, "cues")]
        self.cues = tuple(dict.fromkeys(self._each(rows, "cue", _cue)))
        tiers = self._each(self._rows(whole, "tiers"), "tier", _tier)
        self.tiers = tuple(sorted(tiers, key=lambda tier: -tier.start))
        self.serials = tuple(self._each(self._rows(whole, "serials"), "serial", _serial))
        self.events = tuple(sorted(self._each(self._rows(whole, "events"), "event", _event)))
        self.stop_phrases = tuple(str(phrase) for phrase in self._rows(whole, "stop_phrases"))
        self.weights = self._weights()

    def _wrong(self, key: str, problem: str) -> None:
        self.errors.append(LexiconError(f"{self._path}:{document.line(self._whole, key)}", f"{key}: {problem}"))

    def _rows(self, whole: CommentedMap, key: str, about: str = "") -> list[Any]:
        rows = whole.get(key)
        if rows is None or isinstance(rows, list):
            return rows or []
        self._wrong(about or key, f"write a list, not {rows!r}")
        return []

    def _each(self, rows: list[Any], kind: str, made: Callable[[CommentedMap], Any]) -> Iterator[Any]:
        for row in rows:
            if not isinstance(row, CommentedMap):
                self._wrong(f"{kind}s", f"a {kind} needs {', '.join(_FIELDS[kind])}, not {row!r}")
                continue
            where = f"{self._path}:{document.line(row)}"
            unknown = [key for key in row if key not in _FIELDS[kind]]
            try:
                if unknown:
                    raise ValueError(f"unknown field {unknown[0]!r}; known are {', '.join(_FIELDS[kind])}")
                yield made(row)
            except (ValueError, LexiconError, KeyError) as error:
                problem = f"has no {error.args[0]}" if isinstance(error, KeyError) else str(error)
                self.errors.append(LexiconError(where, f"{kind}: {problem}"))

    def _weights(self) -> Weights:
        found = self._whole.get("weights") or {}
        known: dict[str, tuple[object, ...]] = {"place": PLACES, "cue": tuple(range(10))}
        read: dict[str, dict[Any, float]] = {"place": {}, "cue": {}}
        for part, rows in found.items() if isinstance(found, CommentedMap) else ():
            if part not in known or not isinstance(rows, CommentedMap):
                self._wrong("weights", "has place: {title: ..., lead: ..., body: ...} and cue: {0: ..., 1: ..., ...}")
                continue
            for key, weight in rows.items():
                if key not in known[part] or not isinstance(weight, int | float) or not 0 < weight <= 100:
                    self._wrong(
                        "weights", f"{part} {key!r}: {weight!r} is no weight; write a number above 0, up to 100"
                    )
                    continue
                read[part][key] = float(weight)
        return Weights(read["place"], read["cue"])


def _cue(row: CommentedMap) -> Cue:
    verb, rank = row["verb"], row["rank"]
    if not isinstance(verb, str) or not isinstance(rank, int) or not 1 <= rank <= 9:
        raise ValueError(f"{verb!r} needs a verb in letters and a rank from 1 to 9")
    pieces(verb)
    return Cue(verb, rank, bool(row.get("strict")))


def _tier(row: CommentedMap) -> Tier:
    start = row["from"]
    if not isinstance(start, int | float) or not isfinite(start) or not 0 <= start <= 1:
        raise ValueError(f"from {start!r} must be a share from 0 to 1")
    return Tier(str(row["name"]), str(row.get("label") or row["name"]), float(start), bool(row.get("ours")))


def _serial(row: CommentedMap) -> Serial:
    titles = row["titles"]
    if not isinstance(titles, list) or not titles or not all(isinstance(title, str) for title in titles):
        raise ValueError("titles must be a list of patterns, as in ['^fomc statement']")
    for title in titles:
        try:
            re.compile(title)
        except re.error as error:
            raise ValueError(f"title pattern {title!r} cannot be read: {error}") from error
    sources = row.get("sources") or []
    return Serial(str(row["id"]), str(row.get("label") or row["id"]), tuple(titles), tuple(map(str, sources)))


def _event(row: CommentedMap) -> tuple[date, str]:
    day, label = row["date"], row["label"]
    try:
        return day if isinstance(day, date) else date.fromisoformat(str(day)), str(label)
    except ValueError:
        raise ValueError(f"date {day!r} must be a day, as in 2008-09-15") from None
