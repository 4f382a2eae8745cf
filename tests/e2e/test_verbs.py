"""A verb loads what it needs and no more: each by itself, as a program started anew."""

import subprocess
from typing import Any

import pytest
from typer.main import get_command

from tests.patience import Child
from tracker.cli import MODULES, verbs


def test_every_verb_names_the_module_that_is_loaded_for_it() -> None:
    verbs_of: dict[str, Any] = get_command(verbs.app).commands  # type: ignore[attr-defined]
    modules = {name: {each.callback.__module__ for each in leaves(verb)} for name, verb in verbs_of.items()}
    modules["lexicon"].remove("tracker.cli.lexicon")  # whose verbs come with the others of lexicon
    assert modules == {name: {f"tracker.cli.{module}"} for name, module in MODULES.items()}


def leaves(verb: Any) -> list[Any]:
    """A verb, or those that it is a group of."""
    return list(getattr(verb, "commands", {"": verb}).values())


@pytest.mark.parametrize("module", sorted(set(MODULES.values())))
def test_a_verb_started_anew_loads_all_it_needs(module: str) -> None:
    verb = next(name for name, loaded in MODULES.items() if loaded == module)
    started = Child("-m", "tracker", verb, "--help", stdout=subprocess.PIPE)
    assert verb in started.line()
    assert started.wait() == 0, started.said()
