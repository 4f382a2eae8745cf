"""Formulas: the set phrases of a serial that one of its reports drops, takes up or moves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tracker.words.matching import edge
from tracker.words.text import HAN_CHARACTERS

LEAST = 3  # reports of the record that make a phrase a set one
MOST = 12  # phrases of a kind: more would not be read
LONG = 12  # pieces beyond which a phrase gains no more by being longer


class Size(NamedTuple):
    """In pieces (words; Chinese characters): the shortest phrase, and the shortest stretch that two texts share."""

    phrase: int
    shared: int


WORDS, CHARACTERS = Size(3, 5), Size(4, 7)

_HAN = re.compile(f"[{HAN_CHARACTERS}]")
_LETTER = f"[^\\W_{HAN_CHARACTERS}]"
_PIECE = re.compile(f"(?:[a-z]\\.){{2,}}|[{HAN_CHARACTERS}]|{_LETTER}+(?:[./']{_LETTER}+)*|[^\\w\\s]|\\n")
_INSIDE = frozenset("、,·/%$&")  # signs that a phrase may have in its middle: 创新、协调、绿色
_STOP = "\n"
# Small words that no phrase begins or ends with, and those that it may only begin with.
_LOOSE_WRITTEN = (
    "a an the of to in on at by for from with and or but nor as is are was were be been being that this these"
    " those it its which who will would has have had not so than then into over their our his her we they i also"
    " any 的 了 和 与 及 等 也 都 就 而 并 或 之"
)
_LOOSE = frozenset(_LOOSE_WRITTEN.split())
_LEADING = frozenset("是在以把被对为于从将向")


class Phrase(NamedTuple):
    """A set phrase at [start, end) of the normalised text that has it; ``held`` of the ``of`` reports of the record do.

    For what was added the record is the report itself and those after it, for all else the reports before it.
    """

    text: str
    start: int
    end: int
    held: int
    of: int


@dataclass(frozen=True)
class Formulas:
    """What a report did with the set phrases of its serial, the most usual and longest first.

    ``dropped`` stand in the report before, the others in it. ``added`` stand in no report of the record before,
    ``returned`` in some, though not in the last. ``kept_before`` and ``kept_after`` are the phrases that both have,
    in the order of each. ``known`` is whether there are reports enough before it to tell what is set.
    """

    dropped: tuple[Phrase, ...] = ()
    added: tuple[Phrase, ...] = ()
    returned: tuple[Phrase, ...] = ()
    kept_before: tuple[str, ...] = ()
    kept_after: tuple[str, ...] = ()
    known: bool = False


class _Run(NamedTuple):
    """Pieces [first, last) of a text, and how many texts hold them."""

    first: int
    last: int
    held: int


class _Text:
    """Normalised text as its words, characters and signs, and where each stands."""

    def __init__(self, normal: str) -> None:
        self.normal, self.pieces = normal, _PIECE.findall(normal)
        self.size = CHARACTERS if 2 * len(_HAN.findall(normal)) > len(self.pieces) else WORDS
        if self.size is CHARACTERS:  # a comma ends a clause, which 、 does not
            self.pieces = [_STOP if piece == "," else piece for piece in self.pieces]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [match.span() for match in _PIECE.finditer(self.normal)]

    def grams(self, length: int) -> list[tuple[str, ...]]:
        """All runs of so many pieces, by where they begin."""
        return list(zip(*(self.pieces[at:] for at in range(length)), strict=False))

    def holds(self, phrase: str) -> bool:
        at = self.normal.find(phrase)
        while at >= 0 and not (edge(self.normal, at) and edge(self.normal, at + len(phrase))):
            at = self.normal.find(phrase, at + 1)
        return at >= 0

    def stretch(self, first: int, last: int) -> tuple[int, int]:
        return self.spans[first][0], self.spans[last - 1][1]


def formulas(before: Sequence[str], now: str, after: Sequence[str] = ()) -> Formulas:
    """Compare a report with the one before it, the last of ``before``; ``after`` are those that followed, if any.

    All texts are normalised and of one serial, oldest first. A phrase is set if it stands in three reports of the
    record at least. The longest phrases are given, without the shorter ones in them, and without what the other
    report has at a stretch as well. They are found by growing what is frequent piece by piece, for no phrase is more
    frequent than its beginning (Agrawal and Srikant, VLDB 1994; Pei and others, ICDE 2001).
    """
    if len(before) < LEAST:
        return Formulas()
    earlier, this, later = [*map(_Text, before)], _Text(now), [*map(_Text, after)]
    last = earlier[-1]
    record = _Record([*earlier, this, *later])
    usual = record.runs(last, earlier)
    kept = dict.fromkeys(_kept(last, sorted(usual), this))
    return Formulas(
        dropped=_phrases(last, usual, [this], earlier),
        added=_phrases(this, record.runs(this, [this, *later]), earlier[::-1], [this, *later]),
        returned=_phrases(this, record.runs(this, [this, *earlier]), [last], earlier),
        kept_before=tuple(kept),
        kept_after=tuple(sorted(kept, key=now.find)),
        known=True,
    )


class _Record:
    """Texts one behind the other, their pieces as numbers; a sign that ends a phrase, and the end of a text, is -1."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        numbers: dict[str, int] = {"": -1}
        for piece in dict.fromkeys(piece for text in texts for piece in text.pieces):
            numbers[piece] = len(numbers) if _continues(piece) else -1
        self._kinds = len(numbers)
        self._pieces = np.array([numbers[piece] for text in texts for piece in [*text.pieces, ""]])
        self._text = np.repeat(np.arange(len(texts)), [len(text.pieces) + 1 for text in texts])
        self._number = {id(text): number for number, text in enumerate(texts)}

    def runs(self, base: _Text, among: Iterable[_Text]) -> list[_Run]:
        """The longest runs of pieces in at least three of these texts, ``base`` one of them, the most telling first.

        Runs are numbered, alike where they are the same, and those frequent enough are grown by one piece.
        """
        home, texts = self._number[id(base)], [self._number[id(text)] for text in among]
        at = np.flatnonzero(np.isin(self._text, texts) & (self._pieces >= 0))
        length, run = 1, self._pieces[at]
        longest, held = np.zeros((2, len(self._pieces)), int)
        while at.size:
            holds = np.zeros((run.max() + 1, len(self._number)), bool)
            holds[run, self._text[at]] = True
            number = np.where(holds[:, home], holds.sum(axis=1), 0)[run]
            at, run, number = (each[number >= LEAST] for each in (at, run, number))
            longest[at], held[at] = length, number
            following = self._pieces[at + length]
            at, run, following = (each[following >= 0] for each in (at, run, following))
            run = np.unique(run * self._kinds + following, return_inverse=True)[1]
            length += 1
        mine, number = (each[self._text == home][:-1] for each in (longest, held))
        ends = np.arange(mine.size) + mine
        new = (mine >= base.size.phrase) & (ends > np.concatenate([[0], np.maximum.accumulate(ends)[:-1]]))
        runs = [_Run(int(first), int(ends[first]), int(number[first])) for first in np.flatnonzero(new)]
        return sorted(runs, key=lambda each: -each.held * min(each.last - each.first, LONG))


