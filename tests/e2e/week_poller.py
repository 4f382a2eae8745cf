"""The product's own poller in a process to be killed, on a clock that someone else moves.

    python -m tests.e2e.week_poller DATABASE FEEDS LEXICON CLOCK DEADLINE

CLOCK is a file with the moment it is now. As days pass in seconds, so do waits: the loop looks again after a
fraction of its half second, an answer must be whole after DEADLINE seconds, a site's robots.txt is asked for again
soon after it failed.
"""

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

from tracker.archive.opening import open_archive
from tracker.cli.polling import say
from tracker.feeds import robots
from tracker.feeds.fetch import Fetcher
from tracker.ingest import poller
from tracker.settings import feeds_file, lexicon_file

FASTER = 20


class Hurried(Event):
    """An event whose waits pass as quickly as the days do."""

    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(timeout and timeout / FASTER)


def main(database: str, feeds: str, lexicon: str, clock: str, deadline: str) -> None:
    poller.Fetcher = partial(Fetcher, deadline=float(deadline))  # type: ignore[misc, assignment]
    robots.FAILED_FOR = 0.1
    settings = feeds_file.load(Path(feeds)), lexicon_file.load(Path(lexicon))
    now = Path(clock)
    archive = open_archive(f"sqlite:///{database}")
    poller.run(archive, lambda: settings, lambda: datetime.fromisoformat(now.read_text()), Hurried(), say)


if __name__ == "__main__":
    main(*sys.argv[1:])
