"""One thread that aborts connections whose time is up, whatever they are waiting for."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.feeds.connection import Connection

IDLE = 10.0  # seconds without a connection after which the thread ends


class DeadlineMonitor:
    """Keeps the deadlines of all connections of a fetcher, of those in use and of those kept for another request."""

    def __init__(self) -> None:
        """The thread starts with the first connection."""
        self._ends: dict[Connection, float] = {}
        self._kept: set[Connection] = set()
        self._woken = threading.Condition()
        self._next: float | None = None  # when the thread looks again; None if there is no thread

    @contextmanager
    def over(self, opened: Connection, ends: float) -> Iterator[None]:
        """Abort the connection at ``ends``, on the monotonic clock, if it is still in use then."""
        self._set(opened, ends)
        try:
            yield
        finally:
            with self._woken:
                self._ends.pop(opened, None)

    def keep(self, opened: Connection, ends: float) -> None:
        """Close a connection that nobody uses at ``ends``, unless it is taken before."""
        with self._woken:
            self._kept.add(opened)
        self._set(opened, ends)

    def take(self, opened: Connection) -> bool:
        """Use a kept connection again; False if it was closed."""
        with self._woken:
            self._kept.discard(opened)
            return self._ends.pop(opened, None) is not None

    def _set(self, opened: Connection, ends: float) -> None:
        with self._woken:
            self._ends[opened] = ends
            if self._next is None:
                self._next = ends
                threading.Thread(target=self._look, name="deadlines", daemon=True).start()
            elif ends < self._next:
                self._woken.notify()

    def _look(self) -> None:
        while True:
            with self._woken:
                now = time.monotonic()
                late = [opened for opened, ends in self._ends.items() if ends <= now]
                for opened in late:
                    del self._ends[opened]
                unused = self._kept.intersection(late)
                self._kept -= unused
                self._next = min(self._ends.values(), default=now + IDLE)
                if not late and not self._woken.wait(self._next - now) and not self._ends:
                    self._next = None
                    return
            for opened in late:
                opened.abort()
            for opened in unused:
                opened.release()
