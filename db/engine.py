"""The engine: how a database is opened, brought up to date, and refused."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url

MIGRATIONS = Path(__file__).with_name("migrations")
LOCK_WAIT = 15  # seconds a writer waits for another before it gives up


class NewerSchema(Exception):
    """The database was written by a newer version of this program."""


def create(url: str, lock_wait: float = LOCK_WAIT) -> Engine:
    """An engine for ``url``; a SQLite file's folder is made. Nothing is read or written yet."""
    address = make_url(url)
    if not address.drivername.startswith("sqlite"):
        return create_engine(address, hide_parameters=True)
    if address.database and not address.database.startswith((":memory:", "file:")):
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, hide_parameters=True, connect_args={"timeout": lock_wait})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=4000"):
        connection.execute(f"PRAGMA {pragma}")
    for patience in range(100, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:  # of several that make a new file so at once, SQLite lets none wait
            if not patience:
                raise
            time.sleep(0.05)


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: upgrading a read lock later fails instead of waiting.
    writing = connection.get_execution_options().get("writing", False)
    driver: Any = connection.connection.driver_connection  # asked by itself, for it is asked all the time
    driver.execute("BEGIN IMMEDIATE" if writing else "BEGIN")


def upgrade(engine: Engine) -> None:
    """Bring the tables to this program's version; NewerSchema if the database is ahead of it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and current not in {step.revision for step in script.walk_revisions()}:
        raise NewerSchema(f"its schema {current} is newer than this program's {script.get_current_head()}")
    with engine.execution_options(writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
