"""What changed between two revisions, piece by piece: first by sentence, then within changed sentences."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "deleted", "inserted"]

_SENTENCE = re.compile(r".+?(?:[.!?]+[\"'”’)]*(?=\s|\Z)|[。！？；]+[”’」』）]*|\n|\Z)\s*", re.DOTALL)
_WORD = re.compile(
    r"\d+(?:[.,]\d+)*\s*|[\u2e80-\u9fff\uf900-\ufaff]\s*|[^\W\u2e80-\u9fff\uf900-\ufaff]+\s*|[^\w\s]+\s*|\s+"
)
# A passage less alike than this is shown as one gone and one new: a patchwork of words cannot be read.
ALIKE = 0.5
# Above this many words to compare with each other the comparison would keep the reader waiting.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both revisions, only in the old one, or only in the new one."""

    kind: Kind
    text: str


def diff(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; all but the inserted make ``old``, all but the deleted ``new``."""
    return list(_joined(_compared(_SENTENCE.findall(old), _SENTENCE.findall(new), _within)))


def _compared(
    old: Sequence[str], new: Sequence[str], changed: Callable[[Sequence[str], Sequence[str]], Iterable[Piece]]
) -> Iterator[Piece]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[first:last]))
        else:
            yield from changed(old[first:last], new[start:end])


def _within(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """A changed passage, word by word where enough of it stayed (character by character in Chinese)."""
    before, after = _WORD.findall("".join(old)), _WORD.findall("".join(new))
    comparable = 0 < len(before) * len(after) <= MOST_PAIRS
    if comparable and SequenceMatcher(None, before, after, autojunk=False).ratio() >= ALIKE:
        return _compared(before, after, _replaced)
    return _replaced(before, after)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    yield Piece("deleted", "".join(old))
    yield Piece("inserted", "".join(new))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for kind, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.kind):
        yield Piece(kind, "".join(piece.text for piece in group))
