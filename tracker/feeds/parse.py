"""Parsing: from the bytes of a feed to its entries."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser

from tracker.documents import Entry
from tracker.errors import ParseError
from tracker.feeds import jsonfeed
from tracker.feeds.dates import when
from tracker.feeds.extract import from_markup
from tracker.feeds.identity import Marks, keys

# A text this long is taken for the full one if it does not say that it goes on.
FULL_TEXT = 1_500
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading|阅读全文|查看全文)\W*$", re.IGNORECASE)
_DATES = ("published", "updated", "created", "date")
_KINDS = ((b"%PDF", "PDF"), (b"\x89PNG", "a picture"), (b"GIF8", "a picture"), (b"\xff\xd8\xff", "a picture"))


@dataclass(frozen=True, slots=True)
class Document:
    """A feed as read: its entries, newest first as a rule, and where its older ones are.

    ``warnings`` are plain sentences on what could not be read of it.
    """

    title: str
    language: str | None
    entries: tuple[Entry, ...]
    next_page: str | None
    wordpress: bool
    warnings: tuple[str, ...] = ()


def parse(body: bytes, content_type: str | None, url: str, zone: str | None) -> Document:
    """Read a feed in any form; ParseError if the answer is no feed.

    ``zone`` is the feed's own time zone, for dates without one. An entry that cannot be read costs only
    itself, and is told among the warnings.
    """
    read = _read(body, content_type, url)
    feed, rows = read["feed"], read["entries"]
    if not read.get("version") and not rows:
        raise ParseError(url, f"not a feed: {_kind(body, content_type)}")
    warnings = [f"not well-formed, read as far as possible: {read['bozo_exception']}"] if _broken(read) else []
    marks = [_marks(row, url) for row in rows]
    entries: list[Entry] = []
    for row, mark, key in zip(rows, marks, keys(marks), strict=True):
        try:
            entries.append(_entry(row, mark, key, zone))
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            warnings.append(f"entry {mark.title or mark.link or key!r} could not be read: {error!r}")
    return Document(
        title=_line(feed.get("title")),
        language=_line(feed.get("language")) or None,
        entries=tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1],
        next_page=_next_page(feed.get("links") or (), url),
        wordpress="wordpress" in _line(feed.get("generator")).lower(),
        warnings=tuple(warnings),
    )


def _read(body: bytes, content_type: str | None, url: str) -> Mapping[str, Any]:
    if not body.strip():
        raise ParseError(url, "not a feed: an empty answer")
    if body.lstrip()[:1] == b"{":
        return jsonfeed.read(body, url)
    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    # A stream, never bytes or an address: feedparser would open a body that is a path as a file.
    found: Mapping[str, Any] = feedparser.parse(io.BytesIO(_prepared(body)), response_headers=headers)
    return found


def _prepared(body: bytes) -> bytes:
    """The body without blank lines before its prolog, and with single broken bytes mended.

    One bad byte makes feedparser read the whole feed in another code page; replaced, it costs one character.
    """
    body = body.lstrip()
    head = body[:200].lower()
    if b"encoding=" in head and b"utf-8" not in head:
        return body
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text.encode() if 0 < broken <= 1 + len(text) // 1000 else body


def _broken(read: Mapping[str, Any]) -> bool:
    """Whether the markup is broken; a wrong label of media type or encoding is not."""
    harmless = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
    return bool(read.get("bozo")) and not isinstance(read.get("bozo_exception"), harmless)


def _kind(body: bytes, content_type: str | None) -> str:
    head = body[:2000].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "text/html"
    if b"<urlset" in head or b"<sitemapindex" in head:
        return "a sitemap"
    return next((name for sign, name in _KINDS if body.startswith(sign)), (content_type or "unknown").split(";")[0])


def _marks(row: Mapping[str, Any], url: str) -> Marks:
    link = _line(row.get("link"))
    address = urljoin(url, link) if link else ""
    if urlsplit(address).scheme not in ("http", "https"):
        address = ""
    return Marks(_line(row.get("id")), address, _line(row.get("title")), _date(row))


def _entry(row: Mapping[str, Any], mark: Marks, key: str, zone: str | None) -> Entry:
    contents = [str(each.get("value") or "") for each in row.get("content") or ()]
    summary = str(row.get("summary") or "")
    content = max(contents, key=len, default="")
    longest = max(content, summary, key=len)
    published, day = when(mark.date, zone)
    text = from_markup(longest)
    return Entry(
        key=key,
        title=_line(from_markup(mark.title)) or text[:80].partition("\n")[0],
        url=mark.link,
        published=published,
        day=day,
        html=longest,
        complete=_complete(text, from_markup(summary) if contents else text, bool(content)),
        language=_line(row.get("language")) or None,
    )


def _complete(text: str, summary: str, has_content: bool) -> bool:
    """Whether a feed's own text is the full one, as far as the feed lets one see."""
    if not text or _CUT.search(text):
        return False
    return len(text) >= FULL_TEXT or (has_content and len(text) > len(summary))


def _date(row: Mapping[str, Any]) -> str:
    return next((_line(row[name]) for name in _DATES if row.get(name)), "")


def _next_page(links: Sequence[Mapping[str, Any]], url: str) -> str | None:
    """The feed's older entries by RFC 5005: its previous archive, else its next page."""
    for relation in ("prev-archive", "next"):
        for link in links:
            if link.get("rel") == relation and link.get("href"):
                return urljoin(url, str(link["href"]))
    return None


def _line(value: object) -> str:
    return " ".join(str(value or "").split())
