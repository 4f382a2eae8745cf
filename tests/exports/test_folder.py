"""A folder of tables: whole or not at all, and nothing of anybody else's is ever lost."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tracker.errors import ExportError
from tracker.exports import folder as folders
from tracker.exports.folder import Column, folder

COLUMNS = (
    Column("n", "integer", "A number."), Column("said", "string", "Words."), Column("day", "date", "A day."),
    Column("at", "datetime", "A moment."), Column("x", "number", "A value."), Column("so", "boolean", "Whether."),
)  # fmt: skip
ROW = {
    "n": 1,
    "said": "网络强国\n",
    "day": date(1790, 1, 8),
    "at": datetime(2026, 1, 1, tzinfo=UTC),
    "x": 0.5,
    "so": True,
}


def made(out: Path, number: int = 3) -> None:
    with folder(out) as making:
        making.about = {"lexicon": "12345678"}
        table = making.table("things", "All things.", COLUMNS)
        for n in range(number):
            table.add([ROW | {"n": n}, dict.fromkeys(ROW)])
        making.table("none", "Nothing.", COLUMNS)
        making.text("notes.yaml", "a: 1\n")


def test_what_is_added_is_read_back_and_the_dictionary_says_what_it_means(tmp_path: Path) -> None:
    made(tmp_path / "deep" / "out")
    out = tmp_path / "deep" / "out"
    assert sorted(each.name for each in out.iterdir()) == [
        "datapackage.json", "none.parquet", "notes.yaml", "things.parquet"
    ]  # fmt: skip
    rows = pq.read_table(out / "things.parquet").to_pylist()
    assert rows[::2] == [ROW | {"n": n} for n in range(3)]
    assert rows[1] == dict.fromkeys(ROW)
    assert pq.read_table(out / "none.parquet").num_rows == 0
    said = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    things = next(each for each in said["resources"] if each["name"] == "things")
    assert (said["lexicon"], things["rows"], things["schema"]["fields"][0]["description"]) == (
        "12345678",
        6,
        "A number.",
    )


def test_few_rows_are_held_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "CHARACTERS", 20)
    made(tmp_path / "out", 20)
    assert pq.ParquetFile(tmp_path / "out" / "things.parquet").num_row_groups == 5


def test_an_earlier_export_and_an_empty_folder_give_way(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made(out)
    made(out, 1)
    assert pq.read_table(out / "things.parquet").num_rows == 2
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("case", ["a file", "a folder", "an export with a file of mine in it", "a link", "a twin"])
def test_what_is_no_earlier_export_is_refused_and_left_alone(tmp_path: Path, case: str) -> None:
    out, mine = tmp_path / "out", tmp_path / "mine"
    if case == "a file":
        out.write_text("mine")
    elif case == "a folder":
        out.mkdir()
        (out / "thesis.doc").write_text("mine")
    elif case == "an export with a file of mine in it":
        made(out)
        (out / "thesis.doc").write_text("mine")
    elif case == "a link":
        mine.mkdir()
        out.symlink_to(mine)
    else:
        out.mkdir()
        (out / "datapackage.json").write_text('{"created_by": "another"}')
    before = sorted(each.name for each in tmp_path.rglob("*"))
    with pytest.raises(ExportError, match="no earlier export"):
        made(out)
    assert sorted(each.name for each in tmp_path.rglob("*")) == before


def test_an_export_that_fails_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    made(out)
    with pytest.raises(TypeError), folder(out) as making:
        making.table("things", "All things.", COLUMNS).add([ROW | {"said": 1.5}] * folders.ROWS)
    assert pq.read_table(out / "things.parquet").num_rows == 6
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be made: "):
        made(tmp_path / "file" / "out")
