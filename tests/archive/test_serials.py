"""The reports of a serial in their order, and the one before each."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from tests.conftest import Store
from tests.serials import member
from tracker.archive import reading, serials
from tracker.archive.opening import Archive
from tracker.documents import Selection

LONG = " ".join(f"Sentence {number} of the statement speaks of job gains." for number in range(12))


def ids(archive: Archive) -> dict[str, int]:
    listed = reading.listed(archive, Selection(date_to=date(2026, 7, 6)), limit=-1)
    return {each.key: each.id for each in listed}


def before(archive: Archive, key: str) -> str | None:
    found = serials.previous(archive, ids(archive)[key])
    return found.key if found else None


def test_the_one_before_is_the_last_of_the_same_serial_and_language(archive: Archive, store: Store) -> None:
    store(
        member("c", "Job gains slowed.", "2026-03-05"),
        member("a", "Job gains rose.", "2026-01-05"),
        member("b", "Job gains held.", "2026-02-05"),
        member("speech", "Job gains.", "2026-02-20", title="A speech"),
        member("zh", "就业增加。", "2026-02-25", language="zh"),
        member("zh-2", "就业稳定。", "2026-04-25", language="zh"),
    )
    assert [before(archive, key) for key in ("c", "b", "a", "speech", "zh", "zh-2")] == [
        "b",
        "a",
        None,
        None,
        None,
        "zh",
    ]
    assert [each.key for each in serials.members(archive, "statement", "en")] == ["a", "b", "c"]
    assert serials.newest_language(archive, "work") == "zh"
    assert serials.belongs(archive, ids(archive)["zh"]) == ("work", "zh")
    assert serials.belongs(archive, ids(archive)["speech"]) == ("", "en")


def test_a_reprint_is_no_report_of_its_serial_and_has_the_same_one_before_it(archive: Archive, store: Store) -> None:
    store(
        member("a", "Job gains rose.", "2026-01-05"),
        member("b", LONG, "2026-02-05"),
        member("b-again", LONG, "2026-02-07", source="paper"),
        member("c", "Job gains held.", "2026-03-05"),
    )
    assert [each.key for each in serials.members(archive, "statement", "en")] == ["a", "b", "c"]
    assert [before(archive, key) for key in ("c", "b", "b-again")] == ["b", "a", "a"]


def test_two_of_one_day_tell_of_one_occasion_and_the_own_source_goes_first(archive: Archive, store: Store) -> None:
    store(
        member("a", "Job gains rose.", "2026-01-05"),
        member("a-else", "It said that more had work.", "2026-01-05", source="paper"),
        member("b", "Job gains held.", "2026-02-05"),
        member("b-else", "It said that all was as it had been.", "2026-02-05", source="paper"),
    )
    assert [before(archive, key) for key in ("a", "a-else", "b", "b-else")] == [None, None, "a", "a-else"]


def test_presence_is_by_the_mentions_of_the_newest_revision(archive: Archive, store: Store) -> None:
    store(member("a", "Job gains and inflation.", "2026-01-05"), member("b", "Nothing.", "2026-02-05"))
    store(member("a", "Inflation and reform.", "2026-01-05"))
    found = ids(archive)
    assert serials.presence(archive, "statement", "en") == {found["a"]: {"prices", "reform"}}
    assert serials.normal_bodies(archive, [found["b"], found["a"]]) == {
        found["a"]: "inflation and reform.",
        found["b"]: "nothing.",
    }


@pytest.mark.parametrize("serial", ["", "nothing", "state%"])
def test_a_serial_without_reports_is_empty(archive: Archive, store: Store, serial: str) -> None:
    store(member("a", "Job gains rose.", "2026-01-05"))
    assert serials.members(archive, serial, "en") == []
    assert serials.newest_language(archive, serial) is None
    assert serials.previous(archive, 99) is None
    assert serials.belongs(archive, 99) is None


def test_a_serial_is_found_by_its_index(archive: Archive, store: Store) -> None:
    if archive.engine.dialect.name != "sqlite":
        pytest.skip("how a question is answered, each database says in its own words")
    store(member("a", "Job gains rose.", "2026-01-05"))
    query = "EXPLAIN QUERY PLAN SELECT id FROM reports WHERE serial != '' AND serial = :s AND day < :d ORDER BY day"
    with archive.reading() as connection:
        plan = " ".join(row.detail for row in connection.execute(text(query), {"s": "statement", "d": "2027-01-01"}))
    assert "ix_reports_serial" in plan


def test_a_report_that_leaves_its_serial_is_compared_no_more(archive: Archive, store: Store) -> None:
    store(member("a", "Job gains rose.", "2026-01-05"), member("b", "Job gains held.", "2026-02-05"))
    left = member("a", "Job gains rose much.", "2026-01-05")
    store(left._replace(analysis=replace(left.analysis, serial="")))
    assert before(archive, "b") is None
