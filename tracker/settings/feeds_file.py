"""feeds.yaml: reading it line by line with its mistakes, and changing it with its comments kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tracker.documents import Feed, FullText
from tracker.errors import SettingsError
from tracker.settings import document
from tracker.words.languages import code_of

DEFAULT_INTERVAL = timedelta(minutes=30)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_TEXTS = ("name", "url", "language", "timezone", "body", "id", "reason")
_FIELDS = (*_TEXTS, "full_text", "interval", "paused")
_WEB = re.compile(r"https?://[^\s\\\x00-\x1f\x7f]+", re.IGNORECASE)
_FIRST_LINE = re.compile(r"^([ \t]*)- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FeedsFile:
    """What feeds.yaml says, with every mistake in it; a mistake costs only the feed it is in.

    ``unread`` are the ids of feeds that stand in it with a mistake; None among them may be any.
    """

    feeds: tuple[Feed, ...]
    interval: timedelta = DEFAULT_INTERVAL
    allow_private: tuple[str, ...] = ()
    errors: tuple[SettingsError, ...] = ()
    unread: frozenset[str | None] = frozenset()


def load(path: Path) -> FeedsFile:
    """Read feeds.yaml; SettingsError only if there is nothing to read."""
    text = document.read(path)
    errors: list[SettingsError] = []
    settings, rows = _parts(text, path, errors)
    unread: set[str | None] = {None} if errors or not rows else set()
    interval, allowed = _settings(settings, path, errors)
    feeds: dict[str, Feed] = {}
    addresses: set[str] = set()
    for row, offset in rows:
        try:
            feed = _feed(row, path, offset, interval)
            if feed.id in feeds or feed.url in addresses:
                twice = f"id {feed.id!r}" if feed.id in feeds else f"the address of {feed.name!r}"
                raise SettingsError(f"{path}:{document.line(row) + offset}", f"{twice} is there twice; keep one")
        except SettingsError as error:
            errors.append(error)
            unread.add(None if row is rows[-1][0] else _meant(row))  # after the last one more may have been cut off
        else:
            feeds[feed.id] = feed
            addresses.add(feed.url)
    found = tuple(feeds.values())
    return FeedsFile(found, interval, allowed, tuple(errors), frozenset(unread))


def _meant(row: Any) -> str | None:
    """The id that a feed with a mistake has, if it can be made out; a feed that breaks off may be any."""
    if not isinstance(row, CommentedMap) or not all(isinstance(row.get(key), str) for key in ("name", "url")):
        return None
    return str(row.get("id") or slug(row["name"]))


def _parts(text: str, path: Path, errors: list[SettingsError]) -> tuple[Any, list[tuple[Any, int]]]:
    """The settings and the feeds, each with the lines before it; a broken file is read feed by feed."""
    try:
        whole = document.parse(text, path)
    except SettingsError as error:
        errors.append(error)
        return _head(text, path), list(_readable(text, path, errors))
    if not isinstance(whole, CommentedMap):
        errors.append(SettingsError(f"{path}:1", "has no feeds; write a list of name and url under feeds:"))
        return None, []
    errors += [
        SettingsError(f"{path}:{document.line(whole, key)}", f"unknown field {key!r}; known are settings and feeds")
        for key in whole
        if key not in ("settings", "feeds")
    ]
    rows = whole.get("feeds")
    if rows is not None and not isinstance(rows, CommentedSeq):
        errors.append(SettingsError(f"{path}:{document.line(whole, 'feeds')}", "feeds must be a list"))
        rows = None
    # A map knows its line; of anything else only the list does.
    offsets = [0 if isinstance(row, CommentedMap) else rows.lc.item(place)[0] for place, row in enumerate(rows or [])]
    return whole.get("settings"), list(zip(rows or [], offsets, strict=True))


def _head(text: str, path: Path) -> Any:
    """The settings of a file that is broken further down."""
    try:
        head = document.parse(re.split(r"^feeds:", text, maxsplit=1, flags=re.MULTILINE)[0], path)
    except SettingsError:
        return None
    return head.get("settings") if isinstance(head, CommentedMap) else None


def _readable(text: str, path: Path, errors: list[SettingsError]) -> Iterator[tuple[Any, int]]:
    """The feeds of a broken file that can be read on their own."""
    head, _, tail = text.partition("feeds:")
    starts = list(_FIRST_LINE.finditer(tail))
    starts = [match for match in starts if match[1] == starts[0][1]]
    for match, end in zip(starts, [*(each.start() for each in starts[1:]), len(tail)], strict=False):
        piece = tail[match.start() : end]
        offset = (head + tail[: match.start()]).count("\n")
        try:
            rows = document.parse(piece, path, offset)
        except SettingsError as error:
            if str(error) not in map(str, errors):
                errors.append(error)
        else:
            yield from ((row, offset) for row in rows or [])


def _settings(settings: Any, path: Path, errors: list[SettingsError]) -> tuple[timedelta, tuple[str, ...]]:
    interval, allowed = DEFAULT_INTERVAL, tuple[str, ...]()
    if settings is None:
        return interval, allowed
    if not isinstance(settings, CommentedMap):
        errors.append(SettingsError(f"{path}:1", "settings must be fields with values"))
        return interval, allowed
    for key, value in settings.items():
        where = f"{path}:{document.line(settings, key)}"
        if key == "interval" and (read := _interval(value)):
            interval = read
        elif (
            key == "allow_private"
            and isinstance(value, list | type(None))
            and all(isinstance(v, str) for v in value or [])
        ):
            allowed = tuple(map(str, value or []))
        else:
            errors.append(SettingsError(where, f"{key}: {value!r} cannot be used; see the top of the file"))
    return interval, allowed


def _feed(row: Any, path: Path, offset: int, interval: timedelta) -> Feed:
    """One feed from its map; SettingsError with the line of the first mistake."""
    if not isinstance(row, CommentedMap):
        raise SettingsError(f"{path}:{offset + 1}", f"a feed needs name and url, not {row!r}")

    def wrong(key: str, problem: str) -> SettingsError:
        return SettingsError(f"{path}:{document.line(row, key) + offset}", problem)

    for key, value in row.items():
        if key not in _FIELDS:
            raise wrong(key, f"unknown field {key!r}; known are {', '.join(_FIELDS)}")
        if key in _TEXTS and not (isinstance(value, str) and value.strip()):
            raise wrong(key, f"{key} must be text, not {value!r}; put it in quotes")
    for key in ("name", "url"):
        if key not in row:
            raise wrong(key, f"a feed needs {key}")
    if row.tag and row.tag.value:
        raise wrong("name", f"{row.tag.value} has no meaning here; leave it out")
    if not _usable(row["url"]):
        raise wrong("url", f"{_shown(row['url'])!r} is no http or https address, or one that hides its host")
    if row.get("timezone", "UTC") not in _zones():
        raise wrong("timezone", f"unknown time zone {row['timezone']!r}; write for example Asia/Shanghai")
    if row.get("full_text", "auto") not in get_args(FullText):
        raise wrong("full_text", f"full_text is {', '.join(get_args(FullText))}, not {row['full_text']!r}")
    if not isinstance(row.get("paused", False), bool):
        raise wrong("paused", "paused is true or false")
    if "interval" in row and _interval(row["interval"]) is None:
        raise wrong("interval", f"{row['interval']!r} is no interval; write 15m, 2h or 1d")
    texts = {key: str(row[key]).strip() for key in _TEXTS if key in row}
    if "language" in texts:
        try:
            texts["language"] = code_of(texts["language"])
        except ValueError as error:
            raise wrong("language", f"language {error}") from error
    return Feed(
        **({"id": slug(texts["name"])} | texts),
        full_text=row.get("full_text", "auto"),
        interval=_interval(row.get("interval")) or interval,
        own_interval="interval" in row,
        paused=row.get("paused", False),
    )


@cache
def _zones() -> set[str]:
    return available_timezones()  # which looks through every file of the time zones


def _usable(url: str) -> bool:
    """Whether an address is one of the web, and leads to the host that a reader takes it to lead to."""
    if not _WEB.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, user, password = parts.hostname or "", parts.username, parts.password or ""
        plain = parts.netloc.count("@") <= 1 and "%" not in host and parts.port != 0
    except ValueError:
        return False
    # A user name that looks like a host, with no password or a port for one, is there to mislead.
    disguise = user is not None and (("." in user and (not password or password.isdecimal())) or not user)
    misplaced = "@" in parts.fragment
    return bool(host) and plain and not disguise and not misplaced


def _shown(url: str) -> str:
    """An address that cannot be used, without the secrets that it may hold."""
    return re.sub(r"//.*@", "//…@", url.partition("?")[0])


def slug(name: str) -> str:
    """An id made from a name: its letters and digits in lower case, all else a hyphen."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-")[:120] or "feed"


def _interval(value: Any) -> timedelta | None:
    match = re.fullmatch(r"([1-9]\d{0,5})([smhd])", value) if isinstance(value, str) else None
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
