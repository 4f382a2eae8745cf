"""The lexicon as HTML: its concepts with their counts, and its versions."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from html import escape
from urllib.parse import urlencode

from tracker.charts.sparkline import sparkline
from tracker.queries.concepts import Group, Row
from tracker.queries.vintages import Vintage

CSS = """
<style>
.lx {display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); gap: 0 2.5rem;
  list-style: none; margin: 0; padding: 0 !important}
.lx li {display: grid; grid-template-columns: minmax(0, 1fr) 6.5rem; align-content: start; gap: 0 .8rem;
  padding: .5rem 0; margin: 0;
  border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); overflow-wrap: anywhere}
.lx a, .lc a, .lw a, .lv a {color: inherit}
.lx a {font-weight: 600; text-decoration: none}
.lx a:hover, .lx a:focus-visible {text-decoration: underline}
.lx [lang=zh], .lc [lang=zh] {margin-left: .5rem; opacity: .78; font-weight: 400}
.lx small {grid-column: 1; opacity: .76; font-size: .82rem; font-variant-numeric: tabular-nums}
.lx small span {white-space: nowrap}
.lx small span + span::before {content: "·"; margin: 0 .4em; opacity: .7}
.lx img {grid-column: 2; grid-row: 1 / span 2; width: 6.5rem; height: 1.9rem; align-self: center}
.lc {max-width: 46rem; overflow-wrap: anywhere}
.lc h1 {font-size: clamp(1.3rem, 5vw, 1.7rem) !important; padding: .5rem 0 .3rem !important; margin: 0}
.lc p {margin: 0 0 .4rem}
.lt img {height: 1.4rem; vertical-align: middle; margin-left: .4rem}
.lt a {color: inherit}
.lp {max-width: 46rem; overflow-wrap: anywhere}
.lp a {color: inherit}
.lw, .lv {width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem}
.lw th, .lv th {text-align: left; font-weight: 600; opacity: .74; font-size: .8rem; padding: .3rem .9rem .3rem 0}
.lw td, .lv td {padding: .4rem .9rem .4rem 0; vertical-align: middle; overflow-wrap: anywhere}
.lw tr, .lv tr {border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent)}
.lw .number {text-align: right; white-space: nowrap; padding-right: 1.6rem}
.lw .day, .lv code, .lc a {white-space: nowrap}
[class*=st-key-proposal] {border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent); padding-top: .6rem}
.lw tbody th {padding-top: .8rem}
.lw td:first-child a {font-weight: 600}
.lw img {display: block; width: 7rem; height: 1.7rem}
.lw .bar {display: inline-block; width: 3.2rem; height: .5rem; margin-left: .5rem; border-radius: 2px;
  background: linear-gradient(to right, #5b7fa6 var(--share), color-mix(in srgb, currentColor 14%, transparent) 0)}
@media (max-width: 760px) {
  .lw thead, .lv thead {position: absolute; clip-path: inset(50%)}
  .lw tr, .lv tr {display: block; padding: .5rem 0}
  .lw td, .lv td {display: inline-block; padding: .05rem .9rem .05rem 0; text-align: left !important}
  .lw td:first-child, .lw td:last-child, .lv td:last-child {display: block}
  .lw td[data-label]::before, .lv td[data-label]::before {content: attr(data-label) " "; opacity: .72}
  .lw td:empty, .lv td:empty {display: none}
}
</style>
"""

Address = Callable[..., str]
MOST_NAMES = 6


def group(found: Group, warned: Sequence[str], address: Address) -> str:
    """A theme's concepts, each with its counts, days and spark; those with a warning say so."""
    rows = "".join(_concept(row, sum(each.startswith(f"{row.concept.id}: ") for each in warned), address)
                   for row in found.rows)  # fmt: skip
    return f'<ul class="lx">{rows}</ul>'


def _concept(row: Row, warned: int, address: Address) -> str:
    concept = row.concept
    facts = [f"{plural(len(concept.wordings), 'wording')}"]
    if row.first and row.last:
        counts = f"{plural(row.mentions, 'mention')} in {plural(row.reports_with, 'report')}"
        days = [day(row.first), day(row.last)][: 1 + (row.first != row.last)]
        facts = [counts, " to ".join(days), *facts]
    else:
        facts = ["not found yet", *facts]
    if warned:
        facts.append(plural(warned, "warning"))
    href = escape(address(concept=concept.id), quote=True)
    picture = f'<img alt="share of reports over time" src="{sparkline(row.spark)}">' if row.mentions else ""
    return (
        f'<li><span><a href="{href}" target="_self">{escape(concept.label)}</a>{chinese(concept.label_zh)}</span>'
        f"{picture}<small>{''.join(f'<span>{fact}</span>' for fact in facts)}</small></li>"
    )


def versions(rows: Sequence[Vintage], present: str, clock: Callable[[datetime], str]) -> str:
    """The versions of the lexicon, each with what it changed and a link that charts with it."""
    names = ("Version", "First used", "Concepts", "Reports counted with it", "What it changed")
    titles = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(_version(row, present, clock) for row in rows)
    return f'<table class="lv"><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>'


def _version(row: Vintage, present: str, clock: Callable[[datetime], str]) -> str:
    chart = escape("/trends?" + urlencode({"version": row.version}), quote=True)
    name = "the present one" if row.version == present else f'<a href="{chart}" target="_self">chart with it</a>'
    kinds = {"new": row.came, "gone": row.went, "changed": row.changed}
    changes = "; ".join(f"{kind}: {_names(labels)}" for kind, labels in kinds.items() if labels)
    return (
        f"<tr><td><code>{escape(row.version)}</code> {name}</td><td>{clock(row.first_used)}</td>"
        f'<td data-label="Concepts">{row.concepts}</td><td data-label="Reports">{row.reports:,}</td>'
        f"<td>{escape(changes)}</td></tr>"
    )


def _names(labels: Sequence[str]) -> str:
    more = f" and {len(labels) - MOST_NAMES} more" if len(labels) > MOST_NAMES else ""
    return ", ".join(labels[:MOST_NAMES]) + more


def plural(number: int, noun: str) -> str:
    """A number with its noun: "1 report", "1,204 reports"."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def day(when: date) -> str:
    """A day as one says it."""
    return f"{when:%-d %b %Y}"


def chinese(label: str) -> str:
    """A Chinese label behind the other one; nothing where there is none."""
    return f' <span lang="zh">{escape(label)}</span>' if label else ""
