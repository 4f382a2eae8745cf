"""How long tests wait, and that a program which ends meanwhile fails the test at once, with what it said."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).parents[1]
EVENTUALLY = 120.0  # seconds for all that must happen sometime, however busy the machine
ON_A_PAGE = 60_000  # milliseconds for the same in a browser
_returned: list[int] = []  # ports that were given and are free again


class Child:
    """A program of ours that runs beside the test, until it is waited for or ended."""

    running: ClassVar[list["Child"]] = []

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str] | None = None,
        start: Callable[..., Any] = subprocess.Popen,
        **more: Any,
    ) -> None:
        """``arguments`` are those of Python, ``more`` those of subprocess.Popen, or of what starts it as that would."""
        self.arguments = arguments
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.process = start(
            [sys.executable, *arguments],
            env=os.environ | (environment or {}),
            stderr=self._errors,
            text=True,
            **({"cwd": ROOT, "stdout": subprocess.DEVNULL} | more),
        )
        Child.running.append(self)

    def said(self) -> str:
        """What it has written to standard error so far."""
        self._errors.seek(0)
        return self._errors.read()

    def line(self) -> str:
        """The next line of its standard output, a pipe, without white space around it."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        if not line:
            self.process.wait(EVENTUALLY)
            self.check()
        return line

    def check(self) -> None:
        """Raise AssertionError if it has ended by itself."""
        code = self.process.poll()
        assert code is None, f"{' '.join(self.arguments)} ended by itself with {code}:\n{self.said()[-3000:]}"

    def wait(self) -> int:
        """Wait for an end that is expected, and give the exit code."""
        if self in Child.running:
            Child.running.remove(self)
        try:
            self.process.communicate(timeout=EVENTUALLY)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return self.process.returncode

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and give the exit code; that it has ended by itself is an AssertionError."""
        try:
            self.check()
        finally:
            self.process.send_signal(how)
            code = self.wait()
        return code


@contextmanager
def child(*arguments: str, environment: dict[str, str] | None = None, **more: Any) -> Iterator[Child]:
    """A program that runs until the block is done, and not a moment less."""
    started = Child(*arguments, environment=environment, **more)
    try:
        yield started
    finally:
        started.end()


def check_children() -> None:
    """Raise AssertionError if a program has ended that nobody waits for."""
    for each in Child.running:
        each.check()


def until(what: str, true: Callable[[], object]) -> None:
    """Wait for something to be true; that it never is, or a program has ended, is an AssertionError."""
    deadline = time.monotonic() + EVENTUALLY
    while not true():
        check_children()
        assert time.monotonic() < deadline, f"never {what}"
        time.sleep(0.02)


@contextmanager
def own_port() -> Iterator[int]:
    """A port that nobody else is given, though nobody listens yet: a server that reuses addresses may.

    If one that was given before is free, it is given again: a browser has compiled the scripts of that address.
    """
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", _returned.pop() if _returned else 0))
        except OSError:  # somebody else was given it in the meantime
            holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        try:
            yield port
        finally:
            _returned.append(port)
