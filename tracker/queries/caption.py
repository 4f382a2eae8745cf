"""The caption of a chart: what was counted, in what, by which definition."""

from collections.abc import Sequence
from datetime import date

from tracker.archive import counting, gaps, reading
from tracker.archive.opening import Archive
from tracker.charts.caption import Caption
from tracker.documents import Selection
from tracker.measures.series import By, Measure
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Lexicon
from tracker.words.text import unit_of

DEFINITIONS = {
    "mentions": "Mentions of any variant, matched as whole words (Chinese: exactly) in title and text; inside one "
    "concept matches never overlap. Interval: exact Poisson, 95 %.",
    "share": "Reports with at least one mention as a share of all reports. Interval: Wilson, 95 %.",
    "rate": "Mentions per 10,000 words (Chinese: Han characters), sum over sum. Interval: ratio estimator with the "
    "report as the cluster, 95 %.",
}
COUNTED_ONCE = (
    " A report counts once, by its newest revision, on its publication day; a reprint counts on its first copy."
)


def caption(
    archive: Archive,
    lexicon: Lexicon,
    terms: Sequence[str],
    selection: Selection,
    *,
    measure: Measure,
    by: By,
    minimum: int,
    made: date,
    permalink: str = "",
    events: tuple[tuple[date, str], ...] = (),
) -> Caption:
    """Everything a reader needs to judge the chart of these terms; labels are English and Chinese."""
    totals = counting.day_totals(archive, selection)
    names = reading.names(archive)
    lost = tuple((gap.first, f"{names[gap.feed_id]}: reports missing") for gap in gaps.within(archive, selection))
    missing = "".join(
        f" Reports of {names[gap.feed_id]} between {gap.first} and {gap.last} are missing."
        for gap in gaps.within(archive, selection)
    )
    units = {unit_of(total.language) for total in totals}
    return Caption(
        measure=measure,
        by=by,
        unit=next(iter(units)) if len(units) == 1 else "",
        sources=tuple(sorted({names[total.feed_id] for total in totals})),
        reports=sum(total.reports for total in totals),
        lexicon=lexicon.version,
        made=made,
        labels={term: label(term, lexicon) for term in terms},
        permalink=permalink,
        minimum=minimum,
        definition=DEFINITIONS[measure] + COUNTED_ONCE + missing,
        events=(*events, *lost),
    )


def label(term: str, lexicon: Lexicon) -> str:
    """A term as a reader knows it: a concept by its labels, a phrase as typed."""
    read = reading_terms.read(term, lexicon)
    sides = [" + ".join(concept.label for concept in side) for side in (read.above, read.below) if side]
    only = read.above[0] if len(read.concepts) == 1 else None
    both = f"{only.label} {only.label_zh}" if only and only.label_zh else ""
    return both or " / ".join(sides)
