"""Writing: a report, its revision, its mentions and the rollups appear together or not at all."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, delete, insert, select, update

from db.tables import feeds, mentions, reports, revisions
from tracker.archive import rollups
from tracker.archive.opening import Archive
from tracker.documents import Feed, Report, Revision, Scored

Outcome = Literal["new", "revised", "same"]
# Shorter texts than this are alike by chance (a title, a greeting); they are never taken for reprints.
REPRINT_WORDS = 30
# What visits to another address showed, which says nothing of a new one.
_UNKNOWN = {"etag": None, "last_modified": None, "body_hash": None, "next_visit": None, "message": "", "failures": 0}
_UNKNOWN |= {"moved_to": None, "moved_since": None, "gone": 0, "stale": ""}


class Collected(NamedTuple):
    """A report with the revision to store and what was counted in it."""

    report: Report
    revision: Revision
    scored: Scored


def enlist(archive: Archive, configured: Iterable[Feed]) -> None:
    """Make the table of feeds agree with feeds.yaml; a feed that left it keeps its history."""
    with archive.writing() as connection:
        known = {row.id: row.url for row in connection.execute(select(feeds.c.id, feeds.c.url))}
        connection.execute(update(feeds).where(feeds.c.url != "").values(configured=False))
        for feed in configured:
            _write_feed(connection, feed, known)


def enlist_source(archive: Archive, source: Feed) -> None:
    """Make sure that an imported source exists."""
    with archive.writing() as connection:
        known = {row.id: row.url for row in connection.execute(select(feeds.c.id, feeds.c.url))}
        if source.id not in known:
            _write_feed(connection, source, known)


def _write_feed(connection: Connection, feed: Feed, known: Mapping[str, str]) -> None:
    fields = ("name", "url", "language", "timezone", "body", "paused", "reason")
    row = {name: getattr(feed, name) for name in fields} | {"configured": True}
    if known.get(feed.id, feed.url) != feed.url:
        row |= _UNKNOWN
    if feed.id in known:
        connection.execute(update(feeds).where(feeds.c.id == feed.id).values(row))
    else:
        connection.execute(insert(feeds).values(row | {"id": feed.id}))


def store(archive: Archive, batch: Sequence[Collected]) -> list[Outcome]:
    """Store a batch in one transaction and say of each whether it was new, a revision, or already there.

    A summary never replaces a full text. Days and addresses of a known report stay as first stored.
    """
    outcomes: list[Outcome] = []
    cells: set[rollups.Cell] = set()
    with archive.writing() as connection:
        for collected in batch:
            outcome = _store(connection, collected, cells)
            outcomes.append(outcome)
        rollups.refresh(connection, cells)
    return outcomes


def text_hash(scored: Scored) -> str:
    """Equal for two texts exactly if nothing that could be counted differs."""
    return hashlib.sha256(f"{scored.normal_title}\n\n{scored.normal_body}".encode()).hexdigest()


def _store(connection: Connection, collected: Collected, cells: set[rollups.Cell]) -> Outcome:
    report, revision, scored = collected
    known = connection.execute(
        select(reports, revisions.c.text_from)
        .join(revisions, (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision))
        .where(reports.c.feed_id == report.feed_id, reports.c.key == report.key)
    ).one_or_none()
    counted = {
        "text_hash": text_hash(scored),
        "words": scored.words,
        "words_title": scored.words_title,
        "words_lead": scored.words_lead,
        "lexicon": scored.lexicon,
    }
    if known is None:
        number, outcome = 1, "new"
        fields = ("feed_id", "key", "url", "language", "published", "day", "day_from", "first_seen")
        row = {name: getattr(report, name) for name in fields} | counted | {"revision": number}
        report_id = connection.execute(insert(reports).values(row).returning(reports.c.id)).scalar_one()
        hashes, day = {counted["text_hash"]}, report.day
    else:
        weaker = revision.text_from == "summary" and known.text_from != "summary"
        if known.text_hash == counted["text_hash"] or weaker:
            return "same"
        number, outcome, report_id, day = known.revision + 1, "revised", known.id, known.day
        connection.execute(update(reports).where(reports.c.id == report_id).values(counted | {"revision": number}))
        connection.execute(delete(mentions).where(mentions.c.report_id == report_id))
        hashes = {known.text_hash, counted["text_hash"]}
    _write_revision(connection, report_id, number, revision, scored)
    cells.add((day, report.feed_id))
    for value in hashes:
        cells.update(_link_reprints(connection, str(value)))
    return "new" if outcome == "new" else "revised"


def _write_revision(connection: Connection, report_id: int, number: int, revision: Revision, scored: Scored) -> None:
    text = asdict(revision) | {"report_id": report_id, "number": number}
    text |= {"normal_title": scored.normal_title, "normal_body": scored.normal_body}
    connection.execute(insert(revisions).values(text))
    rows = [asdict(mention) | {"report_id": report_id} for mention in scored.mentions]
    if rows:
        connection.execute(insert(mentions), rows)


def _link_reprints(connection: Connection, value: str) -> set[tuple[date, str]]:
    """Link the reports of one text to its earliest copy; give the cells whose counts this changes."""
    rows: Sequence[Any] = connection.execute(
        select(reports.c.id, reports.c.day, reports.c.feed_id, reports.c.reprint_of)
        .where(reports.c.text_hash == value, reports.c.words >= REPRINT_WORDS)
        .order_by(reports.c.day, reports.c.published, reports.c.id)
    ).all()
    changed = set()
    for row in rows:
        original = rows[0].id if row.feed_id != rows[0].feed_id else None
        if row.reprint_of != original:
            connection.execute(update(reports).where(reports.c.id == row.id).values(reprint_of=original))
            changed.add((row.day, row.feed_id))
    return changed
