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
from tracker.errors import ArchiveError, ReadOnlyError, RefusedError

_AWAY = "its server does not answer; start it, or check host and port in the address; nothing stored was lost"
_UNWRITABLE = "it cannot be written"
_ADVICE = {
    # SQLite's words
    "locked": "another program has been writing for too long; try again, or stop it",
    "full": "the disk is full; make room and start again, nothing stored was lost",
    "disk i/o error": "the disk is full or fails; make room, or look whether it is sound, and start again",
    "readonly": f"{_UNWRITABLE}; check the file's and its folder's permissions",
    "unable to open": "it cannot be opened; check that the folder exists and can be written",
    "malformed": "the file is damaged; restore a backup",
    "not a database": "the file is not a database; name another, or move it away",
    # PostgreSQL's words
    "lock timeout": "another program has been writing for too long; try again, or stop it",
    "no space left": "the disk is full; make room and start again, nothing stored was lost",
    "read-only transaction": f"{_UNWRITABLE}; name the server that is not a copy of another",
    "password": "the server refuses the user or the password; check both in the address",
    "pg_hba.conf": "the server does not let this user in from here; ask who runs it (pg_hba.conf)",
    "permission denied": "the user may not do this in the database; make the user its owner",
    'fatal:  database "': "the server has no such database; make it (createdb), or name another",
    'fatal:  role "': "the server knows no such user; make it (createuser), or name another",
    "failed to resolve host": "its server is not known; check the host in the address",
    "too many clients": "the server has too many connections; stop other programs, or raise max_connections",
    "connection slots": "the server has too many connections; stop other programs, or raise max_connections",
    "the database system is": _AWAY,  # starting, recovering, shutting down
    "administrator command": _AWAY,
    "connection failed": _AWAY,
    "connection is bad": _AWAY,
    "connection timeout": _AWAY,
    "closed the connection": _AWAY,
    "connection is lost": _AWAY,
    "connection is closed": _AWAY,
    "consuming input failed": _AWAY,
}
_OF_A_ROW = ("54", "P0")  # PostgreSQL's classes for too large a value, and for what a trigger refuses


@dataclass(frozen=True)
class Archive:
    """An open archive. ``name`` is its address without a password."""

    engine: Engine
    name: str
    # Threads that write wait here in turn: SQLite would let them sleep and look again, while nobody writes.
    _turn: Lock = field(default_factory=Lock, repr=False, compare=False)
    # All that is written to SQLite goes through one connection, whose cache another's writing would empty.
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
        with self._translated(), self.engine.begin() as connection:
            generation.current(connection)  # the state is that of the first question
            yield Snapshot(self.engine, self.name, connection=connection)

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[Connection]:
        """A transaction: everything in it is stored together, or nothing is.

        ``counted`` says whether it may change a count or a chart, which are then made anew.
        """
        with self._translated(), self._turn, self.numbers.drawn(), self._writer() as connection:
            yield connection
            if counted:
                generation.advance(connection)

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        """A transaction beside which no other writes."""
        writer = database.writer(self.engine)
        if self.engine.dialect.name == "sqlite":
            if not self._writers:
                self._writers.append(writer.connect())
            with self._writers[0].begin():
                yield self._writers[0]
        else:  # of the pool, which notices when the server was started anew
            with writer.begin() as connection:
                generation.hold(connection)
                yield connection

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
    except ArgumentError as error:
        raise ArchiveError("database", f"{error}; write for example sqlite:///data/tracker.db") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = _cause(error)
        advice = next((advice for sign, advice in _ADVICE.items() if sign in cause.lower()), cause)
        kind = RefusedError if _is_of_a_row(error) else ArchiveError
        if advice.startswith(_UNWRITABLE):
            kind = ReadOnlyError
        raise kind(f"database {name}", " ".join(advice.split())) from error
    except OSError as error:
        problem = f"its folder cannot be made ({error.strerror}); name another place, or check its permissions"
        raise ArchiveError(f"database {name}", problem) from error
    except database.NewerSchema as error:
        raise ArchiveError(f"database {name}", f"{error}; update the program, or name another database") from error
    except ImportError as error:
        raise ArchiveError(f"database {name}", f"its driver is missing ({error}); install it with pip") from error


def _cause(error: Exception) -> str:
    """What the database says, without the details of PostgreSQL, which would tell whole texts."""
    said: Any = getattr(error, "orig", None) or error
    return getattr(getattr(said, "diag", None), "message_primary", None) or str(said)


def _is_of_a_row(error: Exception) -> bool:
    """Whether the database refuses a row, which is not the matter of others that are written with it."""
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return isinstance(error, IntegrityError | DataError) or code.startswith(_OF_A_ROW)


def open_archive(url: str, lock_wait: float = database.LOCK_WAIT) -> Archive:
    """Open the archive at a SQLAlchemy address, making or upgrading its tables.

    A writer waits ``lock_wait`` seconds for another program's write to end. ArchiveError if the archive
    cannot be opened or was written by a newer version of this program.
    """
    try:
        name = make_url(url).render_as_string(hide_password=True)
    except ArgumentError as error:
        raise ArchiveError("database", f"{error}; write for example sqlite:///data/tracker.db") from error
    with translated(name):
        engine = database.create(url, lock_wait)
        database.upgrade(engine)
    return Archive(engine, name)
