"""Phrases that nobody has listed: runs of words or of Chinese characters that recur, counted on two sides."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.words import cohesion, function_words
from tracker.words.ngrams import Chosen, Level, Numbers, Stream, levels, per_report
from tracker.words.text import HAN_CHARACTERS, UNSPACED, Unit, normalise

LONGEST = {"words": 5, "characters": 8}
# Below these a run of characters holds together by chance, or is the inside of a word (in bits).
COHESION, FREEDOM = 4.0, 1.5
INSIDE = 0.9  # of a phrase's mentions in one longer phrase: it is a part of that one
MIN_OVERLAP, OF_REPORTS = 5, 200
_BREAK = "|"
_SIGNS = bytes(
    ord(_BREAK) if code < 128 and not (chr(code).isalnum() or chr(code) in " '") else code for code in range(256)
)
_OTHER_SIGNS = re.compile(r"[^\w\x00-\x7f]+")
_QUOTES = re.compile(r"'(?:(?!\w)|(?<!\w'))")  # all but those inside a word
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)")  # its noun is matched as a word of its own
_UNSPACED = re.compile(f"[{UNSPACED}]")
_HAN = re.compile(f"[{HAN_CHARACTERS}]")
_LATIN = re.compile(f"[^\\W_{UNSPACED}]{{2,}}")
_PRIVATE, _WORDS = 0xF0000, 0xFFFE  # characters without a meaning, and how many: each for a Latin word in Chinese

Whole = NDArray[np.int64]


class Sums(NamedTuple):
    """Of one phrase on one side: mentions, reports with it, and over reports mentions squared, and times words."""

    mentions: int
    reports_with: int
    sum_mentions_sq: int
    sum_words_mentions: int


class Phrase(NamedTuple):
    """A phrase as it is matched, and its sums on both sides."""

    text: str
    before: Sums
    after: Sums


class Side(NamedTuple):
    """All reports of one side: how many, their words or Han characters, and the sum of these squared."""

    reports: int
    words: int
    sum_words_sq: int


class Found(NamedTuple):
    """The phrases of two sides, in no order, and the sides themselves."""

    phrases: tuple[Phrase, ...]
    before: Side
    after: Side


def phrases(
    before: Sequence[str],
    after: Sequence[str],
    unit: Unit,
    *,
    stop: Collection[str] = (),
    known: Callable[[str], bool] = lambda phrase: False,
) -> Found:
    """Find the phrases of both sides' normalised texts (one a report) together, and count them on each.

    Runs of 1 to 5 words, or of 2 to 8 Chinese characters, that cross no break: a paragraph's end, a full stop, any
    sign. A phrase is in 5 reports and in one of 200 at least, begins and ends with a word that carries meaning, is
    no number, is not ``known`` nor one of the ``stop`` phrases, and does not stand within one longer phrase only.
    Chinese ones must hold together and be free at their ends (see cohesion.py). The sides are only told apart in the
    end, so that which phrases are found says nothing about which of them shifted.
    """
    texts = [*before, *after]
    stream, names = _words(texts) if unit == "words" else _characters(texts)
    lengths = _lengths(stream, names, unit, len(texts))
    edges = _edges(names, unit)
    found: list[Level] = []
    chosen: list[Chosen] = []
    for every in levels(stream, LONGEST[unit], max(MIN_OVERLAP, -(-len(texts) // OF_REPORTS))):
        good, level = _chosen(stream, [*found, every], edges, unit)
        found.append(level)
        chosen.append(good)
    inside = cohesion.absorbed(found, chosen, INSIDE)
    stopped = {form for phrase in stop for form in _forms(normalise(phrase), unit)}
    rows: list[Phrase] = []
    for level, good, part in zip(found, chosen, inside, strict=True):
        wordings = _wordings(stream, level, good & ~part, names, unit)
        kept = {run: text for run, text in wordings if text not in stopped and not known(text)}
        rows += _counted(stream, level, kept, lengths, len(before))
    return Found(tuple(rows), _side(lengths[: len(before)]), _side(lengths[len(before) :]))


class _Vocabulary(dict[str, int]):
    """Words by number in the order they come; 0 for a break, and for one that has characters of other scripts."""

    def __init__(self) -> None:
        self.names = [_BREAK]
        self[_BREAK] = 0

    def __missing__(self, word: str) -> int:
        self[word] = 0 if _UNSPACED.search(word) else len(self.names)
        if self[word]:
            self.names.append(word)
        return self[word]


def _words(texts: Sequence[str]) -> tuple[Stream, list[str]]:
    """The texts as numbered words, and the words by their numbers; 0 is a break, and each report ends in one."""
    vocabulary = _Vocabulary()
    tokens = []
    for text in texts:
        apart = text.encode(errors="replace").translate(_SIGNS).decode()
        if not apart.isascii():
            apart = _OTHER_SIGNS.sub(_BREAK, apart)
        if "'" in apart:
            apart = _POSSESSIVE.sub(" 's", _QUOTES.sub(_BREAK, apart))
        pieces = apart.replace(_BREAK, f" {_BREAK} ").split()
        pieces.append(_BREAK)
        tokens.append(np.fromiter(map(vocabulary.__getitem__, pieces), np.int32, len(pieces)))
    return _stream(tokens), vocabulary.names


def _characters(texts: Sequence[str]) -> tuple[Stream, list[str]]:
    """The same of Chinese characters; a Latin word of two letters or more among them is one token."""
    latin: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        return latin.setdefault(match[0], chr(_PRIVATE + len(latin)) if len(latin) < _WORDS else _BREAK)

    tokens = []
    for text in texts:
        codes = (_LATIN.sub(stand_in, text) + _BREAK).encode("utf-32-le", errors="replace")
        tokens.append(np.frombuffer(codes, np.int32))
    stream = _stream(tokens)
    words = {_PRIVATE + place: word for place, word in enumerate(latin)}
    used = [code for code in np.unique(stream.tokens).tolist() if code in words or _HAN.fullmatch(chr(code))]
    table = np.zeros(0x110000, np.int32)
    table[used] = np.arange(1, len(used) + 1)
    return Stream(table[stream.tokens], stream.report), [_BREAK, *(words.get(code, chr(code)) for code in used)]


def _stream(tokens: Sequence[Numbers]) -> Stream:
    report = np.repeat(np.arange(len(tokens), dtype=np.int32), [len(each) for each in tokens])
    return Stream(np.concatenate([*tokens, np.empty(0, np.int32)]), report)


def _lengths(stream: Stream, names: Sequence[str], unit: Unit, reports: int) -> Whole:
    """Every report's words, or its Han characters."""
    counts = np.array([name != "'s" if unit == "words" else len(name) == 1 for name in names])
    counts[0] = False
    return np.bincount(stream.report[counts[stream.tokens]], minlength=reports)


