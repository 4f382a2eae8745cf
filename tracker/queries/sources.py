"""Sources: every feed with its health, those that need a look first."""

from dataclasses import dataclass

from tracker.archive import health, leases
from tracker.archive.opening import Archive
from tracker.documents import Feed, FeedStatus
from tracker.settings.feeds_file import FeedsFile

_ORDER = ("failing", "new", "ok", "paused", "imported", "removed")


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or imported source: what visits showed, and what feeds.yaml says (None if it is not in it)."""

    health: FeedStatus
    feed: Feed | None

    @property
    def id(self) -> str:
        """What names the source everywhere."""
        return self.health.feed_id


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources, and how many pollers run."""

    sources: tuple[Source, ...]
    pollers: int


def sources(archive: Archive, feeds_file: FeedsFile) -> Sources:
    """Every source, the failing first; one that left feeds.yaml without having brought a report is left out."""
    by_id = {feed.id: feed for feed in feeds_file.feeds}
    with archive.snapshot() as held:
        visited, pollers = health.all_feeds(held), leases.pollers_alive(held)
    known = [Source(each, by_id.pop(each.feed_id, None)) for each in visited]
    # Feeds written to the file by hand while no poller runs are not in the archive yet.
    known += [Source(FeedStatus(feed.id, feed.name, feed.url, "new"), feed) for feed in by_id.values()]
    shown = [each for each in known if each.feed or each.health.reports or each.health.status == "imported"]
    shown.sort(key=lambda each: (_ORDER.index(each.health.status), each.health.name.casefold()))
    return Sources(tuple(shown), pollers)
