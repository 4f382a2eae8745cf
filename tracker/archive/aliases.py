"""Aliases: the names under which a feed's reports are known from one visit to the next."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, bindparam, delete, select, text

from db.tables import aliases, reports, revisions
from tracker.archive.opening import Archive
from tracker.archive.reading import CURRENT, MAX_KEYS
from tracker.documents import Alias, Names

Row = tuple[str, str, str, int]  # feed, name, guid, report
# Asked at every visit, and made once: to make a statement takes longer than to execute it.
_FOUND = (
    select(
        *(aliases.c.name, aliases.c.guid, aliases.c.report_id, reports.c.key, reports.c.url, revisions.c.title),
        *(reports.c.published, reports.c.day, reports.c.day_from, revisions.c.text_from, reports.c.updated),
    )
    .join(reports, reports.c.id == aliases.c.report_id)
    .join(revisions, CURRENT)
    .where(aliases.c.feed_id == bindparam("feed"), aliases.c.name.in_(bindparam("wanted", expanding=True)))
)
_WITH_TEXT = (
    select(
        *(reports.c.text_hash, reports.c.id.label("report_id"), reports.c.key, reports.c.url, revisions.c.title),
        *(reports.c.published, reports.c.day, reports.c.day_from, revisions.c.text_from, reports.c.updated),
    )
    .join(revisions, CURRENT)
    .where(reports.c.feed_id == bindparam("feed"), reports.c.text_hash.in_(bindparam("wanted", expanding=True)))
    .order_by(reports.c.id)
)
_WRITE = text(
    "INSERT INTO aliases (feed_id, name, guid, report_id) VALUES (:feed_id, :name, :guid, :report_id)"
    " ON CONFLICT (feed_id, name) DO UPDATE SET guid = excluded.guid, report_id = excluded.report_id"
)


def found(archive: Archive, feed_id: str, names: Iterable[str]) -> dict[str, Alias]:
    """Those of these names under which reports of a feed are known, each with its report."""
    wanted = list(dict.fromkeys(names))
    known: dict[str, Alias] = {}
    with archive.reading() as connection:
        for start in range(0, len(wanted), MAX_KEYS):
            given = {"feed": feed_id, "wanted": wanted[start : start + MAX_KEYS]}
            known |= {row.name: Alias(**row._mapping) for row in connection.execute(_FOUND, given)}
    return known


def with_text(archive: Archive, feed_id: str, hashes: Iterable[str]) -> list[tuple[str, Alias]]:
    """The reports of a feed whose newest text, title included, is one of these, each with its hash; without a name."""
    wanted = list(dict.fromkeys(hashes))
    found: list[tuple[str, Alias]] = []
    with archive.reading() as connection:
        for start in range(0, len(wanted), MAX_KEYS):
            given = {"feed": feed_id, "wanted": wanted[start : start + MAX_KEYS]}
            for row in connection.execute(_WITH_TEXT, given):
                fields = {name: value for name, value in row._mapping.items() if name != "text_hash"}
                found.append((row.text_hash, Alias(name="", guid="", **fields)))
    return found


def learn(archive: Archive, feed_id: str, seen: Sequence[tuple[Names, Alias]], known: dict[str, Alias]) -> None:
    """Keep what recognised entries are called now; ``known`` is what was found of their names.

    A report has one guid, the newest, so that a feed that makes its guids anew fills nothing up. A link that is
    another report's stays so.
    """
    rows: list[Row] = []
    outdated: list[str] = []
    for names, alias in seen:
        for _, name, guid, report_id in of_report(feed_id, alias.key, alias.report_id, names):
            held = known.get(name)
            moved = held is None or (held.report_id != report_id and name == guid)
            learnt = held is not None and held.report_id == report_id and guid not in ("", held.guid)
            if moved or learnt:
                rows.append((feed_id, name, guid, report_id))
        if names.guid_tells and alias.guid not in ("", names.guid):
            outdated.append(alias.guid)
    if not rows:
        return
    with archive.writing(counted=False) as connection:
        if outdated:
            named = aliases.c.name.in_(bindparam("names", expanding=True))
            for start in range(0, len(outdated), MAX_KEYS):
                part = {"names": outdated[start : start + MAX_KEYS]}
                connection.execute(delete(aliases).where(aliases.c.feed_id == feed_id, named), part)
        write(connection, rows)


def write(connection: Connection, rows: Iterable[Row]) -> None:
    """Make names those of their reports, whosever they were."""
    given = [dict(zip(("feed_id", "name", "guid", "report_id"), row, strict=True)) for row in rows]
    if given:
        connection.execute(_WRITE, given)


def of_report(feed_id: str, key: str, report_id: int, names: Names) -> Iterator[Row]:
    """The names that are an entry's own, as rows; its key, if it has no better."""
    guid = names.guid if names.guid_tells else ""
    own = [name for name, tells in ((guid, bool(guid)), (names.link, names.link_tells)) if tells]
    for name in own or [names.told or key]:
        yield feed_id, name, guid, report_id
