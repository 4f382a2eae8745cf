"""A redline: two texts sentence beside sentence, with what was changed, added, dropped and moved."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tracker.words.sentences import sentences
from tracker.words.text import HAN_CHARACTERS
from tracker.words.wording import Stretch, changed, plain, words

Kind = Literal["same", "changed", "added", "dropped", "moved", "away"]
Span = tuple[int, int]

# Sentences less alike than this are one gone and one new: a patchwork of words cannot be read.
ALIKE = 0.5
# A sentence that moved must be nearly the same, and have words enough not to be so by chance.
MOVED, LEAST = 0.7, 4
# What has the same words is not yet the same, and gives way to what is.
NEARLY = 0.99
# Above this many pairs of sentences only those that are the same are paired: the rest would take seconds.
MOST_PAIRS = 10_000_000

_HAN = re.compile(f"[{HAN_CHARACTERS}]")
_Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence: ``old`` and ``new`` are where it stands, [start, end) of each text; None where it does not.

    ``moved`` stands where the sentence came to, ``away`` where it was; both have both places. ``wording`` is what
    changed inside of a changed or moved sentence, and empty where nothing did.
    """

    kind: Kind
    old: Span | None = None
    new: Span | None = None
    wording: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Redline:
    """Both texts and their sentences in reading order.

    All pieces but the dropped and those away make the new text, all but the added and the moved the old one.
    """

    old: str
    new: str
    pieces: tuple[Piece, ...]

    @cached_property
    def same(self) -> bool:
        """Whether no word changed."""
        return all(piece.kind == "same" for piece in self.pieces)

    def text(self, piece: Piece) -> str:
        """The words of a piece, as they stand at this place: of the old text for what was dropped or is away."""
        if piece.new and piece.kind != "away":
            return self.new[slice(*piece.new)]
        return self.old[slice(*piece.old)] if piece.old else ""

    def count(self, kind: Kind) -> int:
        """How many sentences are of this kind."""
        return sum(piece.kind == kind for piece in self.pieces)


def redline(old: str, new: str) -> Redline:
    """Align two texts; white space, and the form of quotes and dashes, make no difference.

    The alignment is the one that keeps most words in place (global alignment by dynamic programming, Needleman and
    Wunsch, Journal of Molecular Biology 48, 1970, without a penalty for gaps): a pair of sentences counts for the
    words that they share times their likeness (Dice, Ecology 26, 1945: twice what they share / what both have). Of
    what is left over on both sides, what is nearly the same has moved.
    """
    before, after = _Text(old), _Text(new)
    if len(before.spans) * len(after.spans) > MOST_PAIRS:
        pairs, moves = _equal(before.keys, after.keys), dict[int, int]()
    else:
        likeness, shared = _likeness(before, after)
        pairs = _aligned(np.where(likeness >= ALIKE, shared * likeness, 0))
        moves = _moves(likeness, shared, pairs)
    return Redline(old, new, tuple(_pieces(before, after, pairs, moves)))


class _Text:
    """A text cut into sentences; ``keys`` are equal where nothing changed, ``features`` are what likeness goes by."""

    def __init__(self, text: str) -> None:
        self.text, self.spans = text, sentences(text)
        found = [[*filter(None, map(plain, words(text[first:last])))] for first, last in self.spans]
        self.keys = [" ".join(each) for each in found]
        self.features = [_features(each) for each in found]

    def __getitem__(self, at: int) -> str:
        return self.text[slice(*self.spans[at])]


def _features(found: Sequence[str]) -> frozenset[str]:
    """The words of a sentence, capital or not, and every two neighbours of its Chinese characters."""
    if not any(map(_HAN.search, found)):
        return frozenset(each.casefold() for each in found if each[0].isalnum())
    single = {each.casefold() for each in found if each[0].isalnum() and not _han(each)}
    return frozenset(single.union(one + other for one, other in pairwise(found) if _han(one) and _han(other)))


