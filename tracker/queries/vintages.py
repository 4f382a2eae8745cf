"""Vintages: the versions of the lexicon, what each changed, and how far reports are counted with the present one."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.words.lexicon import Concept, Lexicon

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Counting:
    """How many ``reports`` there are, and how many of them are ``behind``: counted with another version."""

    version: str
    reports: int
    behind: int


@dataclass(frozen=True, slots=True)
class Vintage:
    """A version: when it was first used, its concepts, the reports counted with it, and what it changed.

    ``came``, ``went`` and ``changed`` are labels of concepts, against the version that was kept before it.
    """

    version: str
    first_used: datetime
    concepts: int
    reports: int
    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]


def counting(archive: Archive, lexicon: Lexicon) -> Counting:
    """How far the reports are counted with this lexicon."""
    counted = scores.counted_with(archive)
    total = sum(counted.values())
    return Counting(lexicon.version, total, total - counted.get(lexicon.version, 0))


def vintages(archive: Archive) -> list[Vintage]:
    """The newest versions, the newest first."""
    with archive.snapshot() as now:
        counted, versions = scores.counted_with(now), scores.versions(now)[: SHOWN + 1]
        held = [scores.lexicon_of(now, each.version).concepts for each in versions]
        rows = []
        for number, version in enumerate(versions[:SHOWN]):
            mine, before = held[number], held[number + 1] if number + 1 < len(held) else held[number]
            both = mine.keys() & before.keys()
            rows.append(
                Vintage(
                    version.version,
                    version.first_used,
                    len(mine),
                    counted.get(version.version, 0),
                    tuple(mine[each].label for each in mine if each not in both),
                    tuple(before[each].label for each in before if each not in both),
                    tuple(mine[each].label for each in mine if each in both and _differ(mine[each], before[each])),
                )
            )
        return rows


def _differ(one: Concept, other: Concept) -> bool:
    return (one.wordings, one.not_within) != (other.wordings, other.not_within)
