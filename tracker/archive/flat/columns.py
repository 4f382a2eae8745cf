"""Columns: what is known of reports beside their texts, as arrays with one place a report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


class Row(NamedTuple):
    """A report as the database has it. ``text`` is the hash of all that could be counted in it."""

    id: int
    changed: int
    text: str
    day: date
    feed_id: str
    language: str
    words: int
    words_title: int
    words_lead: int
    reprint_of: int | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Reports in columns. ``day`` is the number of the day from 1 January of the year 1.

    ``feed`` and ``language`` are places in lists of names; ``text`` is a hash; ``counts`` is false for a reprint, and
    ``alive`` for a text that was replaced since.
    """

    id: NDArray[np.int64]
    changed: NDArray[np.int64]
    text: NDArray[np.int64]
    day: NDArray[np.int32]
    feed: NDArray[np.int32]
    language: NDArray[np.int32]
    words: NDArray[np.int32]
    words_title: NDArray[np.int32]
    words_lead: NDArray[np.int32]
    counts: Mask
    alive: Mask

    def __len__(self) -> int:
        """How many places there are."""
        return len(self.id)

    def of(self, which: Any) -> "Columns":
        """Some of the places."""
        return Columns(**{name: array[which] for name, array in self.arrays().items()})

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Each column by its name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def kept(self, alive: Mask) -> "Columns":
        """The same reports, of which these are alive."""
        return replace(self, alive=alive)


class Names:
    """Names in the order in which they were met; each has a number."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        """Begin with the known ones."""
        self._numbers = {name: number for number, name in enumerate(known)}

    def __iter__(self) -> Any:
        """All names, in their order."""
        return iter(self._numbers)

    def numbers(self, names: Iterable[str]) -> NDArray[np.int32]:
        """The number of each, new ones added."""
        return np.array([self._numbers.setdefault(name, len(self._numbers)) for name in names], np.int32)


def hashed(text: str) -> int:
    """The beginning of a hash, as a number."""
    return int(text[:15], 16)


def columns_of(rows: Sequence[Row], feeds: Names, languages: Names) -> Columns:
    """Rows as columns, their names added to those known."""
    by_name: Mapping[str, Sequence[Any]] = dict(zip(Row._fields, zip(*rows, strict=True), strict=True))
    return Columns(
        id=np.array(by_name["id"], np.int64),
        changed=np.array(by_name["changed"], np.int64),
        text=np.array([hashed(text) for text in by_name["text"]], np.int64),
        day=np.array([day.toordinal() for day in by_name["day"]], np.int32),
        feed=feeds.numbers(by_name["feed_id"]),
        language=languages.numbers(by_name["language"]),
        words=np.array(by_name["words"], np.int32),
        words_title=np.array(by_name["words_title"], np.int32),
        words_lead=np.array(by_name["words_lead"], np.int32),
        counts=np.array([original is None for original in by_name["reprint_of"]], bool),
        alive=np.ones(len(rows), bool),
    )


_TYPES = (*[np.int64] * 3, *[np.int32] * 6, *[np.bool_] * 2)
_EMPTY = Columns(*(np.zeros(0, dtype) for dtype in _TYPES))


def together(some: Sequence[Columns]) -> Columns:
    """Several columns end to end."""
    names = [each.name for each in fields(Columns)]
    return Columns(**{name: np.concatenate([getattr(each, name) for each in (_EMPTY, *some)]) for name in names})
