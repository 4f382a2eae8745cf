"""The generation: one number that grows with all that may change a count or a chart, so that nothing is made twice."""

import time

from sqlalchemy import Connection, bindparam, case, select, update

from db import columns
from db.tables import generation

_NOW = bindparam("now", type_=generation.c.number.type)
_CURRENT = select(generation.c.number)
_HELD = _CURRENT.with_for_update()
# From the clock, where that is ahead: the same archive brought back from a backup must not give its numbers again.
_ADVANCE = update(generation).values(number=case((generation.c.number >= _NOW, generation.c.number + 1), else_=_NOW))


def current(connection: Connection) -> int:
    """The number as a transaction sees it."""
    return connection.scalar(_CURRENT) or 0


def hold(connection: Connection) -> None:
    """Be the only transaction that writes, as SQLite has it by itself; those who read do not wait.

    What others numbered until now is before all that this transaction numbers.
    """
    columns.after(connection.scalar(_HELD) or 0)


def advance(connection: Connection) -> None:
    """Raise it, with what else the transaction writes."""
    connection.execute(_ADVANCE, {"now": time.time_ns() // 1000})
