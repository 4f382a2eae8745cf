"""Opening the archive, and translating the database's complaints at the door."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DataError, IntegrityError, SQLAlchemyError

from db import engine as database
from tracker.archive import generation
from tracker.archive.numbers import Numbers
from tracker.archive.together import Together
from tracker.errors import ArchiveError, RefusedError

_ADVICE = {
    "locked": "another program has been writing for too long; try again, or stop it",
    "full": "the disk is full; make room and start again, nothing stored was lost",
    "readonly": "it cannot be written; check the file's and its folder's permissions",
    "unable to open": "it cannot be opened; check that the folder exists and can be written",
    "malformed": "the file is damaged; restore a backup",
    "not a database": "the file is not a database; name another, or move it away",
}


@dataclass(frozen=True)
class Archive:
    """An open archive. ``name`` is its address without a password."""

    engine: Engine
    name: str
    # Threads that write wait here in turn: SQLite would let them sleep and look again, while nobody writes.
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)
    # All that is written goes through one connection, whose cache another's writing would empty.
    _writers: list[Connection] = field(default_factory=list, repr=False, compare=False)
    numbers: Numbers = field(default_factory=Numbers, repr=False, compare=False)
    together: Together[Any, Any] = field(default_factory=Together, repr=False, compare=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the archive."""
        with self._translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator["Archive"]:
        """The archive as it is now, for all that is read to answer one question; those who write do not wait for it.

        In a snapshot it is that snapshot. It belongs to the thread that takes it.
        """
        engine = self.engine
        if engine.dialect.name != "sqlite":  # where a transaction sees one state by itself
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._translated(), engine.begin() as connection:
            generation.current(connection)  # the state is that of the first question
            yield Snapshot(self.engine, self.name, connection=connection)

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[Connection]:
        """A transaction: everything in it is stored together, or nothing is.

        ``counted`` says whether it may change a count or a chart, which are then made anew.
        """
        with self._translated(), self._turn:
            if not self._writers:
                self._writers.append(self.engine.execution_options(writing=True).connect())
            with self.numbers.drawn(), self._writers[0].begin():
                yield self._writers[0]
                if counted:
                    generation.advance(self._writers[0])

    def close(self) -> None:
        """Let go of the database; the archive opens it again if it is used again."""
        with self._turn:
            while self._writers:
                self._writers.pop().close()
            self.engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self.name):
            yield


@dataclass(frozen=True)
class Snapshot(Archive):
    """An archive that reads everything in one transaction."""

    connection: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The connection of that transaction."""
        assert self.connection is not None
        with self._translated():
            yield self.connection

    @contextmanager
    def snapshot(self) -> Iterator[Archive]:
        """Itself: it ends with the question that it was taken for."""
        yield self


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn whatever the database complains of into an ArchiveError with advice."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", None) or error)
        advice = next((advice for sign, advice in _ADVICE.items() if sign in cause.lower()), cause)
        kind = RefusedError if isinstance(error, IntegrityError | DataError) else ArchiveError
        raise kind(f"database {name}", " ".join(advice.split())) from error
    except OSError as error:
        problem = f"its folder cannot be made ({error.strerror}); name another place, or check its permissions"
        raise ArchiveError(f"database {name}", problem) from error
    except database.NewerSchema as error:
        raise ArchiveError(f"database {name}", f"{error}; update the program, or name another database") from error
    except ImportError as error:
        raise ArchiveError(f"database {name}", f"its driver is missing ({error}); install it with pip") from error


def open_archive(url: str, lock_wait: float = database.LOCK_WAIT) -> Archive:
    """Open the archive at a SQLAlchemy address, making or upgrading its tables.

    A writer waits ``lock_wait`` seconds for another program's write to end (SQLite). ArchiveError if the
    archive cannot be opened or was written by a newer version of this program.
    """
    try:
        name = make_url(url).render_as_string(hide_password=True)
    except ArgumentError as error:
        raise ArchiveError("database", f"{error}; write for example sqlite:///data/tracker.db") from error
    with translated(name):
        engine = database.create(url, lock_wait)
        database.upgrade(engine)
    return Archive(engine, name)
