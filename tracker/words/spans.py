"""Spans: every place in indexed text where a concept counts, by the same rules as ``matching``, in whole arrays.

A phrase is looked for where its rarest token stands. What is found, what keeps its word boundaries, what lies inside
an excluded phrase and what overlaps is decided in the order of ``Matcher.find``, and gives the same matches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.words import near
from tracker.words.indexed import Indexed, goes_on
from tracker.words.lexicon import Concept
from tracker.words.matching import pieces
from tracker.words.tokens import (
    PARTED,
    WORD,
    Bytes,
    Places,
    Token,
    class_of,
    classes_at,
    classes_before,
    tokens,
    word_ends,
)

_REACH = 16  # bytes that a word hardly ever has
_BLOCK = 1 << 16  # places looked at together, whose text is then near at hand
_NONE = np.zeros(0, np.int64), np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A wording cut at its stars: its parts, the classes of their last characters, the tokens of the first part."""

    parts: tuple[bytes, ...]
    lasts: tuple[int, ...]
    first: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Where matches begin, in their order, and which of the concept's wordings each is."""

    starts: NDArray[np.integer]
    wordings: NDArray[np.intp]


class Finder:
    """Finds the wordings of one concept in any indexed text; immutable, so threads may share it."""

    def __init__(self, concept: Concept) -> None:
        """Compile the concept; a wording that could never match is a LexiconError that names it."""
        self._near = concept.near
        self.wordings = concept.wordings if concept.near is None else (concept.label,)
        phrases = concept.wordings if concept.near is None else concept.variants[""]
        self._patterns = [_pattern(phrase) for phrase in phrases]
        self._excludes = [_pattern(wording) for wording in concept.not_within]

    def find(self, indexed: Indexed) -> Found:
        """All matches that count, without overlap, in the order of the text."""
        if self._near is not None:
            return self._pairs(indexed, self._near)
        alone = len(self._patterns) == 1 and not self._excludes
        found = [_find(indexed, pattern, whole=not alone) for pattern in self._patterns]
        starts, ends = found[0] if alone else _together(found)
        numbers = np.zeros(len(starts), np.intp)
        if not alone:
            numbers = np.repeat(np.arange(len(found)), [len(begins) for begins, _ in found])
            order = np.lexsort((numbers, -ends, starts))
            starts, ends, numbers = starts[order], ends[order], numbers[order]
            free = ~_inside(starts, ends, [_find(indexed, each, whole=True) for each in self._excludes])
            starts, ends, numbers = starts[free], ends[free], numbers[free]
        kept = _apart(starts, ends)
        return Found(starts[kept], numbers[kept])

    def _pairs(self, indexed: Indexed, most: int) -> Found:
        """All pairs of the two phrases with at most so many words between them."""
        places = (_find(indexed, pattern, whole=True) for pattern in self._patterns)
        one, other = ((starts[kept], ends[kept]) for starts, ends in places for kept in [_apart(starts, ends)])
        starts, _ = near.paired(one, other, lambda end, start: _close(indexed.text, end, start, most))
        return Found(starts, np.zeros(len(starts), np.intp))


def _close(text: Bytes, end: int, start: int, most: int) -> bool:
    """Whether little enough stands between two places; of a long way no more is read than is needed to know."""
    reach = _REACH * (most + 1)
    while end + reach < start:
        part = text[end : end + reach].tobytes()
        if bytes([PARTED]) in part or not near.within(part.decode("utf-8", "ignore"), most):
            return False
        reach *= 2
    part = text[end:start].tobytes()
    return bytes([PARTED]) not in part and near.within(part.decode("utf-8", "surrogatepass"), most)


def containing(indexed: Indexed, phrase: str) -> Places | None:
    """Where a text contains a phrase, word boundaries or not, in no order; None of a phrase without letters or digits.

    Of a phrase that is part of a word, not each place in it is found, but each word.
    """
    literal, known = phrase.encode("utf-8", "surrogatepass"), tokens(phrase, open_end=True)
    if not known:
        return None
    whole = known[1:] if not known[0].at and class_of(phrase[0]) in WORD else known
    if whole:
        places, anchor = _rarest(indexed, whole)
        starts = places.astype(np.int64) - anchor.at
    else:
        starts = indexed.around(known[0].word)
    return starts[goes_on(indexed.text, literal, starts)]


