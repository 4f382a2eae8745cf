"""A list of reports as HTML: day, source, title, what it mentions, and whether it was revised or reprinted."""

from collections.abc import Callable, Mapping
from html import escape

from tracker.queries.listing import ListedReport, Listing
from tracker.words.lexicon import Lexicon

MOST_CONCEPTS = 4
AROUND = 120  # characters shown on either side of what was found

CSS = """
.rl {list-style: none; margin: 0; padding: 0 !important; font-variant-numeric: tabular-nums}
.rl li {display: grid; grid-template-columns: 6.5rem 1fr; gap: .1rem 1rem; padding: .7rem 0; margin: 0;
  border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent)}
.rl time, .rl .quiet {opacity: .72; font-size: .875rem}
.rl time {padding-top: .15rem}
.rl a.title {font-weight: 600; color: inherit; text-decoration: none; overflow-wrap: anywhere}
.rl a.title:hover, .rl a.title:focus-visible {text-decoration: underline}
.rl .quiet {grid-column: 2; display: flex; flex-wrap: wrap; gap: .1rem .9rem}
.rl .quiet a {color: inherit}
.rl .found {grid-column: 2; overflow-wrap: anywhere}
@media (max-width: 640px) {
  .st-key-filters [data-testid=stHorizontalBlock] {display: grid; grid-template-columns: 1fr 1fr}
  .st-key-filters [data-testid=stColumn] {min-width: 0 !important; width: 100% !important}
  .rl li {grid-template-columns: 1fr} .rl .quiet, .rl .found {grid-column: 1} .rl time {padding: 0}
}
"""

Address = Callable[..., str]


def html(listing: Listing, names: Mapping[str, str], lexicon: Lexicon, address: Address) -> str:
    """The list; ``address`` gives the page's own address with some parameters changed."""
    return f'<ol class="rl">{"".join(_line(line, names, lexicon, address) for line in listing.lines)}</ol>'


def _line(line: ListedReport, names: Mapping[str, str], lexicon: Lexicon, address: Address) -> str:
    report = line.report
    facts = [escape(names.get(report.feed_id, report.feed_id)), escape(_mentions(line, lexicon))]
    if report.reach > 1:
        others = report.reach - 1
        facts.append(f"also carried by {others} other source{'s' if others > 1 else ''}")
    if report.revisions > 1:
        changes = escape(address(report=report.id, compared=report.revisions - 1), quote=True)
        times = "once" if report.revisions == 2 else f"{report.revisions - 1} times"
        facts.append(f'<a href="{changes}">revised {times}: see what changed</a>')
    href = escape(address(report=report.id), quote=True)
    title = (
        f'<a class="title" href="{href}" lang="{escape(report.language)}">{escape(report.title or "(no title)")}</a>'
    )
    day = f'<time datetime="{report.day}">{report.day:%-d %b %Y}</time>'
    quiet = "".join(f"<span>{fact}</span>" for fact in facts if fact)
    return f'<li>{day}{title}{_passage(line)}<div class="quiet">{quiet}</div></li>'


def _passage(line: ListedReport) -> str:
    """What was searched for, marked in its sentence."""
    if line.passage is None:
        return ""
    left, match, right = map(escape, _short(*line.passage))
    return f'<div class="found" lang="{escape(line.report.language)}">{left}<mark>{match}</mark>{right}</div>'


def _short(left: str, match: str, right: str) -> tuple[str, str, str]:
    left = left if len(left) <= AROUND else f"…{left[-AROUND:]}"
    return left, match, right if len(right) <= AROUND else f"{right[:AROUND]}…"


def _mentions(line: ListedReport, lexicon: Lexicon) -> str:
    """How often which concepts: "14 mentions: Inflation 6, Growth 5, …"."""
    total = sum(count for _, count in line.concepts)
    if not total:
        return "no mention of a concept"
    labels = [f"{label(concept, lexicon)} {count}" for concept, count in line.concepts[:MOST_CONCEPTS]]
    more = ["…"] if len(line.concepts) > MOST_CONCEPTS else []
    return f"{total} mention{'s' if total > 1 else ''}: {', '.join(labels + more)}"


def label(concept: str, lexicon: Lexicon) -> str:
    """A concept's label; its id where the lexicon knows it no longer."""
    return lexicon.concepts[concept].label if concept in lexicon.concepts else concept
