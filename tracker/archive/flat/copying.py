"""Copying: the flat copy of an archive, made where there is none and brought up to date where it is not."""

import logging
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from tracker.archive.flat import changes
from tracker.archive.flat.arrays import Damaged, Unwritten
from tracker.archive.flat.asking import Flat
from tracker.archive.flat.folder import PATIENCE, folder_of, locked
from tracker.archive.flat.following import follow, state
from tracker.archive.flat.parts import forget, is_made, listed, texts_of
from tracker.archive.opening import Archive, Snapshot

log = logging.getLogger(__name__)
AGAIN = 60.0  # seconds after which it is tried again to make a copy that could not be made


@dataclass(eq=False)
class _Kept:
    """What one process holds of an archive's copy."""

    turn: Lock = field(default_factory=Lock)
    flat: Flat | None = None
    failed: float = -AGAIN


_kept: "WeakKeyDictionary[Engine, _Kept]" = WeakKeyDictionary()
_turn = Lock()
_of_snapshot: "WeakKeyDictionary[Snapshot, Flat | None]" = WeakKeyDictionary()


def current(archive: Archive) -> Flat | None:
    """The copy as the archive is now; None where none can be had at once, and the texts themselves are to be asked.

    The first time it is made, which takes some seconds for 100 MB of text. There is none of a database in memory, none
    where the disk is full or may not be written, and none while another program or thread makes it.
    """
    if not isinstance(archive, Snapshot):
        return _current(archive)
    if archive not in _of_snapshot:  # held, for others bring the copy further on meanwhile
        _of_snapshot[archive] = _current(archive)
    return _of_snapshot[archive]


def current_if_made(archive: Archive) -> Flat | None:
    """The same, if there is a copy to be brought up to date: to make one takes as long as to read every text."""
    folder = folder_of(archive.engine.url)
    return current(archive) if folder and is_made(folder) else None


def _current(archive: Archive) -> Flat | None:
    folder = folder_of(archive.engine.url)
    if folder is None:
        return None
    with _turn:
        kept = _kept.setdefault(archive.engine, _Kept())
    if not kept.turn.acquire(timeout=PATIENCE):
        return None
    try:
        if kept.flat and _is_current(archive, kept.flat):
            return kept.flat
        if time.monotonic() < kept.failed + AGAIN:
            return None
        kept.flat = _had(archive, folder, kept.flat)
        return kept.flat
    except (OSError, Unwritten) as error:
        kept.flat, kept.failed = None, time.monotonic()
        log.warning("%s: %s; until it can be written, phrases are counted slowly", folder, error)
        return None
    finally:
        kept.turn.release()


def _is_current(archive: Archive, held: Flat) -> bool:
    after, known = held.state
    with archive.reading() as connection:
        return changes.state(connection, after=after) == known


def _had(archive: Archive, folder: Path, before: Flat | None) -> Flat | None:
    """The copy as another program left it, if that is current, or brought up to date."""
    try:
        found = _read(folder, before)
        if found and _is_current(archive, found):
            return found
    except Damaged:  # it was replaced this moment; or it is found out again below
        found = None
    with locked(folder) as mine:
        if not mine:
            return None
        try:
            return _followed(archive, folder, found or before)
        except Damaged as error:
            log.warning("%s: %s is missing or damaged; it is made anew", folder, error)
            forget(folder)
            return _followed(archive, folder, None)


def _followed(archive: Archive, folder: Path, before: Flat | None) -> Flat | None:
    copy = listed(folder, [part for part, _ in before.parts] if before else ())
    after, known = state(copy.columns)
    with archive.reading() as connection:
        if not (copy.whole and changes.state(connection, after=after) == known):
            follow(connection, folder, copy)
    return _read(folder, before)


def _read(folder: Path, before: Flat | None) -> Flat | None:
    copy = listed(folder, [part for part, _ in before.parts] if before else ())
    held = {part.texts: texts for part, texts in before.parts} if before else {}
    if not copy.whole:
        return None
    parts = [(part, held.get(part.texts) or texts_of(folder, part)) for part in copy.parts]
    return Flat(parts, tuple(copy.feeds), tuple(copy.languages), state(copy.columns))
