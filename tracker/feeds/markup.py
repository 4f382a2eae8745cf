"""Markup before it is read: what only looks like a tag, marks of footnotes, and lines wrapped within a Chinese word."""

import re

from lxml import html
from lxml.html import defs

from tracker.words.text import HAN_CHARACTERS

_HTML5 = (
    "article aside audio canvas data details dialog figcaption figure footer header hgroup main mark math meter nav"
    " output picture progress rp rt ruby search section slot source summary svg template time track video wbr"
    " g path circle rect line text use symbol defs mi mn mo ms mrow mfrac msup msub semantics annotation"
)
_TAGS = frozenset(defs.tags) | frozenset(_HTML5.split()) | {"image", "nobr", "marquee", "blink", "layer", "embed"}
_ANGLE = re.compile(r"<(/?([A-Za-z][\w:.\-]*)(?=[\s/>])|!--|!doctype\b|!\[|\?)?", re.IGNORECASE)
_CLOSING = re.compile(r"</([a-z][a-z0-9]*)\s*>|<(br)\s*/?>", re.IGNORECASE)
_CLOSED = re.compile(r"</([A-Za-z][\w:.\-]*)\s*>")
_EAST = f"[{HAN_CHARACTERS}\u3001-\u303f\uff00-\uff60]"
_WRAPPED = re.compile(f"(?<={_EAST})[ \\t\u3000]*\\r?\\n[ \\t\u3000]*(?={_EAST})")
_SIGNS = r"[*\u2020\u2021\u00a7\u00b6]"
_MARK = re.compile(
    rf"\s*[\[(]?\s*(?:\d{{1,3}}(?:\s*[,\u2013-]\s*\d{{1,3}})*|{_SIGNS}{{1,3}}|[a-z]|[ivx]{{1,4}})\s*[\])]?\s*$"
)
_FIGURES = re.compile(rf"\s*(?:[\[(]\s*\d|\d|{_SIGNS})")
# What a mark stands behind: a word, not a unit, a symbol or a number with its power.
_WORD = re.compile(
    f"(?:[^\\W\\d_]{{3}}|[{HAN_CHARACTERS}]{{2}}|[,.;:!?\u3002\uff0c\uff1b\uff1a\uff01\uff1f])"
    "[)\\]\"'\u201d\u2019\u300d]*$"
)
_RAISED = re.compile(r"(?<=[^\W\d_]{3})[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")


def with_literals(markup: str) -> str:
    """Markup whose signs of less-than that open no tag of HTML stand for themselves."""
    if "<" not in markup:
        return markup
    last, comment = markup.rfind(">"), markup.rfind("-->")
    closed = {each.lower() for each in _CLOSED.findall(markup)}  # sites have tags of their own

    def literal(angle: re.Match[str]) -> str:
        what, name = angle[1] or "", (angle[2] or "").lower()
        if name:
            ends = re.compile("[<>\"']").search(markup, angle.end())
            tag = (
                (name in _TAGS or name in closed or ":" in name or "-" in name) and ends is not None and ends[0] != "<"
            )
        else:
            tag = bool(what) and angle.start() < (comment if what == "!--" else last)
        return angle[0] if tag else "&lt;" + what

    return _ANGLE.sub(literal, markup)


def of_plain(text: str) -> str:
    """A text that says it is no markup, as markup; one that closes tags of HTML is markup all the same."""
    if any((each[1] or each[2]).lower() in _TAGS for each in _CLOSING.finditer(text)):
        return text
    return text.replace("<", "&lt;")


def unwrapped(markup: str) -> str:
    """Markup without line breaks between two Chinese characters, where white space is none."""
    return _WRAPPED.sub("", markup) if "\n" in markup and not markup.isascii() else markup


def without_raised(text: str) -> str:
    """Text without raised figures behind words, which are marks of footnotes."""
    return text if text.isascii() else _RAISED.sub("", text)


def drop_marks(root: html.HtmlElement) -> None:
    """Take marks of footnotes out of a tree: they belong to no word, and part phrases."""
    for raised in [*root.iter("sup", "a")]:
        if raised.getparent() is None or not _MARK.match(text := raised.text_content()):
            continue
        within = raised.tag == "a" and (raised.get("href") or "").startswith("#")
        linked = raised.tag == "sup" and (raised.find(".//a") is not None or raised.getparent().tag == "a")
        if linked or ((within or raised.tag == "sup") and _FIGURES.match(text) and _WORD.search(_before(raised))):
            raised.drop_tree()


def _before(element: html.HtmlElement) -> str:
    """The text that an element follows."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or (previous.text_content() if isinstance(previous.tag, str) else "")
    if parent is None or parent.text:
        return (parent.text or "") if parent is not None else ""
    return _before(parent) if parent.tag in ("a", "b", "em", "i", "span", "strong", "sup", "u") else ""
