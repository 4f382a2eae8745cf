"""Changing feeds.yaml: under a lock, in one step, with everybody's comments and changes kept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from tracker.errors import SettingsError
from tracker.settings import document, feeds_file, replacing, splicing

_FEEDS = re.compile(r"^feeds:[ ]*(?=#|$)", re.MULTILINE)  # with nothing in it


def add(path: Path, **fields: Any) -> str:
    """Write a feed at the end of feeds.yaml and give its id; SettingsError if it could not be read back."""
    fields = {key: value for key, value in fields.items() if value not in (None, "")}
    feed_id = fields.get("id") or feeds_file.slug(fields["name"])
    taken = {feed.id for feed in feeds_file.load(path).feeds} if path.exists() else set()
    if feed_id in taken:
        raise SettingsError(str(path), f"there is a feed {feed_id!r} already; choose another name or id")

    def added(text: str) -> str:
        if (_said(text, path) or {}).get("feeds") is None:
            text = f"{_FEEDS.sub('', text).rstrip()}\nfeeds: []\n".lstrip()
        return splicing.append(text, ("feeds",), fields)

    change(path, added)
    return str(feed_id)


def remove(path: Path, feed_id: str) -> None:
    """Take a feed out of feeds.yaml; its reports stay in the archive, comments around it in the file."""
    change(path, lambda text: splicing.take(text, ("feeds", _place(text, feed_id, path))))


def edit(path: Path, feed_id: str, **fields: Any) -> None:
    """Change fields of a feed in feeds.yaml; None takes a field out."""

    def edited(text: str) -> str:
        way = ("feeds", _place(text, feed_id, path))
        said = splicing.plain(text)["feeds"][way[1]]
        # An id, as a new name must not make a new source of it.
        for key, value in (({} if "id" in said else {"id": feed_id}) | fields).items():
            if value is not None:
                text = splicing.put(text, (*way, key), value)
            elif key in said:
                text = splicing.take(text, (*way, key))
        return text

    change(path, edited)


def change(path: Path, changed: Callable[[str], str]) -> None:
    """Read, change and replace the file as one step; a change that makes it wrong is not written.

    ``changed`` may be called again: an editor knows of no lock, and what it wrote meanwhile is read anew.
    """
    replacing.replace(path, changed, lambda path: feeds_file.load(path).errors)


def _place(text: str, feed_id: str, path: Path) -> int:
    for place, row in enumerate((_said(text, path) or {}).get("feeds") or []):
        if isinstance(row, CommentedMap) and feed_id in (row.get("id"), feeds_file.slug(str(row.get("name")))):
            return place
    raise SettingsError(str(path), f"has no feed {feed_id!r}")


def _said(text: str, path: Path) -> Any:
    return document.parse(text, path) if text.strip() else None
