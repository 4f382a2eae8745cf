"""Dates as official sites write them: an instant, and the calendar day it stands for."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

import dateparser

from tracker.feeds import chinese_dates

EARLIEST = 1700
LONGEST = 100
SHAPES, SHAPE = 60, 3  # kinds of writing that one feed may have tried in vain, and how often each
_NUMERIC = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\d{3})?( ?Z| ?[+-]\d\d:?\d\d)?$")
_YEAR_LAST = re.compile(
    r"(\d{1,2})([/.\-]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?)?$",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"(?:\d{9,10}|\d{13})$")
_MAIL = re.compile(r"(?:[A-Za-z]+\.?,? )?\d{1,2}[ \-][A-Za-z]{3,9}[.,]?[ \-](?:[1-9]\d{3}|\d\d)(?!\d)")
_HYPHENS = re.compile(r"(\d)-([A-Za-z]{3,9})-(?=\d)")
# As programs write their dates out: of C, of Java with the zone before the year, of JavaScript with it after the time.
_WRITTEN_OUT = re.compile(
    r"[A-Za-z]{3,9},? ([A-Za-z]{3,9}) (\d{1,2}) (?:(\d{4}) )?(\d{1,2}:\d\d(?::\d\d)?)"
    r"((?: [A-Z][\w+:\-]*)?)(?: (\d{4}))?$"
)
_ZONE_NAME = re.compile(r" \([^()]*\)$")
_LETTERS = re.compile(r"\s([A-Z]{3,5})$")
_OFFSET = re.compile(r"\s(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d\d)?$")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
# What could be guessed has two numbers and the name of a month; the look for it in all languages takes long.
_GUESSABLE = re.compile(r"(?=.*\d\D+\d)(?=.*[^\W\d_]{2}).{6,60}$")
# Hours from UTC that letters stand for everywhere; RFC 822 has those of America.
_HOURS = {"HKT": 8, "SGT": 8, "MYT": 8, "PHT": 8, "AWST": 8, "JST": 9, "KST": 9, "WIB": 7, "ICT": 7, "PKT": 5, "MSK": 3}
_HOURS |= {"WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "SAST": 2, "EAT": 3, "WAT": 1}
_HOURS |= {"AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3}
_CHINA = 8  # hours from UTC of whoever calls his time CST there
# Where the month stands before the day.
_UNITED_STATES = {"Adak", "Anchorage", "Boise", "Chicago", "Denver", "Detroit", "Juneau", "Los_Angeles", "Menominee"}
_UNITED_STATES |= {"Metlakatla", "New_York", "Nome", "Phoenix", "Puerto_Rico", "Sitka", "Yakutat"}
_MONTH_FIRST = (
    *("US/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/"),
    *("Pacific/Honolulu", "Pacific/Guam", "Asia/Manila"),
)


class Reader:
    """Reads the dates of one feed, whose zone is known. What nobody can read is not tried again and again."""

    def __init__(self, zone: str | None) -> None:
        """Read dates of this zone."""
        self._zone = zone
        self._vain: Counter[str] = Counter()

    def read(self, text: str) -> tuple[datetime | None, date | None]:
        """As ``when`` has it, but for writings of a kind that was tried in vain."""
        shape = re.sub(r"\d", "0", text[:LONGEST])
        found = when(text, self._zone, guess=self._vain[shape] < SHAPE and len(self._vain) < SHAPES)
        if found[1] is None:
            self._vain[shape] += 1
        return found


def when(text: str, zone: str | None, *, guess: bool = True) -> tuple[datetime | None, date | None]:
    """The instant (aware UTC) and the day a date means, both None if it cannot be read.

    The day is that of the feed's zone; without one, that of the date's own offset. A date without a time
    is its day whatever the zone, and the instant of its midnight there; so is the day of a date whose time is
    midnight, as programs write what has no time. Without ``guess`` only the usual ways to write a date are tried.
    """
    text = _ZONE_NAME.sub("", normalize("NFKC", " ".join(text[: 10 * LONGEST].split())))
    if len(text) > LONGEST:
        return None, None
    home = ZoneInfo(zone) if zone else None
    try:
        text = _mail_order(text)
        found = _read(_unlettered(text, home) if home else text, zone, home, guess)
        return _placed(*found, home) if found else (None, None)
    except OverflowError:
        return None, None


def _placed(moment: datetime, has_time: bool, home: ZoneInfo | None) -> tuple[datetime | None, date | None]:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=home or UTC)
    whole = not has_time or not (moment.hour or moment.minute or moment.second or moment.microsecond)
    day = moment.date() if whole or not home else moment.astimezone(home).date()
    return (moment.astimezone(UTC), day) if day.year >= EARLIEST else (None, None)


def _mail_order(text: str) -> str:
    """A date that a program wrote out, in the order of RFC 822."""
    written = _WRITTEN_OUT.match(text)
    if not written or not (written[3] or written[6]):
        return text
    month, day, early, clock, zone, late = written.groups()
    return f"{day} {month} {early or late} {clock}{zone}"


def _unlettered(text: str, home: ZoneInfo) -> str:
    """The date without zone letters that the feed's own zone goes by: CST is China's there, and America's here."""
    letters = _LETTERS.search(text)
    if not letters:
        return text
    at = [datetime(2000, month, 1, tzinfo=home) for month in (1, 7)]
    own = {each.tzname() for each in at}
    if letters[1] == "CST" and {each.utcoffset() for each in at} == {timedelta(hours=_CHINA)}:
        return f"{text[: letters.start()]} +0800"
    return text[: letters.start()] if letters[1] in own else text


