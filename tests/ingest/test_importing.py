"""Importing: three formats, bad rows by their line, nothing twice, and characters however they were saved."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.archive.held import ask, held, recounted, rolled
from tests.conftest import LEXICON, NOW
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.ingest.import_file import BATCH, Imported, import_file, paragraphs
from tracker.words.scorer import Scorer

EVER = Selection(date(2030, 1, 1))
ROWS = [
    {"date": "2016-04-19", "title": "Work  conference", "text": "核心技术是命脉。\n\n改革开放。", "lang": "zh",
     "source": "Xinhua", "url": "https://example.org/1", "id": "x1"},
    {"date": "2016-04-20", "title": "Readout", "text": "Core technology, he said.\nOpening up, he said.",
     "source": "Readouts", "lang": "", "url": "", "id": ""},
    {"date": "2016-04-21", "title": "", "text": "“Key technology” — Übersicht.", "source": "", "lang": "", "url": "",
     "id": ""},
]  # fmt: skip
Table = list[dict[str, Any]]


def jsonl(rows: Table) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def csv_text(rows: Table) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def written(folder: Path, name: str, rows: Table) -> Path:
    path = folder / name
    if path.suffix == ".parquet":
        pd.DataFrame(rows).to_parquet(path)
    else:
        path.write_text((csv_text if path.suffix.lower() == ".csv" else jsonl)(rows), encoding="utf-8")
    return path


def imported(archive: Archive, path: Path, source: str | None = None) -> Imported:
    return import_file(path, source, archive, Scorer(LEXICON), NOW, lambda rows: None)


FORMATS = ("rows.jsonl", "rows.ndjson", "rows.csv", "rows.parquet", "ROWS.CSV")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_brings_the_same_reports(archive: Archive, tmp_path: Path, name: str) -> None:
    assert imported(archive, written(tmp_path, name, ROWS)) == Imported(3, 3, 0, ())
    third, second, first = reading.listed(archive, EVER)
    assert (first.key, first.feed_id, first.language, first.url) == ("x1", "xinhua", "zh", "https://example.org/1")
    assert (first.title, first.day, first.day_from) == ("Work conference", date(2016, 4, 19), "feed")
    assert (second.feed_id, second.language, second.day) == ("readouts", "en", date(2016, 4, 20))
    assert (third.feed_id, third.title) == ("rows", "")
    stored = reading.texts(archive, [first.id, second.id, third.id])
    assert [stored[each.id].body for each in (first, second, third)] == [
        "核心技术是命脉。\n\n改革开放。",
        "Core technology, he said.\n\nOpening up, he said.",
        "“Key technology” — Übersicht.",
    ]
    assert ask(archive, "select concept, count(*) from mentions group by 1") == [
        ("core", 3), ("opening", 1), ("reform", 1),
    ]  # fmt: skip
    assert reading.names(archive) == {"xinhua": "Xinhua", "readouts": "Readouts", "rows": "rows"} | (
        {"rows": "ROWS"} if name.isupper() else {}
    )


@pytest.mark.parametrize("name", FORMATS[:4])
def test_the_same_file_twice_adds_nothing(archive: Archive, tmp_path: Path, name: str) -> None:
    rows = ROWS + [{**ROWS[1], "text": f"Statement {number}, untitled.", "title": ""} for number in range(3)]
    rows += [{**ROWS[1], "title": "Notice", "text": f"Core technology {number}."} for number in range(BATCH)]
    path = written(tmp_path, name, rows)
    assert imported(archive, path) == Imported(6 + BATCH, 6 + BATCH, 0, ())
    before = held(archive)
    assert imported(archive, path) == Imported(6 + BATCH, 0, 0, ())
    assert held(archive) == before
    assert rolled(archive) == recounted(archive)


def test_a_text_that_was_corrected_is_a_revision(archive: Archive, tmp_path: Path) -> None:
    imported(archive, written(tmp_path, "rows.jsonl", ROWS[:2]))
    corrected = [row | {"text": f"{row['text']} Opening up!"} for row in ROWS[:2]]
    assert imported(archive, written(tmp_path, "rows.jsonl", corrected)) == Imported(2, 0, 2, ())


def test_one_id_with_two_texts_is_named_and_the_first_is_kept(archive: Archive, tmp_path: Path) -> None:
    rows = [ROWS[0], ROWS[0], ROWS[0] | {"text": "Another."}]
    path = written(tmp_path, "rows.jsonl", rows)
    for new in (1, 0):
        done = imported(archive, path)
        assert (done.new, done.revised) == (new, 0)
        (said,) = done.bad
        assert said.startswith(f"{path}:3: has the id or url of {path}:1")
    assert ask(archive, "select body from revisions") == [("核心技术是命脉。\n\n改革开放。",)]


GOOD = '{"date": "2016-04-19", "title": "T", "text": "Core technology."}'
BAD_LINES = [
    ("{not json", "is not JSON"),
    ('["a", "list"]', "is not an object with fields"),
    ("7", "is not an object with fields"),
    ("{}", "has no date"),
    ('{"date": "2016-04-19"}', "has no text"),
    ('{"date": "2016-04-19", "text": " \\n "}', "has no text"),
    ('{"date": "2016-04-19", "text": null}', "has no text"),
    ('{"date": "2016-04-19", "text": NaN}', "has no text"),
    ('{"date": "2016-04-19", "text": ["a", "b"]}', "text must be"),
    ('{"date": "2016-04-19", "text": {"a": "b"}}', "text must be"),
    ('{"date": "2016-04-19", "text": "T", "title": ["a"]}', "title must be"),
    ('{"date": "2016-02-31", "text": "T"}', "date '2016-02-31' cannot be read"),
    ('{"date": "soon", "text": "T"}', "date 'soon' cannot be read"),
    ('{"date": true, "text": "T"}', "date 'True' cannot be read"),
    ("[" * 100_000, "is not JSON"),
]


@pytest.mark.parametrize(("line", "said"), BAD_LINES, ids=[said + line[:40] for line, said in BAD_LINES])
def test_a_bad_row_is_named_with_its_line_and_costs_only_itself(
    archive: Archive, tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n{GOOD.replace('Core', 'Key')}\n", encoding="utf-8")
    done = imported(archive, path)
    assert (done.new, len(done.bad)) == (2, 1)
    assert done.bad[0].startswith(f"{path}:3: {said}")
    assert done.bad[0].endswith("; skipped")


def test_a_bad_row_of_a_table_is_named_by_where_it_begins(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('date,title,text\n2016-01-01,A,"two\nlines"\nnever,B,"on\nthree\nlines"\n2016-01-03,C,x,y\n')
    assert sorted(said.removeprefix(str(path)) for said in imported(archive, path).bad) == [
        ":4: date 'never' cannot be read; write 2016-04-19; skipped",
        ":7: has more cells than the header; skipped",
    ]
    table = written(tmp_path, "rows.parquet", [ROWS[0], ROWS[1] | {"date": None}])
    assert imported(archive, table).bad == (f"{table}: row 2: has no date; skipped",)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2016, 4, 19), date(2016, 4, 19)),
        (datetime(2016, 4, 19, 23, 30), date(2016, 4, 19)),
        (datetime(2016, 4, 19, 23, 30, tzinfo=UTC), date(2016, 4, 19)),
        (pd.Timestamp("2016-04-19 08:00", tz="Asia/Shanghai"), date(2016, 4, 19)),
        ("19 April 2016", date(2016, 4, 19)),
        ("2016年4月19日", date(2016, 4, 19)),
        ("20160419", date(2016, 4, 19)),
        ("2016-04-19T23:30:00+08:00", date(2016, 4, 19)),
    ],
)
def test_a_date_may_be_written_as_it_is(archive: Archive, tmp_path: Path, day: object, expected: date) -> None:
    assert imported(archive, written(tmp_path, "rows.parquet", [ROWS[0] | {"date": day}])).bad == ()
    assert [report.day for report in reading.listed(archive, EVER)] == [expected]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_characters_are_read_as_they_were_saved_or_the_file_is_refused(
    archive: Archive, tmp_path: Path, name: str, encoding: str
) -> None:
    path = tmp_path / name
    path.write_bytes((csv_text if name.endswith("csv") else jsonl)(ROWS).encode(encoding))
    if encoding.startswith("utf-8"):
        assert imported(archive, path).new == 3
        return
    with pytest.raises(QueryError, match="save it as UTF-8") as refused:
        imported(archive, path)
    assert str(refused.value).startswith(f"{path}: cannot be read: ")
    assert ask(archive, "select count(*) from reports") == [(0,)]


def test_line_ends_and_hidden_characters_are_taken_as_they_come(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    odd = {"date": "2016-04-19", "title": "A\u0000B", "text": "Core\u2028technology\u0000.\r\n\r\nhalf \ud83d a pair"}
    path.write_bytes(f"{json.dumps(odd)}\r\n{GOOD}\r\n".encode())
    assert imported(archive, path) == Imported(2, 2, 0, ())
    assert ask(archive, "select body from revisions where number = 1 and title like 'A%'") == [
        ("Core\u2028technology .\n\nhalf \ufffd a pair",)
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.csv", None, "cannot be read"),
        ("rows.txt", b"", "is none of .jsonl"),
        ("rows.parquet", b"PAR1 no parquet", "cannot be read"),
        ("rows.csv", b"date,title,text\n\xff\xfe", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_one_sentence(
    archive: Archive, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(QueryError, match=said) as refused:
        imported(archive, tmp_path / name)
    assert str(refused.value).startswith(str(tmp_path / name))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
def test_an_empty_file_brings_nothing(archive: Archive, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf")
    assert imported(archive, tmp_path / name) == Imported(0, 0, 0, ())


def test_a_source_may_be_named_for_rows_that_name_none(archive: Archive, tmp_path: Path) -> None:
    path = written(tmp_path, "rows.jsonl", ROWS)
    assert imported(archive, path, "My Archive, 2016").new == 3
    assert reading.names(archive)["my-archive-2016"] == "My Archive, 2016"


def test_progress_is_told_row_by_row(archive: Archive, tmp_path: Path) -> None:
    heard: list[int] = []
    path = written(tmp_path, "rows.jsonl", [ROWS[0] | {"id": f"{number}"} for number in range(BATCH + 5)])
    import_file(path, None, archive, Scorer(LEXICON), NOW, heard.append)
    assert heard == [BATCH, BATCH + 5]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "抑制通货\n膨胀，稳定\r\n预期，\n保持平稳。\n\n扩大核心\n技术",
            "抑制通货膨胀，稳定预期，保持平稳。\n\n扩大核心技术",
        ),
        ("抑制通货\n膨胀。", "抑制通货\n\n膨胀。"),
        ("扩大开放。\n稳定预期！\n\n改革：\n核心技术", "扩大开放。\n稳定预期！\n\n改革：\n核心技术"),
        (
            "一、总体要求\n稳定预期。\n（一）开放\n\n改革\n二、技术",
            "一、总体要求\n稳定预期。\n（一）开放\n\n改革\n二、技术",
        ),
        ("扩大开放\n　　稳定预期\n\n改革", "扩大开放\n　　稳定预期\n\n改革"),
        ("core\ntechnology 核心\nBank\n\n改革", "core\ntechnology 核心\nBank\n\n改革"),
    ],
    ids=["wrapped", "no blank lines", "lines that end sentences", "headings and sections", "indented", "other letters"],
)
def test_a_line_wrapped_within_chinese_is_joined_where_blank_lines_part_paragraphs(text: str, body: str) -> None:
    assert paragraphs(text) == body


@pytest.mark.parametrize("name", FORMATS)
def test_a_phrase_is_counted_across_the_lines_of_a_file(archive: Archive, tmp_path: Path, name: str) -> None:
    rows = [{"date": "2016-04-19", "title": "报告", "text": "突破核心\n技术。\n\n扩大开\n放。"}]
    imported(archive, written(tmp_path, name, rows))
    assert ask(archive, "select count(*) from mentions") == [(2,)]
