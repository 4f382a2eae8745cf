"""The rows of Signals as HTML: a shift with its evidence, a new report with its mentions marked."""

from html import escape
from urllib.parse import urlencode

from tracker.charts.sparkline import sparkline
from tracker.measures.keyness import FALSE_DISCOVERIES
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
    """One concept that shifted: shares before and after, with interval, base rate, size, test and note."""
    concept, change = row.concept, row.change
    link = "/trends?" + urlencode({"term": concept.id})
    first = f"first in this archive on {row.first:%-d %b %Y}"
    base = f"in {row.present} of the {row.windows} spans of {NAMES[found.days]} before; {first}"
    note = escape(concept.note)
    return (
        f'<div class="sig"><div><a href="{escape(link, quote=True)}" target="_self">{escape(concept.label)}</a>'
        f'<span class="zh" lang="zh">{escape(concept.label_zh)}</span></div>'
        f'<img alt="share of reports over time" src="{sparkline(row.spark)}">'
        f'<div><b>{change.before:.0%} → {change.after:.0%}</b> <span class="quiet">{sentence(row, found)}</span></div>'
        f'<div class="why">{_size(row)}; {base}. {note}</div></div>'
    )


def sentence(row: Signal, found: Signals) -> str:
    """What happened, in words that can be quoted, with how sure it is."""
    before, after = found.reports[row.unit]
    language = "" if len(found.reports) == 1 else "Chinese " if row.unit == "characters" else "other "
    points = round(100 * (row.change.after - row.change.before))
    sides = [f"{number or 'none'} of {whole}" for number, whole in ((row.with_after, after), (row.with_before, before))]
    change = f"{abs(points)} points {'less' if points < 0 else 'more'}" if points else "about as many"
    interval = " to ".join(f"{100 * each:+.0f}".replace("-", "−") for each in (row.change.low, row.change.high))
    return (
        f"In {sides[0]} {language}reports, against {sides[1]} in the {NAMES[found.days]} before: {change} "
        f"(95\u00a0% interval {interval})."
    )


def _size(row: Signal) -> str:
    """By how much the rate changed, and how often such a row is a false alarm."""
    times = 2 ** abs(row.keyness.log_ratio)
    per = "per word" if row.unit == "words" else "per character"
    size = f"about as often {per}" if times < 1.05 else f"{times:.1f} times as often {per}"
    if not row.with_before:
        size = "not once before"
    elif not row.with_after:
        size = "not once since"
    elif row.keyness.log_ratio < 0 and times >= 1.05:
        size = f"{times:.1f} times less often {per}"
    if row.keyness.q > FALSE_DISCOVERIES:
        return f"{size}, which chance could have made"
    return f"{size}; false alarms among such rows: at most {max(row.keyness.q, 0.001):.1%}"


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
