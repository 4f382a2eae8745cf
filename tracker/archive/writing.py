"""Writing: a report, its revision, its mentions and the rollups appear together or not at all."""

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from db.tables import feeds, mentions, reports, revisions
from tracker.archive import reprints, rollups
from tracker.archive.opening import Archive
from tracker.documents import Collected, Feed, Revision, Scored
from tracker.words import stamps

Outcome = Literal["new", "revised", "same"]
# What visits to another address showed, which says nothing of a new one.
_UNKNOWN = {"etag": None, "last_modified": None, "body_hash": None, "next_visit": None, "message": "", "failures": 0}
_UNKNOWN |= {"moved_to": None, "moved_since": None, "gone": 0, "stale": ""}
# Asked at every visit, and made once: to make a statement takes longer than to execute it.
_ASKED = (reports.c.feed_id == bindparam("feed"), reports.c.key.in_(bindparam("wanted", expanding=True)))
_IDS = select(reports.c.feed_id, reports.c.key, reports.c.id).where(*_ASKED)
_KNOWN = (
    select(reports, revisions.c.text_from, revisions.c.normal_title, revisions.c.normal_body)
    .join(revisions, (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision))
    .where(*_ASKED)
)
_TEXT = tuple(field.name for field in dataclasses.fields(Revision))


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
        for part in _apart(batch):
            outcomes += _store(connection, part, cells)
        rollups.refresh(connection, cells)
    return outcomes


def text_hash(scored: Scored) -> str:
    """Equal for two texts exactly if nothing that could be counted differs."""
    return hashlib.sha256(f"{scored.normal_title}\n\n{scored.normal_body}".encode()).hexdigest()


def _apart(batch: Sequence[Collected]) -> Iterator[list[Collected]]:
    """A batch in parts that have no report twice."""
    part: dict[tuple[str, str], Collected] = {}
    for collected in batch:
        key = _key(collected)
        if key in part:
            yield list(part.values())
            part = {}
        part[key] = collected
    yield list(part.values())


def _key(collected: Collected) -> tuple[str, str]:
    return collected.report.feed_id, collected.report.key


def _store(connection: Connection, part: list[Collected], cells: set[rollups.Cell]) -> list[Outcome]:
    known = _known(connection, part)
    outcomes: list[Outcome] = []
    stored: list[tuple[int, int, Collected]] = []  # report, number of its revision, and what it is
    freed: list[int] = []  # copies of a text that was replaced
    for collected, report_id in zip(part, _inserted(connection, part, known), strict=True):
        row = known.get(_key(collected))
        if row is None:
            outcomes.append("new")
            stored.append((report_id, 1, collected))
            cells.add((collected.report.day, collected.report.feed_id))
        elif _revises(connection, collected, row):
            outcomes.append("revised")
            stored.append((row.id, row.revision + 1, collected))
            changed, copies = _make_room(connection, collected, row)
            cells |= changed | {(row.day, row.feed_id)}
            freed += copies
        else:
            outcomes.append("same")
    _write_texts(connection, stored)
    marked = [report_id for report_id, _, each in stored if each.scored.marks]
    cells |= reprints.link(connection, marked + freed)
    return outcomes


def _known(connection: Connection, part: Sequence[Collected]) -> dict[tuple[str, str], Any]:
    """The reports of a part that are stored already, with their newest texts."""
    return {(row.feed_id, row.key): row for row in _asked(connection, _KNOWN, part)}


def _asked(connection: Connection, query: Select[Any], part: Sequence[Collected]) -> Iterator[Any]:
    """What a question of a feed's keys finds for all of a part."""
    for feed_id in {collected.report.feed_id for collected in part}:
        keys = [collected.report.key for collected in part if collected.report.feed_id == feed_id]
        yield from connection.execute(query, {"feed": feed_id, "wanted": keys})


def _inserted(connection: Connection, part: Sequence[Collected], known: Mapping[tuple[str, str], Any]) -> list[int]:
    """The ids of the reports of a part, the new ones inserted; 0 for those that are known."""
    fields = ("feed_id", "key", "url", "language", "published", "day", "day_from", "first_seen")
    fresh = [collected for collected in part if _key(collected) not in known]
    if not fresh:
        return [0] * len(part)
    rows = [
        {name: getattr(each.report, name) for name in fields} | _counted(each.scored) | {"revision": 1}
        for each in fresh
    ]
    connection.execute(insert(reports), rows)
    ids = {(row.feed_id, row.key): row.id for row in _asked(connection, _IDS, fresh)}
    return [ids.get(_key(collected), 0) for collected in part]


def _counted(scored: Scored) -> dict[str, Any]:
    lengths = {"words": scored.words, "words_title": scored.words_title, "words_lead": scored.words_lead}
    return lengths | {"text_hash": text_hash(scored), "lexicon": scored.lexicon}


def _revises(connection: Connection, collected: Collected, row: Any) -> bool:
    """Whether a text says something that the stored one does not."""
    revision, scored = collected.revision, collected.scored
    weaker = revision.text_from == "summary" and row.text_from != "summary"
    if weaker or row.text_hash == text_hash(scored):
        return False
    same_title = row.normal_title == scored.normal_title
    if same_title and stamps.same_but_for_furniture(row.normal_body, scored.normal_body):
        return False
    if row.revision == 1 or not stamps.same_but_for_stamps(_whole(row), _whole(scored)):
        return True
    earlier = (revisions.c.report_id == row.id) & (revisions.c.number == row.revision - 1)
    last = connection.execute(select(revisions.c.normal_title, revisions.c.normal_body).where(earlier)).one()
    return not stamps.same_but_for_stamps(_whole(last), _whole(row))  # a second time in a row, it is a clock


def _whole(text: Any) -> str:
    return f"{text.normal_title}\n{text.normal_body}"


def _make_room(connection: Connection, collected: Collected, row: Any) -> tuple[set[rollups.Cell], list[int]]:
    """Take the old text of a report out of all that is counted."""
    counted = _counted(collected.scored) | {"revision": row.revision + 1}
    connection.execute(update(reports).where(reports.c.id == row.id).values(counted))
    connection.execute(delete(mentions).where(mentions.c.report_id == row.id))
    return reprints.unmark(connection, row.id)


def _row(noun: object, names: Sequence[str]) -> dict[str, Any]:
    """A frozen dataclass of plain values as a row; ``asdict`` copies deeply, which took a third of the storing."""
    return {name: getattr(noun, name) for name in names}


def _write_texts(connection: Connection, stored: Sequence[tuple[int, int, Collected]]) -> None:
    texts, found = [], []
    for report_id, number, (_, revision, scored) in stored:
        about = {"report_id": report_id, "number": number}
        normal = {"normal_title": scored.normal_title, "normal_body": scored.normal_body}
        texts.append(_row(revision, _TEXT) | about | normal)
        found += [mention._asdict() | {"report_id": report_id} for mention in scored.mentions]
    if texts:
        connection.execute(insert(revisions), texts)
    if found:
        connection.execute(insert(mentions), found)
    reprints.mark(connection, ((report_id, each.scored.marks) for report_id, _, each in stored))
