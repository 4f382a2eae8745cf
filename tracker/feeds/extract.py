"""Extraction: a report's own text, from its page or from a feed's markup, without the furniture around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document
from trafilatura.utils import decode_file

from tracker.words.text import normalise

_HIDDEN = {"script", "style", "form", "nav", "button", "noscript", "iframe", "svg", "template", "select", "textarea"}
_BLOCK = re.compile(
    "address|article|aside|blockquote|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|h[1-6]|header|hr|li"
    "|main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul"
)
_FURNITURE = re.compile(r"sharedaddy|sd-sharing|jp-relatedposts|wpcnt|feedflare|social-share|share-buttons|addtoany")
_APPEARED = re.compile(r"^The post .{0,300} appeared first on .{0,200}\.$")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[^\S\n]+")
# A dateline is no part of what was said: a short paragraph with a <time>, or one whose class says so.
_DATELINES = (
    "//p[.//time][string-length(normalize-space()) < 120]",
    "//*[self::p or self::div or self::span][string-length(normalize-space()) < 200]"
    "[contains(concat(' ', @class, ' '), ' entry-meta ') or contains(concat(' ', @class, ' '), ' post-meta ')"
    " or contains(concat(' ', @class, ' '), ' posted-on ') or contains(concat(' ', @class, ' '), ' byline ')]",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page; ``published`` is its own date as text, where it states one."""

    title: str
    body: str
    published: str | None


def from_page(body: bytes, url: str) -> Page:
    """The main text of an HTML page, paragraphs apart by a blank line; empty where there is none."""
    # trafilatura drops control characters and so glues the words beside them together.
    text = _CONTROLS.sub(" ", decode_file(body))
    found = trafilatura.bare_extraction(
        text, url=url, include_comments=False, with_metadata=True, prune_xpath=list(_DATELINES), deduplicate=False
    )
    if not isinstance(found, Document):
        return Page("", "", None)
    title = _line(found.title or "")
    return Page(title, _without_title(_paragraphs(found.text or ""), title), found.date)


def from_markup(markup: str) -> str:
    """The text of a feed's own markup, paragraphs apart by a blank line; markup that is plain text stays."""
    if "<" not in markup:
        return "\n\n".join(_paragraphs(html.fromstring(f"<p>{markup}</p>").text_content() if markup.strip() else ""))
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    pieces = "".join(_text(root))
    paragraphs = [_line(piece) for piece in re.split(r"\n\n+", pieces)]
    return "\n\n".join(piece for piece in paragraphs if piece and not _APPEARED.match(piece))


def _text(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element and what follows it, blocks and double line breaks set apart."""
    tag = element.tag if isinstance(element.tag, str) else ""
    hidden = not tag or tag in _HIDDEN or _FURNITURE.search(element.get("class") or "")
    if tag == "br":
        yield "\n"
    elif not hidden:
        block = "\n\n" if _BLOCK.fullmatch(tag) else ""
        yield block
        yield _flat(element.text)
        for child in element:
            yield from _text(child)
            yield _flat(child.tail)
        yield block


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> list[str]:
    return [line for line in (_SPACES.sub(" ", line).strip() for line in text.splitlines()) if line]


def _without_title(paragraphs: list[str], title: str) -> str:
    """The paragraphs, but for a heading that only repeats the title."""
    if paragraphs and title and normalise(paragraphs[0]) in (normalise(title), normalise(title.split(" | ")[0])):
        paragraphs = paragraphs[1:]
    return "\n\n".join(paragraphs)
