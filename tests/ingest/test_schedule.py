"""When a feed is visited next, and which day it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.conftest import NOW
from tracker.documents import Feed, Report
from tracker.ingest.schedule import LAST_READING, LAST_TRY, adapted, next_visit, page_due, today

HALF_HOUR, DAY, HOUR = timedelta(minutes=30), timedelta(days=1), timedelta(hours=1)


class Fixed(Random):
    """A chance that is always the same."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value

    def random(self) -> float:
        return self.value


def wait(interval: timedelta, failures: int, retry_after: float | None = None, chance: float = 0) -> timedelta:
    feed = Feed("a", "A", "https://example.org/feed", interval=interval)
    return next_visit(feed, NOW, failures, retry_after, Fixed(chance)) - NOW


@pytest.mark.parametrize(
    ("interval", "failures", "retry_after", "expected"),
    [
        (HALF_HOUR, 0, None, HALF_HOUR),
        (HALF_HOUR, 1, None, HOUR),
        (HALF_HOUR, 2, None, 2 * HOUR),
        (HALF_HOUR, 5, None, 16 * HOUR),
        (HALF_HOUR, 6, None, DAY),
        (HALF_HOUR, 1_000_000, None, DAY),
        (timedelta(days=7), 0, None, timedelta(days=7)),
        (timedelta(days=7), 3, None, timedelta(days=7)),
        (HALF_HOUR, 1, 10, HOUR),
        (HALF_HOUR, 1, 3 * 3600, 3 * HOUR),
        (HALF_HOUR, 0, 3 * 3600, 3 * HOUR),
        (HALF_HOUR, 1, 1e9, DAY),
        (HALF_HOUR, 1, -5, HOUR),
        (timedelta(days=7), 1, 1e9, timedelta(days=7)),
    ],
)
def test_a_feed_waits_its_interval_and_after_errors_twice_as_long_each_time_but_at_most_a_day(
    interval: timedelta, failures: int, retry_after: float | None, expected: timedelta
) -> None:
    assert wait(interval, failures, retry_after) == expected


@pytest.mark.parametrize("failures", [0, 1, 4, 50])
def test_chance_adds_at_most_a_tenth_and_takes_nothing_away(failures: int) -> None:
    shortest, longest = wait(HALF_HOUR, failures), wait(HALF_HOUR, failures, chance=0.999)
    assert shortest < longest <= shortest * 1.1


def test_more_failures_never_shorten_the_wait() -> None:
    waits = [wait(timedelta(minutes=7), failures) for failures in range(20)]
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    ("rhythm", "stale", "newness", "max_age", "minutes"),
    [
        (1.0, False, 0.0, None, 30),
        (None, False, 0.0, None, 30),
        (1.0, False, 0.2, None, 30),
        (1.0, False, 0.3, None, 15),
        (1.0, False, 0.6, None, 7.5),
        (1.0, True, 0.6, None, 7.5),  # it speaks again
        (20.0, False, 0.0, None, 60),
        (20.0, True, 0.0, None, 120),
        (1.0, False, 0.0, 60, 30),
        (1.0, False, 0.0, 7200, 120),
        (1.0, False, 0.6, 7200, 120),
        (1.0, False, 0.0, 1e9, 360),
    ],
)
def test_the_interval_adapts_to_what_a_feed_shows(
    rhythm: float | None, stale: bool, newness: float, max_age: float | None, minutes: float
) -> None:
    usual = Feed("a", "A", "https://example.org/feed", interval=HALF_HOUR)
    own = replace(usual, own_interval=True)
    assert adapted(usual, rhythm, stale, newness, max_age).interval == timedelta(minutes=minutes)
    assert adapted(own, rhythm, stale, newness, max_age) == own


def test_an_interval_shorter_than_the_shortest_is_not_lengthened_by_haste() -> None:
    hasty = Feed("a", "A", "https://example.org/feed", interval=timedelta(minutes=2))
    assert adapted(hasty, 1.0, False, 1.0, None).interval == timedelta(minutes=2)


def ages(*, failed: bool, published: timedelta = timedelta()) -> list[timedelta]:
    """How long after it was first seen the page of a report is asked for again; published so long before."""
    found, now = [], NOW
    then = NOW - published
    report = Report("a", "k", "https://example.org/k", "en", then, then.date(), "feed", NOW)
    while again := page_due(report, now, failed=failed):
        found.append(again - NOW)
        now = again
    return found


def test_a_page_that_failed_is_asked_for_at_twice_its_age_for_a_month() -> None:
    tries = ages(failed=True)
    assert tries[:3] == [timedelta(minutes=15), HALF_HOUR, HOUR]
    assert all(later == 2 * earlier for earlier, later in pairwise(tries))
    assert LAST_TRY / 2 < tries[-1] <= LAST_TRY


def test_a_page_that_was_read_is_read_again_daily_at_first_then_more_and_more_rarely_for_a_year() -> None:
    assert [each.days for each in ages(failed=False)] == [1, 2, 3, 6, 12, 24, 48, 96, 192, LAST_READING.days]


def test_a_page_of_long_ago_is_read_again_once_and_then_by_its_age() -> None:
    assert [each.days for each in ages(failed=False, published=timedelta(90))] == [1, 6, 102, LAST_READING.days - 90]
    assert [each.days for each in ages(failed=False, published=timedelta(4_000))] == [1]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 7, 6, 9, 59, tzinfo=UTC), date(2026, 7, 6)),
        (datetime(2026, 7, 6, 10, 0, tzinfo=UTC), date(2026, 7, 7)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_has_come_when_it_has_begun_anywhere(now: datetime, expected: date) -> None:
    assert today(now) == expected
