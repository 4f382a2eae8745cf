"""The rows of Signals as HTML: a shift with its evidence, a new report with its mentions marked."""

from html import escape
from urllib.parse import urlencode

from tracker.charts.sparkline import sparkline
from tracker.queries.reports import Arrival
from tracker.queries.signals import Signal, Signals
from tracker.words.lexicon import Lexicon

NAMES = {7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year", 3650: "10 years"}
CSS = """
<style>
.sig {display: grid; grid-template-columns: minmax(0, 1fr) 7.5rem; gap: .1rem .8rem; padding: .55rem 0;
  border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent)}
.sig a {color: inherit; font-weight: 650; text-decoration: none} .sig a:hover {text-decoration: underline}
.sig .zh {font-weight: 400; opacity: .72; margin-left: .45rem}
.sig .why {grid-column: 1; font-size: .85rem; opacity: .76}
.sig img {grid-column: 2; grid-row: 1 / span 2; width: 7.5rem; height: 2.2rem; align-self: center}
.sig b {font-variant-numeric: tabular-nums}
</style>
"""


def shift(row: Signal, found: Signals) -> str:
    """One concept that shifted: shares before and after, with interval, base rate and note."""
    concept, change = row.concept, row.change
    link = "/trends?" + urlencode({"term": concept.id})
    points = f"{100 * (change.after - change.before):+.0f} points ({100 * change.low:+.0f} to {100 * change.high:+.0f})"
    counts = f"{row.with_before} of {found.reports_before} → {row.with_after} of {found.reports_after} reports"
    first = f"first in this archive on {row.first:%-d %b %Y}"
    base = f"in {row.present} of the {row.windows} spans of {NAMES[found.days]} before; {first}"
    note = escape(concept.note)
    return (
        f'<div class="sig"><div><a href="{escape(link, quote=True)}" target="_self">{escape(concept.label)}</a>'
        f'<span class="zh" lang="zh">{escape(concept.label_zh)}</span></div>'
        f'<img alt="share of reports over time" src="{sparkline(row.spark)}">'
        f'<div><b>{change.before:.0%} → {change.after:.0%}</b> <span class="quiet">{points}; {counts}</span></div>'
        f'<div class="why">{base}. {note}</div></div>'
    )


def arrival(arrival: Arrival, names: dict[str, str], lexicon: Lexicon) -> str:
    """One new report: title, day, source, and the sentence with most mentions, marked."""
    report, text, place = arrival.report, "", 0
    for mention in sorted(arrival.mentions, key=lambda each: (each.start, -each.end)):
        if mention.start < place:
            continue
        concept = lexicon.concepts.get(mention.concept)
        label = escape(concept.label if concept else mention.concept, quote=True)
        marked = escape(arrival.sentence[mention.start : mention.end])
        text += f'{escape(arrival.sentence[place : mention.start])}<mark title="{label}">{marked}</mark>'
        place = mention.end
    text += escape(arrival.sentence[place:])
    source = escape(names.get(report.feed_id, report.feed_id))
    return (
        f'<li><a href="/reports?report={report.id}" target="_self">{escape(report.title) or "untitled"}</a>'
        f'<span class="from">{report.day:%-d %B %Y} · {source}</span>{text}</li>'
    )
