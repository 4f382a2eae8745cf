"""Matching: every variant of every concept in one pass over normalised text.

The engine is asked for all overlapping matches. Boundaries are checked next and leftmost-longest chosen
last: an engine that chooses first lets "climate change" in "climate changes" hide "climate".

Texts are matched many at once, as bytes, and matches are sifted as columns: an object of Python for each, and a call
for each text, would take several times as long as finding them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation

from tracker.errors import LexiconError
from tracker.words import edges, overlaps
from tracker.words.edges import edge as edge
from tracker.words.edges import kind as kind
from tracker.words.lexicon import Concept
from tracker.words.overlaps import Column
from tracker.words.text import normalise

_TABLE = 64_000  # bytes of phrases: for more, the table that is faster than a tree would take too much memory
_STARRED = -1  # stands for the script that a pattern ends in, where what follows it must be looked at
_FEW = 120  # matches of the engine: with fewer, it is quicker to look at each by itself
_APART = b"\n\n"  # between two texts: no normalised text has it, so nothing matches across it


class Match(NamedTuple):
    """A variant of a concept at [start, end) of normalised text."""

    concept: str
    variant: str
    start: int
    end: int


class Found(NamedTuple):
    """Matches in several texts, as columns of one length, in the order of the texts and of their characters.

    ``text`` and ``pattern`` count from 0 in the texts given and in the matcher's patterns.
    """

    text: Column
    pattern: Column
    start: Column
    end: Column


@dataclass(frozen=True, slots=True)
class Pattern:
    """A variant cut at its stars: the first piece is searched, the others must follow."""

    concept: str
    variant: str
    pieces: tuple[str, ...]
    excludes: bool


class Matcher:
    """Finds the variants of a fixed set of concepts; immutable, so threads may share it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        """Compile the concepts; a variant that could never match is a LexiconError that names it."""
        patterns = [
            Pattern(concept.id, wording, pieces(wording), excludes)
            for concept in concepts
            for excludes, wordings in ((False, concept.wordings), (True, concept.not_within))
            for wording in wordings
        ]
        numbers = {name: at for at, name in enumerate(sorted({pattern.concept for pattern in patterns}))}
        literals = {literal: at for at, literal in enumerate(dict.fromkeys(each.pieces[0] for each in patterns))}
        self.patterns: Sequence[Pattern] = patterns
        self._concepts = [numbers[each.concept] for each in patterns]
        self._concept = _column(self._concepts)
        self._excludes = np.array([each.excludes for each in patterns], dtype=bool)
        self._lasts = [_STARRED if len(each.pieces) > 1 else edges.script(each.pieces[-1][-1]) for each in patterns]
        self._last = _column(self._lasts)
        self._firsts = [edges.script(literal[0]) for literal in literals]
        self._first = _column(self._firsts)
        # The patterns of each literal stand side by side in ``_order``: as many as ``_many``, from ``_at`` on.
        of = _column(literals[each.pieces[0]] for each in patterns)
        self._order = np.argsort(of, kind="stable")
        self._many = np.bincount(of, minlength=len(literals))
        self._at = np.cumsum(self._many) - self._many
        self._of_literal = [each.tolist() for each in np.split(self._order, self._at[1:])] if literals else []
        encoded = [literal.encode() for literal in literals]
        small = sum(map(len, encoded)) <= _TABLE
        implementation = Implementation.DFA if small else Implementation.ContiguousNFA
        self._engine = BytesAhoCorasick(encoded, implementation=implementation) if encoded else None

    def find(self, normal: str) -> list[Match]:
        """All matches that count, concept by concept without overlap, in the order of the text."""
        data = b"\n" + normal.encode() + b"\n"
        raw = self._engine.find_matches_as_indexes(data, overlapping=True) if self._engine else []
        if len(raw) > _FEW:
            sifted: Iterable[tuple[int, int, int]] = zip(
                *(each.tolist() for each in self._sifted(data, raw)), strict=True
            )
        else:
            sifted = self._sifted_few(data, raw) if raw else ()
        if not normal.isascii():
            sifted = _in_characters(data, sifted)
        patterns = self.patterns
        return [Match(patterns[at].concept, patterns[at].variant, start - 1, end - 1) for at, start, end in sifted]

    def find_in(self, normal: Sequence[str]) -> Found:
        """What ``find`` gives, for several normalised texts at once."""
        encoded = [text.encode() for text in normal]
        data = b"\n" + _APART.join(encoded) + b"\n"
        pattern, start, end = self._sifted(
            data, self._engine.find_matches_as_indexes(data, overlapping=True) if self._engine else []
        )
        firsts = _column(accumulate((len(each) + len(_APART) for each in encoded), initial=1))
        text = np.searchsorted(firsts, start, side="right") - 1
        if not data.isascii():  # a character is its first byte: the others are not counted
            others = np.flatnonzero(np.frombuffer(data, np.int8) < -64)
            start, end, firsts = (each - np.searchsorted(others, each) for each in (start, end, firsts))
        first = firsts[text]
        return Found(text, pattern, start - first, end - first)

    def _sifted_few(self, data: bytes, raw: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """What ``_sifted`` gives, sooner where the engine found little: its columns take a while to set up."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        shadows: dict[int, list[tuple[int, int]]] = {}
        kinds, patterns, concepts = edges.OF_ASCII, self.patterns, self._concepts
        for literal, start, end in raw:
            script, byte = self._firsts[literal], data[start - 1]
            if script and script == (kinds[byte] if byte < 128 else edges.before(data, start)):
                continue
            for number in self._of_literal[literal]:
                script, byte, stop = self._lasts[number], data[end], end
                if script == _STARRED:
                    stop = _end(data, end, patterns[number].pieces)
                    if stop < 0:
                        continue
                elif script and script == (kinds[byte] if byte < 128 else edges.after(data, end)):
                    continue
                if patterns[number].excludes:
                    shadows.setdefault(concepts[number], []).append((start, stop))
                else:
                    found.setdefault(concepts[number], []).append((start, -stop, number))
        chosen: list[tuple[int, int, int, int]] = []
        for concept, matches in found.items():
            free, within = 0, shadows.get(concept, ())
            for start, stop, number in sorted(matches) if len(matches) > 1 else matches:
                if start >= free and not any(first <= start and -stop <= last for first, last in within):
                    free = -stop
                    chosen.append((start, free, concept, number))
        return [(number, start, end) for start, end, _, number in sorted(chosen)]

    def _sifted(self, data: bytes, raw: Sequence[tuple[int, int, int]]) -> tuple[Column, Column, Column]:
        """Of all that the engine found, what counts: pattern, start and end, in the order of the text."""
        rows = np.fromiter(chain.from_iterable(raw), np.int64, 3 * len(raw)).reshape(-1, 3)
        return self._chosen(*self._bounded(data, *self._headed(data, *rows.T)))

    def _headed(self, data: bytes, literal: Column, start: Column, end: Column) -> tuple[Column, Column, Column]:
        """Those literals that begin a word, or need not."""
        script, neighbour = self._first[literal], edges.OF_BYTE[np.frombuffer(data, np.uint8)[start - 1]]
        kept = (script == edges.UNSPACED) | (neighbour != script)
        for at in np.flatnonzero((script != edges.UNSPACED) & (neighbour == edges.DOUBTFUL)).tolist():
            kept[at] = edges.before(data, start[at]) != script[at]
        return literal[kept], start[kept], end[kept]

    def _bounded(self, data: bytes, literal: Column, start: Column, end: Column) -> tuple[Column, Column, Column]:
        """The patterns of these literals, each once, of those that also end a word, or need not."""
        many = self._many[literal]
        row = np.repeat(np.arange(len(literal)), many)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        pattern, start, end = self._order[self._at[literal[row]] + nth], start[row], end[row]
        script, neighbour = self._last[pattern], edges.OF_BYTE[np.frombuffer(data, np.uint8)[end]]
        kept = (script == edges.UNSPACED) | (neighbour != script)
        for at in np.flatnonzero((script > edges.UNSPACED) & (neighbour == edges.DOUBTFUL)).tolist():
            kept[at] = edges.after(data, end[at]) != script[at]
        for at in np.flatnonzero(script == _STARRED).tolist():
            end[at] = _end(data, int(end[at]), self.patterns[pattern[at]].pieces)
            kept[at] = end[at] >= 0
        return pattern[kept], start[kept], end[kept]

    def _chosen(self, pattern: Column, start: Column, end: Column) -> tuple[Column, Column, Column]:
        """Leftmost, then longest, without overlap, of those that lie inside no shadow; in the order of the text."""
        casts = self._excludes[pattern]
        if casts.any():
            concept, shadow = self._concept[pattern], casts
            shadows = (concept[shadow], start[shadow], end[shadow])
            lit = ~shadow & ~overlaps.shadowed(concept, start, end, shadows)
            pattern, start, end = pattern[lit], start[lit], end[lit]
        counts = overlaps.chosen(self._concept[pattern], start, end, pattern)
        pattern, start, end = pattern[counts], start[counts], end[counts]
        order = np.lexsort((self._concept[pattern], end, start))
        return pattern[order], start[order], end[order]


def _column(numbers: Iterable[int]) -> Column:
    return np.fromiter(numbers, np.int64)


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


def _in_characters(data: bytes, found: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Matches at characters, of those at bytes, in the order of the text."""
    at = seen = 0
    for number, start, end in found:
        at, seen = start, seen + len(data[at:start].decode())
        yield number, seen, seen + len(data[start:end].decode())


def _end(data: bytes, end: int, parts: Sequence[str]) -> int:
    """Where a pattern ends whose first piece ends at ``end``, or -1 if the rest does not follow."""
    for part in parts[1:]:
        end = edges.word_end(data, end)
        piece = part.encode()
        if not data.startswith(piece, end):
            return -1
        end += len(piece)
    last = parts[-1][-1:]
    return (
        end if not last or edges.script(last) == edges.UNSPACED or edges.after(data, end) != edges.script(last) else -1
    )
