"""Connections to addresses that were checked, which another thread can abort when their time is up."""

import ssl
from socket import SHUT_RDWR, socket
from typing import Any
from urllib.parse import SplitResult

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import is_connection_dropped

from tracker.feeds.address_policy import AddressPolicy

PORTS = {"http": 80, "https": 443}
LONGEST_SILENCE = 20.0  # seconds


class _Cancellable:
    """A connection to an address that was checked, which can be cut from another thread."""

    def __init__(self, policy: AddressPolicy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._policy = policy
        self._held: socket | None = None
        self.was_aborted = False

    def _new_conn(self) -> socket:
        timeout = self.timeout  # type: ignore[attr-defined]
        failure: OSError | None = None
        for family, where in self._policy.addresses(host, port):
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

    def abort(self) -> None:
        """End the connection, whatever it is waiting for."""
        self.was_aborted = True
        if self._held is not None:
            try:
                self._held.shutdown(SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def release(self) -> None:
        """Release what ``cut`` would need."""
        if self._held is not None:
            self._held.close()
            self._held = None


class _Plain(_Cancellable, HTTPConnection):
    """HTTP."""


class _Tls(_Cancellable, HTTPSConnection):
    """HTTPS, its certificate checked against the name that was asked for."""


Connection = _Plain | _Tls


def connection(parts: SplitResult, policy: AddressPolicy, tls: ssl.SSLContext, left: float) -> Connection:
    """A connection to the host of an address, not yet opened; ``left`` seconds remain for all of it."""
    host, port, timeout = parts.hostname or "", parts.port or PORTS[parts.scheme], min(LONGEST_SILENCE, left)
    if parts.scheme == "https":
        return _Tls(policy, host, port, timeout=timeout, ssl_context=tls)
    return _Plain(policy, host, port, timeout=timeout)
