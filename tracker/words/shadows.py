"""Shadows: variants that cannot change any count, or join two wordings in one, and are likely a slip."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from tracker.words.lexicon import Concept, Lexicon
from tracker.words.matching import Matcher, pieces
from tracker.words.text import HAN_CHARACTERS

_JOINED = {
    "，﹐": "a full-width comma",
    "；﹔": "a full-width semicolon",
    "、﹑､": "an enumeration comma (、)",
}
# A plain one joins no wordings but Chinese ones: “peace, security” is a phrase.
_JOINS = re.compile(rf"[，﹐；﹔、﹑､]|(?<=[{HAN_CHARACTERS}])\s*[,;]|[,;](?=\s*[{HAN_CHARACTERS}])")


def warnings(lexicon: Lexicon) -> Iterator[str]:
    """One sentence for each variant that is there twice, never counts because of another, or was meant as several."""
    owners: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for concept in lexicon.concepts.values():
        # The same wording under two languages (AI, 5G) is no slip, and counts once.
        for wording in {each: None for wordings in concept.variants.values() for each in dict.fromkeys(wordings)}:
            owners[pieces(wording)].append((concept.id, wording))
        yield from _shadowed(concept)
        yield from _joined(concept)
    for same in owners.values():
        for identity, wording in same[1:]:
            first, twin = same[0]
            where = "twice" if first == identity else f"also in {first}"
            yield f"{identity}: “{wording}” stands there {where}" + (f" as “{twin}”" if twin != wording else "")


def _joined(concept: Concept) -> Iterator[str]:
    for wording in dict.fromkeys((*concept.wordings, *concept.not_within)):
        parts = wording.split("、")
        slogan = len(parts) > 3 and len(set(map(len, parts))) == 1  # 创新、协调、绿色、开放、共享 is one phrase
        if not slogan and (found := _JOINS.search(wording)):
            sign = next((name for signs, name in _JOINED.items() if found[0] in signs), f"a “{found[0].strip()}”")
            yield f"{concept.id}: “{wording}” is one wording with {sign} in it; part wordings with a comma and a blank"


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
