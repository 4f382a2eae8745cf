"""A poller process that is killed and started again, watched through what it has stored."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.patience import EVENTUALLY, ROOT

PATIENT = 30.0  # seconds in which an answer must be whole


class Poller:
    """A poller process over a database, and what it has stored so far."""

    def __init__(self, folder: Path, clock: Path, feeds: str, lexicon: str) -> None:
        folder.mkdir()
        self.database, self.log = folder / "tracker.db", folder / "poller.log"
        self._clock, self._feeds, self._words = clock, folder / "feeds.yaml", folder / "lexicon.yaml"
        self._feeds.write_text(feeds, encoding="utf-8")
        self._words.write_text(lexicon, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None
        self.deadline, self.kills = PATIENT, 0

    def start(self) -> None:
        places = map(str, (self.database, self._feeds, self._words, self._clock, self.deadline))
        command = [sys.executable, "-m", "tests.e2e.week_poller", *places]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stderr=log)

    def kill(self) -> None:
        self.end(signal.SIGKILL)
        self.kills += 1

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self.check()
            self._process.send_signal(how)
            self._process.wait(EVENTUALLY)
            self._process = None

    def check(self) -> None:
        assert self._process is not None
        assert self._process.poll() is None, "the poller ended by itself:\n" + self.log.read_text()[-3000:]

    def rows(self, query: str, *given: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query, given).fetchall()

    def number(self, query: str, *given: object) -> int:
        """A number from a file that may not be there yet."""
        try:
            return int(str(self.rows(query, *given)[0][0] or 0))
        except sqlite3.OperationalError:
            return 0

    def texts(self) -> int:
        return self.number("select count(*) from revisions")

    def work(self) -> int:
        """Grows with all that is stored: texts, and visits noted."""
        visited = self.number("select count(*) from feeds where last_visit >= ?", _instant(self._now()))
        return self.texts() + visited

    def until(self, happened: Callable[[], bool], what: str) -> None:
        patience = time.monotonic() + EVENTUALLY
        while not happened():
            self.check()
            assert time.monotonic() < patience, f"for too long not {what}:\n" + self.log.read_text()[-3000:]
            time.sleep(0.01)

    def idle(self) -> bool:
        """Whether no feed is due any more."""
        now = _instant(self._now())
        due = """select count(*) from feeds
                 where last_visit is null or next_visit <= ? or last_visit > ? or visit_wanted or backfill != ''"""
        return self.number("select count(*) from feeds") > 0 and self.number(due, now, now) == 0

    def settle(self) -> None:
        self.until(self.idle, "settled")

    def ask(self, *names: str, older: bool = False) -> None:
        """What the buttons of the Sources page do."""
        wanted = "backfill = 'wanted'" if older else "visit_wanted = 1"
        with closing(sqlite3.connect(self.database, timeout=30)) as connection, connection:
            for name in names:
                connection.execute(f"update feeds set {wanted} where id = ?", (name,))

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._clock.read_text())


def _instant(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
