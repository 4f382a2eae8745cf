"""Chinese dates: years since 1912 or since our era, figures of either script, the day before its weekday and hour."""

import re

REPUBLIC = 1911  # the year before the first of the Republic, by which Taiwan counts
BEFORE = 70  # what is less stands for a day or a month, or a year of this century
TAIPEI = "Asia/Taipei"
_FIGURES = {figure: number for number, figure in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
_TENS = {"廿": "二十", "卅": "三十"}
_WRITTEN = re.compile("[〇○零元一二三四五六七八九十百廿卅]+(?=\\s*[年月日号號])")
_REPUBLIC = r"(?:中[華华])?(民[國国])?\s*"
_CLOCK = r"(?:\s*(上午|下午|晚上|中午|凌晨)?\s*(\d{1,2})\s*[:时時点點]\s*(\d{1,2})?(?:\s*[:分]\s*(\d{1,2}))?)?"
_WEEKDAY = r"(?:\s*\(?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\)?)?"
_IN_WORDS = re.compile(
    rf"{_REPUBLIC}(?<!\d)(\d{{1,4}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号號]?{_WEEKDAY}{_CLOCK}"
)
_IN_FIGURES = re.compile(rf"{_REPUBLIC}(?<![\d/.\-])(\d{{2,3}})[/.\-](\d{{1,2}})[/.\-](\d{{1,2}})(?!\d){_CLOCK}$")
_COMPACT = re.compile(r"()(\d{3})(\d\d)(\d\d)()()()()$")


def read(text: str, zone: str | None) -> tuple[list[int], bool] | None:
    """Year, month, day, hour, minute and second of a date in normal form (NFKC), and whether it has a time."""
    match = _IN_WORDS.search(_WRITTEN.sub(_figures, text))
    if not match:
        match = _IN_FIGURES.search(text) or _COMPACT.match(text)
        if not match or not (match[1] or (zone == TAIPEI and int(match[2]) >= BEFORE)):
            return None
    republic, year, month, day, half, *clock = match.groups()
    hour, minute, second = (int(number or 0) for number in clock)
    if half in ("下午", "晚上") and hour < 12:
        hour += 12
    elif half in ("上午", "凌晨") and hour == 12:
        hour = 0
    return [_year(year, bool(republic), zone), int(month), int(day), hour, minute, second], bool(clock[0])


def _year(year: str, republic: bool, zone: str | None) -> int:
    number = int(year)
    if republic or (len(year) < 4 and (len(year) == 3 or zone == TAIPEI)):
        return number + REPUBLIC
    if len(year) == 2:
        return number + (2000 if number < BEFORE else 1900)
    return number


def _figures(written: re.Match[str]) -> str:
    """A number written in Han characters, digit by digit or with its tens and hundreds."""
    han = "".join(_TENS.get(each, each) for each in written[0])
    if not set(han) & {"十", "百"}:
        return "".join(str(_FIGURES[each]) for each in han)
    total, last = 0, 0
    for each in han:
        if each in ("十", "百"):
            total += (last or 1) * (10 if each == "十" else 100)
            last = 0
        else:
            last = _FIGURES[each]
    return str(total + last)
