"""What is shipped beside the program: feeds.yaml, lexicon.yaml and the pinned packages."""

import ast
import re
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tracker.settings import feeds_file, lexicon_file
from tracker.words.shadows import warnings

ROOT = Path(__file__).parents[1]
LEXICON = lexicon_file.load(ROOT / "lexicon.yaml")
FEEDS = feeds_file.load(ROOT / "feeds.yaml")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = ["requirements.txt", "requirements-test.txt"]


def pins(file: str) -> list[str]:
    """The lines of a requirements file that are no comment."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_the_feeds_are_many_and_without_a_mistake() -> None:
    assert FEEDS.errors == ()
    assert len(FEEDS.feeds) >= 30
    assert {"en", "zh"} <= {feed.language for feed in FEEDS.feeds}
    assert FEEDS.allow_private == ()


def test_every_feed_is_one_of_its_own_with_an_issuing_body_and_a_zone() -> None:
    twice = [url for url, times in Counter(feed.url for feed in FEEDS.feeds).items() if times > 1]
    assert twice == []
    assert [feed.id for feed in FEEDS.feeds if not (feed.body and feed.timezone and feed.language)] == []


def test_a_paused_feed_says_why() -> None:
    assert [feed.id for feed in FEEDS.feeds if feed.paused and not feed.reason] == []


def test_the_lexicon_is_rich_and_its_check_is_clean() -> None:
    assert LEXICON.errors == ()
    assert list(warnings(LEXICON.lexicon)) == []
    assert len(LEXICON.lexicon.themes) >= 8
    assert len(LEXICON.lexicon.concepts) >= 80


def test_every_concept_speaks_both_languages_and_says_what_its_change_means() -> None:
    concepts = LEXICON.lexicon.concepts.values()
    assert [each.id for each in concepts if not (each.variants.get("en") and each.variants.get("zh"))] == []
    assert [each.id for each in concepts if not (each.note and each.label_zh)] == []


def test_nothing_that_a_reader_types_as_a_phrase_is_taken_for_a_concepts_id() -> None:
    concepts = LEXICON.lexicon.concepts
    written = {wording.casefold() for concept in concepts.values() for wording in concept.wordings}
    assert [concept for concept in concepts if "-" not in concept or concept in written] == []


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_package_is_pinned_and_from_no_particular_place(file: str) -> None:
    assert len(pins(file)) > 20
    assert [line for line in pins(file) if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


def test_every_package_that_the_program_names_is_pinned_within_its_range() -> None:
    running, testing = (dict(map(pinned, pins(file))) for file in REQUIREMENTS)
    extras = PROJECT["optional-dependencies"]
    named = {*PROJECT["dependencies"], *extras["test"], *extras["demo"]}
    for asked, held in ((PROJECT["dependencies"], running), (named, testing)):
        for each in map(Requirement, asked):
            assert held[canonicalize_name(each.name)] in each.specifier, each
    assert running.items() <= testing.items()


def pinned(line: str) -> tuple[str, str]:
    name, _, version = line.partition("==")
    return canonicalize_name(name), version


def test_whatever_is_imported_is_named() -> None:
    asked = {"": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    names = {part: {canonicalize_name(Requirement(each).name) for each in some} for part, some in asked.items()}
    running = names[""] | names["demo"] | names["postgresql"]
    testing = running | names["test"]
    of_module = packages_distributions()
    for files, named in ((("app.py", "tracker", "db"), running), (("tests",), testing)):
        for module in sorted(imported(files) - {"tracker", "db", "tests", "benchmarks", *sys.stdlib_module_names}):
            assert named & set(map(canonicalize_name, of_module[module])), module


def imported(places: tuple[str, ...]) -> set[str]:
    """The first names of the modules that are imported absolutely in these files and folders."""
    found: set[str] = set()
    for path in (file for place in places for file in [ROOT / place, *(ROOT / place).rglob("*.py")] if file.is_file()):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level and node.module else []
            found |= {name.partition(".")[0] for name in names}
    return found


def test_every_direct_package_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    direct = re.findall(r'^  "([\w.-]+)>=[^"]+",(.*)$', text.partition("optional-dependencies")[0], re.MULTILINE)
    assert len(direct) == len(PROJECT["dependencies"])
    assert [name for name, reason in direct if not re.fullmatch(r" +# \S.+", reason)] == []


@pytest.mark.parametrize("file", ["README.md", "Makefile", "Dockerfile", "compose.yaml", "pyproject.toml", ".ci/run"])
def test_no_address_of_a_private_host_is_shipped(file: str) -> None:
    """Only hosts that anyone can reach, or this machine itself."""
    addresses = re.findall(r"https?://[^\s\"'`)<>]+", (ROOT / file).read_text(encoding="utf-8"))
    hosts = {urlsplit(each).hostname or "" for each in addresses}
    assert hosts <= {"127.0.0.1", "localhost", "example.org"}
