"""Bulk: many rows into a table at once, and out of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Dialect, Select, Table, insert

Row = tuple[Any, ...]
_PARAMETERS = 2_000  # in one statement; SQLite takes more, but is not any faster then


def insert_many(connection: Connection, table: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Insert rows, their values as ``columns`` name them; the table's own defaults come with them."""
    values: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not values:
        return
    own = tuple(each.name for each in table.c if each.name not in columns and each.default is not None)
    values += [[_default(table, name) for _ in values[0]] for name in own]
    insert_columns(connection, table, dict(zip(columns + own, values, strict=True)))


def fetch_plain(connection: Connection, query: Select[Any] | CompoundSelect[Any]) -> list[Row]:
    """The rows of a query as the driver gives them, days of SQLite as text; a ``Row`` of each takes as long again."""
    result = connection.execute(query)
    rows = list(map(tuple, result.cursor.fetchall()))
    result.close()
    return rows


def insert_columns(connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows that are given column by column, all of one length.

    What SQLAlchemy does anew for each row, and which takes it longer than the database takes, is done once.
    """
    names, values = tuple(columns), list(columns.values())
    statement, order, convert = _made(table, names, connection.dialect)
    ready = [_converted(values[at], convert[at]) if at in convert else values[at] for at in order]
    rows = zip(*ready, strict=True)
    if not connection.dialect.positional:
        given = [dict(zip((names[at] for at in order), row, strict=True)) for row in rows]
        if given:
            connection.exec_driver_sql(statement, given)
        return
    many = _PARAMETERS // len(names)
    for _ in range(len(values[0]) // many if connection.dialect.paramstyle == "qmark" else 0):
        # As one statement, several rows take SQLite little more than half the time that they take one by one.
        whole = statement + f", ({', '.join('?' * len(names))})" * (many - 1)
        connection.exec_driver_sql(whole, tuple(chain.from_iterable(islice(rows, many))))
    if rest := list(rows):
        connection.exec_driver_sql(statement, rest)


def _converted(values: Sequence[Any], convert: Callable[[Any], Any]) -> Iterator[Any]:
    """Each value as the database has it; converted once, for there are many alike, as days are."""
    known = {value: convert(value) for value in set(values)}
    return map(known.__getitem__, values)


@lru_cache
def _made(
    table: Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[int, ...], dict[int, Callable[[Any], Any]]]:
    """The statement, the order of its values, and how some are converted for the database."""
    statement = insert(table).compile(dialect=dialect, column_keys=list(columns))
    order = tuple(columns.index(name) for name in statement.positiontup or columns)
    types = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    return str(statement), order, {at: convert for at, convert in enumerate(types) if convert}


def _default(table: Table, name: str) -> Any:
    """What a column has where no value is given."""
    default: Any = table.c[name].default
    return default.arg(None)
