"""Changing feeds.yaml: under a lock, in one step, with everybody's comments and changes kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tracker.errors import SettingsError
from tracker.settings import document, feeds_file, replacing


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

    def changed(text: str) -> str:
        whole = document.parse(text, path) if text.strip() else CommentedMap()
        if whole.get("feeds") is None:
            whole["feeds"] = CommentedSeq()
        change(whole["feeds"])
        return document.write(whole)

    replacing.replace(path, changed, lambda path: feeds_file.load(path).errors)
