"""A snapshot sees one state of the archive, whatever is stored meanwhile."""

from datetime import date

from tests.conftest import Store, collected
from tracker.archive import periods, reading
from tracker.archive.opening import Archive
from tracker.documents import Selection

ALL = Selection(date(2026, 12, 31))


def test_what_is_stored_or_revised_after_its_beginning_is_not_in_it(archive: Archive, store: Store) -> None:
    store(collected("k1", "Core technologies."))
    with archive.snapshot() as then:
        store(collected("k2", "Core technologies."), collected("k1", "Core technologies. Opening up."))
        assert (reading.count(then, ALL), reading.count(archive, ALL)) == (1, 2)
        assert set(periods.concept_totals(then, ALL)) == {"core"}
        assert set(periods.concept_totals(archive, ALL)) == {"core", "opening"}
        (report,) = reading.by_ids(then, [1])
        assert report.revisions == 1
    assert reading.count(archive, ALL) == 2


def test_a_snapshot_of_a_snapshot_sees_the_same(archive: Archive, store: Store) -> None:
    store(collected("k1", "Core technologies."))
    with archive.snapshot() as then:
        store(collected("k2", "Core technologies."))
        with then.snapshot() as again:
            assert reading.count(again, ALL) == 1
        assert reading.count(then, ALL) == 1
