"""The caption of a chart: what was counted, in what, by which definition."""

from collections.abc import Sequence
from datetime import date

from tracker.archive import counting, gaps, reading
from tracker.archive.opening import Archive
from tracker.charts.caption import Caption
from tracker.documents import Gap, Place, Selection
from tracker.measures.choices import By, Shown
from tracker.queries import spoken
from tracker.queries.turns import Level, Turns
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Lexicon, Tier
from tracker.words.text import unit_of

DEFINITIONS = {
    "mentions": "Mentions of any variant, matched as whole words (Chinese: exactly) in title and text; inside one "
    "concept matches never overlap. Interval: with the report as the cluster, 95 %.",
    "share": "Reports with at least one mention as a share of all reports. Interval: Wilson, 95 %.",
    "rate": "Mentions per 10,000 words (Chinese: Han characters), sum over sum. Interval: ratio estimator with the "
    "report as the cluster, 95 %.",
    "emphasis": "Mentions weighted by their place and by the rank of the verb that carries them, per 10,000 words "
    "(Chinese: Han characters), sum over sum. Interval: ratio estimator with the report as the cluster, 95 %.",
    "tier": "Reports with at least one mention as a share of all reports, named after the discourse scale of the China "
    "Media Project; uncertain where the interval (Wilson, 95 %) reaches into another tier. Cut-offs marked “ours” are "
    "not published by it.",
    "index": "Reports with at least one mention as a share of each source's reports, divided by its standard deviation "
    "over the base, averaged over the sources, and set to 100 on average over the base (Baker, Bloom and Davis 2016). "
    "Interval: from those of the shares (Wilson, 95 %), the scale taken as it is.",
}
PLACES: dict[Place, str] = {"title": "title", "lead": "first paragraph", "body": "rest"}
COUNTED_ONCE = (
    " A report counts once, by its newest revision, on its publication day; a reprint counts on its first copy."
)


def caption(
    archive: Archive,
    lexicon: Lexicon,
    terms: Sequence[str],
    selection: Selection,
    *,
    measure: Shown,
    by: By,
    minimum: int,
    made: date,
    permalink: str = "",
    events: tuple[tuple[date, str], ...] = (),
    base: tuple[date, date] | None = None,
    turned: Turns | None = None,
    own_language: bool = False,
) -> Caption:
    """Everything a reader needs to judge the chart of these terms; labels are English and Chinese."""
    with archive.snapshot() as now:
        totals = counting.source_totals(now, selection)
        names = reading.names(now)
        missed = gaps.within(now, selection)
        present = {unit_of(total.language) for total in totals}
        units = spoken.within(now, lexicon, terms, selection) if own_language else present
    lost = tuple((gap.first, f"{names[gap.feed_id]}: reports missing") for gap in missed)
    missing = "".join(f" Reports of {names[each.feed_id]} {_days(each)} are missing." for each in missed)
    said = spoken.SAID if units != present else ""
    totals = [total for total in totals if unit_of(total.language) in units]
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
        definition=DEFINITIONS[measure] + COUNTED_ONCE + said + missing,
        events=(*events, *lost, *(_level(each) for each in (turned.levels if turned else ()))),
        bursts=tuple((burst.first, burst.last) for burst in (turned.bursts if turned else ())),
        beside=_beside(measure, lexicon, base),
        tiers=tuple((_tier(each), each.start) for each in lexicon.tiers) if measure == "tier" else (),
    )


def _days(gap: Gap) -> str:
    return f"between {gap.first} and {gap.last}"


def _beside(measure: Shown, lexicon: Lexicon, base: tuple[date, date] | None) -> str:
    """What the measure depends on and does not say by itself."""
    if measure == "emphasis":
        weights, ranks = lexicon.weights, sorted({0, *(cue.rank for cue in lexicon.cues)})
        places = ", ".join(f"{name} {weights.of(place, -1):g}" for place, name in PLACES.items())
        verbs = ", ".join(f"{weights.of('body', rank) / weights.of('body', -1):g}" for rank in ranks)
        return f"Weights: {places}; times {verbs} for verbs of rank {', '.join(map(str, ranks))} (0: none)."
    if measure == "index":
        return f"100 is its mean from {base[0]} to {base[1]}." if base else "100 is its mean over all periods."
    return ""


def _level(level: Level) -> tuple[date, str]:
    """A change of level as an event."""
    if not min(level.before, level.after):
        return level.first, "level from zero" if level.after else "level to zero"
    times = level.after / level.before
    return level.first, f"level × {times:.1f}" if times >= 1 else f"level ÷ {1 / times:.1f}"


def _tier(tier: Tier) -> str:
    return f"{tier.name} {tier.label}" + (" (ours)" if tier.ours else "")


def label(term: str, lexicon: Lexicon) -> str:
    """A term as a reader knows it: a concept by its labels, a phrase as typed."""
    read = reading_terms.read(term, lexicon)
    sides = [" + ".join(concept.label for concept in side) for side in (read.above, read.below) if side]
    only = read.above[0] if len(read.concepts) == 1 else None
    both = f"{only.label} {only.label_zh}" if only and only.label_zh else ""
    return both or " / ".join(sides)
