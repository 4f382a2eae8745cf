"""Addresses outside, as feeds give them: only those of the web become links."""

import re
from html import escape

_WEB = re.compile(r"https?://(?:[^/?#\s\\]*@)?([^/?#\s\\@]+)", re.IGNORECASE)


def host(url: str) -> str:
    """The host of a web address, without name and password; empty if it is none."""
    match = _WEB.match(url)
    return match[1] if match else ""


def link(url: str, words: str) -> str:
    """A link that tells the other side nothing of us; empty if the address is not one of the web."""
    if not host(url):
        return ""
    return f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(words)} ↗</a>'
