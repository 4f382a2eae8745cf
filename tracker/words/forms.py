"""Forms: whether two texts that are nearly the same are one form, filled in twice, and so two reports.

Results of auctions, appointments and daily rates differ from issuer to issuer in little but numbers and names, less
than a copy may differ from its original. What tells them apart is not how much differs but what: an editor changes
words wherever they stand, so that numbers and names are among them as often as in the text; who fills in a form
changes little else.
"""

import re
from collections import Counter
from math import comb
from typing import NamedTuple

from tracker.words.text import HAN_CHARACTERS

CHANCE = 0.015  # below which so many numbers and names among what differs, on both sides, are no editor's work
_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_PIECE = re.compile(rf"\d+(?:[.,:/-]\d+)*|[{HAN_CHARACTERS}]|[^\W_{HAN_CHARACTERS}]+")
_NUMBER = re.compile(rf"\d+(?:[.,:/-]\d+)*|[{_NUMERALS}]")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-ÖØ-Þ][\w'’-]+")  # a capital letter where no sentence begins


class Pieces(NamedTuple):
    """The words, numbers and Han characters of a text and how often each comes; which of them are numbers or names."""

    counts: Counter[str]
    numbers: frozenset[str]
    names: frozenset[str]


def pieces(normal: str, body: str) -> Pieces:
    """Of a text as it is matched (``normal``) and as it was written, where names have capital letters."""
    counts = Counter(_PIECE.findall(normal))
    written = {piece for name in _NAME.findall(body) for piece in _PIECE.findall(name.casefold())}
    return Pieces(counts, frozenset(filter(_NUMBER.fullmatch, counts)), frozenset(written & counts.keys()))


def filled_in_twice(one: Pieces, other: Pieces) -> bool:
    """Whether what differs between two texts that are nearly the same is, on both sides, what a form leaves open."""
    every = one.counts.keys() | other.counts.keys()
    usual = len((one.numbers | one.names | other.numbers | other.names) & every) / max(len(every), 1)
    chances, only_numbers_and_names = list[float](), True
    for here, there in ((one, other), (other, one)):
        own = {piece for piece, number in here.counts.items() if number > there.counts[piece]}
        left_open = own & (here.numbers | here.names)
        chances.append(_as_many(len(own), len(left_open), usual))
        only_numbers_and_names &= own == left_open and bool(own & here.numbers)
    return only_numbers_and_names or max(chances) < CHANCE


def _as_many(trials: int, successes: int, chance: float) -> float:
    """The probability of so many successes or more (binomial)."""
    return sum(comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(successes, trials + 1))
