"""The lexicon: themes, concepts and their variants, and the rules beside them, as values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from functools import cached_property

from tracker.documents import Place

CUE_RULES = 2  # raised when the same cues come to carry other mentions: archives are then counted anew


@dataclass(frozen=True, slots=True)
class Concept:
    """What an analyst tracks. ``variants`` maps a language to the wordings that count for it.

    A match that lies inside one of the ``not_within`` phrases does not count. One that a reader typed may have two
    phrases that count together, where at most ``near`` words stand between them.
    """

    id: str
    label: str
    variants: dict[str, tuple[str, ...]]
    not_within: tuple[str, ...] = ()
    note: str = ""
    label_zh: str = ""
    near: int | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """All variants of all languages, in their order, each once."""
        return tuple(dict.fromkeys(wording for wordings in self.variants.values() for wording in wordings))


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of concepts, as the reader meets them."""

    id: str
    label: str
    concepts: tuple[Concept, ...]
    label_zh: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb, as a phrase that is matched like a variant; a higher ``rank`` carries more emphasis.

    A ``strict`` one is ambiguous by itself (required, expects): it reports only where a person or body is its subject.
    """

    verb: str
    rank: int
    strict: bool = False


@dataclass(frozen=True)
class Weights:
    """How much a mention counts for emphasis: the product of what its place and its cue's rank give.

    Rank 0 is that of a mention without a cue; a place or rank that is not named weighs 1.
    """

    place: Mapping[Place, float] = field(default_factory=dict)
    rank: Mapping[int, float] = field(default_factory=dict)

    def of(self, place: Place, rank: int) -> float:
        """The weight of one mention, in whole thousandths, of which sums stay exact."""
        return max(round(self.place.get(place, 1.0) * self.rank.get(rank, 1.0), 3), 0.001)


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the discourse scale, from the share ``start`` on; ``ours`` where the cut-off is not a published one."""

    name: str
    label: str
    start: float
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Serial:
    """Reports that recur (a meeting's statement, a yearly report): those whose title matches one of ``titles``.

    ``titles`` are regular expressions over the normalised title; ``sources``, where any are named, limit it to them.
    """

    id: str
    label: str
    titles: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All themes in their order, and the rules beside them. ``tiers`` stand hottest first."""

    themes: tuple[Theme, ...] = ()
    cues: tuple[Cue, ...] = ()
    weights: Weights = field(default_factory=Weights)
    tiers: tuple[Tier, ...] = ()
    stop_phrases: tuple[str, ...] = ()
    serials: tuple[Serial, ...] = ()

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        """Every concept by its id, in the order of the themes."""
        return {concept.id: concept for theme in self.themes for concept in theme.concepts}

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """By a concept's id, what two lexicons have in common exactly if they count and weigh it the same."""
        rules = [[*(astuple(cue) for cue in self.cues), *([CUE_RULES] if self.cues else [])], self._weights]
        return {each.id: _digest([each.wordings, each.not_within, rules]) for each in self.concepts.values()}

    @cached_property
    def version(self) -> str:
        """Eight hexadecimal digits that change when any count, weight, tier or serial could."""
        beside = [[astuple(each) for each in rows] for rows in (self.tiers, self.serials)]
        return _digest([list(self.fingerprints.items()), self._weights, beside, self.stop_phrases])[:8]

    @property
    def _weights(self) -> list[object]:
        return [sorted(self.weights.place.items()), sorted(self.weights.rank.items())]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]
