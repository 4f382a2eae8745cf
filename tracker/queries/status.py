"""Status: whether the poller runs, when it last polled, which feeds answer and which fail."""

from dataclasses import dataclass
from datetime import datetime

from tracker.archive import health, leases, reading
from tracker.archive.opening import Archive
from tracker.documents import Health


@dataclass(frozen=True, slots=True)
class Status:
    """What the header of every page says. ``newest`` grows whenever anything is stored."""

    pollers: int
    last_poll: datetime | None
    answering: int
    failing: tuple[Health, ...]
    waiting: int
    reports: int
    newest: int


def status(archive: Archive, now: datetime) -> Status:
    """The state of the collection at this moment."""
    feeds = health.all_feeds(archive)
    visits = [feed.last_visit for feed in feeds if feed.last_visit]
    return Status(
        pollers=leases.pollers_alive(archive, now),
        last_poll=max(visits, default=None),
        answering=sum(feed.status == "ok" for feed in feeds),
        failing=tuple(feed for feed in feeds if feed.status == "failing"),
        waiting=sum(feed.status == "new" for feed in feeds),
        reports=sum(feed.reports for feed in feeds),
        newest=reading.generation(archive),
    )
