"""Functions of tests that run as programs of their own, forked from one that has loaded what tests share."""

from collections.abc import Callable
from multiprocessing import forkserver, get_context
from multiprocessing.context import ForkServerProcess

FORKING = get_context("forkserver")


def load() -> None:
    """Start the program that forks, from which the program's own workers come too; what is loaded is loaded once."""
    FORKING.set_forkserver_preload(["tracker.ingest.readers", "tests.faults.stage"])
    forkserver.ensure_running()


def started(function: Callable[..., object], *given: object) -> ForkServerProcess:
    """A program that has begun with a function."""
    process = FORKING.Process(target=function, args=given)
    process.start()
    return process
