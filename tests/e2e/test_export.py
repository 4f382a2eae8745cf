"""export, the speakers of kwic and older versions of the lexicon, from a shell."""

import json
import subprocess
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.e2e.test_cli import LEXICON, ROWS, Tracker, filled, imported

__all__ = ["filled", "imported"]


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    return Tracker(tmp_path)


def written(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_export_has_all_that_series_and_kwic_print(filled: Tracker) -> None:
    said = written(filled("export", "--out", "shared"))
    assert "wrote shared: 12 reports, 54 mentions," in said
    out = filled.folder / "shared"
    reports = {row["id"]: row for row in pq.read_table(out / "reports.parquet").to_pylist()}
    mentions = pq.read_table(out / "mentions.parquet").to_pylist()
    assert {reports[row["report"]]["text"][row["start"] : row["end"]] for row in mentions} == {
        "cyber-power", "core technologies"
    }  # fmt: skip
    kwic = filled.rows("kwic", "core")
    assert [(int(row["report"]), int(row["start"])) for row in kwic] == [
        (row["report"], row["start"])
        for row in sorted(mentions, key=lambda row: (-row["report"], row["start"]))
        if row["concept"] == "core"
    ]
    series = pq.read_table(out / "series.parquet").to_pylist()
    printed = filled.rows("series", "core", "--by", "month", "--measure", "mentions")
    mine = [row for row in series if (row["term"], row["measure"]) == ("core", "mentions")]
    assert [(row["period"], row["mentions"], row["state"]) for row in printed] == [
        (str(row["period"]), str(row["mentions"]), row["state"]) for row in mine
    ]
    about = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert about["lexicon"] in filled("lexicon", "check").stdout
    assert (out / "lexicon.yaml").read_text(encoding="utf-8") == LEXICON
    assert (out / "feeds.yaml").read_text(encoding="utf-8").startswith("# mine")
    written(filled("export", "--out", "shared"))


def test_an_export_counts_anew_what_a_changed_lexicon_makes_stale(filled: Tracker) -> None:
    path = filled.folder / "lexicon.yaml"
    path.write_text(LEXICON.replace("[cyber power]", "[cyber power, stressed]"), encoding="utf-8")
    assert "96 mentions" in written(filled("export"))
    assert {row["variant"] for row in pq.read_table(filled.folder / "export" / "mentions.parquet").to_pylist()} == {
        "cyber power", "stressed", "core technolog*"
    }  # fmt: skip


def test_no_secret_of_an_address_leaves_and_nothing_of_anybody_elses_is_replaced(filled: Tracker) -> None:
    secret = "feeds:\n  - {name: One, url: 'https://user:word@example.org/f?key=hidden'}  # mine\n"
    (filled.folder / "feeds.yaml").write_text(secret, encoding="utf-8")
    written(filled("export"))
    for each in (filled.folder / "export").iterdir():
        assert not any(word in each.read_bytes() for word in (b"word@", b"hidden")), each
    assert "example.org" in (filled.folder / "export" / "feeds.yaml").read_text(encoding="utf-8")
    (filled.folder / "feeds.yaml").write_text(secret + "  - {name: Two}\n", encoding="utf-8")
    done = filled("export", "--out", "again")
    assert (done.returncode, (filled.folder / "again" / "feeds.yaml").exists()) == (1, False)
    assert "feeds.yaml is left out" in done.stderr
    done = filled("export", "--out", "data")
    assert done.returncode == 2
    assert "data: is there already and is no earlier export" in done.stderr


def test_an_older_version_of_the_lexicon_counts_what_it_counted(filled: Tracker) -> None:
    question = ("cyber-power", "core / cyber-power", "--by", "quarter", "--measure", "mentions")
    before = filled.rows("series", *question)
    path = filled.folder / "lexicon.yaml"
    path.write_text(LEXICON.replace("[cyber power]", "[stressed]"), encoding="utf-8")
    assert filled("import", "rows.jsonl").returncode == 0  # counts anew
    assert filled.rows("series", *question) != before
    newest, first = filled.rows("lexicon", "versions")
    assert (newest["reports"], newest["changed"], first["reports"]) == ("12", "Cyber power", "0")
    assert filled.rows("series", *question, "--lexicon-version", first["version"]) == before
    drawn = filled("chart", "cyber-power", "--by", "year", "--out", "c.html", "--lexicon-version", first["version"])
    assert drawn.returncode == 0
    assert first["version"] in (filled.folder / "c.html").read_text(encoding="utf-8")
    done = filled("series", "core", "--lexicon-version", "00000000")
    assert done.returncode == 2
    assert "is not kept here; known are" in done.stderr


def test_kwic_has_the_cue_and_speaker_of_each_line(filled: Tracker) -> None:
    path = filled.folder / "lexicon.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "cues: {en: [{verb: stressed, rank: 2}]}\n", encoding="utf-8")
    filled("lexicon", "rescore")
    named = ROWS[0] | {"title": "Named", "text": "Li Ming stressed core technology. Then he went home."}
    (filled.folder / "rows.jsonl").write_text(json.dumps(named) + "\n", encoding="utf-8")
    assert "1 new" in filled("import", "rows.jsonl").stdout
    rows = filled.rows("kwic", "core + cyber-power")
    assert {(row["match"], row["cue"], row["speaker"]) for row in rows} == {
        ("core technologies", "stressed", ""), ("cyber-power", "", ""), ("core technology", "stressed", "Li Ming"),
    }  # fmt: skip
