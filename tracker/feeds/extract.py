"""Extraction: a report's own text, from its page or from a feed's markup, without the furniture around it."""

import re
from dataclasses import dataclass

import trafilatura
from htmldate import find_date
from lxml import etree, html
from trafilatura.metadata import examine_meta, extract_title
from trafilatura.settings import Document
from trafilatura.utils import handle_compressed_file

from tracker.feeds.charset import decode_page
from tracker.feeds.controls import without_references
from tracker.feeds.markup import drop_marks, unwrapped, with_literals, without_raised
from tracker.words.text import normalise

_HIDDEN = {"script", "style", "form", "nav", "button", "noscript", "iframe", "svg", "template", "select", "textarea"}
_BLOCK = {
    *("address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"),
    *("p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    *("cell", "head", "item", "list", "quote", "row"),  # trafilatura's names
}
_BLANK = re.compile(r"\n\s*\n")
_FURNITURE = re.compile(r"sharedaddy|sd-sharing|jp-relatedposts|wpcnt|feedflare|social-share|share-buttons|addtoany")
_APPEARED = re.compile(r"^The post .{0,300} appeared first on .{0,200}\.$")
SHORT = 250  # characters; trafilatura's own limit
ENOUGH = 1_000  # characters of which one way of finding the main text is trusted
MENU = 5  # paragraphs in a row, each a link alone
_DATELINE = re.compile(
    r"(?=.{0,150}$)(?:(?:Posted|Published|Updated|Last updated)\b.{0,20}\d|\d{4}\D\d.*来源\s*[:：]|来源\s*[:：])"
)
_EDITOR = re.compile(r"(?=.{0,60}$)[\[(（【]?\s*(?:责任编辑|责编|编辑)\s*[:：]")
# What no report's text is in; and a dateline: a short paragraph with a <time>, or one whose class says so.
_FURNISHING = etree.XPath(
    "//nav | //aside | //*[@id='comments' or @id='respond']"
    " | //p[.//time][string-length(normalize-space()) < 120]"
    " | //*[self::p or self::div or self::span]"
    "[contains(concat(' ', @class, ' '), ' entry-meta ') or contains(concat(' ', @class, ' '), ' post-meta ')"
    " or contains(concat(' ', @class, ' '), ' posted-on ') or contains(concat(' ', @class, ' '), ' byline ')]"
    "[string-length(normalize-space()) < 200]"
)


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """The main text of a page; ``published`` is its own date as text, where it states one."""

    title: str
    body: str
    published: str | None


def from_page(body: bytes, url: str, content_type: str | None = None, *, dated: bool = True) -> ExtractedPage:
    """The main text of an HTML page, paragraphs apart by a blank line; empty where there is none.

    ``content_type`` is the HTTP header's, which may name the characters. ``dated`` asks for the page's own date too,
    which takes a while.
    """
    # trafilatura drops control characters, and so glues words together; a reference to one costs it the whole text.
    markup = without_references(decode_page(handle_compressed_file(body), content_type))
    tree = trafilatura.load_html(unwrapped(markup))
    if tree is None:
        return ExtractedPage("", "", None)
    if tree.tag != "html":  # as of a page that opens with <svg>; what drops an element asks it for its parent
        page = html.Element("html")
        page.append(tree)
        tree = page
    # A date the page states, never one guessed from a copyright line.
    stated = find_date(tree, url=url, original_date=True, extensive_search=False) if dated else None
    about = examine_meta(tree)
    title = _line(about.title or extract_title(tree) or "")
    drop_marks(tree)
    for furnishing in _FURNISHING(tree):
        if furnishing.getparent() is not None:
            furnishing.drop_tree()
    paragraphs = _main(tree, url)
    if not paragraphs:
        return ExtractedPage("", "", None)
    short = _short(tree)
    if short and "".join("".join(short).split()) in "".join("".join(paragraphs).split()):
        paragraphs = short
    return ExtractedPage(title, "\n\n".join(_without_edges(paragraphs, title)), stated)


def _main(tree: html.HtmlElement, url: str) -> list[str]:
    """The paragraphs of the main text; where they are few besides links, more than one way of finding them is tried."""
    paragraphs: list[str] = []
    links = {text for link in tree.iter("a") if len(text := _line(link.text_content())) > 1}
    for fast in (True, False):
        found = trafilatura.bare_extraction(tree, url=url, fast=fast, output_format="txt", include_comments=False)
        if isinstance(found, Document) and found.body is not None:
            paragraphs = _paragraphs(found.body)
        if len(_without(links, " ".join(paragraphs))) >= ENOUGH:
            break
    return _below_menu(paragraphs, links)


def _below_menu(paragraphs: list[str], links: set[str]) -> list[str]:
    """The paragraphs without the menu at their head, where so many are links alone; none if that is all there is."""
    head = next((place for place, each in enumerate(paragraphs) if each not in links), len(paragraphs))
    return paragraphs[head:] if head >= MENU else paragraphs


def _without(links: set[str], text: str) -> str:
    """A text without the links in it, which are all that there is of a menu."""
    if not links:
        return text
    longest_first = sorted(links, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), "", text)


def _short(root: html.HtmlElement) -> list[str]:
    """The paragraphs of the page's only article, if they are so few that trafilatura would take the whole page."""
    only = root.xpath("//article") or root.xpath("//main")
    paragraphs = _paragraphs(only[0]) if len(only) == 1 else []
    return paragraphs if sum(map(len, paragraphs)) < SHORT else []


def from_markup(markup: str) -> str:
    """The text of a feed's own markup, paragraphs apart by a blank line; markup that is plain text stays."""
    markup = unwrapped(with_literals(without_references(markup)))
    if "<" not in markup and "&" not in markup:
        return _line(markup)
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError, AssertionError):  # the last where it is a whole page without a body
        return ""
    drop_marks(root)
    return "\n\n".join(piece for piece in _paragraphs(root) if not _APPEARED.match(piece))


def _paragraphs(root: html.HtmlElement) -> list[str]:
    found: list[str] = []
    _text(root, found)
    return _apart("".join(found))


def _apart(text: str) -> list[str]:
    return [piece for piece in map(_line, _BLANK.split(text)) if piece]


def _text(element: html.HtmlElement, found: list[str]) -> None:
    """Add the text of an element, blocks and double line breaks set apart."""
    tag, kind = element.tag, element.get("class")
    hidden = not isinstance(tag, str) or tag in _HIDDEN or (kind and _FURNITURE.search(kind))
    if tag in ("br", "lb"):
        found.append("\n")
    elif not hidden:
        block = "\n\n" if tag in _BLOCK else ""
        found.append(block)
        if element.text:
            found.append(element.text.replace("\n", " "))
        for child in element:
            _text(child, found)
            if child.tail:
                found.append(child.tail.replace("\n", " "))
        found.append(block)


def _line(text: str) -> str:
    return " ".join(without_raised(text).split())


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
