"""A comparison as a table and a caption: for a chart, a file and a shell."""

from datetime import date, timedelta
from math import isfinite

import pandas as pd

from tracker.archive import reading, sides
from tracker.archive.opening import Archive
from tracker.charts.sides import Side, Sides
from tracker.charts.wording import short
from tracker.documents import Selection
from tracker.measures.ratio import ratio
from tracker.measures.series import PER_WORDS
from tracker.queries.caption import COUNTED_ONCE, label
from tracker.queries.phrases import LIMIT
from tracker.queries.shifts import Comparison, Shift
from tracker.words.lexicon import Lexicon

COLUMNS = [
    "term",
    "kind",
    "before",
    "after",
    "before_words",
    "after_words",
    "log_ratio",
    "z",
    "g2",
    "q",
    "unit",
    "first",
]
BESIDE = [
    *("label", "with_before", "with_after", "reports_before", "reports_after", "rate_before", "rate_after"),
    *("times", "low", "high", "weight"),
]
UNITS = {"words": "other", "characters": "Chinese"}
DEFINITION = (
    "Mentions of any variant per word (Chinese: Han character) on both sides, matched as whole words (Chinese: "
    "exactly) in title and text. Order: log-odds with an informative Dirichlet prior, both sides together (Monroe, "
    "Colaresi and Quinn 2008), in standard deviations. Size: the ratio of the two rates, with a 95 % interval in which "
    "the report is the cluster (MOVER-R, Newcombe 2016). By more than chance: a test of reports dealt to the sides at "
    "random, at a false discovery rate of 5 % (Benjamini and Hochberg 1995) over all terms that were tested."
)


def table(compared: Comparison, lexicon: Lexicon) -> pd.DataFrame:
    """One row a term, the most telling first: the columns of the command line, then those beside them.

    ``rate_before`` and ``rate_after`` are mentions per 10,000 words, or characters. ``kind`` is empty where chance
    could have made the difference. ``times`` is how many times as often the later side says it, per word, from ``low``
    to ``high`` (95 %); empty where it has no end, as the other never says it. ``weight`` says which to draw first.
    """
    rows = [_row(row, compared, lexicon) for row in compared.rows]
    found = pd.DataFrame(rows, columns=[*COLUMNS, *BESIDE])
    found["first"] = pd.Series([row[COLUMNS.index("first")] for row in rows], dtype=object)
    return found


def _row(row: Shift, compared: Comparison, lexicon: Lexicon) -> tuple[object, ...]:
    times, before, after, key = ratio(row.after, row.before), row.before, row.after, row.keyness
    name = label(row.term, lexicon) if row.concept else f"“{row.term[1:-1]}”"
    several = f" ({UNITS[row.unit]})" if len(compared.units) > 1 else ""
    return (
        row.term,
        row.kind or "",
        before.mentions,
        after.mentions,
        before.words,
        after.words,
        key.log_ratio,
        key.z,
        key.g2,
        key.q,
        row.unit,
        row.first,
        name + several,
        before.reports_with,
        after.reports_with,
        before.reports,
        after.reports,
        PER_WORDS * before.mentions / before.words,
        PER_WORDS * after.mentions / after.words,
        *(each if isfinite(each) else None for each in (times.value, times.low, times.high)),
        row.weight,
    )


def caption(archive: Archive, lexicon: Lexicon, compared: Comparison, *, made: date, permalink: str = "") -> Sides:
    """Everything a reader needs to judge the comparison."""
    with archive.snapshot() as now:
        names, known = reading.names(now), sides.days(now, Selection(made))
    before, after = compared.before, compared.after
    are_sources = set(before.sources) != set(after.sources)
    called = [
        " and ".join(names.get(each, each) for each in side.sources)
        if are_sources
        else span(side.date_from, side.date_to)
        for side in (before, after)
    ]
    unread = f" Phrases were sought in the newest {LIMIT:,} reports of a side only." if any(compared.unread) else ""
    return Sides(
        before=called[0],
        after=called[1],
        are_sources=are_sources,
        units={
            unit: (Side(one.reports, one.words), Side(other.reports, other.words))
            for unit, (one, other) in compared.units.items()
        },
        tested=compared.tested,
        shifted=compared.shifted,
        since=(known[0] if known else made).year,
        sources=tuple(sorted(names.get(each, each) for each in compared.sources.compared)),
        reports=sum(one.reports + other.reports for one, other in compared.units.values()),
        lexicon=lexicon.version,
        made=made,
        permalink=permalink,
        definition=DEFINITION + unread + COUNTED_ONCE,
    )


def span(first: date | None, last: date) -> str:
    """Days as a reader says them: "2021", "2007–2008", "May 2021", "8 Mar to 9 Apr 2021"."""
    if first is None:
        return f"the beginning to {short(last)}"
    starts, ends = first.day == 1, (last + timedelta(days=1)).day == 1
    if starts and ends and first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if starts and ends and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    begin = f"{first.day} {first:%b}" if first.year == last.year else short(first)
    return short(first) if first == last else f"{begin} to {short(last)}"
