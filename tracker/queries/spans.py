"""Spans: two stretches of days, or two sources, to begin a comparison with."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from tracker.archive import counting, sides
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.words.text import Unit, unit_of

WINDOWS = (30, 90, 365, 1826, 3652)  # days: the last, against as many before
PLENTY = 15  # reports a side from which most shifts can be told from chance


def two(last: date, days: int) -> tuple[Selection, Selection]:
    """The last so many days up to one, and as many before them; the earlier first."""
    start = last - timedelta(days=days - 1)
    return Selection(start - timedelta(days=1), start - timedelta(days=days)), Selection(last, start)


def newest(archive: Archive, selection: Selection, days: int) -> date:
    """The day to look back from: the selection's last, unless its reports ended more than so many days before."""
    known = sides.days(archive, selection)
    return known[1] if known and (selection.date_to - known[1]).days >= days else selection.date_to


def usual(archive: Archive, selection: Selection) -> int:
    """The shortest window with plenty of reports on both sides, else the one whose smaller side has most."""
    fullest, most = WINDOWS[0], 0
    with archive.snapshot() as now:
        for days in WINDOWS:
            spans = two(newest(now, selection, days), days)
            held = [
                sides.wholes(now, replace(span, sources=selection.sources, language=selection.language))
                for span in spans
            ]
            least = min(sum(whole.reports for whole in side) for side in held)
            if least >= PLENTY:
                return days
            if least > most:
                fullest, most = days, least
        return fullest


def pair(archive: Archive, selection: Selection) -> tuple[str, ...]:
    """The two sources with most reports that can be compared, as both are measured in words, or in characters."""
    held: dict[Unit, Counter[str]] = {}
    for total in counting.source_totals(archive, selection):
        held.setdefault(unit_of(total.language), Counter())[total.feed_id] += total.reports
    pairs = [each.most_common(2) for each in held.values() if len(each) > 1]
    best = max(pairs, key=lambda pair: pair[1][1], default=[])
    return tuple(source for source, _ in best)
