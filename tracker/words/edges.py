"""Edges: where a word ends. It ends where a Latin letter or digit meets anything else, in any script that has spaces.

Python's ``\\b`` will not do: it sees no edge in 推进AI技术.
"""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

# Scripts as numbers, for columns of them. One byte of several does not say what its character is.
UNSPACED, LATIN, OTHER, DOUBTFUL = range(4)
_NUMBERS = {"": UNSPACED, "latin": LATIN, "other": OTHER}
_LATIN = re.compile(rb"[0-9A-Za-z]*")


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


def script(character: str) -> int:
    """``kind`` as a number."""
    return _NUMBERS[kind(character)]


OF_ASCII = [script(chr(byte)) for byte in range(128)]
OF_BYTE: npt.NDArray[np.int8] = np.array(OF_ASCII + [DOUBTFUL] * 128, np.int8)


def before(data: bytes, position: int) -> int:
    """The script of the character that ends at ``position`` of UTF-8, which is not its beginning."""
    byte = data[position - 1]
    if byte < 128:
        return OF_ASCII[byte]
    return _last(data[max(position - 4, 0) : position])


def after(data: bytes, position: int) -> int:
    """The script of the character that begins at ``position`` of UTF-8, which is not its end."""
    byte = data[position]
    if byte < 128:
        return OF_ASCII[byte]
    return _first(data[position : position + 4])


def word_end(data: bytes, position: int) -> int:
    """Where the word ends that runs up to ``position`` of UTF-8, or across it."""
    running = before(data, position)
    while running != UNSPACED:
        if running == LATIN and (run := _LATIN.match(data, position)):
            position = run.end()
        if position >= len(data) or data[position] < 128 or after(data, position) != running:
            break
        position += 1
        while position < len(data) and data[position] & 0xC0 == 0x80:
            position += 1
    return position


@lru_cache(maxsize=8192)
def _last(piece: bytes) -> int:
    return script(piece.decode(errors="replace")[-1:])


@lru_cache(maxsize=8192)
def _first(piece: bytes) -> int:
    return script(piece.decode(errors="replace")[:1])
