"""robots.txt: whether a site lets programs read a page."""

import time
from collections.abc import Callable
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from protego import Protego

from tracker.errors import FetchError
from tracker.feeds.address import redact, server

AGENT = "PolicySignalTracker"
READ_FOR, FAILED_FOR = 86_400.0, 600.0  # seconds that a robots.txt is taken as read for, and one that failed
LARGEST = 500_000  # bytes, as RFC 9309 has it


class _Answered(Protocol):
    @property
    def body(self) -> bytes: ...


class Robots:
    """The robots.txt of each site, asked for once a day."""

    def __init__(self, get: Callable[[str], _Answered]) -> None:
        """``get`` fetches an address or raises FetchError."""
        self._get = get
        self._known: dict[str, tuple[float, Protego | FetchError]] = {}

    def check(self, url: str) -> None:
        """FetchError if the page must not be read, or if its site's robots.txt cannot be had (RFC 9309)."""
        site = _site(url)
        rules = self._rules(site)
        if isinstance(rules, FetchError):
            problem = f"its robots.txt cannot be read: {rules.problem}"
            raise FetchError(rules.about, problem, rules.status, host=server(url))
        if not rules.can_fetch(url, AGENT):
            raise FetchError(redact(site), "the site's robots.txt forbids programs to read the page", 403)

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps of an address's site: those that its robots.txt names, else the usual place."""
        site = _site(url)
        rules = self._rules(site)
        named = [] if isinstance(rules, FetchError) else list(rules.sitemaps)
        return [urljoin(site, each) for each in named] or [f"{site}/sitemap.xml"]

    def _rules(self, site: str) -> Protego | FetchError:
        until, rules = self._known.get(site, (0.0, None))
        if rules is None or until < time.monotonic():
            rules = self._asked(site)
            lasts = FAILED_FOR if isinstance(rules, FetchError) else READ_FOR
            self._known[site] = (time.monotonic() + lasts, rules)
        return rules

    def _asked(self, site: str) -> Protego | FetchError:
        try:
            text = self._get(f"{site}/robots.txt").body[:LARGEST].decode("utf-8", "replace")
        except FetchError as error:
            if error.status is None or error.status >= 500:
                return error
            text = ""  # without one, everything is allowed
        return Protego.parse(text)


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