def _pattern(wording: str) -> _Pattern:
    parts = pieces(wording)
    return _Pattern(
        tuple(part.encode("utf-8", "surrogatepass") for part in parts),
        tuple(class_of(part[-1:]) if part else 0 for part in parts),
        class_of(parts[0][0]),
        tuple(tokens(parts[0], open_end=len(parts) > 1)),
    )


def _find(indexed: Indexed, pattern: _Pattern, whole: bool) -> tuple[Places, Places]:
    """Where a pattern begins and ends, keeping its boundaries; unless ``whole``, a star at its end is not followed."""
    places, anchor = _rarest(indexed, pattern.tokens)
    blocks = (places[first : first + _BLOCK].astype(np.int64) for first in range(0, len(places), _BLOCK))
    return _together([_NONE, *(_fitting(indexed, pattern, anchor, block, whole) for block in blocks)])


def _rarest(indexed: Indexed, known: Sequence[Token]) -> tuple[NDArray[np.uint32], Token]:
    """Where the rarest of some tokens stands, and which it is."""
    ranks, rarest = min(((indexed.ranks(token), token) for token in known), key=lambda each: indexed.number(each[0]))
    return indexed.places(ranks), rarest


def _fitting(indexed: Indexed, pattern: _Pattern, anchor: Token, places: Places, whole: bool) -> tuple[Places, Places]:
    """Of the places where one token of a pattern stands, those where all of it does: its begins and ends."""
    literal, *others = pattern.parts
    starts, behind = places - anchor.at, anchor.at + len(anchor.word)
    for part, at in ((literal[behind:], behind), (literal[: anchor.at], 0)):
        if part:
            starts = starts[goes_on(indexed.text, part, starts + at)]
    if pattern.first in WORD and anchor.at:
        starts = starts[classes_before(indexed.text, starts) != pattern.first]
    ends = starts + len(literal)
    for part, last in zip(others, pattern.lasts, strict=False):
        if part or whole:
            ends = word_ends(indexed.text, ends, last)
        fits = goes_on(indexed.text, part, ends)
        starts, ends = starts[fits], ends[fits] + len(part)
    if pattern.parts[-1] and pattern.lasts[-1] in WORD and (others or behind < len(literal)):
        fits = classes_at(indexed.text, ends) != pattern.lasts[-1]
        starts, ends = starts[fits], ends[fits]
    return starts, ends


def _together(found: Iterable[tuple[Places, Places]]) -> tuple[Places, Places]:
    begins, ends = zip(*found, strict=True)
    return np.concatenate(begins), np.concatenate(ends)


def _inside(starts: Places, ends: Places, shadows: list[tuple[Places, Places]]) -> NDArray[np.bool_]:
    """Which of these spans lie inside one of the shadows."""
    begins, stops = _together([_NONE, *shadows])
    if not begins.size:
        return np.zeros(len(starts), bool)
    order = np.argsort(begins, kind="stable")
    reach = np.maximum.accumulate(stops[order])
    before = np.searchsorted(begins[order], starts, side="right")
    return (before > 0) & (reach[before - 1] >= ends)


def _apart(starts: Places, ends: Places) -> NDArray[np.bool_]:
    """Which spans to keep so that none overlaps, of spans ordered by their start, then the longest first."""
    kept = np.ones(len(starts), bool)
    if len(starts) < 2:
        return kept
    tied = starts[1:] < np.maximum.accumulate(ends)[:-1]
    if tied.any():
        free, close = 0, np.flatnonzero(np.append(tied, False) | np.append(False, tied))
        for at, start, end in zip(close.tolist(), starts[close].tolist(), ends[close].tolist(), strict=True):
            if start < free:
                kept[at] = False
            else:
                free = end
    return kept
