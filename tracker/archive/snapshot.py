"""A snapshot: one state of the archive that all questions asked of it see, whatever is stored meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from db.tables import reports
from tracker.archive.opening import Archive, translated


@dataclass(frozen=True)
class _Held(Archive):
    """An archive that reads everything in one transaction."""

    connection: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of that transaction."""
        assert self.connection is not None
        with translated(self.name):
            yield self.connection


@contextmanager
def snapshot(archive: Archive) -> Iterator[Archive]:
    """The archive as it is now, for as long as it takes to read; those who write do not wait for it."""
    engine = archive.engine
    if engine.dialect.name != "sqlite":  # where a transaction sees one state by itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with translated(archive.name), engine.begin() as connection:
        connection.scalar(select(func.max(reports.c.id)))  # the state is that of the first question
        yield _Held(archive.engine, archive.name, connection=connection)
