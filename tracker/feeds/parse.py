"""Parsing: from the bytes of a feed to its entries."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.sax import SAXParseException

import feedparser

from tracker.documents import Entry, Names, ParsedFeed
from tracker.errors import ParseError
from tracker.feeds import jsonfeed
from tracker.feeds.address import redact
from tracker.feeds.charset import decode
from tracker.feeds.controls import without_controls, without_references
from tracker.feeds.dates import Reader
from tracker.feeds.extract import from_markup
from tracker.feeds.identity import Identifiers, keys, names
from tracker.feeds.markup import of_plain

# A text this long is taken for the full one if it does not say that it goes on.
FULL_TEXT = 1_500
END = 100  # characters, in which a text says so
UPDATED = 60  # characters kept of when an entry says that it was last changed
# What programs write for no date; the first of the year 1 is none that could be read.
NO_DATES = {date(1970, 1, 1), date(1601, 1, 1), date(1899, 12, 30), date(1900, 1, 1)}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading|阅读全文|查看全文)\W*$", re.IGNORECASE)
_DATES = ("published", "updated", "created", "date")
_PROLOG = re.compile(r"<\?xml[^>]*>")
_OPENED = re.compile(r"<(\w+:)?(?:item|entry)[\s>]")
_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_CLOSED = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
_CAPTION = re.compile(r"<(/?)media:description(?:\s[^>]*?)?(/?)>")
_ENDED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_KINDS = ((b"%PDF", "PDF"), (b"\x89PNG", "a picture"), (b"GIF8", "a picture"), (b"\xff\xd8\xff", "a picture"),
          (b"\x1f\x8b", "gzip"))  # fmt: skip


def parse(body: bytes, content_type: str | None, url: str, zone: str | None) -> ParsedFeed:
    """Read a feed in any form; ParseError if the answer is no feed.

    ``zone`` is the feed's own time zone, for dates without one. An entry that cannot be read costs only
    itself, and is told among the warnings.
    """
    read, warnings = _read(body, content_type, url)
    feed, rows = read["feed"], read["entries"]
    if not read.get("version") and not rows:
        raise ParseError(redact(url), f"not a feed: {_kind(body, content_type)}")
    home = _address(feed.get("link"), url)
    found = [_identifiers(row, url) for row in rows]
    # The link to the feed's own home is no entry's own, even if only one entry has it.
    told = [each._replace(link="") if each.link == home else each for each in found]
    entries, dates = dict[str, Entry](), Reader(zone)
    for row, identifiers, key, named in zip(rows, found, keys(told), names(told), strict=True):
        try:
            entry = _entry(row, identifiers, key, named, dates)
        except Exception as error:  # what one entry breaks is not known beforehand, and must cost only itself
            warnings.append(f"entry {identifiers.title or identifiers.link or key!r} could not be read: {error!r}")
            continue
        if entry.title or entry.url:
            entries.setdefault(key, entry)
        else:
            warnings.append("an entry without title, address and text was left out")
    if rows and not entries:
        raise ParseError(redact(url), f"none of its {len(rows)} entries could be read: {warnings[-1]}")
    return ParsedFeed(
        title=_line(from_markup(_title(feed))),
        language=_line(feed.get("language")) or None,
        entries=tuple(entries.values()),
        next_page=_next_page(feed.get("links") or (), url),
        wordpress="wordpress" in _line(feed.get("generator")).lower() or urlsplit(url).path.endswith("/feed/"),
        warnings=tuple(warnings),
        partial=bool(read.get("partial")),
    )


def _read(body: bytes, content_type: str | None, url: str) -> tuple[Mapping[str, Any], list[str]]:
    """The feed in feedparser's shape, and what was wrong with it."""
    if not body.strip():
        raise ParseError(redact(url), "not a feed: an empty answer")
    text, warning = decode(body, content_type)
    warnings = [warning] if warning else []
    if text.lstrip().startswith("{"):
        found = jsonfeed.read(text, redact(url))
        if found["odd"] and not found["entries"]:
            raise ParseError(redact(url), f"none of its {found['odd']} entries could be read: they are no objects")
        odd = [f"{found['odd']} entries are no objects and were left out"] if found["odd"] else []
        return found, warnings + odd
    text = _tidied(text)
    found = _parsed(text, url)
    if not found["entries"] and (held := _OPENED.search(_COMMENT.sub("", text))):
        found = _parsed(re.sub(rf"(</?){re.escape(held[1] or '')}", r"\1", text), url)
        if not found["entries"] and _CLOSED.search(text):
            raise ParseError(redact(url), "its entries could not be read: it is not well-formed, or no kind of feed")
    if found.get("bozo"):
        warnings.append(f"not well-formed, read as far as possible: {_plainly(found['bozo_exception'])}")
    closed = _last(_CLOSED, text)
    if found.get("version") and not (found["entries"] or _ENDED.search(text)):
        raise ParseError(redact(url), "cut off before its first entry")
    if found["entries"] and not _ENDED.search(text, max(closed, 0)):
        within = _last(_OPENED, text) > closed
        if within:
            found["entries"].pop()
        warnings.append(f"partial: cut off {'within an entry, which was left out' if within else 'after an entry'}")
        found["partial"] = True
    return found, warnings


