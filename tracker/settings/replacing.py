"""Replacing a settings file: under a lock, in one step, with everybody's changes kept and nothing wrong written."""

import fcntl
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from tracker.errors import SettingsError

Mistakes = Callable[[Path], Iterable[SettingsError]]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A file's text before and after a change."""

    before: str
    after: str


def replace(path: Path, changed: Callable[[str], str], mistakes: Mistakes) -> Replaced:
    """Read, change and replace a file as one step; SettingsError, and nothing written, if that makes a new mistake.

    A file that is missing is made. ``changed`` may be called again: an editor knows of no lock, and what it wrote
    meanwhile is read anew. ``mistakes`` reads a file and gives what is wrong with it.
    """
    while True:
        with _locked(path) as stream:
            before = stream.read()
            after = changed(before)
            if _written(path, before, after, mistakes):
                return Replaced(before, after)


def undo(path: Path, done: Replaced, mistakes: Mistakes) -> Replaced:
    """Put back what stood there before a change; SettingsError if the file was changed since."""

    def back(text: str) -> str:
        if text != done.after:
            raise SettingsError(str(path), "was changed since, so that cannot be undone here; change it by hand")
        return done.before

    return replace(path, back, mistakes)


def refusal(path: Path) -> str:
    """Why a file cannot be replaced, as a part of a sentence; empty if it can."""
    if path.exists() and not os.access(path, os.W_OK):
        return "it may only be read"
    try:
        handle, name = _beside(path)
    except OSError as error:
        return f"nothing can be written beside it ({error.strerror})"
    os.close(handle)
    Path(name).unlink()
    return ""


def _written(path: Path, before: str, after: str, mistakes: Mistakes) -> bool:
    """Put the new text where the old one is; False if it is there no longer."""
    handle, name = _beside(path)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(after)
        if path.read_text(encoding="utf-8") != before:
            return False
        made = _problems(fresh, mistakes)
        if made and before.strip():
            made -= _problems(path, mistakes)
        if made:
            raise SettingsError(str(path), next(iter(made)))
        if path.read_text(encoding="utf-8") != before:
            return False
        fresh.chmod(path.stat().st_mode)
        fresh.replace(path)
        return True
    finally:
        fresh.unlink(missing_ok=True)


def _problems(path: Path, mistakes: Mistakes) -> Counter[str]:
    """What is wrong with a file, without the lines, which a change moves."""
    try:
        return Counter(error.problem for error in mistakes(path))
    except SettingsError as error:
        return Counter([error.problem])


def _beside(path: Path) -> tuple[int, str]:
    return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")


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
