"""Trying: what a concept would count if it were changed, before the change is saved."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from tracker.archive import passages
from tracker.archive.opening import Archive
from tracker.archive.passages import Passage
from tracker.documents import Mention, Selection
from tracker.queries.concordance import lines
from tracker.queries.spark import Spark, span
from tracker.queries.wordings import Seen
from tracker.words import shadows
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.matching import pieces
from tracker.words.scorer import Scorer

SENTENCES = 3
MOST = 20_000  # texts that are matched; a word that more have is no wording to follow


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change would bring: ``mentions`` of what is new in it, and ``net`` for the whole concept.

    ``taken`` says which wordings that were there would lose how many mentions (leftmost, then longest, counts).
    ``sentences`` has the newest mentions, as a concordance; ``warnings`` are variants that would never count.
    ``cut`` says that more texts have the words than were looked at.
    """

    mentions: int
    reports_with: int
    net: int
    first: Seen | None
    last: Seen | None
    spark: Spark
    taken: tuple[tuple[str, int], ...]
    sentences: pd.DataFrame
    warnings: tuple[str, ...]
    cut: bool


def trial(archive: Archive, lexicon: Lexicon, changed: Concept, selection: Selection) -> Trial:
    """Count a concept as it is and as it would be, in every text in which the two can differ.

    A concept that the lexicon does not know is new altogether. LexiconError for a wording that could never match.
    """
    present = lexicon.concepts.get(changed.id, replace(changed, variants={}, not_within=()))
    before, after = Scorer(lexicon, [present]), Scorer(lexicon, [changed])
    new = set(changed.wordings) - set(present.wordings)
    differing = set(changed.wordings) ^ set(present.wordings) | set(changed.not_within) ^ set(present.not_within)
    held, lost, days = Counter[str](), Counter[str](), defaultdict[date, int](int)
    seen: list[Seen] = []
    newest: list[tuple[int, list[Mention]]] = []
    mentions = texts = 0
    with archive.snapshot() as now:
        for text in _texts(now, selection, differing):
            texts += 1
            then = after.mentions(text.title, text.body)
            held.update(each.variant for each in then)
            lost.update(each.variant for each in before.mentions(text.title, text.body))
            brought = [each for each in then if each.variant in new]
            if brought:
                mentions += len(brought)
                days[text.day] += 1
                seen.append(Seen(text.day, text.report_id))
                newest += [(text.report_id, brought)] if len(newest) < SENTENCES else []
            if texts == MOST:
                break
        taken = tuple((variant, lost[variant] - held[variant]) for variant in present.wordings)
        return Trial(
            mentions, len(seen), held.total() - lost.total(), seen[-1] if seen else None, seen[0] if seen else None,
            span(now, selection).spark(days.items()), tuple(each for each in taken if each[1] > 0),
            pd.DataFrame(lines(now, iter(newest))).head(SENTENCES), _warnings(lexicon, changed), texts == MOST,
        )  # fmt: skip


def _texts(archive: Archive, selection: Selection, wordings: Iterable[str]) -> Iterator[Passage]:
    """The texts that can contain any of the wordings, newest first."""
    literals = sorted({max(pieces(wording), key=len).strip() for wording in wordings})
    return passages.containing(archive, selection, [(literal,) for literal in literals]) if literals else iter(())


def _warnings(lexicon: Lexicon, changed: Concept) -> tuple[str, ...]:
    """The shadows that the change would make, in this concept and with the others that share a wording of it."""
    mine = {pieces(wording) for wording in changed.wordings}
    others = []
    for concept in lexicon.concepts.values():
        shared = tuple(wording for wording in concept.wordings if pieces(wording) in mine)
        if shared and concept.id != changed.id:
            others.append(replace(concept, variants={"": shared}, not_within=()))
    present = [concept for concept in (lexicon.concepts.get(changed.id),) if concept]
    before = set(shadows.warnings(Lexicon((Theme("", "", (*others, *present)),))))
    after = shadows.warnings(Lexicon((Theme("", "", (*others, changed)),)))
    return tuple(warning for warning in after if warning not in before)
