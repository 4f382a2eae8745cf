"""A verb loads what it needs and no more: each by itself, as a program started anew."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from typer.main import get_command

from db import engine as database
from tests.patience import Child
from tracker.cli import verbs

# Runs a verb, and then writes which packages and which rooms of ours were loaded for it.
LOADED = """
import runpy, sys
sys.argv = ["tracker", *sys.argv[1:]]
try:
    runpy.run_module("tracker", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({name.split(".")[0] for name in sys.modules} | {".".join(name.split(".")[:2]) for name in sys.modules}))
"""
HEAVY = {"numpy", "pandas", "scipy", "pyarrow", "sqlalchemy", "alembic", "plotly", "streamlit", "ruptures", "lxml"}
HEAVY |= {"feedparser", "trafilatura", "dateparser", "opencc", "urllib3", "ruamel", "rich", "pydantic", "kaleido"}


def leaves(verb: Any) -> list[Any]:
    """A verb, or those that it is a group of."""
    return list(getattr(verb, "commands", {"": verb}).values())


VERBS: dict[str, Any] = get_command(verbs.app).commands  # type: ignore[attr-defined]
ALL = [[name, *([leaf.name] if leaf is not verb else [])] for name, verb in VERBS.items() for leaf in leaves(verb)]


def loaded(*arguments: str, **environment: str) -> set[str]:
    """The packages that a verb loaded, and our own rooms with their names in full."""
    child = Child("-c", LOADED, *arguments, environment=environment, stdout=subprocess.PIPE)
    said, _ = child.process.communicate()
    assert child.wait() == 0, child.said()
    return set(said.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], *([*verb, "--help"] for verb in ([], ["series"], ["lexicon"]))])
def test_help_loads_nothing_that_only_an_answer_needs(arguments: list[str]) -> None:
    assert loaded(*arguments) & (HEAVY | {"db", "tracker.archive", "tracker.queries", "tracker.ingest"}) == set()


def test_a_series_loads_nothing_that_only_other_verbs_need(tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon.yaml"
    lexicon.write_text("themes: [{id: t, concepts: [{id: growth, variants: {en: [growth], zh: [增长]}}]}]")
    reports = tmp_path / "reports.jsonl"
    rows = ({"date": "2020-01-01", "title": f"Growth {at}", "text": f"Growth. {at}", "lang": "en"} for at in range(6))
    reports.write_text("\n".join(map(json.dumps, rows)))
    places = {
        "TRACKER_DATABASE": f"sqlite:///{tmp_path}/tracker.db",
        "TRACKER_LEXICON": str(lexicon),
        "TRACKER_CACHE": str(tmp_path / "cache"),
    }
    assert "alembic" in loaded("import", str(reports), "--source", "s", **places)
    counted = loaded("series", "growth", "--format", "csv", **places)
    needed = {"numpy", "pandas", "scipy", "sqlalchemy", "pydantic", "pyarrow"}  # pyarrow by pandas itself
    assert counted & HEAVY == needed
    assert counted & {"scipy.stats", "scipy.sparse", "scipy.optimize"} == set()


def test_the_newest_step_of_the_tables_is_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    steps = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert database.steps() == steps[::-1]


@pytest.mark.parametrize("verb", ALL, ids=" ".join)
def test_a_verb_started_anew_shows_its_help(verb: list[str]) -> None:
    started = Child("-m", "tracker", *verb, "--help", stdout=subprocess.PIPE)
    assert " ".join(verb) in started.line()
    assert started.wait() == 0, started.said()


def test_a_misspelt_verb_is_told_with_the_one_that_was_meant() -> None:
    started = Child("-m", "tracker", "sieres")
    assert started.wait() == 2
    assert "No such command 'sieres'. Did you mean 'series'?" in started.said()
