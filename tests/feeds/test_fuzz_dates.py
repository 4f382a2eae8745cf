"""Whatever stands for a date: the day that was written, or none; never an error and never today."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.fuzzing import examples, zones
from tracker.feeds.dates import when

PIECES = (
    "today", "yesterday", "3 days ago", "昨天", "今天", "刚刚", "3小时前", "now", "Mon,", "Monday", "Jul", "July",
    "juillet", "июля", "二〇二六年", "2026", "26", "06", "7", "31", "29", "2", "0000", "99999", "1783303200", "٢٠٢٦",
    "２０２６", "²", "10:00", "23:59:60", "24:00", "3:05", "PM", "上午", "下午", "年", "月", "日", "时", "T", "Z",
    "W", "+0800", "-9999", "+99:99", "CST", "EST", "GMT", "UTC+8", "(", ")", "-", "/", ".", ",", ":", "\0", "\n",
)  # fmt: skip
rubbish = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=10).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join),
    st.lists(st.integers(0, 99_999).map(str), max_size=6).map("-".join),
)
offsets = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
moments = st.datetimes(datetime(1790, 1, 2), datetime(2098, 12, 30)).map(lambda moment: moment.replace(microsecond=0))
days = st.dates(date(1790, 1, 1), date(2098, 12, 31))
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip
DATED = {
    "ISO": date.isoformat,
    "ISO without hyphens": lambda day: f"{day:%Y%m%d}",
    "slashes": lambda day: f"{day.year:04}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year:04}.{day.month:02}.{day.day:02}",
    "dots, day first": lambda day: f"{day.day}.{day.month}.{day.year:04}",
    "Chinese": lambda day: f"{day.year:04}年{day.month}月{day.day}日",
    "Chinese, spaced": lambda day: f" {day.year:04} 年 {day.month:02} 月 {day.day:02} 日 ",
    "English": lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year:04}",
    "English, short": lambda day: f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year:04}",
    "English, day first": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year:04}",
    "mail": lambda day: format_datetime(datetime(day.year, day.month, day.day))[:16],
}
TIMED = {
    "ISO": lambda moment: moment.isoformat(),
    "ISO with a blank": lambda moment: moment.isoformat(" "),
    "digits alone": lambda moment: f"{moment:%Y%m%d%H%M%S}",
    "digits alone, to the minute": lambda moment: f"{moment:%Y%m%d%H%M}",
    "ISO to the minute": lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    "slashes": lambda moment: f"{moment:%Y/%m/%d %H:%M:%S}",
    "Chinese": lambda moment: f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
    "Chinese in words": lambda moment: f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分",
    "mail": lambda moment: format_datetime(moment).removesuffix(" -0000"),
    "mail with a colon": lambda moment: re.sub(r"(\d\d)$", r":\1", format_datetime(moment)),
    "mail with GMT": lambda moment: re.sub(r"([+-]\d{4})$", r"GMT\1", format_datetime(moment)),
    "English, half days": lambda moment: f"{MONTHS[moment.month - 1]} {moment.day}, {moment:%Y %I:%M %p}",
}


@examples(200)
@given(rubbish, zones)
def test_any_text_is_a_date_or_none_and_its_day_stands_in_it(text: str, zone: str | None) -> None:
    moment, day = when(text, zone)
    assert (moment is None) == (day is None)
    if moment is None or day is None:
        return
    assert moment.tzinfo is UTC
    assert abs(moment.date() - day) <= timedelta(days=1)
    numbers = {int(run) for run in re.findall(r"\d{1,8}", text)}
    assert numbers, "a day out of nothing"
    around = [day + timedelta(days=more) for more in (-1, 0, 1)]  # another zone's
    written = any(each.day in numbers and {each.year, each.year % 100} & numbers for each in around)
    assert written or max(numbers) > 10**7 or text.strip().isdecimal()  # all in one, or seconds


@examples(300)
@given(days, st.sampled_from(sorted(DATED)), zones)
def test_a_date_without_a_time_is_its_day_in_every_zone(day: date, form: str, zone: str | None) -> None:
    assert when(DATED[form](day), zone)[1] == day


@examples(300)
@given(moments, st.sampled_from([form for form in TIMED if not form.startswith("mail with")]), zones)
def test_a_time_without_an_offset_is_one_of_the_feeds_zone(moment: datetime, form: str, zone: str | None) -> None:
    text = TIMED[form](moment)
    told = moment if re.search(r":\d\d:|^\d{14}$", text) else moment.replace(second=0)
    expected = told.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    assert when(text, zone) == (expected.astimezone(UTC), moment.date())


@examples(300)
@given(
    moments, offsets, st.sampled_from(["ISO", "ISO with a blank", "mail", "mail with a colon", "mail with GMT"]), zones
)
def test_a_time_with_an_offset_is_on_its_own_day_or_on_that_of_the_feeds_zone(
    moment: datetime, offset: timezone, form: str, zone: str | None
) -> None:
    aware = moment.replace(tzinfo=offset)
    whole = moment.time() == time()  # a day written as its midnight
    day = aware.astimezone(ZoneInfo(zone)).date() if zone and not whole else moment.date()
    assert when(TIMED[form](aware), zone) == (aware.astimezone(UTC), day)


@examples(100)
@given(st.datetimes(datetime(2001, 9, 10), datetime(2098, 1, 1)), st.booleans(), zones)
def test_seconds_since_1970_are_an_instant(moment: datetime, thousandths: bool, zone: str | None) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    text = str(int(aware.timestamp()) * (1000 if thousandths else 1))
    assert when(text, zone) == (aware, aware.astimezone(ZoneInfo(zone or "UTC")).date())
