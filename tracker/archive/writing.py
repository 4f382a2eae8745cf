"""Writing: a report, its revision, its mentions and the rollups appear together or not at all."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from db.bulk import insert_many
from db.tables import feeds, reports, revisions, spans
from tracker.archive import aliases, full_texts, reprints, rollups
from tracker.archive.numbers import Numbers
from tracker.archive.opening import Archive
from tracker.documents import Analysis, Feed, Report, ReportDraft
from tracker.words import boilerplate

Outcome = Literal["new", "revised", "same"]
# What visits to another address showed, which says nothing of a new one.
_UNKNOWN = {"etag": None, "last_modified": None, "body_hash": None, "next_visit": None, "message": "", "failures": 0}
_UNKNOWN |= {"moved_to": None, "moved_since": None, "gone": 0, "stale": ""}
# Asked at every visit, and made once: to make a statement takes longer than to execute it.
_LAST = select(func.max(reports.c.id))
_SINCE = select(reports.c.feed_id, reports.c.key, reports.c.id).where(reports.c.id > bindparam("last"))
_KNOWN = (
    select(reports, revisions.c.text_from, revisions.c.normal_title, revisions.c.normal_body)
    .join(revisions, (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision))
    .where(reports.c.feed_id == bindparam("feed"), reports.c.key.in_(bindparam("wanted", expanding=True)))
)
_HOLDS = (
    update(feeds)
    .where(feeds.c.id == bindparam("feed"))
    .values(
        reports=feeds.c.reports + bindparam("added"),
        last_day=select(func.max(reports.c.day)).where(reports.c.feed_id == feeds.c.id).scalar_subquery(),
    )
)
_PAGE_READ = (
    update(reports)
    .where(reports.c.id == bindparam("report"))
    .values(updated=bindparam("said"), page_due=bindparam("due"), changed=reports.c.changed)  # nothing that is counted
)
_REPORT = ("feed_id", "key", "url", "language", "published", "day", "day_from", "first_seen")
_ENTRY = ("updated", "page_due")  # how its entry stood when its page was read, and when to read it again
_COUNTED = ("words", "words_title", "words_lead", "text_hash", "lexicon", "full_text_said", "serial")
_TEXT = ("title", "body", "text_from", "seen_at", "note")
_NORMAL = ("normal_title", "normal_body")
_about, _text, _normal = attrgetter(*_REPORT), attrgetter(*_TEXT), attrgetter(*_NORMAL)
_entry = attrgetter(*_ENTRY)


def sync_feeds(archive: Archive, configured: Iterable[Feed]) -> None:
    """Make the table of feeds agree with feeds.yaml; a feed that left it keeps its history."""
    with archive.writing() as connection:
        known = {row.id: row.url for row in connection.execute(select(feeds.c.id, feeds.c.url))}
        connection.execute(update(feeds).where(feeds.c.url != "").values(configured=False))
        for feed in configured:
            _write_feed(connection, feed, known)


def add_source(archive: Archive, source: Feed) -> None:
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


def store(archive: Archive, batch: Sequence[ReportDraft]) -> list[Outcome]:
    """Store a batch in one transaction and say of each whether it was new, a revision, or already there.

    What other threads store at the same time goes into the same transaction.

    A summary never replaces a full text. Days and addresses of a known report stay as first stored, but for a day
    that was only the day of being seen, or that has not come yet: it gives way to the one that is stated later.
    """

    def work(whole: Sequence[ReportDraft]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        cells: set[rollups.Cell] = set()
        with archive.writing(counted=False) as connection:
            for part in _without_repeats(whole):
                outcomes += _store(connection, archive.numbers, part, cells)
            rollups.refresh(connection, cells)  # which raises the generation; most visits find what is known already
        return outcomes

    return archive.together.do(work, batch)


def put_off(archive: Archive, report_id: int, due: datetime | None) -> None:
    """Keep when the page of a report is to be read again; None if it is not."""
    same = {"changed": reports.c.changed}  # nothing that is counted
    with archive.writing(counted=False) as connection:
        connection.execute(update(reports).where(reports.c.id == report_id).values(page_due=due, **same))


def text_hash(analysis: Analysis) -> str:
    """Equal for two texts exactly if nothing that could be counted differs."""
    return hashlib.sha256(f"{analysis.normal_title}\n\n{analysis.normal_body}".encode()).hexdigest()


def _without_repeats(batch: Sequence[ReportDraft]) -> Iterator[list[ReportDraft]]:
    """A batch in parts that have no report twice."""
    part: dict[tuple[str, str], ReportDraft] = {}
    for draft in batch:
        key = _key(draft)
        if key in part:
            yield list(part.values())
            part = {}
        part[key] = draft
    yield list(part.values())


def _key(draft: ReportDraft) -> tuple[str, str]:
    return draft.report.feed_id, draft.report.key


def _store(
    connection: Connection, numbers: Numbers, part: list[ReportDraft], cells: set[rollups.Cell]
) -> list[Outcome]:
    known = _known(connection, part)
    outcomes: list[Outcome] = []
    stored: list[tuple[int, int, ReportDraft]] = []  # report, number of its revision, and what it is
    freed: list[int] = []  # copies of a text that was replaced, and reports whose day was
    added: Counter[str] = Counter()  # new reports by feed; 0 where one only came to another day
    names: list[aliases.Row] = []
    for draft, report_id in zip(part, _inserted(connection, part, known), strict=True):
        row = known.get(_key(draft))
        if row is None:
            outcomes.append("new")
            added[draft.report.feed_id] += 1
            stored.append((report_id, 1, draft))
            names += aliases.of_report(*_key(draft), report_id, draft.names)
            cells.add((draft.report.day, draft.report.feed_id))
        elif _revises(connection, draft, row):
            outcomes.append("revised")
            stored.append((row.id, row.revision + 1, draft))
            changed, copies = _make_room(connection, draft, row)
            cells |= changed | {(row.day, row.feed_id)}
            freed += copies
        else:
            outcomes.append("same")
        if row is not None and _day_gives_way(row, draft):
            cells |= _dated(connection, draft.report, row)
            added.setdefault(draft.report.feed_id, 0)
            freed.append(row.id)
    _note_pages(connection, part, known)
    _write_texts(connection, numbers, stored)
    aliases.write(connection, names)
    if added:
        connection.execute(_HOLDS, [{"feed": feed, "added": many} for feed, many in sorted(added.items())])
    marked = [report_id for report_id, _, each in stored if each.analysis.bands]
    cells |= reprints.link(connection, marked + freed)
    full_texts.link(connection, [(report_id, each) for report_id, _, each in stored])
    return outcomes


def _known(connection: Connection, part: Sequence[ReportDraft]) -> dict[tuple[str, str], Any]:
    """The reports of a part that are stored already, with their newest texts."""
    wanted: dict[str, list[str]] = {}
    for draft in part:
        wanted.setdefault(draft.report.feed_id, []).append(draft.report.key)
    asked = (connection.execute(_KNOWN, {"feed": feed, "wanted": keys}) for feed, keys in wanted.items())
    return {(row.feed_id, row.key): row for rows in asked for row in rows}


def _inserted(connection: Connection, part: Sequence[ReportDraft], known: Mapping[tuple[str, str], Any]) -> list[int]:
    """The ids of the reports of a part, the new ones inserted; 0 for those that are known."""
    fresh = [draft for draft in part if _key(draft) not in known]
    if not fresh:
        return [0] * len(part)
    rows = [(*_about(each.report), *_counted(each.analysis), *_entry(each), 1) for each in fresh]
    last = connection.scalar(_LAST) or 0
    insert_many(connection, reports, (*_REPORT, *_COUNTED, *_ENTRY, "revision"), rows)
    ids = {(row.feed_id, row.key): row.id for row in connection.execute(_SINCE, {"last": last})}
    return [ids.get(_key(draft), 0) for draft in part]


def _counted(analysis: Analysis) -> tuple[object, ...]:
    """What a report has of its newest text: the values of ``_COUNTED``."""
    lengths = (analysis.words, analysis.words_title, analysis.words_lead)
    return *lengths, text_hash(analysis), analysis.lexicon, analysis.full_text_said, analysis.serial


def _revises(connection: Connection, draft: ReportDraft, row: Any) -> bool:
    """Whether a text says something that the stored one does not."""
    revision, analysis = draft.revision, draft.analysis
    weaker = revision.text_from == "summary" and row.text_from != "summary"
    if weaker or row.text_hash == text_hash(analysis):
        return False
    same_title = row.normal_title == analysis.normal_title
    if same_title and boilerplate.same_but_for_boilerplate(row.normal_body, analysis.normal_body):
        return False
    if row.revision == 1 or not boilerplate.same_but_for_timestamps(_whole(row), _whole(analysis)):
        return True
    earlier = (revisions.c.report_id == row.id) & (revisions.c.number == row.revision - 1)
    last = connection.execute(select(revisions.c.normal_title, revisions.c.normal_body).where(earlier)).one()
    return not boilerplate.same_but_for_timestamps(_whole(last), _whole(row))  # a second time in a row, it is a clock


def _day_gives_way(row: Any, draft: ReportDraft) -> bool:
    """Whether the stored day was no publication: that of being seen, or one that another replaces before it came."""
    report = draft.report
    unreached = row.day > draft.revision.seen_at.date() and row.day != report.day
    return report.day_from != "seen" and bool(row.day_from == "seen" or unreached)


def _whole(text: Any) -> str:
    return f"{text.normal_title}\n{text.normal_body}"


def _make_room(connection: Connection, draft: ReportDraft, row: Any) -> tuple[set[rollups.Cell], list[int]]:
    """Take the old text of a report out of all that is counted."""
    counted = dict(zip(_COUNTED, _counted(draft.analysis), strict=True), revision=row.revision + 1)
    counted["language"] = draft.report.language  # by which the new text was counted, in words or characters
    connection.execute(update(reports).where(reports.c.id == row.id).values(counted))
    connection.execute(delete(spans).where(spans.c.report_id == row.id))
    return reprints.release(connection, row.id)


def _note_pages(connection: Connection, part: Sequence[ReportDraft], known: Mapping[tuple[str, str], Any]) -> None:
    """Keep when the pages of known reports are to be read again, whether or not their texts have changed."""
    read = ((known.get(_key(each)), each) for each in part if each.page_due)
    rows = [{"report": row.id, "said": _said(each, row), "due": each.page_due} for row, each in read if row]
    if rows:
        connection.execute(_PAGE_READ, rows)


def _said(draft: ReportDraft, row: Any) -> str:
    """When its entry said, as its page was last read, that it was changed."""
    return str(row.updated if draft.revision.note else draft.updated or row.updated)


def _dated(connection: Connection, report: Report, row: Any) -> set[rollups.Cell]:
    """Put a report on the day that its page or feed states, now that it could be had; gives the cells this changes."""
    known = {name: getattr(report, name) for name in ("published", "day", "day_from")}
    connection.execute(update(reports).where(reports.c.id == row.id).values(known))
    return {(row.day, row.feed_id), (report.day, row.feed_id)}


def _write_texts(connection: Connection, numbers: Numbers, stored: Sequence[tuple[int, int, ReportDraft]]) -> None:
    texts = ((report_id, number, *_text(each.revision), *_normal(each.analysis)) for report_id, number, each in stored)
    insert_many(connection, revisions, ("report_id", "number", *_TEXT, *_NORMAL), texts)
    found = [(report_id, mention) for report_id, _, each in stored for mention in each.analysis.mentions]
    wordings = numbers.of_wordings(connection, [mention[:2] for _, mention in found])
    carriers = numbers.of_carriers(connection, [(mention.place, *mention[5:]) for _, mention in found])
    rows = (
        (report_id, mention.start, wording, carrier, mention.end)
        for (report_id, mention), wording, carrier in zip(found, wordings, carriers, strict=True)
    )
    insert_many(connection, spans, ("report_id", "start", "wording_id", "carrier_id", "end"), rows)
    reprints.add_bands(connection, ((report_id, each.analysis.bands) for report_id, _, each in stored))
