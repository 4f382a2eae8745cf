"""The house keeps its order: imports, purity, owners, sizes and names, each check shown to catch what it is for."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("tracker", "db")
PURE = ("tracker/words/", "tracker/measures/", "tracker/documents.py", "tracker/errors.py")
# What a pure room may import: nothing here opens a file or a connection, or reads the clock by being called.
HARMLESS = {
    "ahocorasick_rs", "bisect", "codecs", "collections", "contextlib", "dataclasses", "datetime", "difflib",
    "functools", "hashlib", "itertools", "json", "math", "numpy", "opencc", "re", "rensa", "ruptures", "scipy",
    "struct", "typing", "unicodedata", "tracker.words", "tracker.measures", "tracker.documents", "tracker.errors",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "astimezone"}
OWNERS = {
    "sqlalchemy": ("tracker/archive/", "db/"),
    "alembic": ("db/",),
    "sqlite3": ("tracker/archive/", "db/"),
    "db": ("tracker/archive/", "db/"),
    "streamlit": ("tracker/pages/", "app.py"),
    "plotly": ("tracker/charts/", "tracker/exports/"),
    "kaleido": ("tracker/exports/",),
    "typer": ("tracker/cli/",),
    "feedparser": ("tracker/feeds/",),
    "trafilatura": ("tracker/feeds/",),
    "urllib3": ("tracker/feeds/",),
    "requests": (),
    "httpx": (),
    "urllib.request": ("tracker/feeds/",),
    "http": ("tracker/feeds/",),
    "ssl": ("tracker/feeds/",),
    "socket": ("tracker/feeds/", "tracker/cli/running.py"),  # `run` looks whether its port is free
}
VAGUE = {"base", "common", "core", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}


def texts(*rooms: str) -> dict[str, str]:
    """Every Python file of these rooms, by its path from the root."""
    files = [
        path for room in rooms for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
    ]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}


HOUSE = texts("app.py", *OURS)
TESTS = texts("tests")


def imported(text: str) -> Iterator[str]:
    """The dotted names that a file imports anywhere in it, the names taken from a module included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports name the whole way"
            yield from (f"{node.module}.{each.name}" for each in node.names)


