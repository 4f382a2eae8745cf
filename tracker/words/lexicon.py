"""The lexicon: themes, concepts and their variants, as values."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Concept:
    """What an analyst tracks. ``variants`` maps a language to the wordings that count for it.

    A match that lies inside one of the ``not_within`` phrases does not count.
    """

    id: str
    label: str
    variants: dict[str, tuple[str, ...]]
    not_within: tuple[str, ...] = ()
    note: str = ""
    label_zh: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """All variants of all languages, in their order, each once."""
        return tuple(dict.fromkeys(wording for wordings in self.variants.values() for wording in wordings))

    @property
    def fingerprint(self) -> str:
        """Equal for two concepts exactly if they count the same."""
        return _digest([self.wordings, self.not_within])


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of concepts, as the reader meets them."""

    id: str
    label: str
    concepts: tuple[Concept, ...]
    label_zh: str = ""


@dataclass(frozen=True)
class Lexicon:
    """All themes in their order."""

    themes: tuple[Theme, ...] = field(default=())

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """Every concept by its id, in the order of the themes."""
        return {concept.id: concept for theme in self.themes for concept in theme.concepts}

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change when any count could."""
        return _digest([[concept.id, concept.fingerprint] for concept in self.concepts.values()])[:8]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
