"""Normalised text: the copy that phrases are matched on, and the way back to the original.

The copy is Unicode NFKC, casefolded, without soft hyphens and zero-width characters, with straight
apostrophes and Simplified characters. Any run of white space and hyphens in it is one space, and any
paragraph break is one line end, so that no phrase ever crosses from one paragraph into the next.
"""

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Unit = Literal["words", "characters"]

PARAGRAPH = re.compile(r"\n\s*\n")
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u055a\ua78b\ua78c]")
_WIDE = re.compile("[\uff01-\uff5e]")
_SHORT = 40  # characters in a row that are not ASCII
# All white space that folding leaves but single blanks; the commonest first.
_BLANKS = ("  ", "\n", "\t", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u1680", "\u2028", "\u2029")
_SEPARATORS = re.compile(r"[\s\-\u2010]+")
_WRITTEN = re.compile(r"[^\s\-\u2010]+")
# Characters that OpenCC simplifies only in some words (瞭解 but 瞭望): one reading has to be taken everywhere.
_IN_SOME_WORDS = dict(zip("著瞭覆藉甦祇畫画凖涖偪粧讎雠賸妳牠綵", "着了复借苏只划划准莅逼妆仇仇剩你它彩", strict=True))
HAN_CHARACTERS = (
    "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
UNSPACED = HAN_CHARACTERS + "\u3006\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\uac00-\ud7af"
_LETTER = f"[^\\W_{UNSPACED}]"
_HAN = re.compile(f"[{HAN_CHARACTERS}]+")
_WORD = re.compile(f"{_LETTER}+(?:'{_LETTER}+)*")
COUNTED = re.compile(f"{_WORD.pattern}|[{HAN_CHARACTERS}]")  # what a text's length is measured in, of either kind
APART = {code: " " for code in range(128) if not chr(code).isalnum()}  # all of ASCII that is in no word
_INNER = re.compile("(?<=[A-Za-z0-9])'(?=[A-Za-z0-9])")
# NFKC is slow on these and only these are common: replacing them first leaves most Chinese text normal already.
_FULL_WIDTH = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "！": "!", "？": "?", "\u3000": " "}


def normalise(text: str) -> str:
    """The copy of ``text`` that phrases are matched on; normalising it again changes nothing that matters."""
    paragraphs = (_folded(paragraph) for paragraph in PARAGRAPH.split(text))
    return "\n".join(filter(None, map(_spaced, paragraphs)))


def _folded(text: str) -> str:
    """``text`` folded character by character, its white space and hyphens as they were."""
    if text.isascii():
        return text.casefold()
    if unicodedata.is_normalized("NFKC", text):
        with suppress(_NotAlone):  # all but a quotation mark here and there is ASCII
            return text.casefold().encode("ascii", _FOLDING).decode("utf-8", "surrogatepass")
    text = _DROPPED.sub("", text)
    if not unicodedata.is_normalized("NFKC", text):
        for wide, plain in _FULL_WIDTH.items():
            text = text.replace(wide, plain)
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", _WIDE.sub(_narrow, text))
    return simplified(_APOSTROPHES.sub("'", text).casefold())


class _NotAlone(Exception):
    """Characters that cannot be folded without those around them, or are too many to be remembered."""


def _fold_run(found: UnicodeError) -> tuple[bytes, int]:
    """As a handler of what ASCII has not: encoding finds that many times as fast as a regular expression."""
    assert isinstance(found, UnicodeEncodeError)
    return _folded_run(found.object[found.start : found.end]), found.end


@lru_cache(maxsize=8192)
def _folded_run(run: str) -> bytes:
    if len(run) > _SHORT or _DROPPED.search(run):  # what stands on either side of a dropped one may combine
        raise _NotAlone
    return simplified(_APOSTROPHES.sub("'", run)).encode("utf-8", "surrogatepass")


_FOLDING = "tracker.words.text"
codecs.register_error(_FOLDING, _fold_run)


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - 0xFEE0)


def _spaced(text: str) -> str:
    text = text.replace("-", " ").replace("\u2010", " ")
    for blank in _BLANKS:
        if blank in text:
            return " ".join(text.split())
    return text.strip(" ")


@lru_cache(maxsize=1)
def _simplification() -> dict[int, int]:
    """Traditional to Simplified, one character to one, as OpenCC has it for characters on their own.

    Its phrase rules are left out on purpose: a character must fold alike in a text and in a variant,
    whatever stands beside it.
    """
    import opencc

    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
    every = [chr(code) for first, end in blocks for code in range(first, end)]
    folded = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    characters = zip(every, folded, strict=True)
    alike = {old: _IN_SOME_WORDS.get(old) or _IN_SOME_WORDS.get(new, new) for old, new in characters if len(new) == 1}
    return {ord(old): ord(new) for old, new in alike.items() if old != new}


@lru_cache(maxsize=1)
def _traditional() -> re.Pattern[str]:
    # The many of them beyond the first plane would make the search for all a slow one.
    first = "".join(chr(code) for code in _simplification() if code < 0x10000)
    return re.compile(f"[{first}]|[\U00020000-\U0003ffff]")


