"""Addresses as they may be shown."""

import re
from urllib.parse import urlsplit

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
