"""Following: the copy is brought up to date with what has changed in the database since it was made."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from tracker.archive.flat import changes
from tracker.archive.flat.changes import State
from tracker.archive.flat.columns import Columns, Row, columns_of
from tracker.archive.flat.parts import FULL, Listed, Part, made, merged, saved

# Microseconds within which several programs may number their changes in another order than they store them.
UNSURE = 5_000_000


def mark(columns: Columns) -> int:
    """The last change up to which nothing can be missing."""
    return int(columns.changed[columns.alive].max(initial=UNSURE - 1)) - UNSURE


def state(columns: Columns) -> tuple[int, State]:
    """The mark, and the state of what has changed after it."""
    after, changed = mark(columns), columns.changed[columns.alive]
    return after, changes.state_of(changed[changed > after])


def follow(connection: Connection, folder: Path, copy: Listed) -> None:
    """Bring the copy up to date: what changed lately first; if the rest differs, all that does."""
    following, after = _Following(folder, copy), mark(copy.columns)
    for rows in changes.later(connection, after):
        following.take(connection, rows)
    following.write()
    columns = copy.columns
    if changes.state(connection) != changes.state_of(columns.changed[columns.alive]):
        # Another database has come in this one's place, or a change was stored long after it was numbered.
        for rows in changes.those(connection, following.differing(changes.pairs(connection))):
            following.take(connection, rows)
        following.write()
    _tidy(folder, copy)
    saved(folder, copy, whole=True)


class _Following:
    """The copy while it is brought up to date; texts wait until they make a part."""

    def __init__(self, folder: Path, copy: Listed) -> None:
        self._folder, self._copy = folder, copy
        self._waiting: dict[int, tuple[Row, bytes, bytes]] = {}
        self._size = 0

    def take(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Take in reports that changed; the texts of those that have another one are read."""
        for text in changes.texts(connection, self._known(rows)):
            title, body = (each.encode("utf-8", "surrogatepass") for each in (text.title, text.body))
            self._waiting[text.row.id] = text.row, title, body
            self._size += len(title) + len(body)
            if self._size > FULL:
                self.write()

    def _known(self, rows: Sequence[Row]) -> list[int]:
        """Update what is known of reports whose text is the same; gives the ids of the others."""
        copy, new = self._copy, columns_of(rows, self._copy.feeds, self._copy.languages)
        if not copy.parts:
            return _listed(new.id)
        columns = copy.columns
        places = _places(columns, new.id)
        same = (places >= 0) & (columns.text[places] == new.text)
        for number, (part, first) in enumerate(zip(copy.parts, _firsts(copy.parts), strict=True)):
            here = same & (places >= first) & (places < first + len(part.columns))
            if here.any():
                copy.parts[number] = part.changed(_put(part.columns, places[here] - first, new.of(here)))
        return _listed(new.id[~same])

    def differing(self, pairs: NDArray[np.int64]) -> list[int]:
        """Forget the reports that are gone; gives the ids of those whose changes are others."""
        columns = self._copy.columns
        self._bury(columns, np.flatnonzero(columns.alive & ~np.isin(columns.id, pairs[:, 0])))
        places = _places(columns, pairs[:, 0])
        return _listed(pairs[(places < 0) | (columns.changed[places] != pairs[:, 1]), 0])

    def write(self) -> None:
        """Make a part of the texts that wait; those that they replace are dead."""
        if not self._waiting:
            return
        rows, *both = zip(*self._waiting.values(), strict=True)
        new, columns = columns_of(rows, self._copy.feeds, self._copy.languages), self._copy.columns
        places = _places(columns, new.id)
        self._bury(columns, places[places >= 0])
        self._copy.parts.append(made(self._folder, new, list(zip(*both, strict=True))))
        self._waiting, self._size = {}, 0
        saved(self._folder, self._copy, whole=False)

    def _bury(self, columns: Columns, places: NDArray[np.intp]) -> None:
        alive = columns.alive.copy()
        alive[places] = False
        for number, (part, first) in enumerate(zip(self._copy.parts, _firsts(self._copy.parts), strict=True)):
            here = alive[first : first + len(part.columns)]
            if (here != part.columns.alive).any():
                self._copy.parts[number] = part.changed(part.columns.kept(here))


def _firsts(parts: Sequence[Part]) -> list[int]:
    return [sum(len(part.columns) for part in parts[:number]) for number in range(len(parts))]


def _listed(numbers: NDArray[np.int64]) -> list[int]:
    return [int(number) for number in numbers]


def _places(columns: Columns, ids: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where the living reports with these ids are, -1 where there is none."""
    alive = np.flatnonzero(columns.alive)
    if not alive.size:
        return np.full(len(ids), -1)
    known = columns.id[alive]
    order = np.argsort(known, kind="stable")
    near = order[np.minimum(np.searchsorted(known, ids, sorter=order), len(order) - 1)]
    return np.where(known[near] == ids, alive[near], -1)


def _put(columns: Columns, places: NDArray[np.intp], new: Columns) -> Columns:
    changed = {name: array.copy() for name, array in columns.arrays().items()}
    for name, values in new.arrays().items():
        changed[name][places] = values
    return Columns(**changed)


def _tidy(folder: Path, copy: Listed) -> None:
    """Make one part of the last ones while the one before is not much larger, and leave out texts that were replaced.

    So there are never many, and a text is indexed again only when as much has come after it.
    """
    alive = [part for part in copy.parts if part.columns.alive.any()]
    parts = [merged(folder, [part]) if 2 * part.living < part.size else part for part in alive]
    last = parts[-1:]
    del parts[-1:]
    size = sum(part.living for part in last)
    while parts and parts[-1].living <= 2 * size and parts[-1].living + size <= FULL:
        last.insert(0, parts.pop())
        size += last[0].living
    copy.parts = parts + ([merged(folder, last)] if len(last) > 1 else last)