def within(name: str, modules: object) -> bool:
    """Whether a dotted name is one of ``modules`` or lies inside one."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in modules for length in range(1, len(parts) + 1))  # type: ignore[operator]


def impurities(text: str) -> list[str]:
    """What in a file could reach the disk, the clock or the network."""
    found = [name for name in imported(text) if not within(name, HARMLESS)]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            found.append(node.func.id)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(node.attr)
    return found


def trespasses(path: str, text: str) -> list[str]:
    """The libraries that a file imports although another room owns them."""
    names = list(imported(text))
    return [
        library for library, rooms in OWNERS.items()
        if not path.startswith(rooms) and any(within(name, {library}) for name in names)
    ]  # fmt: skip


def longest_function(text: str) -> tuple[int, str]:
    """How many lines the longest function of a file has, and its name."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))
    return max(((each.end_lineno or 0) - each.lineno + 1, each.name) for each in functions)


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree once more, to do wrong in."""
    for room in OURS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_only_go_down() -> None:
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(
    ("path", "planted", "broken"),
    [
        ("tracker/words/text.py", "from tracker.archive import reading", "tracker.archive.reading"),
        ("tracker/archive/health.py", "from tracker.feeds import dates", "tracker.feeds.dates"),
        ("tracker/ingest/scoring.py", "def late() -> None:\n    from tracker import queries", "tracker.queries"),
        ("tracker/ingest/collection.py", "from tracker.ingest import backfill", "tracker.ingest.backfill"),
        ("db/tables.py", "from tracker import documents", "tracker.documents"),
        ("tracker/pages/trends.py", "import sqlalchemy", "sqlalchemy"),
        ("tracker/cli/series.py", "import streamlit", "streamlit"),
        ("tracker/queries/series.py", "import urllib3", "urllib3"),
    ],
)
def test_an_import_that_breaks_the_order_is_caught(copy: Path, path: str, planted: str, broken: str) -> None:
    wrong = copy / path
    wrong.write_text(f"{wrong.read_text(encoding='utf-8')}\n{planted}\n", encoding="utf-8")
    checked = lint_imports(copy)
    assert checked.returncode == 1
    assert f"{path.removesuffix('.py').replace('/', '.')} -> {broken}" in checked.stdout


def test_the_ground_floor_is_pure() -> None:
    found = {path: impurities(text) for path, text in HOUSE.items() if path.startswith(PURE)}
    assert len(found) > 10
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("planted", "named"),
    [
        ("import os", "os"),
        ("from pathlib import Path", "pathlib.Path"),
        ("def read():\n    import socket", "socket"),
        ("from urllib.request import urlopen", "urllib.request.urlopen"),
        ("import time as t", "time"),
        ("from tracker.archive import reading", "tracker.archive.reading"),
        ("import random", "random"),
        ("from datetime import datetime\nMADE = datetime.now()", "now"),
        ("from datetime import date\nclock = date.today", "today"),
        ("text = open('a').read()", "open"),
        ("__import__('os').getcwd()", "__import__"),
    ],
)
def test_a_reach_for_disk_clock_or_network_is_caught(planted: str, named: str) -> None:
    assert impurities(planted) == [named]


def test_a_library_stays_in_the_room_that_owns_it() -> None:
    found = {path: trespasses(path, text) for path, text in HOUSE.items()}
    assert {path: libraries for path, libraries in found.items() if libraries} == {}


@pytest.mark.parametrize(
    ("path", "planted", "library"),
    [
        ("tracker/queries/series.py", "from sqlalchemy import select", "sqlalchemy"),
        ("tracker/pages/reports.py", "import sqlite3", "sqlite3"),
        ("tracker/ingest/poller.py", "from db.tables import reports", "db"),
        ("tracker/charts/trend.py", "import streamlit as st", "streamlit"),
        ("tracker/cli/series.py", "def draw():\n    import streamlit.web.cli", "streamlit"),
        ("tracker/pages/trends.py", "import plotly.graph_objects as go", "plotly"),
        ("tracker/ingest/poller.py", "from urllib3 import PoolManager", "urllib3"),
        ("tracker/settings/feeds_file.py", "from urllib import request", "urllib.request"),
        ("tracker/archive/writing.py", "from http.client import HTTPConnection", "http"),
        ("app.py", "import requests", "requests"),
    ],
)
def test_a_library_in_another_room_is_caught(path: str, planted: str, library: str) -> None:
    assert trespasses(path, planted) == [library]


def test_every_file_that_is_an_exception_still_needs_to_be_one() -> None:
    exceptions = [(library, room) for library, rooms in OWNERS.items() for room in rooms if room.endswith(".py")]
    assert exceptions
    idle = [each for each in exceptions if not any(within(name, {each[0]}) for name in imported(HOUSE[each[1]]))]
    assert idle == []


def allowed_lines(path: str) -> int:
    return 59 if path == "app.py" else 149 if path.startswith("tracker/pages/") else 300


def test_a_file_is_short_enough_to_read_at_once() -> None:
    lengths = {path: len(text.splitlines()) for path, text in (HOUSE | TESTS).items()}
    assert {path: lines for path, lines in lengths.items() if lines > allowed_lines(path)} == {}


def test_a_function_is_short_enough_to_read_at_once() -> None:
    """A migration is exempt: it is a record of tables, and never edited."""
    found = {
        path: longest_function(text) for path, text in HOUSE.items() if "/versions/" not in path and "def " in text
    }
    assert {path: (lines, name) for path, (lines, name) in found.items() if lines > 45} == {}
    assert longest_function("def long():\n" + "    pass\n" * 60) == (61, "long")


def test_a_file_is_named_for_what_is_in_it() -> None:
    names = {path: set(Path(path).stem.split("_")) for path in HOUSE | TESTS}
    assert {path: sorted(words & VAGUE) for path, words in names.items() if words & VAGUE} == {}


def test_every_file_says_first_what_is_in_it() -> None:
    assert [path for path, text in HOUSE.items() if text and not ast.get_docstring(ast.parse(text))] == []