@lru_cache(maxsize=1 << 16)
def _han(word: str) -> bool:
    return _HAN.match(word) is not None


def _likeness(before: _Text, after: _Text) -> tuple[_Matrix, _Matrix]:
    """Of every pair of sentences the likeness, from 0 to 1 if they are the same, and how many words they share."""
    numbers: dict[str, int] = {}
    for features in (*before.features, *after.features):
        for feature in features:
            numbers.setdefault(feature, len(numbers))
    shared: _Matrix = (_table(before, numbers) @ _table(after, numbers).T).toarray()
    sizes = (np.array([len(each) for each in text.features], np.float32) for text in (before, after))
    likeness: _Matrix = (2 * NEARLY * shared / np.maximum(np.add.outer(*sizes), 1)).astype(np.float32)
    places: dict[str, list[int]] = {}
    for at, key in enumerate(after.keys):
        places.setdefault(key, []).append(at)
    for at, key in enumerate(before.keys):
        same = places.get(key, [])
        likeness[at, same] = 1
        shared[at, same] += 0.5  # there may be no word in it to tell by
    return likeness, shared


def _table(text: _Text, numbers: Mapping[str, int]) -> Any:
    """Which features a sentence has, a row for each sentence."""
    columns = [numbers[feature] for features in text.features for feature in features]
    rows = np.cumsum([0, *(len(features) for features in text.features)])
    return csr_matrix((np.ones(len(columns), np.float32), columns, rows), (len(text.features), max(len(numbers), 1)))


def _aligned(gain: _Matrix) -> dict[int, int]:
    """Which new sentence stands for which old one, both in their order, so that the gain is greatest; 0 is no pair."""
    best = np.zeros((gain.shape[0] + 1, gain.shape[1] + 1), np.float32)
    for row in range(gain.shape[0]):
        step = np.maximum(best[row, 1:], best[row, :-1] + gain[row])
        np.maximum.accumulate(step, out=best[row + 1, 1:])
    pairs: list[tuple[int, int]] = []
    row, column = gain.shape
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return dict(reversed(pairs))


def _equal(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + at: block.b + at for block in blocks for at in range(block.size)}


def _moves(likeness: _Matrix, shared: _Matrix, pairs: Mapping[int, int]) -> dict[int, int]:
    """What stands in both texts, but not in one order with the rest: old to new, those that share most first."""
    free = (likeness >= MOVED) & (shared >= LEAST)
    free[list(pairs)] = False
    free[:, list(pairs.values())] = False
    moves: dict[int, int] = {}
    rows, columns = np.nonzero(free)
    for at in np.argsort(-(shared * likeness)[rows, columns], kind="stable"):
        row, column = int(rows[at]), int(columns[at])
        if free[row, column]:
            moves[row] = column
            free[row] = False
            free[:, column] = False
    return moves


def _pieces(before: _Text, after: _Text, pairs: Mapping[int, int], moves: Mapping[int, int]) -> Iterator[Piece]:
    came = {column: row for row, column in moves.items()}
    row = column = 0
    for old, new in [*pairs.items(), (len(before.spans), len(after.spans))]:
        for at in range(row, old):
            to = moves.get(at)
            yield Piece("dropped", before.spans[at]) if to is None else _pair("away", before, at, after, to)
        for at in range(column, new):
            start = came.get(at)
            yield Piece("added", None, after.spans[at]) if start is None else _pair("moved", before, start, after, at)
        if old < len(before.spans):
            same = before.keys[old] == after.keys[new]
            yield _pair("same" if same else "changed", before, old, after, new)
        row, column = old + 1, new + 1


def _pair(kind: Kind, before: _Text, old: int, after: _Text, new: int) -> Piece:
    differs = kind != "away" and before.keys[old] != after.keys[new]
    wording = changed(before[old], after[new]) if differs else ()
    return Piece(kind, before.spans[old], after.spans[new], wording)
