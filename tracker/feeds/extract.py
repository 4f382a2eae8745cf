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
    "|cell|head|item|list|quote|row"  # trafilatura's names
)
_FURNITURE = re.compile(r"sharedaddy|sd-sharing|jp-relatedposts|wpcnt|feedflare|social-share|share-buttons|addtoany")
_APPEARED = re.compile(r"^The post .{0,300} appeared first on .{0,200}\.$")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
SHORT = 250  # characters; trafilatura's own limit
_DATELINE = re.compile(
    r"(?=.{0,150}$)(?:(?:Posted|Published|Updated|Last updated)\b.{0,20}\d|\d{4}\D\d.*来源\s*[:：]|来源\s*[:：])"
)
_EDITOR = re.compile(r"(?=.{0,60}$)[\[(（【]?\s*(?:责任编辑|责编|编辑)\s*[:：]")
# What no report's text is in; and a dateline: a short paragraph with a <time>, or one whose class says so.
_FURNISHING = (
    "//nav",
    "//aside",
    "//*[@id='comments' or @id='respond']",
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
        text,
        url=url,
        include_comments=False,
        with_metadata=True,
        prune_xpath=list(_FURNISHING),
        # A date the page states, never one guessed from a copyright line.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, Document) or found.body is None:
        return Page("", "", None)
    title, paragraphs = _line(found.title or ""), _paragraphs(found.body)
    short = _short(text)
    if short and "".join("".join(short).split()) in "".join("".join(paragraphs).split()):
        paragraphs = short
    return Page(title, "\n\n".join(_without_edges(paragraphs, title)), found.date)


def _short(text: str) -> list[str]:
    """The paragraphs of the page's only article, if they are so few that trafilatura would take the whole page."""
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return []
    only = root.xpath("//article") or root.xpath("//main")
    for furnishing in root.xpath(" | ".join(_FURNISHING)) if len(only) == 1 else []:
        furnishing.drop_tree()
    paragraphs = _paragraphs(only[0]) if len(only) == 1 else []
    return paragraphs if sum(map(len, paragraphs)) < SHORT else []


def from_markup(markup: str) -> str:
    """The text of a feed's own markup, paragraphs apart by a blank line; markup that is plain text stays."""
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    return "\n\n".join(piece for piece in _paragraphs(root) if not _APPEARED.match(piece))


def _paragraphs(root: html.HtmlElement) -> list[str]:
    pieces = (_line(piece) for piece in re.split(r"\n\s*\n", "".join(_text(root))))
    return [piece for piece in pieces if piece]


def _text(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element and what follows it, blocks and double line breaks set apart."""
    tag = element.tag if isinstance(element.tag, str) else ""
    hidden = not tag or tag in _HIDDEN or _FURNITURE.search(element.get("class") or "")
    if tag in ("br", "lb"):
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


def _without_edges(paragraphs: list[str], title: str) -> list[str]:
    """The paragraphs without a heading that only repeats the title, a dateline and an editor's line."""
    titles = {normalise(title), normalise(title.split(" | ")[0])}
    if paragraphs and normalise(paragraphs[0]) in titles:  # once: a text may begin with its own title
        paragraphs = paragraphs[1:]
    while paragraphs and _DATELINE.match(paragraphs[0]):
        paragraphs = paragraphs[1:]
    while paragraphs and _EDITOR.match(paragraphs[-1]):
        paragraphs = paragraphs[:-1]
    return paragraphs
