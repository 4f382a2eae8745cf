"""Dates as official sites write them."""

from datetime import UTC, date, datetime

import pytest

from tracker.feeds.dates import Reader, when

CASES = [
    ("Tue, 19 Apr 2016 10:00:00 +0800", None, "2016-04-19T02:00", "2016-04-19"),
    ("Tue, 19 Apr 2016 23:30:00 +1400", None, "2016-04-19T09:30", "2016-04-19"),
    ("Tue, 19 Apr 2016 10:00:00 +08:00", "America/New_York", "2016-04-19T02:00", "2016-04-18"),
    ("Tue, 19 Apr 2016 10:00:00 GMT+8", "America/New_York", "2016-04-19T02:00", "2016-04-18"),
    ("Tue, 19 Apr 2016 10:00 UTC -0430", None, "2016-04-19T14:30", "2016-04-19"),
    ("Tue, 19 Apr 2016 23:30:00 GMT", "Asia/Shanghai", "2016-04-19T23:30", "2016-04-20"),
    ("Wed, 20 Mar 2024 14:00:00 -0500", "America/New_York", "2024-03-20T19:00", "2024-03-20"),
    ("2016-04-19T10:00:00Z", None, "2016-04-19T10:00", "2016-04-19"),
    ("2016-04-19T10:00:00", "Asia/Shanghai", "2016-04-19T02:00", "2016-04-19"),
    ("2016-04-19", "Asia/Shanghai", "2016-04-18T16:00", "2016-04-19"),
    ("2016-04-19", "America/New_York", "2016-04-19T04:00", "2016-04-19"),
    ("2026年7月6日", "Asia/Shanghai", "2026-07-05T16:00", "2026-07-06"),
    ("2026年7月6日 10:05", "Asia/Shanghai", "2026-07-06T02:05", "2026-07-06"),
    ("2026/07/06 10:00:00", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("Mon, 06 Jul 2026 10:00:00 CST", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("2026年7月6日 下午3:05", "Asia/Shanghai", "2026-07-06T07:05", "2026-07-06"),
    ("Mon, 06 Jul 2026 10:00:00 EST", "Asia/Shanghai", "2026-07-06T15:00", "2026-07-06"),
    ("Mon, 06 Jul 2026 23:00:00 EST", "America/New_York", "2026-07-07T03:00", "2026-07-06"),
    ("Jul 6, 2026 11:05 PM", None, "2026-07-06T23:05", "2026-07-06"),
    ("6.7.2026", None, "2026-07-06T00:00", "2026-07-06"),
    ("2099-01-01", None, "2099-01-01T00:00", "2099-01-01"),
    ("1783303200", None, "2026-07-06T02:00", "2026-07-06"),
    ("1783303200000", None, "2026-07-06T02:00", "2026-07-06"),
    ("202607061000", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("20260706100000", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("19 April 2016", None, "2016-04-19T00:00", "2016-04-19"),
    ("1790-01-08", None, "1790-01-08T00:00", "1790-01-08"),
    # of Java, C and JavaScript
    ("Mon Jul 06 10:00:00 CST 2026", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("Mon Jul 06 10:00:00 CST 2026", "Asia/Hong_Kong", "2026-07-06T02:00", "2026-07-06"),
    ("Mon Jul 06 10:00:00 CST 2026", "America/Chicago", "2026-07-06T15:00", "2026-07-06"),
    ("Mon Jul 06 23:30:00 HKT 2026", "Asia/Hong_Kong", "2026-07-06T15:30", "2026-07-06"),
    ("Mon Jul 06 10:00:00 JST 2026", "America/New_York", "2026-07-06T01:00", "2026-07-05"),
    ("Tue Jul 07 00:30:00 BST 2026", "Europe/London", "2026-07-06T23:30", "2026-07-07"),
    ("Mon Jul 06 10:00:00 GMT+08:00 2026", None, "2026-07-06T02:00", "2026-07-06"),
    ("Mon Jul  6 10:00:00 2026", "Asia/Shanghai", "2026-07-06T02:00", "2026-07-06"),
    ("Mon Jul 06 2026 10:00:00 GMT+0800 (China Standard Time)", None, "2026-07-06T02:00", "2026-07-06"),
    # digits alone
    ("202607061030", "Asia/Shanghai", "2026-07-06T02:30", "2026-07-06"),
    ("20260706103000123", "Asia/Shanghai", "2026-07-06T02:30", "2026-07-06"),
    ("20260706103000+0800", None, "2026-07-06T02:30", "2026-07-06"),
    ("20260706103000Z", "Asia/Shanghai", "2026-07-06T10:30", "2026-07-06"),
    # years of the Republic of China, and Chinese figures
    ("中華民國115年7月6日", "Asia/Taipei", "2026-07-05T16:00", "2026-07-06"),
    ("民國 115 年 7 月 6 日 10:30", "Asia/Taipei", "2026-07-06T02:30", "2026-07-06"),
    ("民国一一五年七月六日", None, "2026-07-06T00:00", "2026-07-06"),
    ("民國一百一十五年十二月廿一日", None, "2026-12-21T00:00", "2026-12-21"),
    ("發布日期：１１５-０７-０６", "Asia/Taipei", "2026-07-05T16:00", "2026-07-06"),
    ("115/07/06", "Asia/Taipei", "2026-07-05T16:00", "2026-07-06"),
    ("1150706", "Asia/Taipei", "2026-07-05T16:00", "2026-07-06"),
    ("二〇二六年七月六日", "Asia/Shanghai", "2026-07-05T16:00", "2026-07-06"),
    ("2026年7月6日（星期一）下午3:05", "Asia/Shanghai", "2026-07-06T07:05", "2026-07-06"),
    # a day written as its midnight
    ("Mon, 06 Jul 2026 00:00:00 GMT", "America/New_York", "2026-07-06T00:00", "2026-07-06"),
    ("2026-07-06T00:00:00Z", "America/Los_Angeles", "2026-07-06T00:00", "2026-07-06"),
    ("1783296000", "America/Chicago", "2026-07-06T00:00", "2026-07-06"),
    ("Mon, 06 Jul 2026 00:00:01 GMT", "America/New_York", "2026-07-06T00:00:01", "2026-07-05"),
    ("Sun, 05 Jul 2026 16:00:00 GMT", "Asia/Shanghai", "2026-07-05T16:00", "2026-07-06"),
    # day and month by the feed's country
    ("06/07/2026", "Europe/London", "2026-07-05T23:00", "2026-07-06"),
    ("07/06/2026 2:05 PM", "America/New_York", "2026-07-06T18:05", "2026-07-06"),
    ("06-07-2026 14:05", "Australia/Sydney", "2026-07-06T04:05", "2026-07-06"),
    ("13/07/2026", "America/New_York", "2026-07-13T04:00", "2026-07-13"),
    ("07/13/2026", "Europe/London", "2026-07-12T23:00", "2026-07-13"),
    ("06-Jul-26", None, "2026-07-06T00:00", "2026-07-06"),
]


@pytest.mark.parametrize(("text", "zone", "instant", "day"), CASES)
def test_a_date_means_one_instant_and_one_day(text: str, zone: str | None, instant: str, day: str) -> None:
    assert when(text, zone) == (datetime.fromisoformat(instant).replace(tzinfo=UTC), date.fromisoformat(day))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "0000-00-00",
        "soon",
        "Mon, 40 Foo 2016",
        "2016-13-45",
        "10:00",
        "July",
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "Mon, 06 Jul 99999999999999999999 10:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "x" * 200_000,
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "1/1/0001 12:00:00 AM",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "--12-01T08:29:00-04:00",
        "07/06/26 of 9",
    ],
)
def test_what_is_no_date_is_never_taken_for_today(text: str) -> None:
    assert when(text, "Asia/Shanghai") == (None, None)


def test_hundreds_of_dates_that_nobody_can_read_are_guessed_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    guessed: list[str] = []
    dates = Reader(None)
    with monkeypatch.context() as patched:
        patched.setattr("tracker.feeds.dates.dateparser.parse", lambda text, **_: guessed.append(text))
        for day in range(300):
            for text in (f"--12-01T08:29:{day % 60:02}-04:00", f"Brumaire {day % 30 + 1:02}, 2026", "to be announced"):
                assert dates.read(text) == (None, None)
    assert len(guessed) == 3
    assert dates.read("6 juillet 2026")[1] == date(2026, 7, 6)
