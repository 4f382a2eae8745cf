"""Schedule: when a feed is visited next, and which day it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from tracker.documents import Feed

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


def page_due(first_seen: datetime, now: datetime, *, failed: bool) -> datetime | None:
    """When to read a report's page again; None once that is given up.

    After ``failed`` reading first at a quarter of an hour of age, then at twice the age each time, for a month. A page
    that was read may be edited in silence: it is read again on each of the first days, then at twice the age each
    time, for a year.
    """
    first, last = (FIRST_TRY, LAST_TRY) if failed else (DAY, LAST_READING)
    wait = first
    while first_seen + wait <= now:
        wait = wait + first if not failed and wait < YOUNG else wait * 2
    return first_seen + wait if wait <= last else None


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
