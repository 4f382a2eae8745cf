"""Opening the archive, and translating the database's complaints at the door."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from db import engine as database
from tracker.errors import ArchiveError

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

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one unchanging state of the archive."""
        with self._translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: everything in it is stored together, or nothing is."""
        with self._translated(), self.engine.execution_options(writing=True).begin() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self.name):
            yield


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn whatever the database complains of into an ArchiveError with advice."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", None) or error)
        advice = next((advice for sign, advice in _ADVICE.items() if sign in cause.lower()), cause)
        raise ArchiveError(f"database {name}", " ".join(advice.split())) from error
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
