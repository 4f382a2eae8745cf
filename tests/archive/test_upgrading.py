"""An upgrade that is cut short, by a kill or by a full disk: nothing is lost, and the next start goes on."""

import os
import resource
import signal
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event

from db import engine as database
from db.tables import metadata
from tests.archive.held import Rows, ask, change, file_of
from tests.archive.test_opening import upgrade_to
from tracker.archive.opening import Archive, open_archive
from tracker.errors import ArchiveError

REPORTS = 300
TABLES = ("alembic_version", "feeds", "reports", "revisions", "mentions", "rollups")


def of_before(address: str) -> Archive:
    """An archive as it was before cues, with reports and mentions, not yet brought up to date."""
    upgrade_to("0006", address)
    about = "feed_id, key, url, language, day, day_from, first_seen, revision, text_hash, words, words_title"
    reports = [
        f"('a', 'k{each}', '', 'en', '2026-03-01', 'feed', '2026-03-01', 1, '', 9, 0, 3, 'old', false)"
        for each in range(REPORTS)
    ]
    texts = [
        f"({each + 1}, 1, '', 'core {each}', '', 'core {each}', 'feed', '', '2026-03-01')" for each in range(REPORTS)
    ]
    mentions = [f"('core', {each + 1}, 'lead', 0, 4, 'core*')" for each in range(REPORTS)]
    change(
        address,
        "insert into feeds (id, name, url, paused, configured) values ('a', 'A', '', false, true)",
        f"insert into reports ({about}, words_lead, lexicon, full_text_said) values {', '.join(reports)}",
        "insert into revisions (report_id, number, title, body, normal_title, normal_body, text_from, note, seen_at)"
        f" values {', '.join(texts)}",
        f'insert into mentions (concept, report_id, place, start, "end", variant) values {", ".join(mentions)}',
    )
    return Archive(database.create(address), address)


def state(archive: Archive) -> dict[str, Rows]:
    return {table: sorted(ask(archive, f"select * from {table}"), key=repr) for table in TABLES}


def check_whole(archive: Archive) -> None:
    """It is up to date and holds what it held before."""
    with archive.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert ask(archive, "select count(*) from revisions") == [(REPORTS,)]
    assert ask(archive, "select concept, count(*), sum(weight) from mentions group by 1") == [
        ("core", REPORTS, REPORTS)
    ]
    assert ask(archive, "select reports, last_day from feeds") == [(REPORTS, "2026-03-01")]
    assert ask(archive, "select mentions from period_rollups") == [(REPORTS,)] * 2
    archive.close()


def upgrade(address: str, killed_at: int) -> None:
    """Upgrade and be killed before a statement, or before the commit, if there are so many."""
    left = killed_at

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    opened = database.create(address)
    for moment in ("before_cursor_execute", "commit"):
        event.listen(opened, moment, count)
    database.upgrade(opened)


def killed(address: str, at: int) -> bool:
    """Whether a program of its own, which upgrades, was killed at a statement."""
    child = os.fork()
    if not child:
        try:
            upgrade(address, at)
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.soak), 40])
def test_an_upgrade_that_is_killed_at_any_statement_is_begun_anew_by_the_next(empty: str, every: int) -> None:
    old = of_before(empty)
    before, at = state(old), every
    while killed(empty, at):
        assert state(old) == before
        at += every
    assert at > 100
    check_whole(open_archive(empty))


def test_an_upgrade_on_a_full_disk_is_said_and_is_made_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path}/tracker.db"
    old, prepare = of_before(address), database._prepare
    before, room = state(old), file_of(old).stat().st_size // 4096
    advice = f"database {address}: the disk is full; make room and start again, nothing stored was lost"

    def prepare_small(connection: Any, record: Any) -> None:
        prepare(connection, record)
        connection.execute(f"PRAGMA max_page_count = {room}")

    monkeypatch.setattr(database, "_prepare", prepare_small)
    for _ in range(4):
        with pytest.raises(ArchiveError) as refused:
            open_archive(address)
        assert str(refused.value) == advice
        assert state(old) == before
        room += 2
    monkeypatch.undo()
    check_whole(open_archive(address))


def test_a_disk_without_room_for_what_sqlite_needs_to_open_is_said(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/tracker.db"
    old = of_before(address)
    before, limits = state(old), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))  # for root too no file grows above it
    try:
        with pytest.raises(ArchiveError, match="the disk is full or fails; make room"):
            open_archive(address)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert state(old) == before
    check_whole(open_archive(address))
