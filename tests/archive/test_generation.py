"""The generation grows with all that may change a count or a chart, and with nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.archive.held import address_of
from tests.conftest import LEXICON, NOW, Store, collected
from tracker.archive import gaps, health, leases, reading, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Gap
from tracker.ingest.scoring import catch_up

NEWER = replace(LEXICON, stop_phrases=("new",))
CHANGES: dict[str, Callable[[Archive, Store], object]] = {
    "a new report": lambda _, store: store(collected("new", "Text.")),
    "a revision": lambda _, store: store(collected("known", "Another text.")),
    "a day that is known at last": lambda _, store: store(dated("2026-02-02")),
    "a reprint": lambda _, store: store(collected("copy", "A text of its own. " * 40, source="b")),
    "a count anew": lambda archive, _: catch_up(archive, NEWER, NOW),
    "a report that is to be counted anew": lambda archive, _: scores.forget(archive),
    "a source with another name": lambda archive, _: writing.sync_feeds(
        archive, [Feed("a", "B", "https://example.org/")]
    ),
    "a gap": lambda archive, _: gaps.remember(archive, Gap("a", date(2026, 1, 1), date(2026, 2, 1))),
}
SILENT: dict[str, Callable[[Archive, Store], object]] = {
    "what is known already": lambda archive, _: writing.store(archive, [collected("known", "Text of old.")]),
    "a poller that is heard of": lambda archive, _: leases.beat(archive, "one"),
    "a poller that stops": lambda archive, _: leases.leave(archive, "one"),
    "a lease": lambda archive, _: leases.claim(archive, "one", NOW, ["a"], None),
    "what a visit showed": lambda archive, _: health.record(archive, "a", last_visit=NOW, failures=3),
    "a lexicon that is known": lambda archive, _: scores.register(archive, LEXICON, NOW),
}


def dated(day: str) -> object:
    found = collected("undated", "Text.", day)
    return found if day == "2026-02-02" else found._replace(report=replace(found.report, day_from="seen"))


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    store(collected("known", "Text of old."), dated("2026-02-01"), collected("long", "A text of its own. " * 40))
    return archive


@pytest.mark.parametrize("change", CHANGES)
def test_what_may_change_a_chart_raises_it(change: str, filled: Archive, store: Store) -> None:
    before = reading.generation(filled)
    CHANGES[change](filled, store)
    assert reading.generation(filled) > before


@pytest.mark.parametrize("change", SILENT)
def test_what_changes_no_chart_leaves_it(change: str, filled: Archive, store: Store) -> None:
    before = reading.generation(filled)
    SILENT[change](filled, store)
    assert reading.generation(filled) == before


def test_what_fails_leaves_it(filled: Archive) -> None:
    before = reading.generation(filled)
    with pytest.raises(ZeroDivisionError), filled.writing():
        _ = 1 / 0
    assert reading.generation(filled) == before


def test_a_snapshot_has_the_one_of_its_state_and_other_programs_see_the_same(filled: Archive, store: Store) -> None:
    before = reading.generation(filled)
    with filled.snapshot() as then:
        store(collected("new", "Text."))
        assert reading.generation(then) == before
    assert reading.generation(open_archive(address_of(filled))) == reading.generation(filled) > before


def test_two_archives_with_the_same_history_have_different_ones(archive: Archive, tmp_path: object) -> None:
    other = open_archive(f"sqlite:///{tmp_path}/other.db")
    scores.register(other, LEXICON, NOW)
    assert reading.generation(other) != reading.generation(archive)
