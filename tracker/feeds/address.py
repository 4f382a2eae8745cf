"""Addresses as they may be shown."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

_NAMED = r"[^=&;#]*(?:key|token|auth|secret|sig|pass|pwd|session|sess_?id|jwt)[^=&;#]*|(?:[^=&;#]*[_-])?(?:code|k|sid)"
_SECRET = re.compile(rf"(?:^|(?<=[&;?]))({_NAMED})=([^&;#]+)", re.IGNORECASE)
_SIGNED = re.compile(r"eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?")  # a JSON Web Token, whatever it is called
_IN_PATH = re.compile(r"token|(?:api|access|private|secret|auth)?[_-]?(?:key|auth|secret|jwt)|k", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BOT = re.compile(r"(?:bot)?\d{6,}:[\w-]{20,}")
_RUN = re.compile(r"[A-Za-z0-9]{16,}")
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])")
_SHORT = 4  # characters of a secret below which it stands in many a word


def redact(url: str) -> str:
    """An address without user, password, secret parameters and tokens in its path, safe for logs, pages and downloads.

    >>> redact("https://user:tok@example.org/f?key=s&page=2")
    'https://example.org/f?key=…&page=2'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    path, query, fragment = (
        _without(each, _secrets(each, parts)) for each in (parts.path, parts.query, parts.fragment)
    )
    netloc = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=netloc, path=path, query=query, fragment=fragment).geturl()


def server(url: str) -> str:
    """The host of an address, and its port where it names one; empty for an address that cannot be read."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def name_of(url: str) -> str:
    """What an untitled feed is called: its server and path, without secrets.

    >>> name_of("https://user:tok@example.org/news/feed.xml?key=s")
    'example.org/news/feed.xml'
    """
    try:
        return (server(url) + urlsplit(redact(url)).path.rstrip("/")) or "feed"
    except ValueError:
        return "feed"


def scrub(text: str, url: str) -> str:
    """A text, such as an error's, without the secrets of an address that may stand in it."""
    text = text.replace(url, redact(url))
    try:
        parts = urlsplit(url)
    except ValueError:
        return text
    found = [secret for each in (parts.path, parts.query, parts.fragment) for _, secret in _secrets(each, parts)]
    for secret in filter(None, [parts.password, *found]):
        for written in dict.fromkeys((secret, unquote(secret), unquote_plus(secret))):
            if len(written) >= _SHORT:
                text = text.replace(written, "…")
    return text


def _secrets(part: str, parts: SplitResult) -> Iterator[tuple[int, str]]:
    """Where secrets begin in the path, the query or the fragment of an address, and what they are."""
    yield from ((found.start(2), found[2]) for found in _SECRET.finditer(part))
    yield from ((found.start(), found[0]) for found in _SIGNED.finditer(part))
    if part is parts.path:
        segments = [(found.start(), found[0]) for found in re.finditer(r"[^/;]+", part)]
        yield from (segments[at] for at, (_, each) in enumerate(segments) if _is_token(each))
        yield from (after for (_, name), after in pairwise(segments) if _IN_PATH.fullmatch(name) and _is_key(after[1]))


def _without(part: str, secrets: Iterator[tuple[int, str]]) -> str:
    for start, secret in sorted(set(secrets), reverse=True):
        if part[start : start + len(secret)] == secret:  # else it lies in one that is hidden already
            part = f"{part[:start]}…{part[start + len(secret) :]}"
    return part


def _is_token(segment: str) -> bool:
    """Whether a part of a path is no name: its letters and digits change as nobody writes them."""
    if _UUID.search(segment) or _BOT.fullmatch(segment):
        return True
    runs = (re.sub(r"[A-Z](?=[a-z])", lambda found: found[0].lower(), run[0]) for run in _RUN.finditer(segment))
    return any(len(_CHANGE.findall(run)) >= 4 for run in runs)


def _is_key(segment: str) -> bool:
    """Whether what follows "key" in a path may be one: it has both letters and digits, or is long."""
    return bool(re.search(r"\d", segment) and re.search(r"[A-Za-z]", segment)) or len(segment) >= 20
