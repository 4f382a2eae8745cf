"""What was found of a concept: from the stored mentions where they are current, else from the texts."""

from collections import Counter
from collections.abc import Iterator

from tracker.archive import counting, reading, scores
from tracker.archive.counting import Tally
from tracker.archive.opening import Archive
from tracker.documents import Mention, Selection
from tracker.words import scorer
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import Matcher, pieces

BATCH = 200  # reports whose mentions are read at a time


def is_current(archive: Archive, lexicon: Lexicon, concept: Concept) -> bool:
    """Whether every stored report was counted with just this definition of the concept."""
    return concept.id in lexicon.concepts and all(
        version == lexicon.version or scores.fingerprints(archive, version).get(concept.id) == concept.fingerprint
        for version in scores.versions_in_use(archive)
    )


def tallies(archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection) -> list[Tally]:
    """How often each variant stands in each place of each report of a selection."""
    if is_current(archive, lexicon, concept):
        return counting.tallies(archive, selection, concept.id)
    counted = Counter(
        (report_id, mention.place, mention.variant)
        for report_id, mentions in _scan(archive, concept, selection)
        for mention in mentions
    )
    return [Tally(report_id, place, variant, number) for (report_id, place, variant), number in counted.items()]


def mentions(
    archive: Archive, lexicon: Lexicon, concept: Concept, selection: Selection
) -> Iterator[tuple[int, list[Mention]]]:
    """The mentions of a concept, report by report, newest first; offsets are in the normalised text."""
    if not is_current(archive, lexicon, concept):
        yield from reversed(list(_scan(archive, concept, selection)))
        return
    ids = counting.reports_with(archive, selection, concept.id)
    for first in range(0, len(ids), BATCH):
        chunk = ids[first : first + BATCH]
        stored = reading.mentions_in(archive, chunk)
        for report_id in chunk:
            yield report_id, [mention for mention in stored[report_id] if mention.concept == concept.id]


def _scan(archive: Archive, concept: Concept, selection: Selection) -> Iterator[tuple[int, list[Mention]]]:
    """Match the texts themselves, oldest first; the archive gives only those that can contain a match."""
    matcher = Matcher([concept])
    literals = sorted({max(pieces(wording), key=len).strip() for wording in concept.wordings})
    for text in counting.candidates(archive, selection, literals):
        found = list(scorer.mentions(matcher, text.title, text.body))
        if found:
            yield text.report_id, found
