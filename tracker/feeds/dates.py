"""Dates as official sites write them: an instant, and the calendar day it stands for."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import dateparser

EARLIEST = 1700
_CHINESE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?:\s*(\d{1,2})\s*[:：时]\s*(\d{1,2})(?:\s*[:：分]\s*(\d{1,2}))?)?"
)
_NUMERIC = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?$")
# Letters that name several zones; a feed's own zone says which is meant (CST: China, or central North America).
_AMBIGUOUS = re.compile(r"\s(?:CST|IST|BST|EST|PST|MST|AST|GST|SST)$")


def when(text: str, zone: str | None) -> tuple[datetime | None, date | None]:
    """The instant (aware UTC) and the day a date means, both None if it cannot be read.

    The day is that of the feed's zone; without one, that of the date's own offset. A date without a time
    is its day whatever the zone, and the instant of its midnight there.
    """
    text = " ".join(text.split())
    home = ZoneInfo(zone) if zone else None
    if zone:
        text = _AMBIGUOUS.sub("", text)
    found = _read(text, home)
    if found is None:
        return None, None
    moment, has_time = found
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=home or UTC)
    day = moment.astimezone(home).date() if home and has_time else moment.date()
    try:
        instant = moment.astimezone(UTC)
    except OverflowError:
        return None, None
    return (instant, day) if day.year >= EARLIEST else (None, None)


def _read(text: str, home: ZoneInfo | None) -> tuple[datetime, bool] | None:
    """A date and whether it has a time; the strict forms first, guessing last."""
    for pattern in (_CHINESE, _NUMERIC):
        match = pattern.search(text) if pattern is _CHINESE else pattern.match(text)
        if match:
            return _numbers([int(number or 0) for number in match.groups()], match[4] is not None)
    if _EPOCH.match(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, home or UTC), True
    return _iso(text) or _mail(text) or _guess(text)


def _numbers(numbers: list[int], has_time: bool) -> tuple[datetime, bool] | None:
    try:
        return datetime(*numbers), has_time  # type: ignore[arg-type]
    except ValueError:
        return None


def _iso(text: str) -> tuple[datetime, bool] | None:
    try:
        return datetime.fromisoformat(text), len(text) > 10
    except ValueError:
        return None


def _mail(text: str) -> tuple[datetime, bool] | None:
    """RFC 822, as RSS has it; its offset is kept, so that the day is the one that was written."""
    try:
        return parsedate_to_datetime(text), ":" in text
    except (ValueError, IndexError):
        return None


def _guess(text: str) -> tuple[datetime, bool] | None:
    strict = {"REQUIRE_PARTS": ["year", "month", "day"], "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text, settings=strict) if text else None
    return (found, found.time() != time()) if found else None