class _Edges(NamedTuple):
    """By token, whether it can begin a phrase, end one, and be one."""

    opens: Chosen
    closes: Chosen
    alone: Chosen


def _edges(names: Sequence[str], unit: Unit) -> _Edges:
    opens, closes = function_words.ends(unit)
    tests = (opens, closes, lambda name: len(name) > 1)  # not a Chinese character
    return _Edges(*(np.array([test(name) for name in names]) for test in tests))


def _chosen(stream: Stream, found: Sequence[Level], edges: _Edges, unit: Unit) -> tuple[Chosen, Level]:
    """Which runs of the last level could be phrases, by their first and last token and how they hold together.

    The level comes back with the occurrences of these alone, so that not all are held at once.
    """
    level = found[-1]
    first, last = stream.tokens[level.example], stream.tokens[level.example + level.size - 1]
    good: Chosen = edges.opens[first] & edges.closes[last] & (edges.alone[first] | (level.size > 1))
    if unit == "characters":
        if level.size > 1:
            good &= cohesion.cohesion(found, int(np.count_nonzero(stream.tokens))) >= COHESION
        good &= cohesion.freedom(stream, level.only(good)) >= FREEDOM
    return good, level.only(good)


def _wordings(
    stream: Stream, level: Level, good: Chosen, names: Sequence[str], unit: Unit
) -> Iterator[tuple[int, str]]:
    """The chosen runs as text, without those of function words or numerals alone."""
    joint = " " if unit == "words" else ""
    for run in np.flatnonzero(good).tolist():
        place = int(level.example[run])
        tokens = stream.tokens[place : place + level.size].tolist()
        text = joint.join(names[token] for token in tokens).replace(" 's", "'s")
        if not function_words.empty(text):
            yield run, text


def _forms(phrase: str, unit: Unit) -> Iterator[str]:
    """A stop phrase as written, and as it would be found, without function words at its ends."""
    yield phrase
    opens, closes = function_words.ends(unit)
    pieces = phrase.split() if unit == "words" else []
    while pieces and not opens(pieces[0]):
        pieces.pop(0)
    while pieces and not closes(pieces[-1]):
        pieces.pop()
    yield " ".join(pieces)


def _counted(stream: Stream, level: Level, kept: dict[int, str], lengths: Whole, before: int) -> Iterator[Phrase]:
    """The kept runs with their sums; the first ``before`` reports are one side, the rest the other."""
    runs, report, times = per_report(stream, level)
    sums = []
    for side in (report < before, report >= before):
        parts = (times, np.ones_like(times), times**2, times * lengths[report])
        sums.append([np.bincount(runs[side], part[side], len(level.mentions)).astype(np.int64) for part in parts])
    for run, text in kept.items():
        yield Phrase(text, *(Sums(*(int(part[run]) for part in side)) for side in sums))


def _side(lengths: Whole) -> Side:
    return Side(len(lengths), int(lengths.sum()), int((lengths**2).sum()))
