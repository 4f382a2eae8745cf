"""Sitemaps: the pages that a site lists for programs, and which of them are like the pages of a feed."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from lxml import etree

from tracker.errors import ParseError
from tracker.feeds.address import redact
from tracker.feeds.dates import Reader

LARGEST = 52_428_800  # bytes, as sitemaps.org has it
_GZIP = b"\x1f\x8b"
_YEAR_OR_DAY = re.compile(r"(?<!\d)(?:(?:19|20)\d\d(?:[-_]?\d\d){0,2}|\d{1,2})(?!\d)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Listed:
    """A page, or another sitemap, that a sitemap lists.

    ``published`` and ``day`` are those that a news sitemap states; ``modified`` is the day of its last change.
    """

    url: str
    title: str = ""
    published: datetime | None = None
    day: date | None = None
    modified: date | None = None


@dataclass(frozen=True)
class Sitemap:
    """What a sitemap lists: pages, and further sitemaps."""

    pages: tuple[Listed, ...]
    maps: tuple[Listed, ...]


def read(body: bytes, url: str, zone: str | None) -> Sitemap:
    """Read a sitemap of sitemaps.org's protocol: XML or lines of text, packed or not; ParseError if it is none."""
    body = _unpacked(body, url)
    pages: list[Listed] = []
    maps: list[Listed] = []
    root = _root(body)
    if root is None:
        lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines()]
        if not lines or not all(line.startswith(("http://", "https://")) for line in lines if line):
            raise ParseError(redact(url), "not a sitemap")
        return Sitemap(tuple(Listed(line) for line in lines if line), ())
    dates = Reader(zone)
    for element in root:
        kind = _name(element)
        listed = _listed(element, url, dates) if kind in ("url", "sitemap") else None
        if listed:
            (maps if kind == "sitemap" else pages).append(listed)
    return Sitemap(tuple(pages), tuple(maps))


def _unpacked(body: bytes, url: str) -> bytes:
    if not body.startswith(_GZIP):
        return body
    try:
        unpacked = zlib.decompressobj(wbits=31)
        body = unpacked.decompress(body, LARGEST)
    except zlib.error as error:
        raise ParseError(redact(url), f"a packed sitemap that cannot be unpacked: {error}") from error
    if unpacked.unconsumed_tail:
        raise ParseError(redact(url), f"a sitemap that is larger than {LARGEST / 1e6:.0f} MB")
    return body


def _root(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(body, parser) if body.lstrip()[:1] in (b"<", b"\xef") else None
    return root if root is not None and _name(root) in ("urlset", "sitemapindex") else None


def _listed(element: etree._Element, url: str, dates: Reader) -> Listed | None:
    told = {_name(each): (each.text or "").strip() for each in element.iter() if each is not element}
    if not told.get("loc"):
        return None
    published, day = dates.read(told.get("publication_date", ""))
    modified = dates.read(told.get("lastmod", ""))[1]
    return Listed(urljoin(url, told["loc"]), told.get("title", ""), published, day, modified)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Alike:
    """Which addresses are like those of a feed's entries: of the same host, and in the same kind of folder.

    Years, months and days in the folders do not matter; other numbers only where the entries themselves agree.
    A page right under the root of its site is like any other page there, so it is taken for none.
    """

    def __init__(self, urls: Iterable[str]) -> None:
        """Learn from the addresses of a feed's entries."""
        self._forms: dict[tuple[str, int, str], list[set[str]]] = {}
        for host, folders, ending in filter(None, map(_form, urls)):
            places = self._forms.setdefault((host, len(folders), ending), [set() for _ in folders])
            for place, folder in zip(places, folders, strict=True):
                place.add(folder)

    def __bool__(self) -> bool:
        """Whether there is anything to be like."""
        return bool(self._forms)

    def near(self, url: str) -> bool:
        """Whether an address is at one of the hosts; only there anything is asked for."""
        return _host(url) in {host for host, _, _ in self._forms}

    def among(self, pages: Iterable[Listed]) -> Iterator[Listed]:
        """Those of these pages that are like the feed's."""
        return (page for page in pages if self._takes(page.url))

    def _takes(self, url: str) -> bool:
        found = _form(url)
        if not found:
            return False
        host, folders, ending = found
        places = self._forms.get((host, len(folders), ending))
        return places is not None and all(
            folder in place or (len(place) > 1 and _levelled(folder) in map(_levelled, place))
            for folder, place in zip(folders, places, strict=True)
        )


def _form(url: str) -> tuple[str, tuple[str, ...], str] | None:
    """Host, folders and ending of a page's address; None if it stands in no folder."""
    host = _host(url)
    if not host:
        return None
    *folders, last = urlsplit(url).path.strip("/").split("/")
    ending = PurePosixPath(last).suffix
    ending = "" if ending[1:].isdigit() else ending.lower()
    return (host, tuple(_YEAR_OR_DAY.sub("0", folder) for folder in folders), ending) if folders else None


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _levelled(folder: str) -> str:
    return _NUMBER.sub("0", folder)