def _phrases(
    base: _Text, runs: Iterable[_Run], without: Sequence[_Text], record: Sequence[_Text]
) -> tuple[Phrase, ...]:
    """What of these runs the texts ``without`` it have not, but for the small words at both ends."""
    shared, found = _shared(base, without[0]), dict[str, Phrase]()
    for run in runs:
        for part in _apart(run.first, run.last, shared):
            first, last = _trimmed(base.pieces, *part)
            if last - first < base.size.phrase:
                continue
            start, end = base.stretch(first, last)
            text = base.normal[start:end]
            if text not in found and not any(each.holds(text) for each in without):
                held = sum(each.holds(text) for each in record)
                found[text] = Phrase(text, start, end, held, len(record))
        if len(found) > 4 * MOST:
            break
    return _most(found.values())


def _most(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """The most usual and longest, without those that stand in another of them."""
    found: list[Phrase] = []
    for phrase in sorted(
        phrases, key=lambda each: (-each.held * min(len(_PIECE.findall(each.text)), LONG), each.start)
    ):
        if len(found) < MOST and not any(phrase.text in each.text or each.text in phrase.text for each in found):
            found.append(phrase)
    return tuple(found)


def _shared(base: _Text, other: _Text) -> list[bool]:
    """For each piece whether it lies in a stretch that both texts have."""
    length = base.size.shared
    theirs, shared = set(other.grams(length)), [False] * len(base.pieces)
    for at, gram in enumerate(base.grams(length)):
        if gram in theirs and all(map(_continues, gram)):
            shared[at : at + length] = [True] * length
    return shared


def _apart(first: int, last: int, shared: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """What is left of a run without what is shared."""
    start = first
    for at in range(first, last + 1):
        if at == last or shared[at]:
            if start < at:
                yield start, at
            start = at + 1


def _trimmed(pieces: Sequence[str], first: int, last: int) -> tuple[int, int]:
    while first < last and (pieces[first] in _LOOSE or not pieces[first][0].isalnum()):
        first += 1
    while first < last and (pieces[last - 1] in _LOOSE | _LEADING or not pieces[last - 1][0].isalnum()):
        last -= 1
    return first, last


def _kept(base: _Text, runs: Iterable[_Run], other: _Text) -> Iterator[str]:
    """The runs that the other text has as they are, where they are long enough not to be so by chance."""
    for run in runs:
        first, last = _trimmed(base.pieces, run.first, run.last)
        start, end = base.stretch(first, last) if first < last else (0, 0)
        if last - first >= base.size.shared and other.holds(base.normal[start:end]):
            yield base.normal[start:end]


def _continues(piece: str) -> bool:
    return piece[0].isalnum() or piece in _INSIDE
