"""Two selections facing each other: whether they can be compared, over which sources, and what to say if not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.archive import reading, sides
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.measures.choices import MINIMUM_REPORTS
from tracker.words.text import Unit

LANGUAGES: dict[Unit, str] = {"words": "in other languages", "characters": "in Chinese"}


def check(before: Selection, after: Selection) -> None:
    """QueryError if a side ends before it begins, or a report could stand on both."""
    for side in (before, after):
        if side.date_from and side.date_from > side.date_to:
            raise QueryError(_days(side), "ends before it begins; write the first day first")
    apart = _first(after) > before.date_to or _first(before) > after.date_to
    shared = set(before.sources) & set(after.sources)
    if apart or (before.sources and after.sources and not shared):
        return
    if set(before.sources) == set(after.sources):
        raise QueryError("comparison", f"{_days(before)} and {_days(after)} overlap; give each side its own days")
    raise QueryError("comparison", "a source stands on both sides; choose two different ones")


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that are compared, and those that are not, because they spoke on one side only."""

    compared: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def sources(archive: Archive, before: Selection, after: Selection) -> Sources:
    """Of two spans of days those that spoke in both, for one that joined is no shift in what the others say."""
    if set(before.sources) != set(after.sources):
        return Sources(tuple(dict.fromkeys(before.sources + after.sources)))
    spoke = [sides.sources(archive, side) for side in (before, after)]
    return Sources(tuple(sorted(spoke[0] & spoke[1])), tuple(sorted(spoke[0] ^ spoke[1])))


def problem(archive: Archive, before: Selection, after: Selection, numbers: Mapping[Unit, tuple[int, int]]) -> str:
    """Why the sides cannot be compared, as one sentence, and what to do; ``numbers`` are the reports by unit."""
    for side in (before, after):
        if not sides.days(archive, side):
            return f"There is no report {_of(archive, side)}. {_known(archive, side)}"
    if not numbers:
        return "No source has reports on both sides. Choose other days, or more of them."
    shared = {unit: both for unit, both in numbers.items() if min(both)}
    if not shared:
        return "One side is Chinese and the other is not: words and characters are never compared."
    each = [f"{first:,} and {second:,} {LANGUAGES[unit]}" for unit, (first, second) in shared.items()]
    there = " and ".join(each) if len(numbers) > 1 else each[0].rsplit(" in ")[0]
    return f"There are too few reports to compare: each side needs {MINIMUM_REPORTS}, and there are {there}."


def _of(archive: Archive, side: Selection) -> str:
    names = reading.names(archive)
    sources = f" of {', '.join(names.get(each, each) for each in side.sources)}" if side.sources else ""
    language = f" in the language {side.language}" if side.language else ""
    return f"{sources}{language} from {_days(side)}".strip()


def _known(archive: Archive, side: Selection) -> str:
    """Which days would have reports."""
    known = sides.days(archive, replace(side, date_from=None, date_to=date.max))
    return f"The archive has some from {known[0]} to {known[1]}." if known else "The archive has none on any day."


def _first(side: Selection) -> date:
    return side.date_from or date.min


def _days(side: Selection) -> str:
    return f"{side.date_from} to {side.date_to}" if side.date_from else f"the beginning to {side.date_to}"
