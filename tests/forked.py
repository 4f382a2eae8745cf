"""Programs of ours, each a process of its own, forked from one that has loaded it: to load one takes seconds.

Arguments, environment, folder, output, exit code and end are those of a program started anew.
As a program, this module is the process that forks.
"""

import atexit
import gc
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from tests.patience import ROOT, Child

# What each program loads sooner or later; not its pages, which look at the environment as they are loaded.
_VERBS = (
    *("tracker.cli.verbs", "tracker.charts.keyness", "tracker.charts.trend", "tracker.exports.pictures"),
    *("typer._adapters", "pyarrow.pandas_compat"),  # which these libraries load when they are first asked
)
LOADED = {"tracker": _VERBS, "streamlit": ("streamlit.web.bootstrap", "streamlit.web.cli", *_VERBS)}
LONGEST = 300.0  # seconds that a verb may take
_forking: dict[str, Child] = {}
_asking = threading.Lock()


def tracker(
    *words: str, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m tracker`` with these words and these variables beside ours, and give what it left."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        command = [sys.executable, "-m", "tracker", *words]
        process = Forked(command, env=os.environ | (environment or {}), cwd=cwd, stdout=out, stderr=err)
        try:
            code = process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(command, code, Path(_path(out)).read_text(), Path(_path(err)).read_text())


class Forked:
    """What ``subprocess.Popen`` gives, as far as tests need it, of ``python -m MODULE``."""

    def __init__(
        self, command: list[str], *, env: dict[str, str], cwd: Path, stdout: IO[str] | int, stderr: IO[str], **_: Any
    ) -> None:
        _, _, self._module, *words = command
        asked = {"words": words, "environment": env, "cwd": str(cwd), "paths": [_path(stdout), _path(stderr)]}
        self.pid: int = self._ask(asked)
        self.returncode: int | None = None

    def _ask(self, asked: object) -> Any:
        with _asking:
            forking = _forking.get(self._module)
            if forking is None:
                pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
                forking = _forking[self._module] = Child("-m", "tests.forked", self._module, **pipes)
                atexit.register(forking.process.kill)
            assert forking.process.stdin is not None
            forking.process.stdin.write(f"{json.dumps(asked)}\n")
            forking.process.stdin.flush()
            return json.loads(forking.line())

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._ask(self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self._module, timeout)
            time.sleep(0.01)
        return code

    def communicate(self, timeout: float) -> None:
        self.wait(timeout)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _path(file: IO[str] | int) -> str:
    return os.devnull if isinstance(file, int) else f"/proc/{os.getpid()}/fd/{file.fileno()}"


def _serve(module: str) -> None:
    for each in LOADED[module]:
        import_module(each)
    gc.freeze()  # or each child looks through all of it as it ends, for half a second
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            ended, status = os.waitpid(asked, os.WNOHANG)
            print(json.dumps(os.waitstatus_to_exitcode(status) if ended else None), flush=True)
            continue
        child = os.fork()
        if not child:
            _become(module, **asked)
            return  # and ends as any program, all it holds let go
        print(child, flush=True)


def _become(module: str, words: list[str], environment: dict[str, str], cwd: str, paths: list[str]) -> None:
    """Be ``python -m MODULE``."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, path in enumerate(paths, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND), number)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _serve(sys.argv[1])
