"""Discovery: the feeds that a home page names."""

from lxml import html
from lxml.etree import ParserError

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def discover(body: bytes, url: str) -> list[str]:
    """The addresses in ``<link rel="alternate">`` of a page, in its order; empty if it is no page."""
    try:
        page = html.fromstring(body)
    except (ParserError, ValueError):
        return []
    page.make_links_absolute(url, handle_failures="discard")
    links = page.xpath("//link[contains(concat(' ', @rel, ' '), ' alternate ')][@href]")
    found = (link.get("href", "") for link in links if (link.get("type") or "").lower() in _TYPES)
    return list(dict.fromkeys(address for address in found if address.startswith(("http://", "https://"))))
