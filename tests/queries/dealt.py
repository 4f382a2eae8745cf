"""Reports dealt to two sides at random, from what each of them mentions: archives in which nothing shifted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.archive import counting
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures import chance
from tracker.measures.keyness import FALSE_DISCOVERIES, q_values
from tracker.measures.series import PeriodCounts
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import Matcher

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Deck:
    """Reports of one unit: the words of each, and its mentions of each term (reports by terms)."""

    words: NDArray[np.float64]
    mentions: NDArray[np.float64]

    def sides(self, later: Marks) -> tuple[chance.Side, chance.Side]:
        """The sums over the marked reports, and over the rest."""
        first, second = (self._side(marks) for marks in (later, ~later))
        return first, second

    def shifted(self, later: Marks) -> NDArray[np.intp]:
        """The terms that shift by more than chance, as a comparison has it."""
        first, second = self.sides(later)
        said = np.flatnonzero(first.mentions + second.mentions)
        return said[np.array(q_values(chance.p_values(first, second)[said])) <= FALSE_DISCOVERIES]

    def _side(self, marks: Marks) -> chance.Side:
        words, mentions = self.words[marks], self.mentions[marks]
        squares = float(words @ words), mentions.sum(0), (mentions**2).sum(0), words @ mentions
        return chance.Side(len(words), float(words.sum()), *squares)

    def counts(self, later: Marks) -> tuple[list[PeriodCounts], list[PeriodCounts]]:
        """The same sums as a comparison takes them."""
        first, second = (
            [
                PeriodCounts(
                    int(n),
                    0,
                    side.reports,
                    int(side.words),
                    int(sum_mentions_sq),
                    int(sum_words_mentions),
                    int(side.sum_words_sq),
                )
                for n, sum_mentions_sq, sum_words_mentions in zip(
                    side.mentions, side.sum_mentions_sq, side.sum_words_mentions, strict=True
                )
            ]
            for side in self.sides(later)
        )
        return first, second


def concepts(archive: Archive, lexicon: Lexicon, selection: Selection) -> Deck:
    """What every report of a selection mentions of the lexicon."""
    lengths = counting.lengths(archive, selection)
    place = {report.report_id: at for at, report in enumerate(lengths)}
    mentions = np.zeros((len(lengths), len(lexicon.concepts)))
    for column, concept in enumerate(lexicon.concepts):
        for tally in counting.tallies(archive, selection, concept):
            mentions[place[tally.report_id], column] += tally.mentions
    return Deck(np.array([float(report.words) for report in lengths]), mentions)


def with_phrases(deck: Deck, texts: list[str], phrases: list[str]) -> Deck:
    """The deck with so many terms more, found in the texts, which are in its order."""
    matcher = Matcher([Concept(str(at), phrase, {"": (phrase,)}) for at, phrase in enumerate(phrases)])
    mentions = np.zeros((len(texts), len(phrases)))
    for row, text in enumerate(texts):
        for match in matcher.find(text):
            mentions[row, int(match.concept)] += 1
    return Deck(deck.words, np.hstack([deck.mentions, mentions]))


def deals(number: int, reports: int, seed: int) -> Iterator[Marks]:
    """So many ways to deal reports to two sides of random sizes, neither smaller than a fifth of them."""
    chances = np.random.default_rng(seed)
    for _ in range(number):
        marked = np.zeros(reports, bool)
        marked[chances.permutation(reports)[: chances.integers(reports // 5, reports - reports // 5)]] = True
        yield marked
