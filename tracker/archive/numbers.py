"""Numbers: what concepts, wordings and carriers are stored as, of which millions of mentions have the same few."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, TextClause, select, text

from db.tables import carriers, concepts, wordings

Wording = tuple[str, str]  # concept, variant
Carrier = tuple[str, str, int, str, float]  # place, cue, rank, speaker, weight
_CONCEPT, _WORDING = ("name",), ("concept_id", "variant")
_CARRIER = ("place", "cue", "rank", "speaker", "weight")
_MAX_KEYS = 500  # in one question, fewer than any database's limit


class Numbers:
    """The numbers that are known to be stored, and those that the present transaction draws."""

    def __init__(self) -> None:
        """None is known yet."""
        self._kept: dict[Table, dict[tuple[Any, ...], int]] = {concepts: {}, wordings: {}, carriers: {}}
        self._new: dict[Table, dict[tuple[Any, ...], int]] = {concepts: {}, wordings: {}, carriers: {}}

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """Around a transaction: what it draws is remembered if it succeeds. One writes at a time."""
        try:
            yield
            for table, new in self._new.items():
                self._kept[table] |= new
        finally:
            for new in self._new.values():
                new.clear()

    def of_concepts(self, connection: Connection, wanted: Sequence[str]) -> list[int]:
        """The number of each concept, drawn where it has none."""
        return self._of(connection, concepts, _CONCEPT, [(name,) for name in wanted])

    def of_wordings(self, connection: Connection, wanted: Sequence[Wording]) -> list[int]:
        """The number of each wording, drawn where it has none."""
        names = list({concept for concept, _ in wanted})
        of_concept = dict(zip(names, self.of_concepts(connection, names), strict=True))
        return self._of(connection, wordings, _WORDING, [(of_concept[name], variant) for name, variant in wanted])

    def of_carriers(self, connection: Connection, wanted: Sequence[Carrier]) -> list[int]:
        """The number of each carrier, drawn where it has none."""
        return self._of(connection, carriers, _CARRIER, wanted)

    def _of(self, connection: Connection, table: Table, names: tuple[str, ...], wanted: Sequence[Any]) -> list[int]:
        kept, new = self._kept[table], self._new[table]
        unknown = list(dict.fromkeys(each for each in wanted if each not in kept and each not in new))
        if unknown:
            new |= _found(connection, table, names, unknown)
            missing = [dict(zip(names, each, strict=True)) for each in unknown if each not in new]
            if missing:
                connection.execute(_insert(table, names), missing)
                new |= _found(connection, table, names, [each for each in unknown if each not in new])
        return [kept.get(each) or new[each] for each in wanted]


def _found(
    connection: Connection, table: Table, names: tuple[str, ...], wanted: Sequence[tuple[Any, ...]]
) -> dict[tuple[Any, ...], int]:
    """Those that are stored, and others like them."""
    first = table.c["speaker" if table is carriers else names[0]]
    at = names.index(first.name)
    values = sorted({each[at] for each in wanted}, key=str)
    columns = [table.c[name] for name in names]
    found: dict[tuple[Any, ...], int] = {}
    for start in range(0, len(values), _MAX_KEYS):
        query = select(table.c.id, *columns).where(first.in_(values[start : start + _MAX_KEYS]))
        found |= {tuple(row[1:]): row[0] for row in connection.execute(query)}
    return found


def _insert(table: Table, names: tuple[str, ...]) -> TextClause:
    columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
    # Another program may have drawn the same in the meantime.
    return text(f"INSERT INTO {table.name} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING")
