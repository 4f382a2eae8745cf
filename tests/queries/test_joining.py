"""Which sources joined or left in the middle of a chart."""

from datetime import date, timedelta

from tests.conftest import Store, collected
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.queries.joining import joined_and_left

EVER = Selection(date(2026, 12, 31))
START = date(2020, 1, 1)


def test_a_source_that_joins_or_leaves_is_marked_on_its_day_by_its_own_rhythm(archive: Archive, store: Store) -> None:
    spoken = {
        "weekly": range(0, 1000, 7),
        "joins": range(300, 1000, 7),
        "leaves": range(0, 800, 7),
        "yearly": range(0, 800, 365),
        "late": range(50, 1000, 7),
    }
    store(
        *(
            collected(f"{source}{day}", f"Words of {source} on day {day}.", str(START + timedelta(day)), source)
            for source, days in spoken.items()
            for day in days
        )
    )
    assert joined_and_left(archive, EVER) == (
        (START + timedelta(300), "JOINS joins"),
        (START + timedelta(798), "LEAVES leaves"),
    )
    assert joined_and_left(archive, Selection(date(2019, 1, 1))) == ()
