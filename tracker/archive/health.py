"""Health: what visits to feeds showed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Label, bindparam, func, select, update

from db.tables import feeds, gaps, reports
from tracker.archive.opening import Archive
from tracker.documents import FeedStatus

# Answers that a feed is gone (410), in a row, before it is left alone; and how long a move must last to be believed.
GONE_AFTER = 3
MOVED_AFTER = timedelta(days=7)
_FIELDS = (
    *("name", "url", "last_visit", "last_success", "last_new", "next_visit", "failures", "reports", "last_day"),
    *("visit_wanted", "backfill", "pages_due", "etag", "last_modified", "body_hash"),
    *("moved_to", "moved_since", "gone", "rhythm", "stale"),
)


def all_feeds(archive: Archive) -> list[FeedStatus]:
    """Every feed and imported source, in the order of their names."""
    with archive.reading() as connection:
        return [_health(row) for row in connection.execute(_ALL)]


def of_feed(archive: Archive, feed_id: str) -> FeedStatus:
    """One feed's health; the feed must be enlisted."""
    with archive.reading() as connection:
        return of_feeds(connection, [feed_id])[0]


def of_feeds(connection: Connection, feed_ids: Sequence[str]) -> list[FeedStatus]:
    """The health of these feeds, in their order."""
    known = {row.id: _health(row) for row in connection.execute(_SOME, {"some": feed_ids})}
    return [known[feed_id] for feed_id in feed_ids]


def _missing() -> list[Label[date]]:
    """The days between which reports of a feed are missing, if any are: of several gaps, the last."""
    ends = (func.max(gaps.c.first).label("gap_first"), func.max(gaps.c.last).label("gap_last"))
    return [select(end).where(gaps.c.feed_id == feeds.c.id).scalar_subquery().label(end.name) for end in ends]


# Asked by every page every two seconds, and made once: to make a statement takes longer than to execute it.
_ALL = select(feeds, *_missing()).order_by(feeds.c.name, feeds.c.id)
_SOME = select(feeds, *_missing()).where(feeds.c.id.in_(bindparam("some", expanding=True)))


def _health(row: Any) -> FeedStatus:
    known = {name: row._mapping[name] for name in _FIELDS} | {"message": _message(row)}
    return FeedStatus(feed_id=row.id, status=_status(row), **known)


def _message(row: Any) -> str:
    """Why a feed is as it is, and what its reader could do about it."""
    if row.paused and row.reason:
        return str(row.reason)
    said = [row.message]
    if row.gone >= GONE_AFTER:
        said.append(f"gone for good ({row.gone} visits in a row said so); visited again if asked to or moved")
    if row.moved_to and not row.failures and row.last_visit - row.moved_since >= MOVED_AFTER:
        said.append(f"moved for good to {row.moved_to}; write that address into feeds.yaml")
    if row.gap_first and "gap suspected" not in row.message:
        said.append(
            f"reports between {row.gap_first} and {row.gap_last} are missing; fetch older reports to look again"
        )
    return "; ".join(filter(None, [*said, row.stale]))


def _status(row: Any) -> Any:
    if not row.url:
        return "imported"
    if not row.configured:
        return "removed"
    if row.paused or row.gone >= GONE_AFTER:
        return "paused"
    if row.failures:
        return "failing"
    return "ok" if row.last_success else "new"


def days(archive: Archive, feed_id: str, most: int = 30) -> list[date]:
    """The newest days on which a feed had reports."""
    query = select(reports.c.day).where(reports.c.feed_id == feed_id).distinct().order_by(reports.c.day.desc())
    with archive.reading() as connection:
        return list(connection.scalars(query.limit(most)))


def record(archive: Archive, feed_id: str, **known: Any) -> None:
    """Store what a visit showed; the names are those of Health."""
    record_all(archive, {feed_id: known})


def record_all(archive: Archive, known: Mapping[str, Mapping[str, Any]], visitor: str | None = None) -> None:
    """Store what visits showed, by feed, in one transaction; ``visitor`` gives back what it had leased of them."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for feed_id, fields in sorted(known.items()):  # in one order, lest two programs wait for each other
        alike.setdefault(tuple(fields), []).append({"of": feed_id, **fields})
    with archive.writing(counted=False) as connection:
        for names, rows in alike.items():
            change = update(feeds).where(feeds.c.id == bindparam("of"))
            if names:
                connection.execute(change.values({name: bindparam(name) for name in names}), rows)
        if visitor:  # another may have leased what this one was silent about for too long
            held = feeds.c.id.in_(known) & (feeds.c.leased_by == visitor)
            connection.execute(update(feeds).where(held).values(leased_by=None))


def want_visit(archive: Archive, feed_id: str, *, backfill: bool = False) -> None:
    """Ask the poller to visit a feed now, or to fetch its older reports."""
    record(archive, feed_id, **({"backfill": "wanted"} if backfill else {"visit_wanted": True}))
