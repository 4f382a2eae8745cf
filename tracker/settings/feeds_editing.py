"""Changing feeds.yaml: under a lock, in one step, with everybody's comments and changes kept."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tracker.errors import SettingsError
from tracker.settings import document, feeds_file


def add(path: Path, **fields: Any) -> str:
    """Write a feed at the end of feeds.yaml and give its id; SettingsError if it could not be read back."""
    fields = {key: value for key, value in fields.items() if value not in (None, "")}
    feed_id = fields.get("id") or feeds_file.slug(fields["name"])
    taken = {feed.id for feed in feeds_file.load(path).feeds} if path.exists() else set()
    if feed_id in taken:
        raise SettingsError(str(path), f"there is a feed {feed_id!r} already; choose another name or id")
    change(path, lambda feeds: feeds.append(CommentedMap(fields)))
    return str(feed_id)


def remove(path: Path, feed_id: str) -> None:
    """Take a feed out of feeds.yaml; its reports stay in the archive."""
    change(path, lambda feeds: feeds.remove(_named(feeds, feed_id, path)))


def edit(path: Path, feed_id: str, **fields: Any) -> None:
    """Change fields of a feed in feeds.yaml; None takes a field out."""

    def edited(feeds: CommentedSeq) -> None:
        row = _named(feeds, feed_id, path)
        row.setdefault("id", feed_id)  # a new name must not make a new source of it
        for key, value in fields.items():
            if value is None:
                row.pop(key, None)
            else:
                row[key] = value

    change(path, edited)


def _named(feeds: CommentedSeq, feed_id: str, path: Path) -> CommentedMap:
    for row in feeds:
        if isinstance(row, CommentedMap) and feed_id in (row.get("id"), feeds_file.slug(str(row.get("name")))):
            return row
    raise SettingsError(str(path), f"has no feed {feed_id!r}")


def change(path: Path, change: Callable[[CommentedSeq], None]) -> None:
    """Read, change and replace the file as one step; a change that makes it wrong is not written.

    ``change`` may be called again: an editor knows of no lock, and what it wrote meanwhile is read anew.
    """
    while not _changed(path, change):
        pass


def _changed(path: Path, change: Callable[[CommentedSeq], None]) -> bool:
    with _locked(path) as stream:
        text = stream.read()
        before = {str(error) for error in feeds_file.load(path).errors} if text.strip() else set()
        whole = document.parse(text, path) if text.strip() else CommentedMap()
        if whole.get("feeds") is None:
            whole["feeds"] = CommentedSeq()
        change(whole["feeds"])
        return _replace(path, text, document.write(whole), before)


def _replace(path: Path, old: str, text: str, before: set[str]) -> bool:
    """Put the new text where the old one is; False if it is there no longer."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        mistakes = [error for error in feeds_file.load(fresh).errors if error.problem not in "\n".join(before)]
        if mistakes:
            raise SettingsError(str(path), mistakes[0].problem)
        if path.read_text(encoding="utf-8") != old:
            return False
        fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
        return True
    except OSError as error:
        raise SettingsError(str(path), f"cannot be written: {error.strerror}") from error
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[TextIO]:
    """The file, held so that nobody else of ours changes it; another's replacement is noticed."""
    try:
        path.touch()
        while True:
            with path.open(encoding="utf-8") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX)
                if os.fstat(stream.fileno()).st_ino == path.stat().st_ino:
                    yield stream
                    return
    except OSError as error:
        raise SettingsError(str(path), f"cannot be written: {error.strerror}") from error
