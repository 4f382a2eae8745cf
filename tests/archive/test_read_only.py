"""An archive in a folder that cannot be written is read as any other, and says so to whoever writes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import LEXICON, NOW, archive_at, collected
from tests.unprivileged import unprivileged
from tracker.archive import reading, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Selection
from tracker.errors import ReadOnlyError
from tracker.queries.concordance import kwic as concordance
from tracker.queries.trends import trends
from tracker.words.lexicon import Concept, Lexicon, Theme

EVER = Selection(NOW.date())


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[Path]:
    """A folder with an archive that was let go of, in which nobody may write."""
    folder = tmp_path / "shut"
    folder.mkdir()
    archive = archive_at(folder / "tracker.db")
    scores.register(archive, LEXICON, NOW)
    writing.add_source(archive, Feed("a", "A"))
    writing.store(archive, [collected(str(day), "Core technology.", f"2026-03-0{day}") for day in range(1, 8)])
    archive.close()
    (folder / "tracker.db").chmod(0o444)
    folder.chmod(0o555)
    with unprivileged():
        yield folder
    folder.chmod(0o755)


def addresses(folder: Path) -> list[str]:
    return [
        f"sqlite:///{folder}/tracker.db",
        f"sqlite:///file:{folder}/tracker.db?mode=ro&immutable=1&uri=true",
    ]


def as_it_was(folder: Path) -> None:
    return


def with_a_plain_journal(folder: Path) -> None:
    """As a copy that was made of it: VACUUM INTO gives no file in WAL mode."""
    folder.chmod(0o755)
    (folder / "tracker.db").rename(folder / "old.db")
    with closing(sqlite3.connect(f"{(folder / 'old.db').as_uri()}?mode=ro&immutable=1", uri=True)) as old:
        old.execute("vacuum into ?", (str(folder / "tracker.db"),))
    (folder / "tracker.db").chmod(0o444)
    folder.chmod(0o555)


def a_file_in_an_open_folder(folder: Path) -> None:
    folder.chmod(0o755)


@pytest.mark.parametrize("made", [as_it_was, with_a_plain_journal, a_file_in_an_open_folder])
@pytest.mark.parametrize("number", [0, 1])
def test_what_cannot_be_written_is_read_and_counted(shut: Path, made: Callable[[Path], None], number: int) -> None:
    made(shut)
    before = (shut / "tracker.db").read_bytes()
    archive = open_archive(addresses(shut)[number])
    assert len(reading.listed(archive, EVER)) == 7
    other = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("core",)}),)),))
    for lexicon in (LEXICON, other):  # counted with, and not yet known to the archive
        scores.register(archive, lexicon, NOW)
        for term in ("core", '"core technology"'):
            assert trends(archive, lexicon, [term], EVER, by="month", minimum=1)["mentions"].sum() == 7
            assert len(concordance(archive, lexicon, term, EVER)) == 7
    archive.close()
    assert (shut / "tracker.db").read_bytes() == before


def test_whoever_writes_is_told_that_it_cannot_be_written(shut: Path) -> None:
    for address in addresses(shut):
        archive = open_archive(address)
        with pytest.raises(ReadOnlyError, match="it cannot be written; check the file's and its folder's permissions"):
            writing.add_source(archive, Feed("b", "B"))
        archive.close()


def test_what_others_have_yet_to_write_into_the_file_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    held: Archive = archive_at(folder / "tracker.db")
    writing.add_source(held, Feed("a", "A"))  # is in the -wal file alone
    folder.chmod(0o555)
    try:
        with unprivileged():
            assert reading.names(open_archive(f"sqlite:///{folder}/tracker.db")) == {"a": "A"}
    finally:
        folder.chmod(0o755)
        held.close()
