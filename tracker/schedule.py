"""Schedule: when a feed is visited next, and which day it is."""

from datetime import date, datetime, timedelta
from random import Random

from tracker.documents import Feed

LONGEST_WAIT = timedelta(days=1)
# Places east of Greenwich begin their day up to this much earlier.
FARTHEST_EAST = timedelta(hours=14)


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
