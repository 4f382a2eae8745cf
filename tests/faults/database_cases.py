"""A database that cannot be written or opened: locked, full, read-only, damaged, newer."""

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from db import engine as database
from tests.faults.case import Case
from tests.faults.paper import item, prose, rss
from tests.faults.server import http
from tests.faults.stage import Stage
from tracker.archive import generation, writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed
from tracker.errors import ArchiveError
from tracker.ingest import poller

FEED = rss(item(1), item(2, prose(1)), item(3))


def locked(stage: Stage) -> Connection:
    """Somebody else writes, until the connection is closed."""
    other = database.writer(database.create(stage.database)).connect()
    other.begin()
    if stage.kind == "postgresql":
        generation.hold(other)
    return other


def locked_for_a_while(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.write()
    writing.sync_feeds(stage.archive, stage.files().feeds)
    assert database.LOCK_WAIT > 10
    soon = threading.Timer(1.0, locked(stage).close)
    soon.start()
    stage.poll()  # waits
    soon.join()
    assert stage.row().reports == 3
    stage.archive.close()
    stage.archive = open_archive(stage.database, lock_wait=0.2)
    before = stage.everything()
    stage.feed("case", http(rss(item(4))))
    stage.write()
    other = locked(stage)
    with pytest.raises(ArchiveError, match="another program has been writing for too long"):
        writing.sync_feeds(stage.archive, stage.files().feeds)
    visits = poller.run_once(stage.files().feeds, stage.tools(), lambda visit: None)
    assert "another program has been writing for too long" in visits[-1].error
    other.close()
    assert stage.everything() == before
    stage.archive.close()
    stage.archive = open_archive(stage.database)
    assert stage.poll().new == 1


def full(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    before = stage.everything()
    stage.archive.close()
    small = open_archive(stage.database)
    event.listen(small.engine, "connect", lambda opened, _: opened.execute("PRAGMA max_page_count = 1"))
    small.close()
    stage.archive = small
    stage.feed("case", http(rss(*(item(number) for number in range(100)))))
    visits = poller.run_once(_written(stage), stage.tools(), lambda visit: None)
    assert "the disk is full" in next(each for each in visits if each.feed.id == "case").error
    assert stage.everything() == before
    stage.archive.close()
    stage.archive = open_archive(stage.database)
    assert stage.poll().new == 97


def _written(stage: Stage) -> tuple[Feed, ...]:
    stage.write()
    return stage.files().feeds


def shut(stage: Stage) -> str:
    """The address of the stage's database for one who may only read it."""
    if stage.kind == "postgresql":
        return f"{stage.database}&options=-c%20default_transaction_read_only=on"
    return f"sqlite:///file:{stage.database.removeprefix('sqlite:///')}?mode=ro&uri=true"


def read_only(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    before = stage.everything()
    stage.archive.close()
    stage.archive = open_archive(shut(stage))
    stage.feed("case", http(rss(item(4))))
    visits = poller.run_once(_written(stage), stage.tools(), lambda visit: None)
    assert {"it cannot be written; " in each.error for each in visits} == {True}
    stage.archive.close()
    stage.archive = open_archive(stage.database)
    assert stage.everything() == before
    assert stage.poll().new == 1


def refused(path: Path, says: str) -> None:
    """An archive that cannot be opened says why, and is left as it was."""
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=says):
        open_archive(f"sqlite:///{path}")
    assert path.read_bytes() == before


def corrupt_or_newer(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.archive.close()
    path = Path(stage.database.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    text = stage.folder / "text.db"
    text.write_text("this is no database, but a text that somebody has put there " * 100)
    refused(text, "is not a database")
    damaged = stage.folder / "damaged.db"
    body = bytearray(path.read_bytes())
    body[100:8192] = bytes([0xA5]) * 8092
    damaged.write_bytes(body)
    refused(damaged, "damaged; restore a backup")
    newer = stage.folder / "newer.db"
    shutil.copy(path, newer)
    with sqlite3.connect(newer) as later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    later.close()
    refused(newer, "its schema 9999 is newer than this program's")
    stage.archive = stage.open()
    assert stage.row().reports == 3


def database_faults(stage: Stage) -> None:
    for play in (locked_for_a_while, read_only):
        play(stage.anew())
    for play in (full, corrupt_or_newer) if stage.kind == "sqlite" else ():  # which are about its file
        play(stage.anew())


CASES = (Case(86, "database locked, full, read-only, corrupt, newer", database_faults),)
