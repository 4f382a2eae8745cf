"""Worker processes: what is too much for one of them costs one text, and none outlives the poller."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import LEXICON, NOW
from tests.patience import Child, until
from tracker.documents import Entry, Feed, FetchedPage
from tracker.errors import FeedError, ParseError
from tracker.feeds.parse import parse
from tracker.ingest.workers import Workers

FEED = Feed("a", "A", "https://example.org/feed")
KIND = "application/rss+xml"
ITEM = "<item><title>Report {0}</title><link>https://example.org/{0}</link><description>{1}</description></item>"


def rss(items: int, text: str = "Core technology.") -> bytes:
    body = "".join(ITEM.format(number, text) for number in range(items))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{body}</channel></rss>'.encode()


def running(parent: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, above = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(entry.parent.name)] = int(above)
    found: set[int] = set()
    while more := {child for child, above in parents.items() if above in found | {parent}} - found:
        found |= more
    return found


def test_a_feed_is_read_as_in_this_process_and_its_texts_are_ready() -> None:
    workers = Workers(LEXICON)
    body = rss(3, "x" * 2000)
    document = workers.of_feed(body, KIND, FEED.url, FEED, NOW)
    assert [entry.key for entry in document.entries] == [e.key for e in parse(body, KIND, FEED.url, None).entries]
    assert set(document.ready) == {entry.key for entry in document.entries}
    assert {each.revision.body for each in document.ready.values()} == {"x" * 2000}
    with pytest.raises(ParseError, match="not a feed: text/html"):
        workers.of_feed(b"<html><body>no</body></html>", "text/html", FEED.url, FEED, NOW)


class Endless:
    """Entries that never end, and cost the processor all the time that they take."""

    def __iter__(self) -> "Iterator[Entry]":
        while True:
            pass


class Deadly:
    """Entries that end the process which reads them."""

    def __iter__(self) -> "Iterator[Entry]":
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()


def test_what_takes_too_long_is_ended_and_told_and_the_next_is_read() -> None:
    workers = Workers(LEXICON, processes=1, seconds=1)
    with pytest.raises(FeedError, match="took longer than 1 s to read"):
        workers.of_entries(Endless(), FEED, "en", NOW)  # type: ignore[arg-type]
    assert len(workers.of_feed(rss(3), KIND, FEED.url, FEED, NOW).entries) == 3


def test_what_takes_too_much_memory_is_ended_and_told_and_the_next_is_read() -> None:
    workers = Workers(LEXICON, processes=1, megabytes=100)
    with pytest.raises(FeedError, match="took more memory to read than is allowed"):
        workers.of_feed(rss(1, "漢" * 4_000_000 + "😀"), KIND, FEED.url, FEED, NOW)
    assert len(workers.of_feed(rss(3), KIND, FEED.url, FEED, NOW).entries) == 3
    page = b"<html><body><article>" + b"<p>a<b>" * 2_500_000  # breaks the parser of pages in its own way
    entry = Entry("k", "T", "https://example.org/k", NOW, NOW.date(), "The summary.", False)
    made = workers.of_page(entry, FEED, "en", NOW, FetchedPage(page, entry.url, entry.url))
    assert (made.revision.body, made.revision.note[:26]) == ("The summary.", "only the summary: the page")


def test_a_worker_that_is_killed_costs_what_it_was_reading() -> None:
    workers = Workers(LEXICON, processes=1)
    with pytest.raises(FeedError, match="broke the process that read it"):
        workers.of_entries(Deadly(), FEED, "en", NOW)  # type: ignore[arg-type]
    assert len(workers.of_feed(rss(3), KIND, FEED.url, FEED, NOW).entries) == 3


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_its_poller(number: signal.Signals) -> None:
    code = (
        "import time; from tests.ingest.test_workers import *; w = Workers(LEXICON)\n"
        "if __name__ == '__main__':\n"
        "    w.of_feed(rss(1), KIND, FEED.url, FEED, NOW); print('ready', flush=True); time.sleep(600)"
    )
    parent = Child("-c", code, stdout=subprocess.PIPE)
    assert parent.line() == "ready"
    family = running(parent.process.pid)
    assert len(family) >= 2
    parent.end(number)
    until("ended with their poller", lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))
