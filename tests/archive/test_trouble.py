"""Trouble after opening: a lock, a full disk, a file that may only be read. One sentence, and nothing is lost."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.archive.held import address_of, file_of, held, recounted, rolled
from tests.conftest import LEXICON, NOW, archive_at, collected
from tracker.archive import health, leases, periods, reading, rescoring, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Selection
from tracker.errors import ArchiveError

EVER = Selection(date(2030, 1, 1))
LONG = "Core technology. " * 3_000


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with one report, whose writers wait for nobody."""
    opened = archive_at(tmp_path / "tracker.db", lock_wait=0.1)
    scores.register(opened, LEXICON, NOW)
    writing.add_source(opened, Feed("a", "A", "https://example.org/feed"))
    writing.store(opened, [collected("held", "Core technology.")])
    return opened


@contextmanager
def locked(archive: Archive) -> Iterator[None]:
    """Another program writes."""
    with closing(sqlite3.connect(file_of(archive), isolation_level=None)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@contextmanager
def full(archive: Archive) -> Iterator[None]:
    """The disk has room for nothing more."""
    with archive.writing() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")
    yield
    with archive.writing() as connection:
        connection.exec_driver_sql("pragma max_page_count = 1000000")


@contextmanager
def read_only(archive: Archive) -> Iterator[None]:
    """The file may be read only."""
    with archive.writing(counted=False) as connection:
        connection.exec_driver_sql("pragma query_only = on")
    yield
    archive.close()


TROUBLES = [
    (locked, "another program has been writing for too long; try again, or stop it"),
    (full, "the disk is full; make room and start again, nothing stored was lost"),
    (read_only, "it cannot be written; check the file's and its folder's permissions"),
]


@pytest.mark.parametrize(("trouble", "advice"), TROUBLES, ids=[trouble.__name__ for trouble, _ in TROUBLES])
def test_a_database_in_trouble_says_so_in_one_sentence_and_loses_nothing(
    archive: Archive, trouble: object, advice: str
) -> None:
    before = held(archive, "feeds", "reports", "revisions", "mentions", "rollups", "totals", "minhash_bands")
    new = [collected("new", LONG), collected("held", LONG)]
    with trouble(archive):  # type: ignore[operator]
        with pytest.raises(ArchiveError) as refused:
            writing.store(archive, new)
        assert str(refused.value) == f"database {archive.name}: {advice}"
        assert held(archive, *before) == before
        assert [report.key for report in reading.listed(archive, EVER)] == ["held"]
        assert periods.concept_totals(archive, EVER) == {"core": (1, 1)}
    assert writing.store(archive, new) == ["new", "revised"]
    assert rolled(archive) == recounted(archive)


WRITES = {
    "enlist": lambda archive: writing.sync_feeds(archive, [Feed("b", "B", "https://example.org/b")]),
    "enlist a source": lambda archive: writing.add_source(archive, Feed("b", "B")),
    "store": lambda archive: writing.store(archive, [collected("new", "Opening up.")]),
    "note a visit": lambda archive: health.record(archive, "a", failures=1),
    "ask for a visit": lambda archive: health.want_visit(archive, "a"),
    "say to be alive": lambda archive: leases.beat(archive, "p"),
    "say to be gone": lambda archive: leases.leave(archive, "p"),
    "rescore": lambda archive: rescoring.rescore(
        archive, rescoring.Batch([], EVER.date_to, EVER.date_to, True), [], "new"
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_every_write_says_that_the_database_is_locked(archive: Archive, write: str) -> None:
    with locked(archive), pytest.raises(ArchiveError, match="another program has been writing"):
        WRITES[write](archive)
    WRITES[write](archive)


def test_a_writer_waits_for_another_and_then_writes(archive: Archive) -> None:
    patient = open_archive(address_of(archive), lock_wait=10)
    other = sqlite3.connect(file_of(archive), isolation_level=None, check_same_thread=False)
    with closing(other):
        other.execute("begin immediate")
        threading.Timer(0.3, other.execute, ["commit"]).start()
        assert writing.store(patient, [collected("new", "Opening up.")]) == ["new"]


def test_a_reader_sees_one_state_while_another_writes(archive: Archive) -> None:
    with archive.reading() as connection:
        count = "select count(*) from reports"
        before = connection.exec_driver_sql(count).scalar_one()
        other = open_archive(address_of(archive))
        assert writing.store(other, [collected("new", "Opening up.")]) == ["new"]
        assert connection.exec_driver_sql(count).scalar_one() == before == 1
    assert reading.count(archive, EVER) == 2


def test_two_writers_at_once_lose_nothing(archive: Archive) -> None:
    def write(name: str) -> None:
        own = open_archive(address_of(archive))
        for number in range(15):
            writing.store(own, [collected(f"{name}{number}", f"Core technology {number}.")])

    threads = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reading.count(archive, EVER) == 46
    assert periods.concept_totals(archive, EVER) == {"core": (46, 46)}
    assert rolled(archive) == recounted(archive)
