"""Shadows: variants that cannot change any count, and are likely a slip."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import Matcher, pieces


def warnings(lexicon: Lexicon) -> Iterator[str]:
    """One sentence for each variant that is there twice, or that never counts because of another."""
    owners: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for concept in lexicon.concepts.values():
        # The same wording under two languages (AI, 5G) is no slip, and counts once.
        for wording in {each: None for wordings in concept.variants.values() for each in dict.fromkeys(wordings)}:
            owners[pieces(wording)].append((concept.id, wording))
        yield from _shadowed(concept)
    for same in owners.values():
        for identity, wording in same[1:]:
            first, twin = same[0]
            where = "twice" if first == identity else f"also in {first}"
            yield f"{identity}: “{wording}” stands there {where}" + (f" as “{twin}”" if twin != wording else "")


def _shadowed(concept: Concept) -> Iterator[str]:
    for wording in concept.wordings:
        parts = pieces(wording)
        normal = "".join(parts)
        others = tuple(other for other in concept.wordings if pieces(other) != parts)
        rest = Matcher([replace(concept, variants={"": others}, not_within=())])
        if any(match.start == 0 and match.end == len(normal) for match in rest.find(normal)) and len(parts) == 1:
            yield f"{concept.id}: “{wording}” is shadowed by a variant that matches wherever it does; drop it"
        inside = Matcher([replace(concept, variants={"": concept.not_within}, not_within=())])
        if concept.not_within and any(match.start == 0 and match.end == len(normal) for match in inside.find(normal)):
            yield f"{concept.id}: “{wording}” never counts, because not_within excludes it"
