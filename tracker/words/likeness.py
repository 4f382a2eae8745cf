"""Likeness: whether two texts are nearly the same.

Texts are compared by their shingles: every run of three words, or of three Han characters. The share of
common shingles (Jaccard) of a text and its copy with 3 % of the words changed is at least 0.83; of texts
that share half their paragraphs it is a third.
"""

import re

from tracker.words.text import HAN_CHARACTERS

ALIKE = 0.75
RUN = 3
_PIECE = re.compile(f"[{HAN_CHARACTERS}]|[^\\W_{HAN_CHARACTERS}]+")


def shingles(normal: str) -> frozenset[str]:
    """The runs of three pieces of a normalised text."""
    pieces = _PIECE.findall(normal)
    return frozenset(" ".join(pieces[at : at + RUN]) for at in range(max(1, len(pieces) - RUN + 1)))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts, as their shingles, are nearly the same."""
    return len(one & other) >= ALIKE * len(one | other)
