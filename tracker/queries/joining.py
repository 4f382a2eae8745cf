"""Joining: days on which a source joined or left, so that a change in a line is not taken for one of words."""

from collections.abc import Collection
from datetime import date, timedelta

from tracker.archive import counting, reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.rhythm import usual
from tracker.queries.counted import UNITS
from tracker.words.text import Unit, unit_of

PATIENCE = 3  # usual intervals of silence after which a source has left
LEAST, UNKNOWN = timedelta(days=60), timedelta(days=365)


def joined_and_left(
    archive: Archive, selection: Selection, units: Collection[Unit] = UNITS
) -> tuple[tuple[date, str], ...]:
    """The first day of each source that was not there from the start, and the last of each that left before the end.

    A source has left when it has been silent for three of its usual intervals, and for 60 days at least; for a year
    where too little is known of it. Only reports measured in these units are looked at.
    """
    days: dict[str, set[date]] = {}
    with archive.snapshot() as now:
        for total in counting.day_totals(now, selection):
            if unit_of(total.language) in units:
                days.setdefault(total.feed_id, set()).add(total.day)
        if not days:
            return ()
        names = reading.names(now)
        first, last = min(map(min, days.values())), max(map(max, days.values()))
        marks = []
        for source, spoken in days.items():
            beat = usual(sorted(spoken))
            patience = UNKNOWN if beat is None else max(LEAST, timedelta(days=PATIENCE * beat))
            if min(spoken) > first + patience:
                marks.append((min(spoken), f"{names[source]} joins"))
            if max(spoken) < last - patience:
                marks.append((max(spoken), f"{names[source]} leaves"))
        return tuple(sorted(marks))
