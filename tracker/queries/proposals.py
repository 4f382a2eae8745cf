"""Proposals: wordings that are found in the texts and are kin of a concept's formulas, but no variants yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.archive import passages
from tracker.archive.opening import Archive
from tracker.archive.passages import Passage
from tracker.documents import Mention, Place, Selection
from tracker.queries.concordance import lines
from tracker.queries.wordings import Seen
from tracker.words.lexicon import Concept
from tracker.words.matching import Match, Matcher, pieces
from tracker.words.wordings import Kin, Kind

LOOKED = 20_000  # of the newest reports
MOST = 12


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wording: how often it stands there, and how often where nothing of the concept is counted already.

    ``first`` and ``last`` are its appearances; ``left``, ``match`` and ``right`` are the newest sentence with it.
    """

    kind: Kind
    formula: str
    wording: str
    count: int
    outside: int
    first: Seen
    last: Seen
    left: str
    match: str
    right: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the ``looked`` newest of ``reports`` have, that which would add most first; ``more`` were left out."""

    rows: tuple[Proposal, ...]
    more: int
    looked: int
    reports: int


@dataclass(slots=True)
class _Tally:
    """What was found of one wording so far, newest first."""

    kind: Kind
    formula: str
    wording: str
    newest: Mention
    last: Seen
    first: Seen
    count: int = 0
    outside: int = 0


def proposals(archive: Archive, concept: Concept, selection: Selection, looked: int = LOOKED) -> Proposals:
    """Insertions and truncations of a concept's formulas in the newest ``looked`` reports of a selection.

    A truncation that would add no mention, or none that a longer one does not, is left out.
    """
    tallies: dict[tuple[str, ...], _Tally] = {}
    kin, matcher = Kin(concept.wordings), Matcher([concept])
    with archive.snapshot() as now:
        if kin.literals:
            for text in passages.containing(now, selection, kin.literals, looked):
                _tally(tallies, kin, matcher.find(text.title), text, "title", text.title)
                _tally(tallies, kin, matcher.find(text.body), text, "body", text.body)
        telling = sorted(_telling(tallies), key=lambda each: (-each.outside, -each.count, each.wording))
        shown = telling[:MOST]
        examples = lines(now, ((each.last.report, [each.newest]) for each in shown))
        rows = tuple(
            Proposal(
                each.kind, each.formula, each.wording, each.count, each.outside, each.first, each.last,
                *(str(line[part]) for part in ("left", "match", "right")),
            )
            for each, line in zip(shown, examples, strict=True)
        )  # fmt: skip
        reports = passages.number(now, selection)
        return Proposals(rows, len(telling) - len(shown), min(looked, reports), reports)


def _tally(
    tallies: dict[tuple[str, ...], _Tally],
    kin: Kin,
    counted: list[Match],
    text: Passage,
    place: Place,
    normal: str,
) -> None:
    """Add what one title or body has."""
    for found in kin.find(normal):
        seen = Seen(text.day, text.report_id)
        here = Mention("", found.wording, place, found.start, found.end)
        tally = tallies.setdefault(
            pieces(found.wording), _Tally(found.kind, found.formula, found.wording, here, seen, seen)
        )
        tally.first = seen
        tally.count += 1
        tally.outside += not any(each.start < found.end and found.start < each.end for each in counted)


def _telling(tallies: dict[tuple[str, ...], _Tally]) -> Iterator[_Tally]:
    for tally in tallies.values():
        longer = (
            other.outside >= tally.outside and tally.wording in other.wording and other is not tally
            for other in tallies.values()
            if other.kind == "truncation"
        )
        if tally.kind == "insertion" or (tally.outside and not any(longer)):
            yield tally
