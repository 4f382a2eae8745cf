"""Dates as official sites write them."""

from datetime import UTC, date, datetime

import pytest

from tracker.feeds.dates import when

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
    ],
)
def test_what_is_no_date_is_never_taken_for_today(text: str) -> None:
    assert when(text, "Asia/Shanghai") == (None, None)
