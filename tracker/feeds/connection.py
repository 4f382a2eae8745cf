"""Connections to addresses that were checked, which another thread can abort when their time is up."""

import ssl
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.parse import SplitResult

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import is_connection_dropped

from tracker.feeds.address_policy import Address, AddressPolicy
from tracker.feeds.proxies import Proxy

PORTS = {"http": 80, "https": 443}
LONGEST_SILENCE = 20.0  # seconds


class _Cancellable:
    """A connection to an address that was checked, which can be aborted from another thread."""

    def __init__(self, policy: AddressPolicy, proxy: Proxy | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._policy, self._proxy = policy, proxy
        self._held: socket | None = None
        self.was_aborted = False

    def _new_conn(self) -> socket:
        timeout = self.timeout  # type: ignore[attr-defined]
        failure: OSError | None = None
        for family, where in self._addresses():
            if self.was_aborted:  # while the name was looked up, or an address before this one was tried
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

    def _addresses(self) -> list[Address]:
        host, port = self.host, self.port  # type: ignore[attr-defined]
        return self._proxy.addresses() if self._proxy else self._policy.addresses(host, port)

    def is_usable(self) -> bool:
        """Whether another request can go over this connection."""
        return not self.was_aborted and not is_connection_dropped(self)  # type: ignore[arg-type]

    def give(self, seconds: float) -> None:
        """Wait no longer than this for each piece of the next answer, or for the connection."""
        longest, opened = min(LONGEST_SILENCE, seconds), getattr(self, "sock", None)
        setattr(self, "timeout", longest)  # noqa: B010, of the class beside this one
        if opened:
            opened.settimeout(longest)

    def abort(self) -> None:
        """End the connection, whatever it is waiting for."""
        self.was_aborted = True
        if self._held is not None:
            try:
                self._held.shutdown(SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def release(self) -> None:
        """Close the connection, and what ``abort`` would need."""
        self.close()  # type: ignore[attr-defined]
        if self._held is not None:
            self._held.close()
            self._held = None


class _Plain(_Cancellable, HTTPConnection):
    """HTTP."""


class _Tls(_Cancellable, HTTPSConnection):
    """HTTPS, its certificate checked against the name that was asked for."""


Connection = _Plain | _Tls


def connection(parts: SplitResult, policy: AddressPolicy, tls: ssl.SSLContext, proxy: Proxy | None) -> Connection:
    """A connection to the host of an address, or to the proxy that leads there; not yet opened."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    near = (proxy.host, proxy.port) if proxy else (host, port)
    if parts.scheme == "http":
        return _Plain(policy, proxy, *near)
    opened = _Tls(policy, proxy, *near, ssl_context=tls)
    if proxy:
        opened.set_tunnel(host, port, headers=proxy.headers, scheme="http")
    return opened
