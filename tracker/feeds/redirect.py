"""Redirects: where an answer sends us, if that is a place to go."""

from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from tracker.errors import FetchError
from tracker.feeds.address import redact

STATUSES = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)


def target(url: str, headers: Mapping[str, str]) -> str:
    """The address that an answer to ``url`` leads to; FetchError if it must not be followed.

    User and password go along to the same server only.
    """
    location = headers.get("location")
    if not location:
        raise FetchError(redact(url), "redirects without saying where")
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, location))
    except ValueError as error:
        raise FetchError(redact(url), "redirects to an address that cannot be read") from error
    if there.scheme not in ("http", "https"):
        raise FetchError(redact(url), f"redirects to {there.scheme}:, which is refused")
    if (here.scheme, there.scheme) == ("https", "http"):
        raise FetchError(redact(url), "redirects from https to http, which is refused")
    user, _, server = here.netloc.rpartition("@")
    if user and (there.scheme, there.netloc) == (here.scheme, server):
        there = there._replace(netloc=here.netloc)
    return there.geturl()
