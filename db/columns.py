"""Kinds of columns, the moment by the database's own clock, and the number that grows with every change."""

import time
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

# A sum or a product may need more than the 32 bits that PostgreSQL gives an integer; SQLite gives each 64.
Big = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as naive UTC so that SQLite and PostgreSQL sort it alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To naive UTC; a naive value is a mistake of ours and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"instant without a zone: {value}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """To aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Ago(FunctionElement[datetime]):
    """So many whole seconds ago by the clock of the database, which is one for all programs and machines."""

    type = Instant()
    inherit_cache = True


@compiles(Ago, "sqlite")
def _in_sqlite(element: Ago, compiler: Any, **more: Any) -> str:
    seconds = compiler.process(element.clauses, **more)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || {seconds} || ' seconds')"


@compiles(Ago, "postgresql")
def _in_postgresql(element: Ago, compiler: Any, **more: Any) -> str:
    # The clock's, not the transaction's, which may have waited for others.
    return f"(clock_timestamp() AT TIME ZONE 'UTC') - {compiler.process(element.clauses, **more)} * interval '1 second'"


_turn = Lock()
_last = 0


def change() -> int:
    """A number from the clock, higher than all before: two databases that were one once must not go on alike."""
    global _last
    with _turn:
        _last = max(_last + 1, time.time_ns() // 1000)
        return _last


def after(number: int) -> None:
    """Let all numbers to come be higher than one that another program drew, whose clock may be ahead of ours."""
    global _last
    with _turn:
        _last = max(_last, number)
