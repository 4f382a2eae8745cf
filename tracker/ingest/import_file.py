"""Importing: reports from a file, a row at a time, each stored as if a feed had brought it."""

import csv
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from tracker.archive import scores, writing
from tracker.archive.opening import Archive
from tracker.documents import Feed, Report, ReportDraft, Revision
from tracker.errors import QueryError
from tracker.feeds import dates
from tracker.settings.feeds_file import slug
from tracker.words.scorer import Scorer
from tracker.words.text import PARAGRAPH, mostly_han

BATCH = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?|\n")
# The rows of one file by source and key, each with its text and where it stands.
_Seen = dict[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import ended: rows read, reports new and revised, and one sentence for each bad row."""

    rows: int
    new: int
    revised: int
    bad: tuple[str, ...]


def import_file(
    path: Path, source: str | None, archive: Archive, scorer: Scorer, now: datetime, progress: Callable[[int], None]
) -> Imported:
    """Import JSONL, CSV or Parquet with date, title, text and optional url, lang, source, id.

    Rows without a source take ``source``, by default the file's name. Bad rows are named and skipped; the
    same file twice adds nothing. QueryError if the file cannot be read at all; then nothing of it is stored.
    """
    scores.register(archive, scorer.lexicon, now)
    bad: list[str] = []
    sources: set[str] = set()
    seen: _Seen = {}
    new = revised = count = 0
    rows = _rows(path, bad)
    while batch := list(islice(rows, BATCH)):
        collected = []
        for where, row in batch:
            count += 1
            try:
                report, revision, name = _read(row, source or path.stem, now)
                report = _keyed(report, revision, where, seen)
            except ValueError as error:
                bad.append(f"{where}: {error}; skipped")
                continue
            if report.feed_id not in sources:
                writing.add_source(archive, Feed(report.feed_id, name, language=report.language))
                sources.add(report.feed_id)
            collected.append(ReportDraft(report, revision, scorer.score(revision, report.language, report.feed_id)))
        outcomes = writing.store(archive, collected)
        new += outcomes.count("new")
        revised += outcomes.count("revised")
        progress(count)
    return Imported(count, new, revised, tuple(bad))


def _rows(path: Path, bad: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row with where it stands."""
    readers = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows, ".parquet": _parquet_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise QueryError(str(path), f"is none of {', '.join(readers)}")
    try:
        if reader is not _parquet_rows:
            _check_characters(path)
        yield from reader(path, bad)
    except UnicodeDecodeError as error:
        raise QueryError(str(path), f"cannot be read: it is not UTF-8 ({error.reason}); save it as UTF-8") from error
    except (OSError, csv.Error, ValueError) as error:
        raise QueryError(str(path), f"cannot be read: {error}") from error


def _check_characters(path: Path) -> None:
    """Read all characters once, so that a broken one is known before the first row is stored."""
    with path.open(encoding="utf-8-sig") as text:
        while text.read(1 << 20):
            pass


def _json_rows(path: Path, bad: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as error:
                bad.append(f"{path}:{number}: is not JSON: {getattr(error, 'msg', error)}; skipped")
                continue
            if isinstance(row, dict):
                yield f"{path}:{number}", row
            else:
                bad.append(f"{path}:{number}: is not an object with fields; skipped")


def _csv_rows(path: Path, bad: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            within = sum(len(_LINE_END.findall(cell)) for cell in row.values() if isinstance(cell, str))
            where = f"{path}:{reader.line_num - within}"
            if None in row:
                bad.append(f"{where}: has more cells than the header; skipped")
            else:
                yield where, row


def _parquet_rows(path: Path, _bad: list[str]) -> Iterable[tuple[str, dict[str, Any]]]:
    number = 0
    for batch in parquet.ParquetFile(path).iter_batches(BATCH):
        for row in batch.to_pylist():
            number += 1
            yield f"{path}: row {number}", row


def _read(row: dict[str, Any], source: str, now: datetime) -> tuple[Report, Revision, str]:
    """A report, its key empty if the row has none, and its revision; ValueError says what is missing or wrong."""
    fields = ("date", "title", "text", "source", "url", "lang", "language", "id")
    texts = {key: _text(row, key) for key in fields}
    for key in ("date", "text"):
        if not texts[key]:
            raise ValueError(f"has no {key}")
    published, day = _date(row["date"], texts["date"])
    title = " ".join(texts["title"].split())
    body = paragraphs(texts["text"])
    name = texts["source"] or source.strip()
    language = texts["lang"] or texts["language"] or ("zh" if mostly_han(body) else "en")
    key = texts["id"] or texts["url"]
    report = Report(slug(name), key, texts["url"], language, published, day, "feed", now)
    return report, Revision(title, body, "import", now), name


def _text(row: dict[str, Any], key: str) -> str:
    """A field as text that can be stored, empty where it is missing; ValueError for a list or an object."""
    value = row.get(key)
    if value is None or value != value:  # NaN
        return ""
    if isinstance(value, list | dict | bytes):
        raise ValueError(f"{key} must be text, not {str(value)[:40]}")
    whole = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half pairs cannot be stored
    return _CONTROLS.sub(" ", whole).strip()


def _keyed(report: Report, revision: Revision, where: str, seen: _Seen) -> Report:
    """The report under its key: id or address, else day and title, and text where two of a file share these.

    ValueError if an earlier row has the same id or address, but another text: which of them is meant?
    """
    key = report.key or _digest(report.day, revision.title)
    text = _digest(revision.title, revision.body)
    known, first = seen.setdefault((report.feed_id, key), (text, where))
    if known != text and report.key:
        raise ValueError(f"has the id or url of {first}, but another text")
    return replace(report, key=key if known == text else _digest(report.day, revision.title, revision.body))


def _digest(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def _date(value: Any, text: str) -> tuple[datetime | None, date]:
    if isinstance(value, datetime):
        return None, value.date()
    if isinstance(value, date):
        return None, value
    published, day = dates.when(text, None)
    if day is None:
        raise ValueError(f"date {text!r} cannot be read; write 2016-04-19")
    return published, day


def paragraphs(text: str) -> str:
    """A text with a blank line between its paragraphs; where it has none, each line is a paragraph."""
    parts = PARAGRAPH.split(text) if PARAGRAPH.search(text.strip()) else text.splitlines()
    return "\n\n".join(part.strip() for part in parts if part.strip())
