"""Spoken: the reports a term can stand in, those in its own language."""

import re
from collections.abc import Collection, Iterable

from tracker.archive import counting
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Concept, Lexicon
from tracker.words.terms import Term
from tracker.words.text import HAN_CHARACTERS, Unit, unit_of

SAID = " A term is counted in reports of its own language only."
_HAN = re.compile(f"[{HAN_CHARACTERS}]")


def units(term: Term, present: Collection[Unit]) -> frozenset[Unit]:
    """The units of the reports that a term's language is spoken in; all that are present where none of them is."""
    own = frozenset(unit for concept in term.concepts for unit in _units(concept))
    return own & frozenset(present) or frozenset(present)


def within(archive: Archive, lexicon: Lexicon, terms: Iterable[str], selection: Selection) -> frozenset[Unit]:
    """The units of the reports of a selection in which any of these terms is counted."""
    present = {unit_of(total.language) for total in counting.source_totals(archive, selection)}
    read = [reading_terms.read(term, lexicon) for term in terms]
    return frozenset(unit for term in read for unit in units(term, present))


def _units(concept: Concept) -> Iterable[Unit]:
    for language, wordings in concept.variants.items():
        for wording in wordings:
            # A typed phrase names no language: its script tells.
            yield unit_of(language or ("zh" if _HAN.search(wording) else ""))
