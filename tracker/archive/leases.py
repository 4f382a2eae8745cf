"""Leases: several pollers share the feeds of one archive, and none is visited by two of them at a time.

A poller is present as long as it is heard of; what it has leased is its own until it gives it back or falls silent.
How long ago that was, the database says, for the clocks of two machines differ.
"""

import os
import platform
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, insert, or_, select, update

from db.columns import Ago
from db.tables import feeds, pollers
from tracker.archive import health
from tracker.archive.health import GONE_AFTER
from tracker.archive.opening import Archive
from tracker.documents import FeedStatus
from tracker.errors import ArchiveError

# Seconds: a poller that has not been heard of for so long is taken to be gone; it is to be heard of more often.
SILENCE, BEAT = 30, 5.0
_NOW, _THEN = Ago(0), Ago(SILENCE)


class Fault(NamedTuple):
    """How often something unexpected ended a round of a poller, what it was the last time, and when."""

    times: int
    what: str
    when: datetime


@contextmanager
def registered(archive: Archive) -> Iterator[str]:
    """Be a poller that others hear of; gives its name. Its leases end with it."""
    name, over = f"{platform.node()[:30]}:{os.getpid()}:{uuid4().hex[:8]}", threading.Event()

    def say() -> None:
        with suppress(ArchiveError):  # the visits say so too; the next time it may be heard again
            beat(archive, name)

    def keep_saying() -> None:
        while not over.wait(BEAT):
            say()

    with suppress(ArchiveError):
        prune_dead(archive)
    say()
    heart = threading.Thread(target=keep_saying, name="heart", daemon=True)
    heart.start()
    try:
        yield name
    finally:
        over.set()
        heart.join()
        with suppress(ArchiveError):  # then others find out by its silence
            leave(archive, name)


def prune_dead(archive: Archive) -> None:
    """Forget pollers of this machine whose processes are gone, so that nobody waits for them."""
    here = f"{platform.node()[:30]}:"
    mine = select(pollers.c.id).where(pollers.c.id.startswith(here, autoescape=True))
    with archive.writing(counted=False) as connection:
        for name in connection.scalars(mine).all():
            process = name.removeprefix(here).partition(":")[0]
            if process.isdecimal() and not _alive(int(process)):
                connection.execute(delete(pollers).where(pollers.c.id == name))


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def beat(archive: Archive, poller: str) -> None:
    """Say that a poller is alive, and forget those that have long fallen silent."""
    with archive.writing(counted=False) as connection:
        connection.execute(delete(pollers).where(pollers.c.id != poller, pollers.c.beat < _THEN))
        if not connection.execute(update(pollers).where(pollers.c.id == poller).values(beat=_NOW)).rowcount:
            connection.execute(insert(pollers).values(id=poller, started=_NOW, beat=_NOW))


def note_fault(archive: Archive, poller: str, what: str, now: datetime) -> None:
    """Note that something unexpected ended a round of a poller, for the header of every page."""
    more = {"faults": pollers.c.faults + 1, "fault": what, "fault_at": now}
    with archive.writing(counted=False) as connection:
        connection.execute(update(pollers).where(pollers.c.id == poller).values(more))


def faults(archive: Archive) -> list[Fault]:
    """What unexpectedly ended rounds of the pollers that were heard of lately: of each the last, the latest first."""
    columns = (pollers.c.faults, pollers.c.fault, pollers.c.fault_at)
    query = select(*columns).where(pollers.c.faults > 0, pollers.c.beat >= _THEN)
    with archive.reading() as connection:
        return [Fault(*row) for row in connection.execute(query.order_by(pollers.c.fault_at.desc()))]


def leave(archive: Archive, poller: str) -> None:
    """Say that a poller has stopped."""
    with archive.writing(counted=False) as connection:
        connection.execute(delete(pollers).where(pollers.c.id == poller))


def pollers_alive(archive: Archive) -> int:
    """How many pollers were heard of lately."""
    with archive.reading() as connection:
        query = select(func.count()).select_from(pollers).where(pollers.c.beat >= _THEN)
        return connection.scalar(query) or 0


def _due() -> list[ColumnElement[bool]]:
    now = bindparam("now", type_=feeds.c.next_visit.type)
    asked = or_(feeds.c.visit_wanted, feeds.c.backfill != "")  # a backfill cut short says how far it came
    # A last visit in the future was noted by a clock that went wrong, and so was the next.
    come = or_(feeds.c.next_visit.is_(None), feeds.c.next_visit <= now, feeds.c.last_visit > now)
    return [or_(asked, and_(come, feeds.c.gone < GONE_AFTER)), feeds.c.configured, ~feeds.c.paused, feeds.c.url != ""]


# Asked every second, and made once: to make a statement takes longer than to execute it.
_LONGEST_WAITING = (feeds.c.next_visit.nulls_first(), feeds.c.id)  # a new feed has waited longest of all
_DUE = select(feeds.c.id).where(*_due()).order_by(*_LONGEST_WAITING)
_ANY_DUE = select(feeds.c.id).where(*_due()).limit(1)
_HEARD_OF: Select[tuple[str]] = select(pollers.c.id).where(pollers.c.beat >= _THEN)


def due(archive: Archive, now: datetime) -> list[str]:
    """The ids of feeds whose next visit has come or was asked for, longest waiting first."""
    with archive.reading() as connection:
        return list(connection.scalars(_DUE, {"now": now}))


def is_due(archive: Archive, now: datetime) -> bool:
    """Whether ``due`` would give any; cheap enough to ask every second."""
    with archive.reading() as connection:
        return connection.scalar(_ANY_DUE, {"now": now}) is not None


def claim_due(archive: Archive, poller: str, now: datetime, among: Collection[str], most: int) -> list[FeedStatus]:
    """Lease those of these feeds that are due and free, longest waiting first; gives what is known of them."""
    return _claimed(archive, poller, now, [*_due(), feeds.c.id.in_(among)], most)


def claim(
    archive: Archive, poller: str, now: datetime, feed_ids: Sequence[str], since: datetime | None
) -> list[FeedStatus]:
    """Lease those of these feeds that are free and, if that matters, were not visited ``since``."""
    wanted: list[ColumnElement[bool]] = [feeds.c.id.in_(feed_ids)]
    if since:
        wanted.append(or_(feeds.c.last_visit.is_(None), feeds.c.last_visit <= since, feeds.c.last_visit > now))
    return _claimed(archive, poller, now, wanted, len(feed_ids))


def held(archive: Archive, feed_ids: Sequence[str]) -> set[str]:
    """Those of these feeds that a poller visits now."""
    with archive.reading() as connection:
        query = select(feeds.c.id).where(feeds.c.id.in_(feed_ids), feeds.c.leased_by.in_(_HEARD_OF))
        return set(connection.scalars(query))


def _claimed(
    archive: Archive, poller: str, now: datetime, wanted: Sequence[ColumnElement[bool]], most: int
) -> list[FeedStatus]:
    free = or_(feeds.c.leased_by.is_(None), feeds.c.leased_by.not_in(_HEARD_OF))
    query = select(feeds.c.id).where(free, *wanted).order_by(*_LONGEST_WAITING).limit(most)
    with archive.reading() as connection:  # most often there is nothing, and nothing need be locked
        if connection.execute(query, {"now": now}).first() is None:
            return []
    with archive.writing(counted=False) as connection:
        taken = list(connection.scalars(query, {"now": now}))
        connection.execute(update(feeds).where(feeds.c.id.in_(taken)).values(leased_by=poller))
        return health.of_feeds(connection, taken)
