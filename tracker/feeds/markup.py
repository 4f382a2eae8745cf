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
_BEGUN = re.compile(f"\\n[ \\t\u3000]*(?={_EAST})")  # found many times faster where there is none
_SIGNS = r"[*\u2020\u2021\u00a7\u00b6]"
_MARK = re.compile(rf"[\[(]?\s*(?:\d{{1,3}}(?:\s*[,\u2013-]\s*\d{{1,3}})*|{_SIGNS}{{1,3}}|[a-z]|[ivx]{{1,4}})\s*[\])]?")
_FIGURES = re.compile(rf"(?:[\[(]\s*\d|\d|{_SIGNS})")
# What a mark stands behind: a word, not a unit, a symbol or a number with its power.
_WORD = re.compile(
    f"(?:[^\\W\\d_]{{3}}|[{HAN_CHARACTERS}]{{2}}|[,.;:!?\u3002\uff0c\uff1b\uff1a\uff01\uff1f])"
    "[)\\]\"'\u201d\u2019\u300d]*$"
)
_RAISED = re.compile(r"(?<=[^\W\d_]{3})[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")
# What has a power of two or three of its own: a unit of length, or a second, and a formula whose 2 should stand lower.
_POWERS = ("2", "3", "\u00b2", "\u00b3")
_UNIT = re.compile(
    r"(?:(?<![^\W\d_])(?:(?i:(?:kilo|hecto|deca|deci|centi|milli|micro|nano)?met(?:re|er)s?|feet|foot|inch(?:es)?"
    r"|yards?|miles?|microns?|sec|seconds?)|[kMG]?t?(?:CO|NO|SO))"
    r"|[\d/]\s?(?:ft|in|yd|mi|sec)\."
    r"|[公英海市][里尺寸分釐厘]|(?:平方|立方|[\d\s/／每千厘釐毫分微纳奈一二两兩三四五六七八九十百万萬亿億数數几幾])[米尺]|[/／每]秒)\s*$"
)
_REACH = 40  # characters before a mark that say what it stands behind


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
    return _WRAPPED.sub("", markup) if not markup.isascii() and _BEGUN.search(markup) else markup


def without_raised(text: str) -> str:
    """Text without raised figures behind words, which are marks of footnotes; powers of units stay."""

    def power(figures: re.Match[str]) -> str:
        return figures[0] if _is_power(figures[0], text[max(0, figures.start() - _REACH) : figures.start()]) else ""

    return text if text.isascii() else _RAISED.sub(power, text)


def drop_marks(root: html.HtmlElement) -> None:
    """Take marks of footnotes out of a tree: they belong to no word, and part phrases."""
    for raised in [*root.iter("sup", "a")]:
        if raised.getparent() is None or not _MARK.fullmatch(text := raised.text_content().strip()):
            continue
        within = raised.tag == "a" and (raised.get("href") or "").startswith("#")
        linked = raised.tag == "sup" and (raised.find(".//a") is not None or raised.getparent().tag == "a")
        if linked or ((within or raised.tag == "sup") and _FIGURES.match(text) and _marks(text, _before(raised))):
            raised.drop_tree()


def _marks(figures: str, before: str) -> bool:
    """Whether raised figures behind this text are the mark of a footnote."""
    return _WORD.search(before[-_REACH:]) is not None and not _is_power(figures, before)


def _is_power(figures: str, before: str) -> bool:
    return figures in _POWERS and _UNIT.search(before[-_REACH:]) is not None


def _before(element: html.HtmlElement) -> str:
    """The text that an element follows."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return previous.tail or (previous.text_content() if isinstance(previous.tag, str) else "")
    if parent is None or parent.text:
        return (parent.text or "") if parent is not None else ""
    return _before(parent) if parent.tag in ("a", "b", "em", "i", "span", "strong", "sup", "u") else ""
