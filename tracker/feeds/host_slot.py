"""One host: asked by one thread at a time, over a connection that is kept open for a while."""

import threading
import time
from typing import NamedTuple

from tracker.feeds.connection import Connection
from tracker.feeds.deadline import DeadlineMonitor
from tracker.feeds.proxies import Proxy

KEPT = 10.0  # seconds for which a connection is kept open for another request


class _Kept(NamedTuple):
    connection: Connection
    scheme: str
    proxy: Proxy | None


class HostSlot:
    """Whose turn it is to ask a host, when it was asked last, and the connection that was left open to it."""

    def __init__(self, deadlines: DeadlineMonitor) -> None:
        """``deadlines`` closes a connection that is not used again."""
        self.lock = threading.Lock()
        self.last = float("-inf")
        self._deadlines = deadlines
        self._kept: _Kept | None = None

    def take(self, scheme: str, proxy: Proxy | None) -> Connection | None:
        """The connection that the last request left open, if it leads where this one goes."""
        kept, self._kept = self._kept, None
        if kept is None or not self._deadlines.take(kept.connection):
            return None
        if (kept.scheme, kept.proxy) == (scheme, proxy) and kept.connection.is_usable():
            return kept.connection
        kept.connection.release()
        return None

    def keep(self, opened: Connection, scheme: str, proxy: Proxy | None) -> None:
        """Leave a connection open for the next request, if the server does too."""
        if opened.is_usable():
            self._kept = _Kept(opened, scheme, proxy)
            self._deadlines.keep(opened, time.monotonic() + KEPT)
        else:
            opened.release()
