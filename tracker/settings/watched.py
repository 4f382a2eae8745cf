"""Watched: feeds.yaml and lexicon.yaml as they are in force, read again only when they have changed.

A file that is saved with a mistake, or is seen while it is being written, takes nothing away: what could be read
before stays in force, and the mistake is told with its line.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from tracker.errors import SettingsError
from tracker.settings import feeds_file, lexicon_file
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile

Reading = TypeVar("Reading", FeedsFile, LexiconFile)


class Watched(Generic[Reading]):
    """One file; threads may share it."""

    def __init__(
        self,
        path: Path,
        load: Callable[[Path], Reading],
        joined: Callable[[Reading, Reading], Reading],
        settled: float = 0.0,
    ) -> None:
        """``joined`` makes of the last reading without a mistake and of one with mistakes what is in force.

        A changed file is read once it has stayed as it is for ``settled`` seconds.
        """
        self._path, self._settled = path, settled
        self._load: Callable[[Path], Reading] = load
        self._joined: Callable[[Reading, Reading], Reading] = joined
        self._turn = Lock()
        self._known: tuple[object, ...] = ()  # the file as it was read
        self._seen: tuple[object, ...] = ()  # the file as it was last looked at, and since when it is so
        self._since = 0.0
        self._sound: Reading | None = None
        self._in_force: Reading | SettingsError | None = None

    def current(self) -> Reading:
        """What is in force, its ``errors`` the mistakes that the file has now.

        SettingsError only if the file could not be read at all and never could be before.
        """
        with self._turn:
            stamp = _stamp(self._path)
            if stamp != self._seen:
                self._seen, self._since = stamp, time.monotonic()
            quiet = time.monotonic() - self._since >= self._settled
            if self._in_force is None or (stamp != self._known and quiet):
                self._known, self._in_force = stamp, self._read()
        if isinstance(self._in_force, SettingsError):
            raise self._in_force
        return self._in_force

    def _read(self) -> Reading | SettingsError:
        try:
            found = self._load(self._path)
        except SettingsError as error:
            return replace(self._sound, errors=(error,)) if self._sound else error
        if found.errors and self._sound:
            return self._joined(self._sound, found)
        self._sound = found
        return found


class SettingsFiles:
    """Both files, as poller and dashboard have them in force."""

    def __init__(self, feeds: Path, lexicon: Path, settled: float = 0.0) -> None:
        """Nothing is read before it is asked for; ``settled`` as for ``Watched``."""
        self._feeds = Watched(feeds, feeds_file.load, _with_those_unread, settled)
        self._lexicon = Watched(lexicon, lexicon_file.load, _all_as_before, settled)

    def feeds(self) -> FeedsFile:
        """feeds.yaml; a feed with a mistake stays as it was, and none leaves a file that is no YAML."""
        return self._feeds.current()

    def lexicon(self) -> LexiconFile:
        """lexicon.yaml; while it has a mistake, all is counted as before."""
        return self._lexicon.current()


def _stamp(path: Path) -> tuple[object, ...]:
    """What differs once a file has been written."""
    try:
        found = path.stat()
    except OSError as error:
        return (error.errno,)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _with_those_unread(sound: FeedsFile, found: FeedsFile) -> FeedsFile:
    ids, addresses = {feed.id for feed in found.feeds}, {feed.url for feed in found.feeds}
    stay = tuple(
        feed
        for feed in sound.feeds
        if (None in found.unread or feed.id in found.unread) and feed.id not in ids and feed.url not in addresses
    )
    settings = sound if None in found.unread else found
    return replace(settings, feeds=found.feeds + stay, errors=found.errors, unread=found.unread)


def _all_as_before(sound: LexiconFile, found: LexiconFile) -> LexiconFile:
    # One that had mistakes from the start is all there is, and the newer one may have fewer.
    return found if sound.errors else replace(sound, errors=found.errors)
