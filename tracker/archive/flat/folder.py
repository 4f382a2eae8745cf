"""Folder: where the flat copy of a database is kept, and the lock that lets one program at a time change it."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

PATIENCE, STEP = 3.0, 0.05  # seconds that one program waits for another, and between two tries


def folder_of(url: URL) -> Path | None:
    """Beside a SQLite file; for another database in TRACKER_CACHE or the user's own cache. None for one in memory."""
    if url.drivername.startswith("sqlite"):
        beside = url.database or ":memory:"
        return None if beside == ":memory:" or beside.startswith("file:") else Path(f"{beside}-flat").absolute()
    name = hashlib.sha256(f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}".encode()).hexdigest()
    users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "policy-signal-tracker"
    return Path(os.environ.get("TRACKER_CACHE") or users) / f"{name[:16]}-flat"


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Make the folder and hold its lock; False if another program still holds it after ``patience`` seconds.

    The lock ends with the program that holds it, however that ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with (folder / "lock").open("ab") as file:
        while not (held := _try(file.fileno())) and time.monotonic() < until:
            time.sleep(STEP)
        yield held  # closing the file gives the lock back


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
