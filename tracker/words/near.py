"""Near: two phrases that stand close to each other in one paragraph, as one match from the first to the second.

Either may come first. From each place of one phrase the nearest of the other behind it is looked at, which makes the
shortest span; of spans that overlap the leftmost counts.
"""

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np

from tracker.words import overlaps
from tracker.words.lexicon import Concept
from tracker.words.matching import Match, Matcher
from tracker.words.overlaps import Column
from tracker.words.text import COUNTED

Spans = tuple[Column, Column]  # where they begin, in the order of the text, and where they end
Close = Callable[[int, int], bool]  # whether little enough stands from one place to another


def sides(concept: Concept) -> Iterator[Concept]:
    """The two phrases of a concept of phrases near each other, each as a concept of its own."""
    for phrase in concept.variants[""]:
        yield Concept(phrase, phrase, {"": (phrase,)})


def within(between: str, most: int) -> bool:
    """Whether at most so many words and Han characters stand between two phrases, and no end of a paragraph."""
    return "\n" not in between and sum(1 for _ in islice(COUNTED.finditer(between), most + 1)) <= most


def paired(one: Spans, other: Spans, close: Close) -> Spans:
    """The pairs of two phrases that count, from the places of each."""
    found = [_candidates(first, second, close) for first, second in ((one, other), (other, one))]
    starts, ends = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((ends, starts))
    starts, ends = starts[order], ends[order]
    shortest = np.append(True, starts[1:] > starts[:-1])[: len(starts)]
    starts, ends = starts[shortest], ends[shortest]
    alike = np.zeros(len(starts), np.int64)
    kept = np.sort(overlaps.chosen(alike, starts, ends, alike))
    return starts[kept], ends[kept]


def _candidates(first: Spans, second: Spans, close: Close) -> Spans:
    """Each place of the first phrase with the nearest of the second behind it, if that is close."""
    following = np.searchsorted(second[0], first[1])
    some = np.flatnonzero(following < len(second[0]))
    following = following[some]
    gaps = zip(first[1][some].tolist(), second[0][following].tolist(), strict=True)
    near = np.fromiter((close(*gap) for gap in gaps), bool, len(some))
    return first[0][some][near], second[1][following][near]


class NearMatcher:
    """Finds two phrases near each other in normalised text; immutable, so threads may share it."""

    def __init__(self, concept: Concept) -> None:
        """Compile the concept; a phrase that could never match is a LexiconError that names it."""
        assert concept.near is not None
        self._concept, self._most = concept, concept.near
        self._matchers = [Matcher([side]) for side in sides(concept)]

    def find(self, normal: str) -> list[Match]:
        """All pairs that count, in the order of the text."""
        one, other = (_spans(matcher.find(normal)) for matcher in self._matchers)
        pairs = paired(one, other, lambda end, start: within(normal[end:start], self._most))
        name, label = self._concept.id, self._concept.label
        return [Match(name, label, start, end) for start, end in zip(*(each.tolist() for each in pairs), strict=True)]


def _spans(matches: list[Match]) -> Spans:
    return np.array([each.start for each in matches], np.int64), np.array([each.end for each in matches], np.int64)
