"""Importing: reports from a file, a row at a time, each stored as if a feed had brought it."""

import csv
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from tracker.archive import scores, writing
from tracker.archive.opening import Archive
from tracker.documents import Feed, Report, ReportDraft, Revision
from tracker.errors import QueryError
from tracker.feeds import dates
from tracker.feeds.identity import LONGEST
from tracker.settings.feeds_file import slug
from tracker.words.languages import code_of
from tracker.words.scorer import Scorer
from tracker.words.text import HAN_CHARACTERS, PARAGRAPH, mostly_han, normalise

BATCH = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?|\n")
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)  # the line by which Excel is told
# How each field may be headed, folded; the first is how we write it.
_HEADINGS = {
    "date": "date 日期 发布日期 发布时间 发表日期 时间",
    "title": "title 标题 题目",
    "text": "text 正文 内容 全文 文本",
    "url": "url 网址 链接",
    "lang": "lang language 语言 语种",
    "source": "source 来源",
    "id": "id 编号",
}
_FIELD = {heading: field for field, headings in _HEADINGS.items() for heading in headings.split()}
_NEEDED = ("date", "title", "text")
_EXCEL = re.compile(r"(\d{5})(?:\.\d+)?")  # days since 1899-12-30, and the time of the day
_WHOLE = re.compile(r"(\d{8,})\.0+")
_COUNT = r"[一二三四五六七八九十百\d]+"
_NUMBERED = rf"(?:{_COUNT}、|[（(]{_COUNT}[）)]|第{_COUNT}[章节節条條编編部篇])"
# A line that goes on in the next: that is not indented, begins no section, and this is not the heading of one.
_WRAPPED = re.compile(
    f"(?<=[{HAN_CHARACTERS}，、])[ \\t\u3000]*\\r?\\n(?!{_NUMBERED})(?=[{HAN_CHARACTERS}，。、；：！？）》」』”])"
)
_HEADING = re.compile(rf"\s*{_NUMBERED}[^，。；：！？]{{1,25}}")
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
    readers = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows, ".tsv": _csv_rows}
    readers |= {".parquet": _parquet_rows}
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
                meant = {_field(key): value for key, value in row.items() if key not in _HEADINGS}
                yield f"{path}:{number}", meant | {key: row[key] for key in _HEADINGS if key in row}
            else:
                bad.append(f"{path}:{number}: is not an object with fields; skipped")


def _csv_rows(path: Path, bad: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        delimiters, before = _DELIMITERS, 0
        for first in lines:
            said = _SEPARATOR.fullmatch(first)
            if not said and first.strip():
                break
            delimiters += said[1] if said else ""
            before += 1
        else:
            return
        first = first.lstrip("\ufeff")
        delimiter = max(delimiters, key=lambda each: _understood(first, each))
        reader = csv.reader(chain([first], lines), delimiter=delimiter)
        fields = _fields(path, next(reader))
        for cells in reader:
            if not any(map(str.strip, cells)):
                continue
            where = f"{path}:{before + reader.line_num - sum(len(_LINE_END.findall(cell)) for cell in cells)}"
            if any(cells[len(fields) :]):
                bad.append(f"{where}: has more cells than the header; skipped")
            else:
                yield where, dict(zip(fields, cells, strict=False))


def _understood(line: str, delimiter: str) -> tuple[int, int]:
    """How many headings of a line are understood, and how many it has, if this is the delimiter."""
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return sum(_field(cell) != "" for cell in cells), len(cells)


def _parquet_rows(path: Path, bad: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    del bad  # of a Parquet file each row can be read
    table, number = parquet.ParquetFile(path), 0
    fields = _fields(path, table.schema_arrow.names)
    for batch in table.iter_batches(BATCH):
        for row in batch.to_pylist():
            number += 1
            yield f"{path}: row {number}", dict(zip(fields, row.values(), strict=True))


def _field(heading: str) -> str:
    """The field that a heading means, in whatever case or script it is written; empty if it means none."""
    return _FIELD.get(normalise(heading.strip('" ')), "")


def _fields(path: Path, headings: list[str]) -> list[str]:
    """The field of each column; QueryError for a table that lacks one it needs, or has one twice.

    Without this each row would be found wanting, in a sentence of its own.
    """
    fields = [_field(heading) for heading in headings]
    found = ", ".join(repr(heading[:40]) for heading in headings[:12]) + ", …" * (len(headings) > 12)
    if missing := [field for field in _NEEDED if field not in fields]:
        others = ", ".join(field for field in _HEADINGS if field not in _NEEDED)
        wanted = f"it should be date,title,text (日期,标题,正文) and may have {others}"
        raise QueryError(str(path), f"its header has no {' and no '.join(missing)}: it is {found}; {wanted}")
    twice = [heading for heading, field in zip(headings, fields, strict=True) if field and fields.count(field) > 1]
    if twice:
        raise QueryError(str(path), f"its header has one field twice, {' and '.join(map(repr, twice))}; rename one")
    return fields


def _read(row: dict[str, Any], source: str, now: datetime) -> tuple[Report, Revision, str]:
    """A report, its key empty if the row has none, and its revision; ValueError says what is missing or wrong."""
    texts = {key: _text(row, key) for key in _HEADINGS}
    for key in ("date", "text"):
        if not texts[key]:
            raise ValueError(f"has no {key}")
    published, day = _date(row["date"], texts["date"])
    title = " ".join(texts["title"].split())
    body = paragraphs(texts["text"])
    name = texts["source"] or source.strip()
    language = code_of(texts["lang"]) if texts["lang"] else "zh" if mostly_han(body) else "en"
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
    if len(key.encode()) > LONGEST:
        key = _digest(key)
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
    if serial := _EXCEL.fullmatch(text):
        return None, date(1899, 12, 30) + timedelta(int(serial[1]))
    published, day = dates.when(_WHOLE.sub(r"\1", text), None)
    if day is None:
        raise ValueError(f"date {text!r} cannot be read; write 2016-04-19")
    return published, day


def paragraphs(text: str) -> str:
    """A text with a blank line between its paragraphs; where it has none, each line is a paragraph.

    Only of a text with blank lines are lines wrapped, and those wrapped within Chinese joined, where no blank belongs.
    """
    apart = PARAGRAPH.search(text.strip())
    parts = map(_unwrapped, PARAGRAPH.split(text)) if apart else text.splitlines()
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _unwrapped(paragraph: str) -> str:
    def joined(end: re.Match[str]) -> str:
        line = paragraph[paragraph.rfind("\n", 0, end.start()) + 1 : end.start()]
        return end[0] if _HEADING.fullmatch(line) else ""

    return _WRAPPED.sub(joined, paragraph)