def _parsed(text: str, url: str) -> Any:
    """A feed as feedparser has it."""
    headers = {"content-type": "application/xml; charset=utf-8"}
    # A stream, never bytes or an address: feedparser would open a body that is a path as a file. Of its markup only
    # the text is used, which needs no sanitising here and would take three quarters of the time.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except MemoryError:
        raise  # for whoever set the limit, and can name it
    except Exception as error:  # feedparser lets what breaks it through as it comes
        raise ParseError(redact(url), f"could not be read: {error!r}") from error


def _tidied(text: str) -> str:
    """The text from its root on, without characters that XML forbids; it is UTF-8 now, whatever its prolog says."""
    prolog = _PROLOG.search(text[:5000])
    root = without_references(text[prolog.end() :] if prolog else text).strip()
    root = _CAPTION.sub(r"<\1media:caption\2>", root)  # feedparser takes a picture's description for the entry's
    return f'<?xml version="1.0" encoding="utf-8"?>{root}'


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _plainly(error: Exception) -> str:
    if isinstance(error, SAXParseException):
        return f"line {error.getLineNumber()}, {error.getMessage()}"
    return str(error)


def _kind(body: bytes, content_type: str | None) -> str:
    head = body[:2000].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return "text/html"
    if b"<urlset" in head or b"<sitemapindex" in head:
        return "a sitemap"
    label = _line((content_type or "").partition(";")[0])
    return next((name for sign, name in _KINDS if body.startswith(sign)), label or "unknown")


def _identifiers(row: Mapping[str, Any], url: str) -> Identifiers:
    return Identifiers(_line(row.get("id")), _address(row.get("link"), url), _line(row.get("title")), _date(row))


def _address(link: object, url: str) -> str:
    """A link as a whole http or https address; empty if it is none."""
    try:
        address = urljoin(url, _line(link)) if link else ""
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _entry(row: Mapping[str, Any], identifiers: Identifiers, key: str, named: Names, dates: Reader) -> Entry:
    contents = [_markup(each) for each in row.get("content") or ()]
    summary = _markup(row.get("summary_detail") or {"value": row.get("summary")})
    if "summary_detail" not in row and summary in contents:
        summary = ""  # feedparser's own copy of a content that stands alone
    content = max(contents, key=len, default="")
    longest = max(content, summary, key=len) or row.get("media_caption") or ""
    published, day = _dated(row, dates)
    text = from_markup(longest)
    return Entry(
        key=key,
        title=_line(from_markup(_title(row))) or text[:80].partition("\n")[0],
        url=identifiers.link,
        published=published,
        day=day,
        text=text,
        complete=_complete(text, summary if contents else text, bool(content)),
        language=_line(row.get("language")) or None,
        names=named,
        updated=_line(row.get("updated"))[:UPDATED],
    )


def _title(row: Mapping[str, Any]) -> str:
    return _markup((row.get("title_detail") or {}) | {"value": _line(row.get("title"))})


def _markup(said: Mapping[str, Any]) -> str:
    """What an element says, as markup, by the kind of text that it names."""
    value = said.get("value") or ""
    return of_plain(value) if said.get("type") == "text/plain" else value


def _complete(text: str, summary: str, has_content: bool) -> bool:
    """Whether a feed's own text is the full one, as far as the feed lets one see; ``summary`` may have markup."""
    if not text or _CUT.search(text[-END:]):
        return False
    return len(text) >= FULL_TEXT or (has_content and len(text) > len(from_markup(summary)))


def _date(row: Mapping[str, Any]) -> str:
    return next((_line(row[name]) for name in _DATES if row.get(name)), "")


def _dated(row: Mapping[str, Any], dates: Reader) -> tuple[datetime | None, date | None]:
    """When an entry was published: the first of its dates that can be read and is one."""
    for name in _DATES:
        published, day = dates.read(_line(row[name])) if row.get(name) else (None, None)
        if day and day not in NO_DATES and published != EPOCH:
            return published, day
    return None, None


def _next_page(links: Sequence[Mapping[str, Any]], url: str) -> str | None:
    """The feed's older entries by RFC 5005: its previous archive, else its next page."""
    for relation in ("prev-archive", "next"):
        for link in links:
            if link.get("rel") == relation and (address := _address(link.get("href"), url)):
                return address
    return None


def _line(value: object) -> str:
    return " ".join(without_controls(str(value or "")).split())
