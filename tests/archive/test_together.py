"""Together: threads that store at the same time share a transaction, and none pays for what is wrong with another's."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.patience import EVENTUALLY
from tracker.archive.together import MOST, Together
from tracker.errors import ArchiveError, RefusedError


class Slow:
    """Work that waits to be let on, and remembers what it was given at a time."""

    def __init__(self) -> None:
        self.go, self.given = threading.Event(), list[list[int]]()

    def __call__(self, given: Sequence[int]) -> list[int]:
        assert self.go.wait(EVENTUALLY)
        self.given.append(sorted(given))
        if 13 in given:
            raise ZeroDivisionError("thirteen")
        if 31 in given:
            raise RefusedError("database", "31 is there already")
        if 99 in given:
            raise ArchiveError("database", "the disk is full")
        return [each * 2 for each in given]


def run(jobs: Sequence[Sequence[int]]) -> tuple[list[list[int] | str], list[list[int]]]:
    """What came of some jobs that were asked for while a first was being done, and what was done at a time."""
    together, slow = Together[int, int](), Slow()

    def do(job: Sequence[int]) -> list[int] | str:
        try:
            return together.do(slow, job)
        except (ZeroDivisionError, ArchiveError) as error:
            return str(error)

    with ThreadPoolExecutor(len(jobs) + 1) as pool:
        first = pool.submit(do, [0])
        asked = [pool.submit(do, job) for job in jobs]
        while len(together._waiting) < len(jobs):  # until all others wait
            pass
        slow.go.set()
        assert first.result(10) == [0]
        return [each.result(10) for each in asked], slow.given


def test_what_came_to_wait_is_done_at_once_and_each_gets_its_own() -> None:
    found, given = run([[1, 2], [3], [], [4, 5, 6]])
    assert found == [[2, 4], [6], [], [8, 10, 12]]
    assert given == [[0], [1, 2, 3, 4, 5, 6]]


def test_what_is_wrong_with_one_is_said_to_that_one_alone() -> None:
    found, given = run([[1, 2], [13], [3]])
    assert found == [[2, 4], "thirteen", [6]]
    assert sorted(given[2:]) == [[1, 2], [3], [13]]


def test_what_the_database_refuses_of_one_is_said_to_that_one_alone() -> None:
    found, _ = run([[1, 2], [31], [3]])
    assert found == [[2, 4], "database: 31 is there already", [6]]


def test_what_is_wrong_with_the_archive_is_said_to_all_and_not_tried_for_each() -> None:
    found, given = run([[1], [99], [2]])
    assert set(map(str, found)) == {"database: the disk is full"}
    assert given == [[0], [1, 2, 99]]


def test_a_transaction_does_not_grow_without_end() -> None:
    found, given = run([list(range(300, 500))] * 5)
    assert found == [[each * 2 for each in range(300, 500)]] * 5
    assert max(map(len, given)) <= MOST
    assert sorted(each for done in given for each in done) == sorted(
        [0, *list(range(300, 500)) * 5]
    )  # and each is done once


def test_one_alone_waits_for_nobody() -> None:
    slow = Slow()
    slow.go.set()
    assert Together[int, int]().do(slow, [1]) == [2]
    with pytest.raises(ZeroDivisionError):
        Together[int, int]().do(slow, [13])
