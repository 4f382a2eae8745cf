"""The engine: how a database is opened, brought up to date, and refused."""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError

MIGRATIONS = Path(__file__).with_name("migrations")
LOCK_WAIT = 15  # seconds a writer waits for another before it gives up
_UPGRADING = 20_260_706  # the lock of PostgreSQL that is held by the program that changes the tables
# Who does not answer is given up, here and by the server, lest what is left of a machine that lost its power locks all.
_PATIENCE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_SERVER = {"timezone": "UTC", "tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


class NewerSchema(Exception):
    """The database was written by a newer version of this program."""


def create(url: str, lock_wait: float = LOCK_WAIT) -> Engine:
    """An engine for ``url``; a SQLite file's folder is made. Nothing is read or written yet."""
    address = make_url(url)
    if not address.drivername.startswith("sqlite"):
        return _of_server(address, lock_wait)
    if address.database and not address.database.startswith((":memory:", "file:")):
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": lock_wait})
    event.listen(engine, "do_connect", _only_to_read)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _of_server(address: URL, lock_wait: float) -> Engine:
    """An engine for PostgreSQL whose transactions see one state, as those of SQLite do."""
    if address.get_backend_name() != "postgresql":
        raise ArgumentError(f"{address.drivername} is neither sqlite nor postgresql")
    said = _SERVER | {"lock_timeout": f"{round(lock_wait * 1000) or 1}ms"}
    options = " ".join((str(address.query.get("options", "")), *(f"-c {name}={what}" for name, what in said.items())))
    known = {name: value for name, value in _PATIENCE.items() if name not in address.query}
    engine = create_engine(
        address,
        hide_parameters=True,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,  # for the server may have been started anew
        connect_args=known | {"options": options.strip()},
    )
    event.listen(engine, "connect", _read_whole_numbers)
    return engine


def _read_whole_numbers(connection: Any, _record: Any) -> None:
    """Sums of whole numbers are whole numbers, which PostgreSQL gives as decimals."""
    from psycopg.adapt import Loader

    class Whole(Loader):
        def load(self, data: Any) -> int:
            return int(bytes(data))

    connection.adapters.register_loader("numeric", Whole)


def _only_to_read(_dialect: Any, _record: Any, names: list[Any], more: dict[str, Any]) -> None:
    """Open a file that cannot be written as one to be read, for which SQLite would make files beside it in vain."""
    path = Path(names[0] if names else "")
    if not path.is_file() or (_writable(path) and _writable(path.parent)):
        return
    write_ahead = path.with_name(f"{path.name}-wal")
    # What is still beside it must be read too, with the files that whoever wrote it keeps there.
    apart = write_ahead.is_file() and write_ahead.stat().st_size
    names[0] = f"{path.absolute().as_uri()}?mode=ro{'' if apart or _writable(path.parent) else '&immutable=1'}"
    more["uri"] = True


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=True)


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    for patience in range(100, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:  # of several that make a new file so at once, SQLite lets none wait
            if "readonly" in str(error):
                return  # it is read as it is
            if not patience:
                raise
            time.sleep(0.05)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later fails instead of waiting.
    writing = connection.get_execution_options().get("writing", False)
    driver: Any = connection.connection.driver_connection  # asked by itself, for it is asked all the time
    driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def writer(engine: Engine) -> Engine:
    """The same engine for a transaction that writes: it has the last state, whoever wrote that while it waited."""
    more = {} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}
    return engine.execution_options(writing=True, **more)


def steps() -> list[str]:
    """The versions of the tables, from the first to this program's, as the files of their steps are called."""
    return sorted(file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(engine: Engine) -> None:
    """Bring the tables to this program's version; NewerSchema if the database is ahead of it.

    Alembic takes longer to load than most questions to answer, so it is loaded only where there is something to do.
    """
    known_steps = steps()
    with engine.connect() as connection:
        known = inspect(connection).has_table("alembic_version")
        current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None
    if current == known_steps[-1]:
        return
    if current is not None and current not in known_steps:
        raise NewerSchema(f"its schema {current} is newer than this program's {known_steps[-1]}")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writer(engine).begin() as connection:
        if engine.dialect.name == "postgresql":  # several programs may begin with a new database at once
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADING})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
