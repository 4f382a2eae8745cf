"""A program beside a test that ends too soon is told from one that lives."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import Forked
from tests.patience import ROOT, Child, check_children, child, own_port, until

LIVES = "print('here', flush=True); import time; time.sleep(600)"
FAILS = "print('here', flush=True); raise SystemExit('no such feed')"


def test_a_program_that_ends_by_itself_fails_what_waits_for_something_else() -> None:
    before = list(Child.running)
    with pytest.raises(AssertionError, match=r"(?s)ended by itself with 1:.no such feed"), child("-c", FAILS):
        until("done", lambda: False)
    assert Child.running == before


def test_a_program_that_ends_by_itself_is_told_at_the_end_of_the_block_though_nothing_waited() -> None:
    with pytest.raises(AssertionError, match="no such feed"), child("-c", FAILS) as started:
        started.process.wait()
    check_children()


def test_so_is_a_forked_one() -> None:
    with (
        pytest.raises(AssertionError, match=r"(?s)tracker nonsense ended by itself with 2:.*No such command"),
        child("-m", "tracker", "nonsense", start=Forked),
    ):
        until("done", lambda: False)


def test_a_program_that_says_nothing_before_it_ends_is_told() -> None:
    code = FAILS.partition("; ")[2]
    with pytest.raises(AssertionError, match="no such feed"), child("-c", code, stdout=subprocess.PIPE) as started:
        started.line()


def test_a_program_that_lives_is_ended_without_a_word() -> None:
    with child("-c", LIVES, stdout=subprocess.PIPE) as started:
        assert started.line() == "here"
        check_children()
    assert started.process.returncode == -signal.SIGTERM


def test_a_dead_program_fails_the_test_that_runs_and_names_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import pytest_runtest_call\n")
    (tmp_path / "test_dead.py").write_text(
        f"from tests.patience import Child\ndef test_calm():\n    Child('-c', {FAILS!r}).process.wait()\n"
    )
    command = [sys.executable, "-m", "pytest", "-p", "no:xdist", "test_dead.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "no such feed" in done.stdout


def test_a_port_of_ones_own_is_given_to_nobody_else_and_can_be_listened_on() -> None:
    with own_port() as port:
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", port)), socket.create_connection(("127.0.0.1", port), 60):
            pass
