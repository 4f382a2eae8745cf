"""The flat copy in trouble: crashes, damage, a full disk, several programs at once. It agrees, or there is none."""

import logging
import os
import resource
import shutil
from collections.abc import Callable
from multiprocessing import SimpleQueue
from pathlib import Path

import pytest

from tests.archive.copies import LONG, again, copied, counted, files, fill, folder, on_technology, stored, told
from tests.archive.held import address_of
from tests.beside import FORKING, started
from tests.conftest import Store, collected
from tests.patience import EVENTUALLY, until
from tracker.archive import writing
from tracker.archive.flat import copying, parts
from tracker.archive.flat.folder import locked
from tracker.archive.opening import Archive, open_archive


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    fill(archive, store)
    return archive


DAMAGE: dict[str, Callable[[Path], object]] = {
    "half a file": lambda path: os.truncate(path, path.stat().st_size // 2),
    "an empty file": lambda path: os.truncate(path, 0),
    "a file that is gone": lambda path: path.unlink(),
    "another file": lambda path: path.write_bytes(b"Something else." * 50),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("kind", ["texts", "columns", "json"])
def test_what_is_damaged_is_made_anew(filled: Archive, kind: str, damage: str) -> None:
    wanted = copied(filled)
    for path in folder(filled).glob(f"*.{kind}"):
        DAMAGE[damage](path)
    other = again(filled)
    assert told(copied(other)) == stored(filled)
    assert counted(copied(other)) == counted(wanted)
    assert told(copied(again(filled))) == stored(filled)


def test_what_a_crash_left_behind_is_removed(filled: Archive, store: Store) -> None:
    left = [folder(filled) / name for name in ("a.texts.part", "b.columns", "c.texts")]
    for path in left:
        path.write_bytes(b"half")
    store(collected("new", LONG))
    assert told(copied(filled)) == stored(filled)
    assert not any(path.exists() for path in left)


def copy_over_and_over(address: str) -> None:
    """Another program, which makes the copy until it is killed."""
    parts.FULL = 4_000
    while True:
        opened = open_archive(address)
        copying.current(opened)
        shutil.rmtree(folder(opened), ignore_errors=True)


def test_a_program_killed_at_any_moment_leaves_a_copy_that_agrees_or_is_made_anew(filled: Archive) -> None:
    for number in range(6):
        shutil.rmtree(folder(filled), ignore_errors=True)
        process = started(copy_over_and_over, address_of(filled))
        until("at work", lambda: folder(filled).exists())
        process.join(0.07 * number)
        process.kill()
        process.join()
        assert told(copied(again(filled))) == stored(filled)


def store_and_copy(address: str, name: str) -> None:
    """Another program, which stores and asks for the copy in turn."""
    opened = open_archive(address)
    for number in range(8):
        writing.store(opened, [collected(f"{name}{number}", on_technology(ord(name) * 100 + number))])
        copying.current(opened)


def test_programs_that_store_and_copy_at_once_agree_in_the_end(filled: Archive) -> None:
    others = [started(store_and_copy, address_of(filled), name) for name in ("x", "y")]
    while any(process.is_alive() for process in others):
        found = copying.current(filled)
        assert found is None or len(told(found)) == int(found.columns.alive.sum())
    assert [process.exitcode for process in others] == [0, 0]
    assert told(copied(filled)) == stored(filled)
    assert len(told(copied(filled))) == 56


def test_while_another_program_makes_the_copy_the_texts_are_asked(filled: Archive, store: Store) -> None:
    other = again(filled)
    with locked(folder(filled)) as mine:
        assert mine
        assert told(copied(other)) == stored(filled)  # nothing to be done
        store(collected("new", LONG))
        assert copying.current(filled) is None
        assert copying.current(other) is None
    assert told(copied(other)) == stored(filled)


@pytest.fixture
def unspared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SPARED", shutil.disk_usage("/").total)


def test_the_copy_leaves_room_on_the_disk(
    archive: Archive, store: Store, unspared: None, caplog: pytest.LogCaptureFixture
) -> None:
    store(collected("k", LONG))
    assert copying.current(archive) is None
    assert copying.current(archive) is None  # which it says once
    (said,) = caplog.messages
    assert "would be left on the disk; until it can be written, phrases are counted slowly" in said
    assert files(archive, "texts") == set()


def without_room(address: str, room: int, said: "SimpleQueue[object]") -> None:
    """Another program, whose files may not become larger than ``room`` bytes."""
    opened = open_archive(address)
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("tracker").addHandler(handler)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    found = copying.current(opened)
    said.put((found is None, heard, sorted(each.name for each in folder(opened).iterdir())))


def test_a_file_that_cannot_be_written_leaves_no_trace(archive: Archive, store: Store) -> None:
    store(*(collected(f"k{number}", LONG) for number in range(300)))
    archive.close()
    said = FORKING.SimpleQueue()
    process = started(without_room, address_of(archive), 60_000, said)
    process.join(EVENTUALLY)
    assert process.exitcode == 0
    none, heard, left = said.get()
    assert none
    assert ["phrases are counted slowly" in each for each in heard] == [True]
    assert left == ["lock"]
    assert told(copied(archive)) == stored(archive)


def test_a_folder_that_cannot_be_made_is_said_and_passed_over(
    archive: Archive, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store(collected("k", LONG))
    folder(archive).write_text("not a folder")
    assert copying.current(archive) is None
    assert "counted slowly" in caplog.text
