"""A session in a notebook: the archive is opened by its file and asked; what it says is what the program says."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest

import tracker
from tests.conftest import NOW, archive_at
from tests.patience import EVENTUALLY, ROOT
from tests.queries import corpus
from tracker.archive import reading, scores
from tracker.documents import Selection
from tracker.errors import ArchiveError, LexiconError, QueryError
from tracker.notebook import Notebook
from tracker.queries import comparison
from tracker.queries.concordance import kwic
from tracker.queries.trends import trends
from tracker.settings import lexicon_file

LEXICON = """themes:
  - id: t
    label: T
    concepts:
      - {id: core, label: Core, variants: {en: [core technolog*, key technology], zh: [核心技术]}}
      - {id: opening, label: Opening, variants: {en: [opening up], zh: [开放]}, not_within: [改革开放]}
      - {id: reform, label: Reform, variants: {zh: [改革开放]}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    archive = archive_at(folder / "tracker.db")
    scores.register(archive, lexicon_file.load(folder / "lexicon.yaml").lexicon, NOW)
    corpus.fill(archive)
    archive.close()
    return folder


@pytest.fixture
def door(folder: Path) -> Notebook:
    opened: Notebook = tracker.open_archive(folder / "tracker.db", folder / "lexicon.yaml")
    return opened


def test_a_session_gives_the_tables_that_the_program_shows(door: Notebook, folder: Path) -> None:
    archive = archive_at(folder / "tracker.db")
    lexicon = lexicon_file.load(folder / "lexicon.yaml").lexicon
    ever = Selection(date.today())
    series = door.series("core", "opening / core", measure="rate", by="year", minimum=1)
    pd.testing.assert_frame_equal(
        series, trends(archive, lexicon, ["core", "opening / core"], ever, measure="rate", by="year", minimum=1)
    )
    found = door.kwic("core", width=20)
    pd.testing.assert_frame_equal(found, kwic(archive, lexicon, "core", ever, width=20).reset_index(drop=True))
    year = door.kwic("core", first="2024-01-01", last=date(2024, 12, 31), source="a", language="zh")
    inside = (found["date"] >= date(2024, 1, 1)) & (found["date"] <= date(2024, 12, 31)) & (found["source"] == "a")
    assert 0 < len(year) < len(found)
    assert set(year["report"]) <= set(found[inside]["report"])
    assert list(door.reports()["id"]) == [each.id for each in reading.listed(archive, ever, limit=-1)]
    assert set(door.reports("改革开放")["id"]) >= set(door.kwic("reform")["report"]) > set()
    shifts = door.shifts(("2023-11-06", "2024-12-31"), ("2025-01-01", "2025-12-20"))
    assert list(shifts.columns)[:4] == ["term", "kind", "before", "after"]
    assert set(shifts["kind"]) <= {"riser", "faller", "debut", "silent"}
    archive.close()


def test_the_session_in_the_document_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (ROOT / "docs" / "archive.md").read_text(encoding="utf-8")
    (session,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    monkeypatch.setenv("TRACKER_DATABASE", f"sqlite:///{folder}/tracker.db")
    monkeypatch.setenv("TRACKER_LEXICON", str(folder / "lexicon.yaml"))
    session = session.replace("inflation", "core").replace("growth", "opening").replace("price stability", "grew")
    days = iter(("2023-11-06", "2024-12-31", "2025-01-01", "2025-12-20"))
    head, asked = session.split("archive.shifts")
    session = f"{head}archive.shifts{re.sub(r'[0-9]{4}-[0-9-]+', lambda _: next(days), asked)}"
    said: dict[str, pd.DataFrame] = {}
    exec(session, said)
    assert all(len(said[name]) for name in ("rate", "sentences", "found"))
    assert list(said["changes"].columns) == comparison.COLUMNS


def test_what_cannot_be_answered_is_said_so(door: Notebook) -> None:
    for wrong in ({"language": "cn"}, {"source": "nobody"}, {"first": "yesterday"}):
        with pytest.raises(QueryError):
            door.series("core", **wrong)  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_not_made_and_a_lexicon_with_a_mistake_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_text(LEXICON.replace("id: core", "id: 7"), encoding="utf-8")
    with pytest.raises(LexiconError, match="must be letters"):
        tracker.open_archive(archive_file(tmp_path), tmp_path / "lexicon.yaml")
    with pytest.raises(ArchiveError, match="there is no such file"):
        tracker.open_archive(tmp_path / "typo.db", tmp_path / "lexicon.yaml")
    assert not (tmp_path / "typo.db").exists()


def archive_file(folder: Path) -> Path:
    archive_at(folder / "tracker.db").close()
    return folder / "tracker.db"


def test_importing_the_program_loads_none_of_it() -> None:
    code = "import sys, tracker; print([name for name in sys.modules if name.startswith(('tracker.', 'pandas', 'db'))])"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tracker.nothing  # noqa: B018


def test_datasette_reads_the_views(folder: Path, door: Notebook) -> None:
    query = "select source, sum(mentions) as mentions from v_series_day where concept = 'core' group by source"
    asked = f"/tracker.json?{urlencode({'sql': query, '_shape': 'array'})}"
    command = [sys.executable, "-m", "datasette", "serve", str(folder / "tracker.db"), "--get", asked]
    said = subprocess.run(command, capture_output=True, text=True, timeout=EVENTUALLY)
    assert said.returncode == 0, said.stderr
    expected = door.series("core", by="year", split="source", minimum=1).groupby("split")["mentions"].sum()
    assert {row["source"]: row["mentions"] for row in json.loads(said.stdout)} == expected[expected > 0].to_dict()
