"""Opening: the tables of a new, an older and a newer database, and every refusal in one plain sentence."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from db import engine as database
from db.tables import metadata
from tests.archive.held import address_of, ask, change, held
from tests.conftest import Store, collected
from tests.unprivileged import unprivileged
from tracker.archive import reading
from tracker.archive.opening import Archive, open_archive
from tracker.errors import ArchiveError


def migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    return config


def upgrade_to(step: str, url: str) -> None:
    """Bring a database as far as some older version of the program did."""
    engine, config = database.create(url), migrations()
    with database.writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)
    engine.dispose()


STEPS = [step.revision for step in ScriptDirectory.from_config(migrations()).walk_revisions()]


def test_migrating_from_empty_gives_exactly_the_tables(archive: Archive) -> None:
    with archive.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_opening_again_changes_nothing(archive: Archive, store: Store) -> None:
    store(collected("k", "Core technology."))
    before = held(archive)
    open_archive(address_of(archive))
    assert held(archive) == before


@pytest.mark.parametrize("step", STEPS[1:])
def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_holds(empty: str, step: str) -> None:
    upgrade_to(step, empty)
    row = "'a', 'A', 'https://example.org/', false, true"
    change(empty, f"insert into feeds (id, name, url, paused, configured) values ({row})")
    archive = open_archive(empty)
    assert reading.names(archive) == {"a": "A"}
    with archive.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_mentions_from_before_cues_are_kept_without_one(empty: str) -> None:
    report = "'a', 'k', '', 'en', '2026-03-01', 'feed', '2026-03-01', 1, '', 9, 0, 3, 'old', false"
    columns = "feed_id, key, url, language, day, day_from, first_seen, revision, text_hash, words"
    upgrade_to("0006", empty)
    change(
        empty,
        "insert into feeds (id, name, url, paused, configured) values ('a', 'A', '', false, true)",
        f"insert into reports ({columns}, words_title, words_lead, lexicon, full_text_said) values ({report})",
        """insert into mentions (concept, report_id, place, start, "end", variant)
           values ('core', 1, 'lead', 0, 4, 'core*'), ('core', 1, 'body', 8, 12, 'core*')""",
        "insert into rollups values ('core', '2026-03-01', 'a', 'en', 2, 1, 4, 18)",
    )
    archive = open_archive(empty)
    assert ask(archive, "select * from mentions order by start") == [
        ("core", 1, "lead", 0, 4, "core*", "", 0, "", 1), ("core", 1, "body", 8, 12, "core*", "", 0, "", 1),
    ]  # fmt: skip
    sums = (2, 1, 4, 18, 2_000, 4_000_000, 18_000)
    assert ask(archive, "select * from concepts") == [(1, "core")]
    assert ask(archive, "select * from rollups") == [(1, "2026-03-01", "a", "en", *sums)]
    assert ask(archive, "select * from period_rollups order by kind") == [
        (1, "month", "2026-03-01", "en", *sums), (1, "week", "2026-02-23", "en", *sums),
    ]  # fmt: skip
    assert ask(archive, "select id, reports, last_day from feeds") == [("a", 1, "2026-03-01")]


def test_stored_texts_fold_what_new_texts_fold_and_are_counted_anew(empty: str) -> None:
    upgrade_to("0017", empty)
    columns = "feed_id, key, url, language, day, day_from, first_seen, revision, text_hash, words"
    report = "'a', '{0}', '', 'zh', '2026-03-01', 'feed', '2026-03-01', 1, 'old', 9, 0, 3, 'one', false"
    change(
        empty,
        "insert into feeds (id, name, url, paused, configured) values ('a', 'A', '', false, true)",
        *(f"insert into reports ({columns}, words_title, words_lead, lexicon, full_text_said) values "
          f"({report.format(key)})" for key in "kl"),
        """insert into revisions select id, 1, '', '', '标题', case key when 'k' then '著力瞭解' else '着力' end,
           'feed', '', first_seen from reports""",
    )  # fmt: skip
    archive = open_archive(empty)
    assert ask(archive, "select normal_body from revisions order by report_id") == [("着力了解",), ("着力",)]
    expected = hashlib.sha256("标题\n\n着力了解".encode()).hexdigest()
    assert ask(archive, "select text_hash, lexicon from reports order by id") == [(expected, ""), ("old", "one")]


def test_many_programs_may_open_a_new_database_at_once(empty: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(open_archive, [empty.replace("tracker.db", "made/here/tracker.db")] * 6))
    assert [reading.names(each) for each in opened] == [{}] * 6
    assert ask(opened[0], "select count(*) from alembic_version") == [(1,)]


def test_a_newer_database_is_refused_and_left_as_it_is(archive: Archive, store: Store) -> None:
    store(collected("k", "Core technology."))
    change(address_of(archive), "update alembic_version set version_num = '9999'")
    before = held(archive)
    with pytest.raises(ArchiveError, match=r": its schema 9999 is newer than this program's \d+; update"):
        open_archive(address_of(archive))
    assert held(archive) == before


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose files say who may write them."""
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def garbage(folder: Path) -> str:
    (folder / "tracker.db").write_bytes(b"no database at all " * 500)
    return f"sqlite:///{folder}/tracker.db"


