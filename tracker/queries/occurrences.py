"""What was found of a concept: from the stored mentions where they are current, else from the texts."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from tracker.archive import counting, reading, scores
from tracker.archive.counting import PlaceCount
from tracker.archive.flat import copying
from tracker.archive.flat.asking import Flat
from tracker.archive.opening import Archive
from tracker.documents import Mention, Selection
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import pieces
from tracker.words.scorer import Scorer

BATCH = 200  # reports whose mentions are read at a time
Found = Iterator[tuple[int, list[Mention]]]


def current(archive: Archive, lexicon: Lexicon) -> frozenset[str]:
    """The concepts of a lexicon of which every stored report was counted with just this definition."""
    others = [version for version in scores.versions_in_use(archive) if version != lexicon.version]
    known = [scores.fingerprints(archive, version) for version in others]
    present = lexicon.fingerprints.items()
    return frozenset(concept for concept, each in present if all(one.get(concept) == each for one in known))


def is_current(archive: Archive, lexicon: Lexicon, concept: Concept) -> bool:
    """Whether every stored report was counted with just this definition of the concept."""
    return concept.id in current(archive, lexicon)


def mentions(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Found:
    """The mentions of a concept, report by report, newest first; offsets are in the normalised text."""
    if is_current(archive, lexicon, concept):
        return _stored(archive, concept, selection)
    return _matched(archive, lexicon, concept, selection)


def tallies(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Iterator[PlaceCount]:
    """How often each variant stands in each place of each report of a selection, under each cue, and what it weighs."""
    if is_current(archive, lexicon, concept):
        return iter(counting.tallies(archive, selection, concept.id))
    return scanned(archive, lexicon, concept, selection)


def scanned(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Iterator[PlaceCount]:
    """The same by the texts themselves, whatever is stored."""
    for report_id, found in _matched(archive, lexicon, concept, selection):
        sums: dict[tuple[Any, ...], list[float]] = defaultdict(lambda: [0, 0.0])
        for mention in found:
            row = sums[mention.place, mention.variant, mention.cue, mention.speaker]
            row[0] += 1
            row[1] += mention.weight
        for (place, variant, cue, speaker), (number, weight) in sums.items():
            yield PlaceCount(report_id, place, variant, cue, speaker, int(number), weight)


def _stored(archive: Archive, concept: Concept, selection: Selection) -> Found:
    ids = counting.reports_with(archive, selection, concept.id)
    for first in range(0, len(ids), BATCH):
        chunk = ids[first : first + BATCH]
        stored = reading.mentions_in(archive, chunk)
        for report_id in chunk:
            yield report_id, [mention for mention in stored[report_id] if mention.concept == concept.id]


def _matched(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> Found:
    """By the texts, newest first: those that the copy's index knows, or that may contain a match where it is not."""
    scorer, copy = Scorer(lexicon, [concept]), copying.current(archive)
    return _copied(copy, scorer, concept, selection) if copy else _scan(archive, scorer, concept, selection)


def _copied(copy: Flat, scorer: Scorer, concept: Concept, selection: Selection) -> Found:
    """Which reports they are in is known from the index; only the texts that are asked for are matched."""
    columns = copy.columns
    found = copy.chosen(selection) & columns.counts & (sum(copy.counts(concept).values(), np.zeros(1, np.int32)) > 0)
    for place in copy.newest_first(found):
        yield int(columns.id[place]), scorer.mentions(*copy.text(place))


def _scan(archive: Archive, scorer: Scorer, concept: Concept, selection: Selection) -> Found:
    literals = sorted({max(pieces(wording), key=len).strip() for wording in concept.wordings})
    for text in reversed(counting.candidates(archive, selection, literals)):
        if found := scorer.mentions(text.title, text.body):
            yield text.report_id, found
