"""Addresses as they may be shown."""

import re
from urllib.parse import parse_qsl, urlsplit

_SECRET = re.compile(r"((?:^|&)[^=&]*(?:key|token|auth|secret|sig|pass|pwd)[^=&]*=)[^&]*", re.IGNORECASE)


def redact(url: str) -> str:
    """An address without user, password and secret parameters, safe for logs, pages and downloads.

    >>> redact("https://user:tok@example.org/f?key=s&page=2")
    'https://example.org/f?key=…&page=2'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    hidden = parts._replace(netloc=parts.netloc.rpartition("@")[2], query=_SECRET.sub(r"\1…", parts.query))
    return hidden.geturl()


def server(url: str) -> str:
    """The host of an address, and its port where it names one; empty for an address that cannot be read."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def name_of(url: str) -> str:
    """What an untitled feed is called: its server and path, in which no secrets are expected.

    >>> name_of("https://user:tok@example.org/news/feed.xml?key=s")
    'example.org/news/feed.xml'
    """
    try:
        return (server(url) + urlsplit(url).path.rstrip("/")) or "feed"
    except ValueError:
        return "feed"


def scrub(text: str, url: str) -> str:
    """A text, such as an error's, without the secrets of an address that may stand in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return text.replace(url, redact(url))
    shown = redact(url)
    hidden = [parts.password, *(secret for _, secret in parse_qsl(parts.query) if secret not in shown)]
    for secret in filter(None, hidden):
        text = text.replace(url, shown).replace(secret, "…")
    return text
