"""The table of sources as HTML: how each is, when it last answered, what it has brought."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlencode

from tracker.documents import Feed, Report, Revision
from tracker.pages.external_links import host
from tracker.pages.feed_state import mark, moment, status, upcoming
from tracker.queries.sources import Source

CSS = """
.so {width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem}
.so th {text-align: left; font-weight: 600; opacity: .7; font-size: .8rem; padding: .3rem .8rem .3rem 0}
.so td {padding: .6rem .8rem .6rem 0; vertical-align: top; overflow-wrap: anywhere}
.so tr {border-bottom: 1px solid color-mix(in srgb, currentColor 12%, transparent)}
.so .number {text-align: right; padding-right: 1.6rem; white-space: nowrap}
.so a {color: inherit; font-weight: 600}
.so small {display: block; opacity: .72; font-size: .8rem}
.so .state {max-width: 22rem}
.so .state::before {content: ""; display: inline-block; width: .6em; height: .6em; border-radius: 50%;
  margin-right: .45em; background: color-mix(in srgb, currentColor 35%, transparent)}
.so .state.ok::before {background: light-dark(#14804a, #3bb98a)}
.so .state.noted::before {background: light-dark(#a86400, #f0b04a); clip-path: polygon(50% 0, 100% 100%, 0 100%);
  border-radius: 0}
.so .state.failing::before {background: light-dark(#c0310a, #f07a30); border-radius: 0}
.so .state.failing b {color: light-dark(#c0310a, #f07a30)}
.so .state.new::before {background: none; box-shadow: inset 0 0 0 2px currentColor; opacity: .6}
p.so {margin: 0}
.sample {border-left: 3px solid color-mix(in srgb, currentColor 18%, transparent);
  padding-left: .9rem; margin: 0 0 1rem; max-width: 44rem; overflow-wrap: anywhere}
.sample small {display: block; opacity: .72}
.sample p {margin: .2rem 0 0; white-space: pre-line}
.wrong {color: light-dark(#c0310a, #f07a30); margin: -.6rem 0 0; font-size: .9rem}
@media (max-width: 760px) {
  .so thead {position: absolute; clip-path: inset(50%)}
  .so tr {display: block; padding: .6rem 0}
  .so td {display: block; padding: .1rem 0; max-width: none !important}
  .so td.number {text-align: left}
  .so td[data-label]::before {content: attr(data-label) ": "; opacity: .72}
  .so td:empty {display: none}
}
"""

BEGINNING = 300
_COLUMNS = ("Source", "Status", "Last answer", "Last new report", "Next visit", "Reports", "Newest dated")


def labels(feeds: Iterable[Feed]) -> dict[str, str]:
    """What to call each feed, by its id: its name, with its id where two have one name."""
    feeds = list(feeds)
    names = Counter(feed.name for feed in feeds)
    return {feed.id: feed.name if names[feed.name] == 1 else f"{feed.name} ({feed.id})" for feed in feeds}


def html(sources: Sequence[Source], now: datetime) -> str:
    """The table; each name leads to the feed's controls."""
    called = labels(each.feed for each in sources if each.feed)
    head = "".join(f'<th scope="col"{_numeric(name)}>{name}</th>' for name in _COLUMNS)
    rows = "".join(_row(each, called, now) for each in sources)
    return f'<table class="so"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row(source: Source, called: Mapping[str, str], now: datetime) -> str:
    health = source.health
    name = escape(health.name)
    if source.feed:
        name = (
            f'<a href="?{escape(urlencode({"feed": called[source.id]}), quote=True)}">{escape(called[source.id])}</a>'
        )
    about = " · ".join(filter(None, [source.feed.body if source.feed else None, host(health.url)]))
    word, sentence = status(health)
    more = f"<small>{escape(sentence)}</small>" if sentence else ""
    values = (
        moment(health.last_success, now),
        moment(health.last_new, now),
        upcoming(health, now),
        f"{health.reports:,}",
        f"{health.last_day:%-d %b %Y}" if health.last_day else "",
    )
    cells = "".join(
        f'<td data-label="{label}"{_numeric(label)}>{value}</td>' if value else "<td></td>"
        for label, value in zip(_COLUMNS[2:], values, strict=True)
    )
    return (
        f"<tr><td>{name}<small>{escape(about)}</small></td>"
        f'<td class="state {mark(health)}"><b>{word}</b>{more}</td>{cells}</tr>'
    )


def sample(report: Report, revision: Revision) -> str:
    """A report as it would be stored, with the beginning of its text."""
    beginning = revision.body[:BEGINNING] + ("…" if len(revision.body) > BEGINNING else "")
    facts = f"{report.day:%-d %b %Y} · {escape(report.language)} · {len(revision.body):,} characters"
    note = f" · {escape(revision.note)}" if revision.note else ""
    title = escape(revision.title or "(no title)")
    return f'<div class="sample"><b>{title}</b><small>{facts}{note}</small><p>{escape(beginning)}</p></div>'


def _numeric(column: str) -> str:
    return ' class="number"' if column == "Reports" else ""
