"""The flat copy says what the database says, whatever happened to either; it can be deleted at any time."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import make_url

from tests.archive.copies import LONG, again, copied, counted, files, fill, folder, on_technology, stored, told
from tests.archive.held import file_of
from tests.conftest import LEXICON, NOW, Store, archive_at, collected
from tracker.archive import scores, writing
from tracker.archive.flat import copying
from tracker.archive.flat.folder import folder_of
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed
from tracker.ingest.scoring import catch_up


class Life(RuleBasedStateMachine):
    """Reports come, are revised, dated, copied and counted anew, in any order, between looks at the copy."""

    keys = st.sampled_from(["k0", "k1", "k2"])
    sources = st.sampled_from(["a", "b", "c"])
    texts = st.sampled_from([LONG, LONG + " And more.", "核心技术。\n\n核心技术", "Core technologies", "", "哈哈"])

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.archive = archive_at(self.folder / "tracker.db")
        scores.register(self.archive, LEXICON, NOW)
        for source in "abc":
            writing.add_source(self.archive, Feed(source, source))

    @rule(key=keys, source=sources, text=texts, day=st.integers(1, 28), language=st.sampled_from(["en", "zh"]))
    def store(self, key: str, source: str, text: str, day: int, language: str) -> None:
        writing.store(self.archive, [collected(key, text, f"2026-03-{day:02}", source, language, "A title")])

    @rule()
    def count_anew(self) -> None:
        scores.register(self.archive, LEXICON, NOW)
        scores.forget(self.archive)
        catch_up(self.archive, LEXICON, NOW)

    @rule()
    def forget(self) -> None:
        shutil.rmtree(folder(self.archive), ignore_errors=True)

    @rule()
    def restart(self) -> None:
        self.archive.close()  # a file that another still has open cannot be kept and restored as files are
        self.archive = again(self.archive)

    @rule()
    def keep(self) -> None:
        self.archive.close()  # then all is in this file
        shutil.copy(file_of(self.archive), self.folder / "kept.db")

    @rule()
    def restore(self) -> None:
        self.archive.close()
        if (self.folder / "kept.db").exists():
            for left in ("", "-wal", "-shm"):
                Path(f"{file_of(self.archive)}{left}").unlink(missing_ok=True)
            shutil.copy(self.folder / "kept.db", file_of(self.archive))
        self.archive = again(self.archive)

    @invariant()
    def agrees(self) -> None:
        if hasattr(self, "archive"):
            assert told(copied(self.archive)) == stored(self.archive)

    def teardown(self) -> None:
        if hasattr(self, "archive"):
            self.archive.close()
            shutil.rmtree(self.folder)


def test_the_copy_agrees_with_the_database_after_any_history() -> None:
    Life.TestCase.settings = settings(max_examples=10, stateful_step_count=15, deadline=None)
    Life.TestCase("runTest").runTest()


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    fill(archive, store)
    return archive


def test_a_look_at_what_has_not_changed_writes_nothing(filled: Archive) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder(filled).iterdir()}
    first = copied(filled)
    assert copied(filled) is first
    assert told(copied(again(filled))) == stored(filled)
    assert {path: path.stat().st_mtime_ns for path in folder(filled).iterdir()} == before


def test_a_report_that_becomes_a_reprint_is_not_indexed_again(filled: Archive, store: Store) -> None:
    before, texts = counted(copied(filled)), files(filled, "texts")
    store(collected("early", on_technology(7), "2026-02-01", "c"))
    assert counted(copied(filled)) == before
    assert texts < files(filled, "texts")
    scores.register(filled, LEXICON, NOW)
    scores.forget(filled)
    catch_up(filled, LEXICON, NOW)
    assert told(copied(filled)) == stored(filled)


def test_there_are_few_parts_however_often_something_comes(archive: Archive, store: Store) -> None:
    for number in range(60):
        store(collected(f"k{number}", LONG))
        copied(archive)
    assert len(copied(archive).parts) <= 7
    for _ in range(5):
        store(collected("k0", f"{LONG} {os.urandom(4).hex()}"))
        copied(archive)
    assert len(copied(archive).columns) < 66 + 5
    assert told(copied(archive)) == stored(archive)


def test_parts_are_full_and_reports_larger_than_a_part_have_their_own(
    archive: Archive, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.archive.flat.following.FULL", 4_000)
    store(*(collected(f"k{number}", LONG * (1 + 9 * (number == 7))) for number in range(30)))
    found = copied(archive)
    assert 5 < len(found.parts) < 30
    assert max(part.size for part, _ in found.parts) < 4_000 + 10 * len(LONG) + 100
    assert told(found) == stored(archive)
    assert counted(found) == (29 + 10) * 20


def test_where_the_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of(url: str) -> Path | None:
        return folder_of(make_url(url))

    assert of(f"sqlite:///{tmp_path}/tracker.db") == tmp_path / "tracker.db-flat"
    assert of("sqlite://") is None
    assert of("sqlite:///:memory:") is None
    monkeypatch.setenv("TRACKER_CACHE", str(tmp_path))
    one, other, same = (
        of(f"postgresql://{who}@db.example.org/{what}")
        for who, what in (("a:secret", "x"), ("a:secret", "y"), ("b:other", "x"))
    )
    assert one == same != other
    assert one is not None
    assert one.parent == tmp_path
    monkeypatch.delenv("TRACKER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert of("postgresql://a@db.example.org/x") == tmp_path / "cache" / "policy-signal-tracker" / one.name


def test_a_database_in_memory_has_no_copy() -> None:
    assert copying.current(open_archive("sqlite://")) is None
