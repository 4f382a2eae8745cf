"""Matching: every variant of every concept in one pass over normalised text.

The engine is asked for all overlapping matches. Boundaries are checked next and leftmost-longest chosen
last: an engine that chooses first lets "climate change" in "climate changes" hide "climate".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from tracker.errors import LexiconError
from tracker.words.lexicon import Concept
from tracker.words.text import normalise


class Match(NamedTuple):
    """A variant of a concept at [start, end) of normalised text."""

    concept: str
    variant: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A variant cut at its stars: the first piece is searched, the others must follow."""

    concept: str
    variant: str
    pieces: tuple[str, ...]
    rank: int
    excludes: bool


class Matcher:
    """Finds the variants of a fixed set of concepts; immutable, so threads may share it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Compile the concepts; a variant that could never match is a LexiconError that names it."""
        by_literal: dict[str, list[_Pattern]] = defaultdict(list)
        for concept in concepts:
            for excludes, wordings in ((False, concept.wordings), (True, concept.not_within)):
                for rank, wording in enumerate(wordings):
                    pattern = _Pattern(concept.id, wording, pieces(wording), rank, excludes)
                    by_literal[pattern.pieces[0]].append(pattern)
        self._patterns = list(by_literal.values())
        self._engine = AhoCorasick(list(by_literal)) if by_literal else None

    def find(self, normal: str) -> list[Match]:
        """All matches that count, concept by concept without overlap, in the order of the text."""
        if self._engine is None or not normal:
            return []
        found: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
        shadows: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for literal, start, end in self._engine.find_matches_as_indexes(normal, overlapping=True):
            if not edge(normal, start):
                continue
            for pattern in self._patterns[literal]:
                stop = _end(normal, end, pattern.pieces)
                if stop is None:
                    continue
                if pattern.excludes:
                    shadows[pattern.concept].append((start, stop))
                else:
                    found[pattern.concept].append((start, -stop, pattern.rank, pattern.variant))
        chosen = (
            Match(concept, variant, start, end)
            for concept, matches in found.items()
            for start, end, variant in _chosen(matches, shadows[concept])
        )
        return sorted(chosen, key=lambda match: (match.start, match.end, match.concept))


def pieces(wording: str) -> tuple[str, ...]:
    """A variant, normalised and cut at its stars; LexiconError if nothing in it could match.

    >>> pieces("Core Technolog*")
    ('core technolog', '')
    """
    parts = tuple(normalise(wording).split("*"))
    before = [part[-1:] for part in parts[:-1]]
    after = [part[:1] for part in parts[1:]]
    if not parts[0] or not any(map(str.isalnum, "".join(parts))):
        raise LexiconError(wording, "has no letter or digit to begin with; write the phrase itself")
    if not all(map(kind, before)) or any(following not in ("", " ") for following in after):
        raise LexiconError(
            wording, "a star may only end a word, as in technolog*, and never follow a Chinese character"
        )
    return parts


def _end(text: str, end: int, parts: Sequence[str]) -> int | None:
    """Where a pattern ends whose first piece ends at ``end``, or None if the rest does not follow."""
    for part in parts[1:]:
        end = _word_end(text, end)
        if not text.startswith(part, end):
            return None
        end += len(part)
    return end if edge(text, end) else None


def _word_end(text: str, position: int) -> int:
    while not edge(text, position):
        position += 1
    return position


def edge(text: str, position: int) -> bool:
    """Whether no word runs across ``position``: a word ends where its script meets anything else."""
    if position <= 0 or position >= len(text):
        return True
    script = kind(text[position])
    return script == "" or script != kind(text[position - 1])


@lru_cache(maxsize=8192)
def kind(character: str) -> str:
    """The script whose words a character can be part of; empty for Chinese, Japanese, Korean and all signs."""
    if not character or not (character.isalnum() or "\u0300" <= character <= "\u036f"):
        return ""
    if character.isdecimal() or character < "\u0370" or "\u1e00" <= character <= "\u1eff":
        return "latin"
    if "\u2c60" <= character <= "\u2c7f" or "\ua720" <= character <= "\ua7ff" or "\uab30" <= character <= "\uab6f":
        return "latin"
    unspaced = "\u2e80" <= character <= "\ua4cf" or "\uac00" <= character <= "\ud7af" or character >= "\uf900"
    return "" if unspaced else "other"


def _chosen(matches: list[tuple[int, int, int, str]], shadows: list[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
    """Leftmost, then longest, without overlap, of those that lie inside no shadow."""
    free = 0
    for start, stop, _, variant in sorted(matches):
        end = -stop
        if start < free or any(first <= start and end <= last for first, last in shadows):
            continue
        free = end
        yield start, end, variant
