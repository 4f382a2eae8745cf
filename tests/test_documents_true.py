"""What README and docs say is true: their commands, paths, links, pictures, trees and floors."""

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from tracker.cli.verbs import app
from tracker.settings import feeds_file, lexicon_file

UsageError = typer.BadParameter.__mro__[1]  # typer names only its child
ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WRITTEN = [path for path in DOCUMENTS if path.name != "cli.md"]  # cli.md is made from the program
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"[\w.*-]*/[\w./*-]*|[\w-]+\.(?:py|md|yaml|toml|txt|png|db)|Makefile|Dockerfile")
MADE = ("data/", ".venv")  # by the program itself, on first use


def lines_and_spans(text: str) -> Iterator[str]:
    """Every line of a fenced block, and every piece of code in the text outside them."""
    for block in FENCE.findall(text):
        yield from (line.partition("  #")[0].removeprefix("$ ").strip() for line in block.splitlines())
    yield from SPAN.findall(FENCE.sub("", text))


def commands(path: Path, program: str) -> list[str]:
    """The commands of one program that a document names."""
    return [each for each in lines_and_spans(path.read_text(encoding="utf-8")) if f"{each} ".startswith(f"{program} ")]


def mistake(command: str) -> str:
    """What ``python -m tracker`` would say against a command before it did anything; empty if nothing."""
    verb, words = typer.main.get_command(app), shlex.split(command)[3:]
    while hasattr(verb, "commands"):
        if not words or words[0] not in verb.commands:
            return f"No such command {words[:1]}"
        verb, *words = verb.commands[words[0]], *words[1:]
    try:
        verb.make_context(verb.name, words)
    except typer.Exit:  # --help was asked for, and given
        return ""
    except UsageError as error:
        return error.format_message()
    return ""


def absent(document: Path, text: str) -> list[str]:
    """The paths, links and pictures of a document that lead nowhere."""
    named = [each for each in SPAN.findall(FENCE.sub("", text)) if PATH.fullmatch(each) and not each.startswith(MADE)]
    linked = [each.partition("#")[0] for each in LINK.findall(text) if "://" not in each and not each.startswith("#")]
    lost = [each for each in named if not (ROOT / each).exists() and not (ROOT / "tracker" / each).exists()]
    return lost + [each for each in linked if not (document.parent / each).exists()]


def tree(text: str, folder: str) -> set[str]:
    """The names that a drawn tree gives to what is in a folder."""
    drawn = next(block for block in FENCE.findall(text) if f"\n{folder}\n" in f"\n{block}")
    inside = f"\n{drawn}".partition(f"\n{folder}\n")[2]
    return {line.split()[0] for line in re.split(r"\n(?=\S)", inside)[0].splitlines()}


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_every_command_in_a_document_is_one_the_program_understands(document: Path) -> None:
    found = {command: mistake(command) for command in commands(document, "python -m tracker")}
    assert {command: said for command, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("python -m tracker count", "No such command"),
        ("python -m tracker feeds sing", "No such command"),
        ("python -m tracker series core --per month", "No such option"),
        ("python -m tracker show one", "valid integer"),
        ("python -m tracker kwic", "Missing argument"),
        ("python -m tracker feeds add", "Missing argument"),
        ("python -m tracker reports --from yesterday", "does not match"),
        ("python -m tracker show 1 --diff", ""),
        ("python -m tracker lexicon check", ""),
        ("python -m tracker series --help", ""),
    ],
)
def test_a_command_that_is_not_understood_is_caught(command: str, says: str) -> None:
    assert says in mistake(command)
    assert bool(says) == bool(mistake(command))


def test_readme_has_commands_of_both_programs() -> None:
    assert len(commands(ROOT / "README.md", "python -m tracker")) >= 5
    assert {"make run", "make test", "make demo"} <= set(commands(ROOT / "README.md", "make"))


def test_the_feeds_and_concepts_of_readmes_examples_are_shipped() -> None:
    text = "\n".join(commands(ROOT / "README.md", "python -m tracker"))
    feeds = {feed.id for feed in feeds_file.load(ROOT / "feeds.yaml").feeds}
    concepts = lexicon_file.load(ROOT / "lexicon.yaml").lexicon.concepts
    assert set(re.findall(r"--feed (\S+)", text)) <= feeds
    assert set(re.findall(r"(?:series|kwic) ([\w-]+)", text)) <= set(concepts)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_every_make_command_names_a_target_and_known_settings(document: Path) -> None:
    targets, settings = (
        re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE),
        re.findall(r"^(\w+) \?=", MAKEFILE, re.MULTILINE),
    )
    for command in commands(document, "make"):
        for word in shlex.split(command)[1:]:
            assert word in targets or word.partition("=")[0] in settings, command


def test_every_target_that_makes_no_file_is_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == set(re.findall(r"^(\w+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_link_and_picture_in_a_document_exists(document: Path) -> None:
    assert absent(document, document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("see `tracker/nowhere.py`", ["tracker/nowhere.py"]),
        ("see `tracker/words/` and `feeds.yaml`, or `lost.yaml`", ["lost.yaml"]),
        ("[the house](docs/house.md) and ![a chart](docs/chart.png)", ["docs/chart.png"]),
        ("`data/tracker.db`, `a / b` and [elsewhere](https://example.org/lost.md)", []),
    ],
)
def test_a_path_that_leads_nowhere_is_caught(text: str, lost: list[str]) -> None:
    assert absent(ROOT / "README.md", text) == lost


@pytest.mark.parametrize("folder", ["tracker/", "db/"])
def test_the_tree_of_rooms_is_the_one_on_disk(folder: str) -> None:
    rooms = [each for each in (ROOT / folder).iterdir() if each.name not in ("__init__.py", "__pycache__")]
    on_disk = {f"{each.name}/" if each.is_dir() else each.name for each in rooms}
    assert tree((ROOT / "docs/house.md").read_text(encoding="utf-8"), folder) == on_disk


def test_a_tree_is_read_to_its_end_and_no_further() -> None:
    drawn = "```\ntracker/\n  words/   text\n  errors.py\ndb/\n  tables.py  kept\n```\n"
    assert (tree(drawn, "tracker/"), tree(drawn, "db/")) == ({"words/", "errors.py"}, {"tables.py"})


def test_the_floors_are_those_that_are_kept() -> None:
    kept = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
    assert "\n".join(kept["layers"]) + "\n" in FENCE.findall((ROOT / "docs/house.md").read_text(encoding="utf-8"))


def test_the_reference_of_the_command_line_is_what_make_docs_makes(tmp_path: Path) -> None:
    new = tmp_path / "cli.md"
    settings = [f"BIN={Path(sys.executable).parent}", f"REFERENCE={new}"]
    command = ["make", "-s", "-o", ".venv/run", "docs", *settings]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    assert new.read_text(encoding="utf-8") == (ROOT / "docs/cli.md").read_text(encoding="utf-8")
