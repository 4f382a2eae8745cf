"""Discovery: of phrases that nobody follows, those that rose most."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from tracker.measures.keyness import Keyness, compare
from tracker.measures.series import PeriodCounts


class Rise(NamedTuple):
    """A phrase said more often per word after than before, with its counts and the test of it."""

    phrase: str
    after: PeriodCounts
    before: PeriodCounts
    found: Keyness


def rising(phrases: Sequence[str], after: Sequence[PeriodCounts], before: Sequence[PeriodCounts]) -> list[Rise]:
    """The phrases that rose, by their log-odds, strongest first; ``q`` is over all phrases given, so give all found.

    Of phrases that overlap by two words or characters and come equally often in equally many reports on both sides,
    which are pieces of one sentence, the longest stands for all. QueryError as compare() has it.
    """
    tested = zip(phrases, after, before, compare(after, before), strict=True)
    rises = [Rise(phrase, a, b, found) for phrase, a, b, found in tested if found and found.log_ratio > 0]
    rises.sort(key=lambda rise: (-rise.found.z, -len(rise.phrase), rise.phrase))
    seen: defaultdict[tuple[int, ...], set[tuple[str, str]]] = defaultdict(set)
    kept = []
    for rise in rises:
        pairs = set(pairwise(rise.phrase.split() if " " in rise.phrase else rise.phrase))
        alike = seen[rise.after.mentions, rise.after.reports_with, rise.before.mentions, rise.before.reports_with]
        if alike.isdisjoint(pairs):
            kept.append(rise)
        alike |= pairs
    return kept
