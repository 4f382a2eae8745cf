"""Phrases outside the lexicon: counted in the texts of both sides of a comparison, and which of them to show."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from tracker.archive import reading, sides
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.series import PeriodCounts
from tracker.queries import occurrences
from tracker.words import phrases as discovery
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import Matcher
from tracker.words.phrases import Side, Sums
from tracker.words.text import Unit, normalise

LIMIT = 1_000  # reports a side whose texts are read, the newest
FULLER, FULLEST = 0.3, 4  # how much of its z each further word adds to what a wording tells, up to four words
MOST = 1 + FULLER * (FULLEST - 1)
NAME = 0.5  # and how much of it a name is worth: who sits on a committee says less than what it says
_SMALL = re.compile(r"(?<!\w)[a-z][a-z']*")


@dataclass(frozen=True, slots=True)
class Counted:
    """Every phrase that was found, with its counts before and after, and how many reports a side were read for them.

    The counts are over those reports only. ``names`` are the phrases that are always written in capitals.
    """

    rows: tuple[tuple[str, PeriodCounts, PeriodCounts], ...]
    read: tuple[int, int]
    names: frozenset[str]


def counted(archive: Archive, lexicon: Lexicon, before: Selection, after: Selection, unit: Unit) -> Counted:
    """Find the phrases that both sides say together, without those in which a concept is mentioned, and count them."""
    read = [sides.texts(archive, side, LIMIT, chinese=unit == "characters") for side in (before, after)]
    ours, theirs = ([f"{text.normal_title}\n{text.normal_body}" for text in texts] for texts in read)
    matcher = Matcher(lexicon.concepts.values())
    told = discovery.phrases(
        ours, theirs, unit, stop=lexicon.stop_phrases, known=lambda phrase: bool(matcher.find(phrase))
    )
    rows = [(each.text, _count(each.before, told.before), _count(each.after, told.after)) for each in told.phrases]
    small = {word for texts in read for text in texts for word in _SMALL.findall(text.body)}
    names = {text for text, _, _ in rows if text.isascii() and small.isdisjoint(text.split())}
    return Counted(tuple(rows), (len(ours), len(theirs)), frozenset(names))


def first_day(archive: Archive, lexicon: Lexicon, phrase: str, last: date) -> date | None:
    """The first day up to ``last`` on which any source of the archive says a phrase, by the exact rules."""
    concept = Concept(id=phrase, label=phrase, variants={"": (phrase,)})
    told = [report for report, _ in occurrences.mentions(archive, lexicon, concept, Selection(last))]
    return reading.by_ids(archive, told[-1:])[0].day if told else None


@dataclass(frozen=True, slots=True)
class Told:
    """A phrase with its counts on both sides, its ``z``, and whether it shifted by more than chance."""

    text: str
    before: PeriodCounts
    after: PeriodCounts
    z: float
    is_shift: bool
    is_name: bool

    @property
    def weight(self) -> float:
        """How telling it is, as a multiple of z: of two wordings that are nearly as far apart, the longer says more."""
        return abs(self.z) * (NAME if self.is_name else 1 + FULLER * (min(len(self._parts), FULLEST) - 1))

    def repeats(self, other: "Told") -> bool:
        """Whether it says nothing beside the other: the same counts, or mostly the same words."""
        if self._counts == other._counts:
            return True
        mine, theirs = set(self._parts), set(other._parts)
        return len(mine & theirs) > min(len(mine), len(theirs)) / 2

    def is_part_of(self, wording: str) -> bool:
        """Whether a normalised wording, in which a word may end in a star, has all of its words."""
        if not self.text.isascii():
            return self.text in wording
        return all(any(fnmatchcase(part, word) for word in wording.split()) for part in self._parts)

    @property
    def _parts(self) -> list[str]:
        """Its words, or every two Chinese characters that stand together."""
        if " " in self.text or self.text.isascii():
            return self.text.split()
        return [self.text[at : at + 2] for at in range(max(len(self.text) - 1, 1))]

    @property
    def _counts(self) -> tuple[int, ...]:
        return (self.before.mentions, self.before.reports_with, self.after.mentions, self.after.reports_with)


def telling(told: Sequence[Told], number: int, concepts: Sequence[tuple[Concept, float]]) -> list[int]:
    """The places of the most telling phrases, at most so many a side, those that shifted first.

    Left out are those that only repeat another, or that are part of a wording of one of the ``concepts`` (each with its
    z) that moved to the same side.
    """
    wordings = {side: [normalise(each) for concept, z in concepts if (z > 0) == side for each in concept.wordings]
                for side in (True, False)}  # fmt: skip
    chosen: dict[bool, list[int]] = {True: [], False: []}
    order = [(not each.is_shift, -each.weight, -len(each.text), place) for place, each in enumerate(told)]
    for *_, place in sorted(order):
        each, mine = told[place], chosen[told[place].z > 0]
        if len(mine) == number or any(each.is_part_of(wording) for wording in wordings[each.z > 0]):
            continue
        if not any(each.repeats(told[other]) for other in mine):
            mine.append(place)
    return chosen[True] + chosen[False]


def _count(sums: Sums, side: Side) -> PeriodCounts:
    return PeriodCounts(
        sums.mentions,
        sums.reports_with,
        side.reports,
        side.words,
        sums.sum_mentions_sq,
        sums.sum_words_mentions,
        side.sum_words_sq,
    )
