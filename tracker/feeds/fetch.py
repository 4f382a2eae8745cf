"""Fetching: one guarded HTTP GET, with a total deadline, a body cap and manners."""

import logging
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPException, responses
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import Request

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import make_headers, parse_url

from tracker import __version__
from tracker.errors import FetchError
from tracker.feeds import redirect
from tracker.feeds.address import redact, server
from tracker.feeds.address_policy import AddressPolicy, Resolve, resolve
from tracker.feeds.challenge import challenger
from tracker.feeds.connection import PORTS, Connection, connection
from tracker.feeds.deadline import DeadlineMonitor
from tracker.feeds.host_slot import HostSlot
from tracker.feeds.network_errors import describe, retry_after
from tracker.feeds.proxies import Proxy, proxy_for
from tracker.feeds.robots import AGENT, Robots

MOST_REDIRECTS = 5
CHUNK = 65_536
_CODINGS = ("gzip", "x-gzip", "deflate", "identity")
# Headers that cannot be read are the server's fault, and end in a sentence of ours.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)
HEADERS = {
    "User-Agent": f"{AGENT}/{__version__} feed reader",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: 200 with a body, or 304 without. ``url`` is where it came from at last.

    ``permanent_url`` is set if every redirect on the way was a permanent one.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    permanent_url: str | None = None


class Fetcher:
    """Fetches addresses; threads share one, so that no host is asked twice at a time."""

    def __init__(
        self,
        allow_private: Sequence[str] = (),
        pause: float = 1.0,
        deadline: float = 60.0,
        cap: int = 20_000_000,
        resolve: Resolve = resolve,
    ) -> None:
        """``pause`` and ``deadline`` are seconds between requests to a host and for a whole one, ``cap`` bytes."""
        self._policy = AddressPolicy(allow_private, resolve)
        self._pause, self._deadline, self._cap = pause, deadline, cap
        self._slots: dict[tuple[str, int], HostSlot] = {}
        self._lock = threading.Lock()
        self._deadlines = DeadlineMonitor()
        self._tls = ssl.create_default_context()
        self._robots = Robots(self.get)

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """Get an address, following redirects that are safe; FetchError says in plain words what went wrong."""
        given = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in given.items() if value}
        budget = _RequestBudget(self._deadline)
        answer = self._followed(url, conditions, budget)
        if answer.status == 304 and not conditions:  # a cache on the way takes us for someone else
            answer = self._followed(url, {"Cache-Control": "no-cache"}, budget)
        if answer.status == 304 and conditions:
            return answer
        _check(answer)
        return answer

    def page(self, url: str) -> Answer:
        """Get a page behind an entry, if the robots.txt of its site allows it."""
        self._robots.check(url)
        return self.get(url)

    def sitemaps(self, url: str) -> list[str]:
        """Where the sitemaps of an address's site are, or would be."""
        return self._robots.sitemaps(url)

    def _followed(self, first: str, more: Mapping[str, str], budget: "_RequestBudget") -> Answer:
        """The answer at the end of all redirects; ``more`` headers go to the first address only."""
        url, permanent = first, True
        for _ in range(MOST_REDIRECTS + 1):
            headers = HEADERS | (dict(more) if url == first else {})
            with self._slot(url) as slot:
                ends = time.monotonic() + budget.left
                status, answered, body = self._once(url, headers, budget, slot, ends)
                budget.left = max(0.01, ends - time.monotonic())
            if status not in redirect.STATUSES:
                return Answer(url, status, answered, body, url if permanent and url != first else None)
            permanent = permanent and status in redirect.PERMANENT
            url = redirect.target(url, answered)
        raise FetchError(redact(first), f"redirects more than {MOST_REDIRECTS} times")

    @contextmanager
    def _slot(self, url: str) -> Iterator[HostSlot]:
        """Wait until this host may be asked again; the reader's own hosts need no pause."""
        parts = _split(url)
        with self._lock:
            turn = self._slots.setdefault(
                (parts.hostname or "", parts.port or PORTS[parts.scheme]), HostSlot(self._deadlines)
            )
        if not turn.lock.acquire(timeout=self._deadline):
            raise FetchError(
                redact(url), f"other requests kept its host busy for {self._deadline:g} s", host=server(url)
            )
        try:
            if not self._policy.is_allowed(parts.hostname or ""):
                time.sleep(max(0.0, turn.last + self._pause - time.monotonic()))
            turn.last = time.monotonic()
            yield turn
        finally:
            turn.lock.release()

    def _once(
        self, url: str, headers: Mapping[str, str], budget: "_RequestBudget", slot: HostSlot, ends: float
    ) -> tuple[int, dict[str, str], bytes]:
        """One request and its whole answer before time ``ends``, over a connection that was kept open if one was."""
        parts = _split(url)
        try:
            proxy = self._proxy(parts)
        except FetchError as error:
            raise FetchError(redact(url), error.problem, host=server(url)) from error
        kept = slot.take(parts.scheme, proxy)
        opened = kept or connection(parts, self._policy, self._tls, proxy)
        silent = "" if kept else server(url)
        opened.give(max(0.01, ends - time.monotonic()))
        try:
            with self._deadlines.over(opened, ends):
                if not kept:
                    opened.connect()
                silent = ""  # whatever goes wrong from here on concerns this address alone
                answer = self._exchanged(opened, parts, headers, budget, proxy)
        except FetchError as error:
            opened.release()
            raise FetchError(redact(url), error.problem, host=silent) from error
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            opened.release()
            if kept and isinstance(error, ConnectionError) and not opened.was_aborted:
                return self._once(url, headers, budget, slot, ends)  # it had been closed while nobody used it
            late_now = opened.was_aborted or time.monotonic() >= ends
            problem = f"no complete answer within {self._deadline:g} s" if late_now else describe(error)
            problem = f"through the proxy {proxy.host}:{proxy.port}: {problem}" if proxy else problem
            raise FetchError(redact(url), problem, host=silent, late=late_now) from error
        slot.keep(opened, parts.scheme, proxy)
        return answer

    def _proxy(self, parts: SplitResult) -> Proxy | None:
        """The proxy for an address; the reader's own hosts are asked directly."""
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        proxy = None if self._policy.is_allowed(host) else proxy_for(parts.scheme, host, port)
        if proxy:
            self._policy.check_behind_proxy(host, port)
        return proxy

    def _exchanged(
        self,
        opened: Connection,
        parts: SplitResult,
        headers: Mapping[str, str],
        budget: "_RequestBudget",
        proxy: Proxy | None,
    ) -> tuple[int, dict[str, str], bytes]:
        """The request and its answer: status, headers with names in small letters, body."""
        target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        sent = dict(headers) | budget.cookies_for(parts) | _credentials(parts.username, parts.password)
        if proxy and parts.scheme == "http":
            target = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()
            sent |= proxy.headers
        opened.request("GET", target, headers=sent, preload_content=False, decode_content=True)
        response = opened.getresponse()
        budget.keep_cookies(parts, response)
        answered = {name.lower(): value for name, value in response.headers.items()}
        _readable(answered.get("content-encoding", ""))
        body = self._body(response)
        if opened.was_aborted:  # which looks like the end of a body that does not say its length
            raise TimeoutError
        return response.status, answered, body

    def _body(self, response: BaseHTTPResponse) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read(CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._cap:
                raise FetchError("", f"the answer is larger than {self._cap / 1e6:g} MB")
            chunks.append(chunk)
        return b"".join(chunks)


class _RequestBudget:
    """The seconds that are left for one request with all its redirects, and the cookies it was given on the way."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds
        self._cookies: CookieJar | None = None

    def cookies_for(self, parts: SplitResult) -> dict[str, str]:
        if self._cookies is None:
            return {}
        request = _asking(parts)
        self._cookies.add_cookie_header(request)
        kept = request.get_header("Cookie")
        return {"Cookie": kept} if kept else {}

    def keep_cookies(self, parts: SplitResult, response: BaseHTTPResponse) -> None:
        if "set-cookie" in response.headers:
            self._cookies = self._cookies or CookieJar()
            self._cookies.extract_cookies(cast(Any, response), _asking(parts))


@lru_cache(4096)
def _split(url: str) -> SplitResult:
    """The parts of an address as they are sent: international names and characters encoded."""
    try:
        parts = urlsplit(parse_url(url).url)
        usable = parts.scheme in PORTS and parts.hostname and parts.port != 0 and "\\" not in url
    except (LocationParseError, ValueError) as error:
        raise FetchError(redact(url), "is no http or https address") from error
    if not usable:
        raise FetchError(redact(url), "is no http or https address")
    return parts


def _asking(parts: SplitResult) -> Request:
    return Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())


def _check(answer: Answer) -> None:
    """FetchError unless the answer is what was asked for."""
    status, wait = answer.status, retry_after(answer.headers.get("retry-after"))
    if name := challenger(answer.headers, answer.body):
        problem = f"blocked: the site lets only browsers in (HTTP {status} with a challenge of {name})"
        raise FetchError(redact(answer.url), problem, status, wait)
    if status != 200:
        raise FetchError(redact(answer.url), f"HTTP {status} {responses.get(status, '').lower()}".strip(), status, wait)


def _readable(codings: str) -> None:
    unknown = [coding for coding in codings.lower().replace(",", " ").split() if coding not in _CODINGS]
    if unknown:
        raise FetchError("", f"the answer is compressed as {unknown[0]}, which was not asked for")


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    return dict(make_headers(basic_auth=f"{unquote(user)}:{unquote(password or '')}"))
