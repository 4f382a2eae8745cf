"""Dates as official sites write them: an instant, and the calendar day it stands for."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

import dateparser

EARLIEST = 1700
LONGEST = 100
_CHINESE = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?"
    r"(?:\s*(上午|下午|晚上)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?(?:\s*[:：分]\s*(\d{1,2}))?)?"
)
_NUMERIC = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})()(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)()(\d\d)(\d\d)(\d\d)?$")
_EPOCH = re.compile(r"(?:\d{9,10}|\d{13})$")
_YEAR_0 = re.compile(r"(?<![+\-\d])0000(?!\d)")
_LETTERS = re.compile(r"\s([A-Z]{3,5})$")
_OFFSET = re.compile(r"\s(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d\d)?$")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")


def when(text: str, zone: str | None) -> tuple[datetime | None, date | None]:
    """The instant (aware UTC) and the day a date means, both None if it cannot be read.

    The day is that of the feed's zone; without one, that of the date's own offset. A date without a time
    is its day whatever the zone, and the instant of its midnight there.
    """
    text = " ".join(text[: 10 * LONGEST].split())
    if len(text) > LONGEST or _YEAR_0.search(text):  # which RFC 822 would read as 2000
        return None, None
    home = ZoneInfo(zone) if zone else None
    try:
        found = _read(_unlettered(text, home) if home else text, home)
        return _placed(*found, home) if found else (None, None)
    except OverflowError:
        return None, None


def _placed(moment: datetime, has_time: bool, home: ZoneInfo | None) -> tuple[datetime | None, date | None]:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=home or UTC)
    day = moment.astimezone(home).date() if home and has_time else moment.date()
    return (moment.astimezone(UTC), day) if day.year >= EARLIEST else (None, None)


def _unlettered(text: str, home: ZoneInfo) -> str:
    """The date without zone letters that the feed's own zone goes by: CST is China's there, and America's here."""
    letters = _LETTERS.search(text)
    own = {datetime(2000, month, 1, tzinfo=home).tzname() for month in (1, 7)}
    return text[: letters.start()] if letters and letters[1] in own else text


def _read(text: str, home: ZoneInfo | None) -> tuple[datetime, bool] | None:
    """A date and whether it has a time; the strict forms first, guessing last."""
    match = _CHINESE.search(text) or _NUMERIC.match(text) or _COMPACT.match(text)
    if match:
        year, month, day, half, *clock = match.groups()
        hour, minute, second = (int(number or 0) for number in clock)
        later = 12 if half in ("下午", "晚上") and hour < 12 else 0
        return _numbers([int(year), int(month), int(day), hour + later, minute, second], clock[0] is not None)
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
    if _HALF_DAY.search(text):
        return None  # it would read 3:05 PM as 3:05
    try:
        # Written +08:00 or GMT+8, an offset would be passed over.
        return parsedate_to_datetime(_OFFSET.sub(_digits, text)), ":" in text
    except (ValueError, IndexError):
        return None


def _digits(offset: re.Match[str]) -> str:
    sign, hours, minutes = offset.groups("00")
    return f" {sign}{hours:0>2}{minutes}"


def _guess(text: str) -> tuple[datetime, bool] | None:
    order = "DMY" if _DOTTED.match(text) else "MDY"
    strict = {"REQUIRE_PARTS": ["year", "month", "day"], "PARSERS": ["absolute-time"], "DATE_ORDER": order}
    found = dateparser.parse(text, settings=strict) if text else None
    return (found, found.time() != time()) if found else None