def simplified(text: str) -> str:
    """``text`` with every Traditional character replaced by its Simplified one; the length never changes."""
    if text.isascii() or not _traditional().search(text):
        return text
    return text.translate(_simplification())


def unit_of(language: str) -> Unit:
    """What a report in this language is measured in: Han characters for Chinese, else words."""
    return "characters" if language.lower().startswith("zh") else "words"


def length(normal: str, unit: Unit) -> int:
    """How many words (runs of letters, digits and inner apostrophes) or Han characters normalised text has."""
    if unit == "characters":
        return sum(map(len, _HAN.findall(normal)))
    if normal.isascii():  # the same in a quarter of the time
        inner = len(_INNER.findall(normal)) if "'" in normal else 0
        return len(normal.translate(APART).split()) - inner
    return len(_WORD.findall(normal))


def mostly_han(text: str) -> bool:
    """Whether a text has more Han characters than words of any other script."""
    han = 0 if text.isascii() else length(text, "characters")
    return han > 0 and han > length(text, "words")


class Alignment:
    """The way from offsets in ``normalise(text)`` back to offsets in ``text``, exact to the character."""

    def __init__(self, text: str) -> None:
        """Align ``text`` with its normalised copy; what folds letter by letter takes a quarter of others' time."""
        wanted = normalise(text)
        normal, starts, ends = _letter_by_letter(text)
        for clusters in (_clusters, lambda whole: [(0, len(whole))]):
            if normal == wanted:
                break
            normal, starts, ends = _aligned(text, clusters(text))
        self.normal, self._starts, self._ends = normal, starts, ends

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest [start, end) of the original that normalises to [start, end) of the copy."""
        return self._starts[start], self._ends[end - 1]


def located(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where spans of ``normalise(text)`` stand in ``text``; only the paragraphs that they lie in are aligned."""
    cuts = [0, *(at for gap in PARAGRAPH.finditer(text) for at in gap.span()), len(text)]
    begins, places, reached = (
        [],
        [],
        0,
    )  # of each paragraph: where it begins in the copy, and where it stands in the text
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        if normal := _spaced(_folded(text[first:last])):
            begins.append(reached)
            places.append((first, last))
            reached += len(normal) + 1
    ways: dict[int, Alignment] = {}
    found = []
    for start, end in spans:
        at = bisect_right(begins, start) - 1
        first, last = places[at]
        if at not in ways:
            ways[at] = Alignment(text[first:last])
        one, other = ways[at].span(start - begins[at], end - begins[at])
        found.append((first + one, first + other))
    return found


def _letter_by_letter(text: str) -> tuple[str, list[int], list[int]]:
    """The normalised copy of a text of which no letter is dropped, joined or made several; else of none."""
    plain = text
    for wide, narrow in _FULL_WIDTH.items():
        plain = plain.replace(wide, narrow)
    folded = _folded(plain)
    if len(folded) != len(text) or _DROPPED.search(plain) or not unicodedata.is_normalized("NFKC", plain):
        return "", [], []
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks = iter([*(match.end() for match in PARAGRAPH.finditer(text)), len(text) + 1])
    reached = next(breaks)
    for match in _WRITTEN.finditer(folded):
        start, end = match.span()
        if pieces:
            pieces.append("\n" if start >= reached else " ")
            starts.append(ends[-1])
            ends.append(start)
        while start >= reached:
            reached = next(breaks)
        pieces.append(match[0])
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    return "".join(pieces), starts, ends


def _clusters(text: str) -> list[tuple[int, int]]:
    """Cut ``text`` where folding either side alone gives the same as folding both together."""
    cuts = [0, *(index for index in range(1, len(text)) if not _joins(text[index])), len(text)]
    return list(pairwise(cuts)) if text else []


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether a character may combine with the one before it under NFKC."""
    if character.isascii():
        return False
    first = unicodedata.normalize("NFKD", character)[0]
    return bool(unicodedata.combining(first)) or 0x1161 <= ord(first) <= 0x11C2 or unicodedata.category(first) == "Mc"


def _aligned(text: str, clusters: list[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    """The normalised copy built cluster by cluster, with each of its characters' span in ``text``."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks = [match.span() for match in PARAGRAPH.finditer(text)]
    opened = [first for first, _ in breaks]
    for first, end in clusters:
        for letter in _folded(text[first:end]):
            blank = _SEPARATORS.fullmatch(letter)
            at = bisect_right(opened, first) - 1
            parted = at >= 0 and first < breaks[at][1]
            if blank and letters and letters[-1] in " \n":
                letters[-1] = "\n" if parted else letters[-1]
                ends[-1] = end
                continue
            letters.append(("\n" if parted else " ") if blank else letter)
            starts.append(first)
            ends.append(end)
    while letters and letters[-1] in " \n":
        letters.pop()
    skip = 1 if letters and letters[0] in " \n" else 0
    return "".join(letters[skip:]), starts[skip : len(letters)], ends[skip : len(letters)]
