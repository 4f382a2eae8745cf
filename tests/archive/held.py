"""What an archive's database holds, read past our own code, and a recount of its rollups from scratch."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

from db import engine as database
from db.sums import MENTIONED
from tracker.archive.opening import Archive

COUNTS = ("reports", "revisions", "mentions", "rollups", "totals", "period_rollups", "period_totals")
Rows = list[tuple[object, ...]]
# What is stored, with the names of reports in the place of their numbers, and without moments.
_REPORT = (
    "r.feed_id, r.key, r.url, r.language, r.published, r.day, r.day_from, r.revision, r.text_hash, r.words,"
    " r.words_title, r.words_lead, r.lexicon, r.full_text_said, r.serial"
)
_OF = "join reports r on r.id = report_id"
_CONCEPT = "join concepts c on c.id = {}.concept_id"
_SUMS = ", ".join(f"s.{name}" for name in MENTIONED)
TABLES = {
    "feeds": "select id, name, url, language, timezone, body, paused, reason, configured, reports, last_day from feeds",
    "reports": f"select {_REPORT}, o.feed_id, o.key, w.key from reports r left join reports o on o.id = r.reprint_of"
    " left join reports w on w.id = r.full_text",
    "revisions": "select r.feed_id, r.key, v.number, v.title, v.body, v.normal_title, v.normal_body, v.text_from,"
    f" v.note from revisions v {_OF}",
    "mentions": f'select r.feed_id, r.key, m.concept, m.place, m.start, m."end", m.variant, m.cue, m.rank, m.speaker,'
    f" m.weight from mentions m {_OF}",
    "aliases": f"select a.feed_id, a.name, a.guid, r.key from aliases a {_OF}",
    "minhash_bands": f"select m.band, r.feed_id, r.key from minhash_bands m {_OF}",
    "wordings": f"select c.name, w.variant from wordings w {_CONCEPT.format('w')}",
    "rollups": f"select c.name, day, feed_id, language, {_SUMS} from rollups s {_CONCEPT.format('s')}",
    "period_rollups": f"select c.name, kind, period, language, {_SUMS} from period_rollups s {_CONCEPT.format('s')}",
    "carriers": "select place, cue, rank, speaker, weight from carriers",
    "lexicons": "select version, concepts, rules from lexicons",
} | {table: f"select * from {table}" for table in ("totals", "period_totals", "gaps")}


def file_of(archive: Archive) -> Path:
    assert archive.engine.dialect.name == "sqlite"
    return Path(archive.engine.url.database or "")


def address_of(archive: Archive) -> str:
    return archive.engine.url.render_as_string(hide_password=False)


def ask(archive: Archive, query: str) -> Rows:
    """The rows as SQLite has them, of whichever database."""
    if archive.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(file_of(archive))) as rows:
            return rows.execute(query).fetchall()
    with psycopg.connect(plain(address_of(archive))) as connection:
        found = connection.execute(query.encode()).fetchall()
        return [tuple(map(_as_in_sqlite, row)) for row in found]


def change(address: str, *statements: str) -> None:
    """Do what no code of ours does."""
    engine = database.create(address)
    with database.writer(engine).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def plain(address: str) -> str:
    """An address without a driver, as PostgreSQL's own programs know it."""
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)


def _as_in_sqlite(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool | Decimal) else value


def held(archive: Archive, *tables: str) -> dict[str, Rows]:
    """Every row of these tables (by default all that is counted), in one order."""
    return {table: sorted(ask(archive, f"select * from {table}"), key=repr) for table in tables or COUNTS}


def contents(archive: Archive) -> dict[str, Rows]:
    """Every row of all that is stored, in one order, the same in each database that was given the same."""
    return {table: sorted(ask(archive, query), key=repr) for table, query in TABLES.items()}


def holdings(archive: Archive) -> Rows:
    """How many reports each feed has and the newest day of one, as they are kept."""
    return ask(archive, "select id, reports, last_day from feeds order by id")


def counted_holdings(archive: Archive) -> Rows:
    """The same, counted."""
    query = "select id, (select count(*) from reports where feed_id = feeds.id), "
    query += "(select max(day) from reports where feed_id = feeds.id) from feeds order by id"
    return ask(archive, query)


def rolled(archive: Archive) -> tuple[Rows, ...]:
    """The rollups and totals as they are kept, and what they are over all sources by week and month."""
    numbers, named = (
        "mentions, reports_with, sum_mentions_sq, sum_words_mentions, weight, sum_weight_sq, sum_words_weight",
        "join concepts on id = concept_id",
    )
    tables = {
        "rollups": f"name, day, feed_id, language, {numbers} from rollups {named}",
        "totals": "day, feed_id, language, reports, words, sum_words_sq from totals",
        "period_rollups": f"name, kind, period, language, {numbers} from period_rollups {named}",
        "period_totals": "kind, period, language, reports, words, sum_words_sq from period_totals",
    }
    return tuple(sorted(ask(archive, f"select {columns}"), key=repr) for columns in tables.values())


def recounted(archive: Archive) -> tuple[Rows, ...]:
    """The same as they should be: one report after the other, mention by mention."""
    said: dict[object, dict[object, list[Any]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for report_id, concept, weight in ask(archive, "select report_id, concept, weight from mentions"):
        assert isinstance(weight, float)
        _add(said[report_id][concept], 1, round(weight * 1000))
    rollups, period_rollups = _sums(7), _sums(7)
    totals, period_totals = _sums(3), _sums(3)
    columns = "id, day, feed_id, language, words"
    for report_id, *cell, words in ask(archive, f"select {columns} from reports where reprint_of is null"):
        day, _, language = map(str, cell)
        assert isinstance(words, int)
        periods = [(kind, first, language) for kind, first in _periods(date.fromisoformat(day))]
        for sums, keys in ((totals, [tuple(cell)]), (period_totals, periods)):
            for key in keys:
                _add(sums[key], 1, words, words * words)
        for concept, (number, weight) in said[report_id].items():
            counts = (number, 1, number * number, number * words, weight, weight * weight, weight * words)
            _add(rollups[concept, *cell], *counts)
            for period in periods:
                _add(period_rollups[concept, *period], *counts)
    return tuple(_rows(sums) for sums in (rollups, totals, period_rollups, period_totals))


def _periods(day: date) -> list[tuple[str, str]]:
    return [("week", str(date.fromisocalendar(*day.isocalendar()[:2], 1))), ("month", str(day.replace(day=1)))]


def _sums(number: int) -> dict[tuple[object, ...], list[Any]]:
    return defaultdict(lambda: [0] * number)


def _add(sums: list[Any], *more: Any) -> None:
    sums[:] = [held + each for held, each in zip(sums, more, strict=True)]


def _rows(sums: dict[tuple[object, ...], list[Any]]) -> Rows:
    return sorted(((*cell, *numbers) for cell, numbers in sums.items()), key=repr)
