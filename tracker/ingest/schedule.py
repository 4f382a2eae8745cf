"""Schedule: when a feed is visited next, and which day it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from tracker.documents import Feed, Report

LONGEST_WAIT = timedelta(days=1)
# Places east of Greenwich begin their day up to this much earlier.
FARTHEST_EAST = timedelta(hours=14)
FIRST_TRY, LAST_TRY = timedelta(minutes=15), timedelta(days=32)  # ages at which a page that failed is asked for
DAY, YOUNG, LAST_READING = timedelta(days=1), timedelta(days=3), timedelta(days=384)  # and one that was read
SHORTEST_WAIT, LONGEST_FRESH = timedelta(minutes=5), timedelta(hours=6)
HALF_NEW = 0.5
SELDOM = 14  # days from one report to the next


def today(now: datetime) -> date:
    """The latest day that has begun anywhere; reports dated later are held back until their day comes."""
    return (now + FARTHEST_EAST).date()


def next_visit(feed: Feed, now: datetime, failures: int, retry_after: float | None, chance: Random) -> datetime:
    """When to visit a feed again: after its interval, or after errors twice as long each time, at most a day.

    ``failures`` counts visits that failed in a row; ``retry_after`` is what the server asked for, in
    seconds, and is honoured up to a day. A tenth of chance keeps feeds from coming due all at once.
    """
    wait = min(feed.interval * 2 ** min(failures, 10), max(LONGEST_WAIT, feed.interval)) if failures else feed.interval
    if retry_after is not None:
        wait = max(wait, min(timedelta(seconds=max(retry_after, 0)), LONGEST_WAIT))
    return now + wait * (1 + 0.1 * chance.random())


def page_due(report: Report, now: datetime, *, failed: bool) -> datetime | None:
    """When to read a report's page again; None once that is given up.

    After ``failed`` reading first a quarter of an hour after it was seen, then at twice that each time, for a month. A
    page that was read may be edited in silence: it is read again a day after it was seen, then by the age of the
    report, on each of its first days and at twice its age each time, for a year.
    """
    seen = report.first_seen
    if failed:
        return _doubled(seen, FIRST_TRY, FIRST_TRY, LAST_TRY, now)
    if now < seen + DAY:
        return seen + DAY
    published = report.published or datetime.combine(report.day, time(), UTC)
    return _doubled(min(seen, published), DAY, YOUNG, LAST_READING, now)


def _doubled(since: datetime, first: timedelta, steady: timedelta, last: timedelta, now: datetime) -> datetime | None:
    """The next moment that is ``first`` after ``since``, again and again until ``steady``, then at twice the time."""
    wait = first
    while since + wait <= now:
        wait = wait + first if wait < steady else wait * 2
    return since + wait if wait <= last else None


def adapted(feed: Feed, rhythm: float | None, stale: bool, newness: float, max_age: float | None) -> Feed:
    """The feed with the interval that fits it, between a quarter and four times the usual one.

    ``newness`` is the share of its entries that were new: a feed that changes so fast is visited before it can
    lose any. One that speaks seldom (``rhythm`` in days) or has fallen silent is visited less often. While its
    answer stays fresh (``max_age`` in seconds, believed up to six hours) it is not asked again. An interval that
    feeds.yaml gives the feed itself stays as it is.
    """
    if feed.own_interval:
        return feed
    if newness > HALF_NEW / 2:
        wait = max(feed.interval / (4 if newness > HALF_NEW else 2), min(SHORTEST_WAIT, feed.interval))
    elif stale:
        wait = feed.interval * 4
    else:
        wait = feed.interval * (2 if rhythm is not None and rhythm > SELDOM else 1)
    fresh = min(timedelta(seconds=max_age or 0), LONGEST_FRESH)
    return replace(feed, interval=max(wait, fresh))
