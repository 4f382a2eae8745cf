"""The lexicon as it was read last: to read lexicon.yaml anew takes longer than most verbs take to answer.

It is kept in the user's cache (or TRACKER_CACHE), as JSON, under the digest of the file's text and of the programs
that read it. Only what was read without a mistake is kept; whatever is amiss with the copy, the file is read.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.settings import document
from tracker.words.lexicon import Concept, Cue, Lexicon, Serial, Theme, Tier, Weights

if TYPE_CHECKING:
    from tracker.settings.lexicon_file import LexiconFile

_READERS = ("settings", "words")  # rooms of which any change may read the file in another way


def load(path: Path) -> "tuple[Lexicon, LexiconFile | None]":
    """The lexicon, and the file with its mistakes where it had to be read; SettingsError as ``lexicon_file.load``."""
    digest, place = _digest(document.read(path)), _place(path)
    if place and (kept := _kept(place, digest)):
        return kept, None
    from tracker.settings import lexicon_file

    read = lexicon_file.load(path)
    if place and not read.errors:
        _keep(place, digest, read.lexicon)
    return read.lexicon, read


def _place(path: Path) -> Path | None:
    name = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    with suppress(RuntimeError):  # a user without a home
        users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "policy-signal-tracker"
        return Path(os.environ.get("TRACKER_CACHE") or users) / f"lexicon-{name}.json"
    return None


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for room in _READERS:
        for file in sorted((Path(__file__).parents[1] / room).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _kept(place: Path, digest: str) -> Lexicon | None:
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        of, kept = json.loads(place.read_text(encoding="utf-8"))
        return _lexicon(kept) if of == digest else None
    return None


def _keep(place: Path, digest: str, lexicon: Lexicon) -> None:
    text = json.dumps([digest, asdict(lexicon)], ensure_ascii=False)
    if _lexicon(json.loads(text)[1]) != lexicon:
        return  # something in it is not what JSON can hold
    with suppress(OSError, UnicodeEncodeError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as file:
            file.write(text)
        os.replace(file.name, place)


def _lexicon(kept: dict[str, Any]) -> Lexicon:
    weights = kept["weights"]
    return Lexicon(
        tuple(Theme(**theme | {"concepts": tuple(map(_concept, theme["concepts"]))}) for theme in kept["themes"]),
        tuple(Cue(**cue) for cue in kept["cues"]),
        Weights(weights["place"], {int(rank): weight for rank, weight in weights["rank"].items()}),
        tuple(Tier(**tier) for tier in kept["tiers"]),
        tuple(kept["stop_phrases"]),
        tuple(Serial(**_tuples(serial)) for serial in kept["serials"]),
    )


def _concept(kept: dict[str, Any]) -> Concept:
    return Concept(**_tuples(kept) | {"variants": _tuples(kept["variants"])})


def _tuples(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
