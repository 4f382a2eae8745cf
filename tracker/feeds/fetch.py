"""Fetching: one guarded HTTP GET, with a total deadline, a body cap and manners."""

import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import BadStatusLine, HTTPException, LineTooLong, RemoteDisconnected, responses
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, LocationParseError
from urllib3.util import make_headers, parse_url

from tracker import __version__
from tracker.errors import FetchError
from tracker.feeds.address import redact
from tracker.feeds.guard import Guard

MOST_REDIRECTS = 5
CHUNK = 65_536
_PORTS = {"http": 80, "https": 443}
HEADERS = {
    "User-Agent": f"PolicySignalTracker/{__version__} feed reader",
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
        self, allow_private: Sequence[str] = (), pause: float = 1.0, deadline: float = 60.0, cap: int = 20_000_000
    ) -> None:
        """``pause`` and ``deadline`` are seconds between requests to a host and for a whole one, ``cap`` bytes."""
        self._guard = Guard(allow_private)
        self._pause, self._deadline, self._cap = pause, deadline, cap
        self._turns: dict[tuple[str, int], _Turn] = {}
        self._lock = threading.Lock()
        self._tls = ssl.create_default_context()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """Get an address, following redirects that are safe; FetchError says in plain words what went wrong."""
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        first, permanent, left = url, True, self._deadline
        for _ in range(MOST_REDIRECTS + 1):
            headers = HEADERS | {name: value for name, value in conditions.items() if value and url == first}
            with self._turn(url):
                started = time.monotonic()
                status, answered, body = self._once(url, headers, left)
                left = max(0.01, left - (time.monotonic() - started))
            if status not in (301, 302, 303, 307, 308):
                self._check(url, status, answered, bool(etag or last_modified))
                return Answer(url, status, answered, body, url if permanent and url != first else None)
            permanent = permanent and status in (301, 308)
            url = _redirected(url, answered)
        raise FetchError(redact(first), f"redirects more than {MOST_REDIRECTS} times")

    @contextmanager
    def _turn(self, url: str) -> Iterator[None]:
        """Wait until this host may be asked again; the reader's own hosts need no pause."""
        parts = _split(url)
        with self._lock:
            turn = self._turns.setdefault((parts.hostname or "", parts.port or _PORTS[parts.scheme]), _Turn())
        with turn.lock:
            if not self._guard.allows(parts.hostname or ""):
                time.sleep(max(0.0, turn.last + self._pause - time.monotonic()))
            turn.last = time.monotonic()
            yield

    def _once(self, url: str, headers: Mapping[str, str], left: float) -> tuple[int, dict[str, str], bytes]:
        """One request and its whole answer within the seconds that are left."""
        parts = _split(url)
        connection = self._connection(parts, left)
        late = threading.Timer(left, connection.cut)
        late.daemon = True
        late.start()
        try:
            target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
            sent = dict(headers) | _credentials(parts.username, parts.password)
            connection.request("GET", target, headers=sent, preload_content=False, decode_content=True)
            response = connection.getresponse()
            answered = {name.lower(): value for name, value in response.headers.items()}
            return response.status, answered, self._body(response)
        except FetchError as error:
            raise FetchError(redact(url), error.problem) from error
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            problem = f"no complete answer within {self._deadline:g} s" if connection.was_cut else _plainly(error)
            raise FetchError(redact(url), problem) from error
        finally:
            late.cancel()
            connection.close()
            connection.let_go()

    def _connection(self, parts: SplitResult, left: float) -> "_Guarded | _GuardedTls":
        host, port, timeout = parts.hostname or "", parts.port or _PORTS[parts.scheme], min(20.0, left)
        if parts.scheme == "https":
            return _GuardedTls(self._guard, host, port, timeout=timeout, ssl_context=self._tls)
        return _Guarded(self._guard, host, port, timeout=timeout)

    def _body(self, response: BaseHTTPResponse) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := response.read(CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._cap:
                raise FetchError("", f"the answer is larger than {self._cap / 1e6:g} MB")
            chunks.append(chunk)
        return b"".join(chunks)

    def _check(self, url: str, status: int, headers: Mapping[str, str], conditional: bool) -> None:
        if status == 200 or (status == 304 and conditional):
            return
        reason = responses.get(status, "").lower()
        wait = _retry_after(headers.get("retry-after"))
        raise FetchError(redact(url), f"HTTP {status} {reason}".strip(), status, wait)


class _Turn:
    """Whose turn it is to ask one host, and when it was asked last."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last = float("-inf")


class _Leash:
    """A connection that goes only where the guard lets it, and that can be cut from another thread."""

    def __init__(self, guard: Guard, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard
        self._held: socket | None = None
        self.was_cut = False

    def _new_conn(self) -> socket:
        host, port, timeout = self.host, self.port, self.timeout  # type: ignore[attr-defined]
        failure: OSError | None = None
        for family, where in self._guard.addresses(host, port):
            if self.was_cut:  # while the name was looked up, or an address before this one was tried
                raise TimeoutError
            plain = socket(family)
            try:
                plain.settimeout(timeout)
                plain.connect(where)
            except OSError as error:
                plain.close()
                failure = error
            else:
                self._held = plain.dup()  # TLS takes the socket itself over
                return plain
        raise failure or OSError("name not found")

    def cut(self) -> None:
        """End the connection, whatever it is waiting for."""
        self.was_cut = True
        if self._held is not None:
            try:
                self._held.shutdown(SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def let_go(self) -> None:
        """Release what ``cut`` would need."""
        if self._held is not None:
            self._held.close()


class _Guarded(_Leash, HTTPConnection):
    """Plain HTTP."""


class _GuardedTls(_Leash, HTTPSConnection):
    """HTTPS, its certificate checked against the name that was asked for."""


def _split(url: str) -> SplitResult:
    """The parts of an address as they are sent: international names and characters encoded."""
    try:
        parts = urlsplit(parse_url(url).url)
        usable = parts.scheme in _PORTS and parts.hostname and parts.port != 0 and "\\" not in url
    except (LocationParseError, ValueError) as error:
        raise FetchError(redact(url), "is no http or https address") from error
    if not usable:
        raise FetchError(redact(url), "is no http or https address")
    return parts


def _redirected(url: str, headers: Mapping[str, str]) -> str:
    location = headers.get("location")
    if not location:
        raise FetchError(redact(url), "redirects without saying where")
    try:
        target = urljoin(url, location)
        urlsplit(target)
    except ValueError as error:
        raise FetchError(redact(url), "redirects to an address that cannot be read") from error
    if urlsplit(target).scheme not in ("http", "https"):
        raise FetchError(redact(url), f"redirects to {urlsplit(target).scheme}:, which is refused")
    if urlsplit(url).scheme == "https" and urlsplit(target).scheme == "http":
        raise FetchError(redact(url), "redirects from https to http, which is refused")
    return target


def _credentials(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    return dict(make_headers(basic_auth=f"{unquote(user)}:{unquote(password or '')}"))


def _retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None if it says neither."""
    if not text:
        return None
    if text.strip().isdecimal():
        return float(text.strip()[:12])  # more seconds than that no one waits, nor can be counted
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (when - datetime.now(UTC if when.tzinfo else None)).total_seconds())


def _plainly(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, TimeoutError) or "timed out" in str(error).lower():
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {getattr(error, 'verify_message', '') or error}"
    if isinstance(error, DecodeError):
        return "the answer is not compressed as it says it is"
    if isinstance(error, BadStatusLine) and not isinstance(error, RemoteDisconnected):
        return "the answer is not HTTP"
    if isinstance(error, LineTooLong) or "headers" in str(error):
        return "the header of the answer is too long"
    if isinstance(error, ConnectionResetError | HTTPError | HTTPException):
        return "the connection closed before the answer was complete"
    return str(error) or type(error).__name__