def damaged(folder: Path) -> str:
    url = f"sqlite:///{folder}/tracker.db"
    open_archive(url).engine.dispose()
    whole = (folder / "tracker.db").read_bytes()
    (folder / "tracker.db").write_bytes(whole[:2000] + b"\xff" * 6000 + whole[8000:])
    return url


def a_folder(folder: Path) -> str:
    (folder / "tracker.db").mkdir()
    return f"sqlite:///{folder}/tracker.db"


def under_a_file(folder: Path) -> str:
    (folder / "file").write_text("here")
    return f"sqlite:///{folder}/file/tracker.db"


def in_a_folder_not_to_write(folder: Path) -> str:
    (folder / "shut").mkdir(mode=0o555)
    return f"sqlite:///{folder}/shut/tracker.db"


def below_a_folder_not_to_write(folder: Path) -> str:
    (folder / "full and locked").mkdir(mode=0o555)
    return f"sqlite:///{folder}/full and locked/data/tracker.db"


def a_file_not_to_write(folder: Path) -> str:
    engine = database.create(f"sqlite:///{folder}/tracker.db")
    database.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table alembic_version")  # it must be written
    engine.dispose()
    (folder / "tracker.db").chmod(0o444)
    return f"sqlite:///{folder}/tracker.db"


REFUSALS: list[tuple[Callable[[Path], str], str]] = [
    (garbage, "the file is not a database; name another, or move it away"),
    (damaged, "the file is damaged; restore a backup"),
    (a_folder, "it cannot be opened; check that"),
    (under_a_file, "its folder cannot be made"),
    (in_a_folder_not_to_write, "it cannot be opened; check that the folder"),
    (below_a_folder_not_to_write, "its folder cannot be made"),
    (a_file_not_to_write, "it cannot be written; check the file's and its folder's permissions"),
]


@pytest.mark.parametrize(("place", "advice"), REFUSALS, ids=[place.__name__ for place, _ in REFUSALS])
def test_what_cannot_be_opened_is_one_sentence_with_what_to_do(
    folder: Path, place: Callable[[Path], str], advice: str
) -> None:
    with unprivileged():
        url = place(folder)
        before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        with pytest.raises(ArchiveError) as refused:
            open_archive(url)
    said = str(refused.value)
    assert said.startswith(f"database {url}: {advice}")
    assert "\n" not in said
    assert before.items() <= {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}.items()


@pytest.mark.parametrize("url", ["", "tracker.db", "nosuch://host/x", "sqlite", "postgresql://u:secret@/x"])
def test_an_address_that_cannot_be_used_is_said_so_without_its_password(url: str) -> None:
    with pytest.raises(ArchiveError) as refused:
        open_archive(url)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
