"""What an archive's file holds, read past our own code, and a recount of its rollups from scratch."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from tracker.archive.opening import Archive

COUNTS = ("reports", "revisions", "mentions", "rollups", "totals")
Rows = list[tuple[object, ...]]


def file_of(archive: Archive) -> Path:
    return Path(archive.engine.url.database or "")


def ask(archive: Archive, query: str) -> Rows:
    with closing(sqlite3.connect(file_of(archive))) as rows:
        return rows.execute(query).fetchall()


def held(archive: Archive, *tables: str) -> dict[str, Rows]:
    """Every row of these tables (by default all that is counted), in one order."""
    return {table: sorted(ask(archive, f"select * from {table}"), key=repr) for table in tables or COUNTS}


def rolled(archive: Archive) -> tuple[Rows, Rows]:
    """The rollups and totals as they are kept."""
    return tuple(held(archive, "rollups", "totals").values())  # type: ignore[return-value]


def recounted(archive: Archive) -> tuple[Rows, Rows]:
    """The rollups and totals as they should be: one report after the other, mention by mention."""
    said: dict[object, dict[object, int]] = defaultdict(lambda: defaultdict(int))
    for report_id, concept in ask(archive, "select report_id, concept from mentions"):
        said[report_id][concept] += 1
    rollups: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    totals: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    columns = "id, day, feed_id, language, words"
    for report_id, *cell, words in ask(archive, f"select {columns} from reports where reprint_of is null"):
        assert isinstance(words, int)
        _add(totals[tuple(cell)], 1, words, words * words)
        for concept, number in said[report_id].items():
            _add(rollups[concept, *cell], number, 1, number * number, number * words)
    return _rows(rollups), _rows(totals)


def _add(sums: list[int], *more: int) -> None:
    sums[:] = [held + each for held, each in zip(sums, more, strict=True)]


def _rows(sums: dict[tuple[object, ...], list[int]]) -> Rows:
    return sorted(((*cell, *numbers) for cell, numbers in sums.items()), key=repr)
