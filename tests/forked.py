"""The command line, each time a process of its own, forked from one that has loaded it: to load it takes seconds.

What is told apart from a program started anew is only that: arguments, environment, folder, output and exit code are
its own. As a program, this module is the process that forks.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.patience import ROOT, Child

_forking: list[Child] = []


def tracker(
    *words: str, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m tracker`` with these words and these variables beside ours, and give what it left."""
    if not _forking:
        _forking.append(Child("-m", "tests.forked", stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        atexit.register(_forking[0].process.kill)
    forking = _forking[0]
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder) / name) for name in ("out", "err")]
        asked = {"words": words, "cwd": str(cwd), "environment": os.environ | (environment or {}), "paths": paths}
        assert forking.process.stdin is not None
        forking.process.stdin.write(f"{json.dumps(asked)}\n")
        forking.process.stdin.flush()
        code = int(forking.line())
        out, err = (Path(path).read_text(encoding="utf-8") for path in paths)
    return subprocess.CompletedProcess(words, code, out, err)


def _serve() -> None:
    from tracker.charts import keyness, trend  # noqa: F401  # loaded by the verbs that draw
    from tracker.cli import verbs  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
            return  # and ends as any program, all it holds let go
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _become(words: list[str], cwd: str, environment: dict[str, str], paths: list[str]) -> None:
    """Be ``python -m tracker``."""
    from tracker.cli import main

    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in zip((0, 1, 2), (os.devnull, *paths), strict=True):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    sys.argv = ["tracker", *words]
    signal.alarm(300)  # seconds, after which it is ended
    main()


if __name__ == "__main__":
    _serve()
