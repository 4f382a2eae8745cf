"""Cohesion: which runs of characters are words or fixed phrases, seen from how they hold together and end."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tracker.words.ngrams import Chosen, Level, Numbers, Stream

Floats = NDArray[np.float64]


def cohesion(levels: Sequence[Level], tokens: int) -> Floats:
    """For every run of the last level, its pointwise mutual information, in bits, where it is cut most easily.

    That is the least, over all ways to cut it in two, of log2 of its frequency over the product of those of its parts
    (Church and Hanks, Computational Linguistics 16, 1990; over Chinese characters Luo and Sun, SIGHAN 2, 2003).
    ``tokens`` is the length of the text; ``levels`` begin with runs of one token and leave no size out.
    """
    last = levels[-1]
    numbers = np.arange(len(last.mentions), dtype=np.int32)
    heads: dict[int, Numbers] = {last.size: numbers}
    tails: dict[int, Numbers] = {last.size: numbers}
    for level in reversed(levels[1:]):
        heads[level.size - 1] = level.prefix[heads[level.size]]
        tails[level.size - 1] = level.suffix[tails[level.size]]
    least = np.full(len(numbers), np.inf)
    for cut in range(1, last.size):
        head, tail = levels[cut - 1].mentions[heads[cut]], levels[last.size - cut - 1].mentions[tails[last.size - cut]]
        least = np.minimum(least, np.log2(last.mentions * (tokens / head / tail)))
    return least


def freedom(stream: Stream, level: Level) -> Floats:
    """For every run the entropy, in bits, of what stands before or after it, whichever is less.

    A word meets many neighbours on both sides; the inside of one does not (Sornlertlamvanich, Potipiti and
    Charoenporn, COLING 2000). Each break of the text counts as a neighbour of its own, for a word may always end there.
    Of a run without occurrences it is 0.
    """
    padded = np.concatenate([[0], stream.tokens, [0]])  # so that the token before place p is padded[p]
    before, after = (padded[level.places + shift] for shift in (0, level.size + 1))
    return np.minimum(_entropy(level, before), _entropy(level, after))


def _entropy(level: Level, neighbours: Numbers) -> Floats:
    """The entropy of each run's neighbours, each 0 among them unlike all others."""
    inner, number = neighbours > 0, len(level.mentions)
    pairs, times = np.unique((level.runs[inner].astype(np.int64) << 32) | neighbours[inner], return_counts=True)
    of, total = pairs >> 32, np.log2(level.mentions)
    parts = times / level.mentions[of] * (total[of] - np.log2(times))
    ends = np.bincount(level.runs[~inner], minlength=number) / level.mentions * total
    return np.bincount(of, parts, minlength=number) + ends


def absorbed(levels: Sequence[Level], chosen: Sequence[Chosen], share: float) -> list[Chosen]:
    """Whether each run stands, in ``share`` of its mentions or more, inside one longer chosen run; level by level.

    What stands only within longer phrases is no phrase of its own (Frantzi, Ananiadou and Mima, "C-value",
    International Journal on Digital Libraries 3, 2000).
    """
    inside = [np.zeros(len(level.mentions), np.int32) for level in levels]  # most mentions of a longer chosen run
    for place in range(len(levels) - 1, 0, -1):
        level = levels[place]
        most = np.maximum(inside[place], np.where(chosen[place], level.mentions, 0))
        for part in (level.prefix, level.suffix):
            np.maximum.at(inside[place - 1], part, most)
    return [most >= share * level.mentions for most, level in zip(inside, levels, strict=True)]
