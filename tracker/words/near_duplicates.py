"""Likeness: whether two texts are nearly the same.

Texts are compared by their shingles: every run of three words, or of three Han characters. The share of
common shingles (Jaccard) of a text and its copy with 3 % of the words changed is at least 0.83; of texts
that share half their paragraphs it is a third. To find likes among many, each text has bands, made of its
smallest hashes (MinHash: Broder 1997; Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4).
"""

import re
import struct
from hashlib import blake2b

from rensa import RMinHash

from tracker.words.text import APART, HAN_CHARACTERS

ALIKE = 0.75
RUN = 3
# Shorter texts than this are alike by chance (a title, a greeting); they are never taken for reprints.
WORDS = 30
# 9 bands of 3 smallest hashes each: texts that are alike share one with a probability of 0.993, copies with 3 % of
# the words changed of 0.9995. More bands cost more to store than all else of a report.
BANDS, ROWS = 9, 3
HASHES = 36  # of a sketch, which must stay as they are: with fewer, all would be others than those that are stored
_ROW = struct.Struct(f"{1 + ROWS}Q")
_PIECE = re.compile(f"[{HAN_CHARACTERS}]|[^\\W_{HAN_CHARACTERS}]+")


def shingles(normal: str) -> frozenset[str]:
    """The runs of three pieces of a normalised text."""
    return frozenset(_runs(normal))


def _runs(normal: str) -> list[str]:
    # For ASCII the same in less time.
    pieces = normal.translate(APART).split() if normal.isascii() else _PIECE.findall(normal)
    return list(map(" ".join, zip(*(pieces[at:] for at in range(RUN)), strict=False))) or [" ".join(pieces)]


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts, as their shingles, are nearly the same."""
    return len(one & other) >= ALIKE * len(one | other)


def bands(normal: str, words: int) -> tuple[int, ...]:
    """Numbers of 63 bits; texts that are alike have at least one in common, others hardly ever. None if short."""
    if words < WORDS:
        return ()
    sketch = RMinHash(num_perm=HASHES, seed=1)
    sketch.update(_runs(normal))  # a run that comes twice changes no smallest hash
    hashes = sketch.digest()
    return tuple(_band(place, hashes[place * ROWS : (place + 1) * ROWS]) for place in range(BANDS))


def _band(place: int, row: list[int]) -> int:
    return int.from_bytes(blake2b(_ROW.pack(place, *row), digest_size=8).digest()) >> 1
