"""An opened report as HTML: its head, its text with mentions marked, what changed, who else carried it."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import pairwise

from tracker.charts.colours import colours
from tracker.documents import Mention, Report, Revision
from tracker.exports.redline import html, wording
from tracker.pages.external_links import host, link
from tracker.queries.reports import Opened
from tracker.words.redline import redline
from tracker.words.text import PARAGRAPH
from tracker.words.wording import changed

_DAY_FROM = {
    "feed": "as its source dates it",
    "page": "as its page dates it",
    "seen": "the day it was first seen; it bears no date",
}
_TEXT_FROM = {
    "feed": "text as the feed gives it",
    "page": "text read from its page",
    "summary": "only the feed's summary",
    "import": "imported text",
}

CSS = """
.rv {max-width: 44rem; line-height: 1.65; overflow-wrap: anywhere}
.rv h1 {font-size: clamp(1.4rem, 4vw, 2rem); line-height: 1.25; padding: 0; margin: 0 0 .5rem}
.rv h2 {font-size: 1.2rem; padding: 0 0 .8rem}
.rv p {margin: 0 0 1em; white-space: pre-line}
.rv .quiet {opacity: .75; font-size: .9rem; margin: 0 0 .3rem}
.rv .note {border-left: 3px solid #d9a400; padding: .2rem .8rem; margin: .8rem 0}
.rv mark {background: color-mix(in srgb, var(--c) 16%, transparent); color: inherit; padding: .05em .1em;
  border-radius: 2px; box-shadow: inset 0 -2px var(--c)}
.st-key-concept button::before {content: ""; flex: none; width: .7em; height: .7em; margin-right: .4em;
  border-radius: 50%}
.st-key-concept button::after {margin-left: .4em; opacity: .7}
.rv ul {padding-left: 1.2rem !important}
.rv a {color: inherit}
"""


def head(opened: Opened, names: Mapping[str, str], shown: frozenset[str]) -> str:
    """Title, day, source, original and where the text came from."""
    report, revision = opened.report, opened.revision
    title = _marked(revision.title or "(no title)", _of(opened.mentions, "title", shown), palette(opened))
    day = f'<time datetime="{report.day}">{report.day:%-d %B %Y}</time>, {_DAY_FROM[report.day_from]}'
    original = link(report.url, f"original at {host(report.url)}")
    facts = [day, escape(names.get(report.feed_id, report.feed_id)), original]
    seen = f"{_TEXT_FROM[revision.text_from]}, {revision.seen_at:%-d %b %Y, %H:%M} UTC"
    note = f'<p class="note">{escape(revision.note)}</p>' if revision.note else ""
    return (
        f'<div class="rv"><h1 lang="{escape(report.language)}">{title}</h1>'
        f'<p class="quiet">{" · ".join(fact for fact in facts if fact)}</p><p class="quiet">{seen}</p>{note}</div>'
    )


def text(opened: Opened, shown: frozenset[str]) -> str:
    """The text in paragraphs, the mentions of the shown concepts marked."""
    body, mentions = opened.revision.body, _of(opened.mentions, "body", shown)
    paper, ends, paragraphs = palette(opened), [0], []
    for gap in PARAGRAPH.finditer(body):
        ends += gap.span()
    ends.append(len(body))
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        inside = [_moved(each, -first) for each in mentions if first <= each.start < last]
        paragraphs.append(f"<p>{_marked(body[first:last], inside, paper)}</p>")
    return f'<article class="rv" lang="{escape(opened.report.language)}">{"".join(paragraphs)}</article>'


def changes(old: Revision, new: Revision, language: str) -> str:
    """Both texts as one, what went struck through and what came underlined."""
    title, body = redline(old.title, new.title), redline(old.body, new.body)
    if title.same and body.same:
        return '<p class="rv">The words are the same; only their form differs, or where they came from.</p>'
    heading = "" if title.same else f"<h2>{wording(changed(old.title, new.title))}</h2>"
    marked = "" if body.same else html(body, language)
    return f'<div class="rv" lang="{escape(language)}">{heading}</div>{marked}'


def others(
    reports: Sequence[Report],
    names: Mapping[str, str],
    address: Callable[..., str],
    beside: Callable[[Report], str] = lambda _: "",
) -> str:
    """Other reports of the same words, each a link to it; ``beside`` is the address of both together, if there is one.

    There both texts are one, with what stands in one only marked.
    """
    rows = []
    for each in reports:
        href, name = escape(address(report=each.id), quote=True), escape(names.get(each.feed_id, each.feed_id))
        rows.append(
            f'<li><a href="{href}">{name}</a>, {each.day:%-d %B %Y}: {escape(each.title)}{_both(beside(each))}</li>'
        )
    return f'<div class="rv"><ul>{"".join(rows)}</ul></div>'


def _both(href: str) -> str:
    return f' · <a href="{escape(href, quote=True)}">what stands in one only</a>' if href else ""


def counts(opened: Opened) -> dict[str, int]:
    """How often each concept is mentioned, the most mentioned first."""
    found: dict[str, int] = {}
    for mention in opened.mentions:
        found[mention.concept] = found.get(mention.concept, 0) + 1
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def palette(opened: Opened) -> dict[str, str]:
    """A colour for each concept, as CSS for light and dark."""
    light, dark = colours(counts(opened), "light"), colours(counts(opened), "dark")
    return {concept: f"light-dark({light[concept]},{dark[concept]})" for concept in light}


def legend_style(opened: Opened) -> str:
    """The style that gives each concept's button in the legend the colour of its marks, and its count."""
    tints, rules = palette(opened), []
    for place, (concept, count) in enumerate(counts(opened).items(), 1):
        button = f".st-key-concept button:nth-of-type({place})"
        rules.append(f"{button}::before {{background: {tints[concept]}}} {button}::after {{content: '{count}'}}")
    return f"<style>{''.join(rules)}</style>"


def _of(mentions: Sequence[Mention], place: str, shown: frozenset[str]) -> list[Mention]:
    return [each for each in mentions if (each.place == "title") == (place == "title") and each.concept in shown]


def _moved(mention: Mention, by: int) -> Mention:
    return Mention(mention.concept, mention.variant, mention.place, mention.start + by, mention.end + by)


def _marked(words: str, mentions: Sequence[Mention], paper: Mapping[str, str]) -> str:
    """Escaped text with marks; where mentions overlap, each stretch names all of them."""
    cuts = sorted({0, len(words), *(at for each in mentions for at in (each.start, each.end))})
    pieces = []
    for first, last in pairwise(cuts):
        inside = dict.fromkeys(each.concept for each in mentions if each.start <= first and last <= each.end)
        piece = escape(words[first:last])
        if inside:
            title = escape(" and ".join(inside), quote=True)
            piece = f'<mark style="--c:{paper[next(iter(inside))]}" title="{title}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)
