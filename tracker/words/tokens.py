"""Tokens: text as bytes, cut into words of one script and single characters of scripts that put no space between words.

A match keeps its word boundaries exactly if it begins and ends where a token does, or at a sign.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.words.matching import kind

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]

PARTED = 0xFF  # between two texts: in UTF-8 no character has this byte
SIGN, LATIN, OTHER, ALONE = range(4)  # ALONE: a letter that is a word by itself, as in Chinese
WORD = (LATIN, OTHER)
_UNKNOWN, _WIDE = 9, 8
_CHARACTERS = 0x110000  # one more than the last, for what is none


def class_of(character: str) -> int:
    """Whether a character is a sign, part of a word, or stands alone."""
    script = kind(character)
    if script:
        return LATIN if script == "latin" else OTHER
    return ALONE if character.isalnum() else SIGN


# Filled as characters are met: to ask of all would take longer than most texts.
_classes = np.full(_CHARACTERS + 1, _UNKNOWN, np.uint8)
_classes[_CHARACTERS] = SIGN
_of_byte = np.full(256, _WIDE, np.uint8)
_of_byte[:128] = [class_of(chr(code)) for code in range(128)]
_of_byte[0x80:0xC0] = _of_byte[PARTED] = SIGN


class Token(NamedTuple):
    """A token of a phrase at an offset in its bytes; an open one may be longer in the text."""

    word: bytes
    at: int
    open: bool = False


def tokens(text: str, open_end: bool = False) -> list[Token]:
    """The tokens of a phrase in their order; with an ``open_end`` its last word may go on."""
    found: list[Token] = []
    at, last = 0, SIGN
    for character in text:
        own, code = class_of(character), character.encode("utf-8", "surrogatepass")
        if own in WORD and own == last:
            found[-1] = Token(found[-1].word + code, found[-1].at)
        elif own != SIGN:
            found.append(Token(code, at))
        at, last = at + len(code), own
    if open_end and found and last in WORD:
        found[-1] = found[-1]._replace(open=True)
    return found


def cut(text: Bytes) -> tuple[Places, Bytes]:
    """Where each token and each run of signs begins, and of which class it is; the text ends with a whole character."""
    classes = _of_byte[text]
    wide = np.flatnonzero(text >= 0xC0)
    wide = wide[text[wide] != PARTED]
    follows = np.zeros(len(text) + 3, bool)
    if wide.size:
        first, own = text[wide], classes_of(decoded(text, wide))
        classes[wide] = own
        for more, least in ((1, 0xC0), (2, 0xE0), (3, 0xF0)):
            long = first >= least
            follows[wide[long] + more] = True
            classes[np.minimum(wide[long] + more, len(text) - 1)] = own[long]
    begins = np.ones(len(text), bool)
    np.not_equal(classes[1:], classes[:-1], out=begins[1:])
    begins |= classes == ALONE
    begins &= ~follows[: len(text)]
    at = np.flatnonzero(begins)
    return at, classes[at]


def classes_of(codes: NDArray[np.uint32]) -> Bytes:
    """The classes of characters, given by their numbers."""
    found = _classes[codes]
    if (found == _UNKNOWN).any():
        new = np.unique(codes[found == _UNKNOWN])
        _classes[new] = [class_of(chr(code)) for code in new.tolist()]
        found = _classes[codes]
    return found


def decoded(text: Bytes, at: Places) -> NDArray[np.uint32]:
    """The numbers of the characters that begin at these places."""
    last = len(text) - 1
    first, *more = (text[np.minimum(at + step, last)].astype(np.uint32) for step in range(4))
    second, third, fourth = (each & 0x3F for each in more)
    codes = np.where(first < 0x80, first, (first & 0x1F) << 6 | second)
    codes = np.where(first >= 0xE0, (first & 0x0F) << 12 | second << 6 | third, codes)
    codes = np.where(first >= 0xF0, (first & 0x07) << 18 | second << 12 | third << 6 | fourth, codes)
    return np.where(first == PARTED, _CHARACTERS, np.minimum(codes, _CHARACTERS)).astype(np.uint32)


def classes_at(text: Bytes, at: Places) -> Bytes:
    """The classes of the characters that begin at these places."""
    found = _of_byte[text[at]]
    wide = np.flatnonzero(found == _WIDE)
    if wide.size:
        found[wide] = classes_of(decoded(text, at[wide]))
    return found


def classes_before(text: Bytes, at: Places) -> Bytes:
    """The classes of the characters that end at these places."""
    first = at - 1
    for _ in range(3):
        first -= (text[first] & 0xC0) == 0x80
    return classes_at(text, first)


def word_ends(text: Bytes, at: Places, own: int) -> Places:
    """Where the words end that have characters of class ``own`` before these places."""
    ends = at.copy()
    left = np.arange(len(ends))
    while left.size:
        left = left[classes_at(text, ends[left]) == own]
        first = text[ends[left]]
        ends[left] += 1 + (first >= 0xC0).astype(np.int64) + (first >= 0xE0) + (first >= 0xF0)
    return ends
