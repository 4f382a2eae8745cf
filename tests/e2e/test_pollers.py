"""Several real pollers on one archive: they share the feeds, and none is fetched twice."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.faults.paper import item, rss
from tests.site import Reply, Site
from tracker.archive import health
from tracker.archive.opening import open_archive

FEEDS = 40


class Shared:
    """An archive, a site of many feeds, and the pollers at them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, Site()
        self.database = f"sqlite:///{folder}/tracker.db"
        for number in range(FEEDS):
            self.site.pages[f"/{number}"] = slowly(rss(*(item(f"{number}-{each}") for each in range(5))))
        rows = "".join(f"  - {{name: F{each}, url: '{self.site.address}/{each}'}}\n" for each in range(FEEDS))
        (folder / "feeds.yaml").write_text(f"settings:\n  allow_private: [127.0.0.1]\nfeeds:\n{rows}")
        (folder / "lexicon.yaml").write_text("themes: []\n")

    def poller(self, *more: str) -> "subprocess.Popen[str]":
        places = [f"--{name}={self.folder}/{name}.yaml" for name in ("feeds", "lexicon")]
        command = [sys.executable, "-m", "tracker", "poll", *more, f"--database={self.database}", *places]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def asked(self) -> Counter[str]:
        return Counter(path for path, _ in self.site.asked)

    def reports(self) -> int:
        archive = open_archive(self.database)
        with archive.reading() as connection:
            count: int = connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
        archive.close()
        return count


def slowly(body: bytes) -> Reply:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.1)  # long enough for others to be at it at the same time
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Shared]:
    shared = Shared(tmp_path)
    yield shared
    shared.site.close()


def until(what: str, true: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"never {what}"
        time.sleep(0.05)


def test_two_that_poll_once_share_the_feeds(shared: Shared) -> None:
    shared.poller("--once", "--feed", "F0").wait(60)  # makes the tables
    shared.site.asked.clear()
    pollers = [shared.poller("--once") for _ in range(2)]
    said = [poller.communicate(timeout=60)[1] for poller in pollers]
    assert [poller.returncode for poller in pollers] == [0, 0], said
    assert shared.asked() == {f"/{number}": 1 for number in range(FEEDS)}
    assert shared.reports() == 5 * FEEDS
    assert any("another poller visited it" in each for each in said)


def test_of_two_that_keep_polling_one_is_killed_and_the_other_takes_over(shared: Shared) -> None:
    shared.poller("--once", "--feed", "F0").wait(60)
    shared.site.asked.clear()
    first = shared.poller()
    until("began", lambda: len(shared.site.asked) >= 3)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    second = shared.poller()  # on this machine the dead are known at once
    until("finished", lambda: shared.reports() == 5 * FEEDS)
    second.send_signal(signal.SIGTERM)
    _, said = second.communicate(timeout=30)
    assert second.returncode == 0, said
    asked = shared.asked()
    assert set(asked) == {f"/{number}" for number in range(1, FEEDS)}  # the first was visited already
    assert sum(asked.values()) <= FEEDS - 1 + 16  # again only what the first was in the middle of


def test_a_backfill_that_was_killed_is_resumed_at_once(shared: Shared) -> None:
    def archived(page: int) -> Reply:
        link = f'<atom:link rel="prev-archive" href="{shared.site.address}/older/{page + 1}"/>'
        return slowly(rss(item(f"older-{page}"), head=link if page < 20 else ""))

    shared.site.pages |= {f"/older/{page}": archived(page) for page in range(1, 21)}
    shared.site.pages["/0"] = archived(0)
    shared.poller("--once").wait(60)
    archive = open_archive(shared.database)
    health.want_visit(archive, "f0", backfill=True)
    first = shared.poller()
    until("began", lambda: shared.asked()["/older/5"] > 0)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    assert health.of_feed(archive, "f0").backfill.startswith("page ")
    second = shared.poller()
    # Sooner than a poller that fell silent is taken for dead.
    until("finished", lambda: health.of_feed(archive, "f0").backfill == "", 28)
    second.send_signal(signal.SIGTERM)
    second.communicate(timeout=30)
    archive.close()
    assert shared.reports() == 5 * (FEEDS - 1) + 21
