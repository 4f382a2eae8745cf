"""Together: what several threads want to store at the same time goes into one transaction."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from tracker.errors import ArchiveError, RefusedError

Given = TypeVar("Given")
Found = TypeVar("Found")
MOST = 400  # things done at once


@dataclass(eq=False)
class _Job(Generic[Given, Found]):
    given: Sequence[Given]
    found: list[Found] | None = None
    error: Exception | None = None


class Together(Generic[Given, Found]):
    """Does what threads ask for one after the other; what has come to wait in the meantime is done at once.

    A transaction costs nearly the same for one report as for ten.
    """

    def __init__(self) -> None:
        """Nobody waits."""
        self._turn = Lock()
        self._waiting: deque[_Job[Given, Found]] = deque()

    def do(self, work: Callable[[Sequence[Given]], list[Found]], given: Sequence[Given]) -> list[Found]:
        """What ``work`` finds for each of the given things; raises what it raises for them.

        It must do all of what it is given, or nothing.
        """
        job: _Job[Given, Found] = _Job(given)
        self._waiting.append(job)
        with self._turn:
            while job.found is None and job.error is None:
                _do(work, self._taken())
        if job.error:
            raise job.error
        return job.found or []

    def _taken(self) -> list[_Job[Given, Found]]:
        jobs: list[_Job[Given, Found]] = []
        while self._waiting and sum(len(job.given) for job in jobs) < MOST:
            jobs.append(self._waiting.popleft())
        return jobs


def _do(work: Callable[[Sequence[Given]], list[Found]], jobs: Sequence[_Job[Given, Found]]) -> None:
    """Do several jobs as one, or each alone if something in one of them cannot be done."""
    try:
        found = iter(work([each for job in jobs for each in job.given]))
        for job in jobs:
            job.found = [next(found) for _ in job.given]
    except Exception as error:
        if isinstance(error, ArchiveError) and not isinstance(error, RefusedError):  # the same for all
            for job in jobs:
                job.error = error
            return
        if len(jobs) == 1:
            jobs[0].error = error
        for job in jobs if len(jobs) > 1 else ():
            _do(work, [job])
