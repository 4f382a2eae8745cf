"""Status: whether the poller runs, when it last polled, which feeds answer and which fail."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive import health, leases
from tracker.archive.leases import Fault
from tracker.archive.opening import Archive
from tracker.documents import FeedStatus


@dataclass(frozen=True, slots=True)
class Status:
    """What the header of every page says.

    ``faults`` are what unexpectedly ended rounds of the pollers that run, the latest first.
    """

    pollers: int
    last_poll: datetime | None
    answering: int
    failing: tuple[FeedStatus, ...]
    waiting: int
    reports: int
    faults: tuple[Fault, ...] = ()


def status(archive: Archive) -> Status:
    """The state of the collection at this moment."""
    with archive.snapshot() as held:
        feeds, pollers, faults = health.all_feeds(held), leases.pollers_alive(held), leases.faults(held)
    visits = [feed.last_visit for feed in feeds if feed.last_visit]
    return Status(
        pollers=pollers,
        last_poll=max(visits, default=None),
        answering=sum(feed.status == "ok" for feed in feeds),
        failing=tuple(feed for feed in feeds if feed.status == "failing"),
        waiting=sum(feed.status == "new" for feed in feeds),
        reports=sum(feed.reports for feed in feeds),
        faults=tuple(faults),
    )