def _read(text: str, zone: str | None, home: ZoneInfo | None, guess: bool) -> tuple[datetime, bool] | None:
    """A date and whether it has a time; the strict forms first, guessing last."""
    if chinese := chinese_dates.read(text, zone):
        return _numbers(*chinese)
    if match := _NUMERIC.match(text):
        return _numbers([int(number or 0) for number in match.groups()], match[4] is not None)
    if match := _COMPACT.match(text):
        numbers, offset = [int(number or 0) for number in match.groups()[:6]], match[7]
        found = _numbers(numbers, True)
        return _at_offset(found, offset.strip()) if found and offset else found
    if match := _YEAR_LAST.match(text):
        return _year_last(match, zone)
    if _EPOCH.match(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, UTC if seconds % 86_400 == 0 else home or UTC), True
    return _iso(text) or _mail(text) or (_guess(text) if guess else None)


def _at_offset(found: tuple[datetime, bool], offset: str) -> tuple[datetime, bool]:
    zone = datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo
    return found[0].replace(tzinfo=zone), found[1]


def _year_last(match: re.Match[str], zone: str | None) -> tuple[datetime, bool] | None:
    """A date with its year last: the month is before the day where the feed's country writes so, or none is known."""
    one, sign, other, year, hour, minute, second, half = match.groups()
    written = int(year) + (0 if len(year) > 2 else 2000 if int(year) < 70 else 1900)
    clock = [int(number or 0) for number in (hour, minute, second)]
    if half:
        clock[0] = clock[0] % 12 + 12 * (half.lower() == "p")
    first, then = (int(other), int(one)) if sign == "." or not _month_first(zone) else (int(one), int(other))
    if first > 12 >= then:
        first, then = then, first
    return _numbers([written, first, then, *clock], hour is not None)


def _month_first(zone: str | None) -> bool:
    if not zone:
        return True
    return zone.startswith(_MONTH_FIRST) or zone.removeprefix("America/") in _UNITED_STATES


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
    if _HALF_DAY.search(text) or not _MAIL.match(text):
        return None  # it would read 3:05 PM as 3:05, and the year 1 as 2001
    letters = _LETTERS.search(text)
    if letters and letters[1] in _HOURS:
        text = f"{text[: letters.start()]} {_HOURS[letters[1]]:+03}00"
    try:
        # Written +08:00 or GMT+8, an offset would be passed over.
        return parsedate_to_datetime(_OFFSET.sub(_digits, _HYPHENS.sub(r"\1 \2 ", text))), ":" in text
    except (ValueError, IndexError):
        return None


def _digits(offset: re.Match[str]) -> str:
    sign, hours, minutes = offset.groups("00")
    return f" {sign}{hours:0>2}{minutes}"


def _guess(text: str) -> tuple[datetime, bool] | None:
    if not _GUESSABLE.match(text):
        return None
    strict = {"REQUIRE_PARTS": ["year", "month", "day"], "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text, settings=strict)
    return (found, found.time() != time()) if found else None
