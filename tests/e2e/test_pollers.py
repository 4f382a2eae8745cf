"""Several real pollers on one archive: they share the feeds, and none is fetched twice."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Semaphore

import pytest

from tests.faults.paper import item, rss
from tests.forked import Forked
from tests.patience import EVENTUALLY, Child, until
from tests.site import Reply, Site, reply
from tracker.archive import health, leases
from tracker.archive.opening import open_archive
from tracker.ingest.in_flight import MAX_VISITS

FEEDS = 40


class Shared:
    """An archive, a site of many feeds, and the pollers at them."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database, self.site = folder, database, Site()
        self.gate: Callable[[], object] = lambda: None  # what each answer waits for
        for number in range(FEEDS):
            self.site.pages[f"/{number}"] = answer(
                rss(*(item(f"{number}-{each}") for each in range(5))), lambda: self.gate()
            )
        rows = "".join(f"  - {{name: F{each}, url: '{self.site.address}/{each}'}}\n" for each in range(FEEDS))
        (folder / "feeds.yaml").write_text(f"settings:\n  allow_private: [127.0.0.1]\nfeeds:\n{rows}")
        (folder / "lexicon.yaml").write_text("themes: []\n")

    def poller(self, *more: str) -> Child:
        places = [f"--{name}={self.folder}/{name}.yaml" for name in ("feeds", "lexicon")]
        return Child("-m", "tracker", "poll", *more, f"--database={self.database}", *places, start=Forked)

    def poll(self, *more: str) -> str:
        """Poll once, and give what was said."""
        poller = self.poller("--once", *more)
        code, said = poller.wait(), poller.said()
        assert code == 0, said
        return said

    def asked(self) -> Counter[str]:
        return Counter(path for path, _ in self.site.asked)

    def alive(self) -> int:
        archive = open_archive(self.database)
        alive = leases.pollers_alive(archive)
        archive.close()
        return alive

    def reports(self) -> int:
        archive = open_archive(self.database)
        with archive.reading() as connection:
            count: int = connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
        archive.close()
        return count


def answer(body: bytes, when: Callable[[], object]) -> Reply:
    """A page that is there from a moment on."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        when()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked may have been killed
            reply(body)(handler)

    return answer


@pytest.fixture
def shared(tmp_path: Path, empty: str) -> Iterator[Shared]:
    shared = Shared(tmp_path, empty)
    yield shared
    shared.site.close()


def test_two_that_poll_once_share_the_feeds(shared: Shared) -> None:
    shared.poll("--feed", "F0")  # makes the tables
    shared.site.asked.clear()
    shared.gate = lambda: until("both there", lambda: shared.alive() == 2)
    pollers = [shared.poller("--once") for _ in range(2)]
    codes = [poller.wait() for poller in pollers]
    said = [poller.said() for poller in pollers]
    assert codes == [0, 0], said
    assert shared.asked() == {f"/{number}": 1 for number in range(FEEDS)}
    assert shared.reports() == 5 * FEEDS
    assert any("another poller visited it" in each for each in said)


def test_of_two_that_keep_polling_one_is_killed_and_the_other_takes_over(shared: Shared) -> None:
    shared.poll("--feed", "F0")
    shared.site.asked.clear()
    few = Semaphore(3)
    shared.gate = lambda: few.acquire(timeout=EVENTUALLY)
    first = shared.poller()
    until("asked for more", lambda: len(shared.site.asked) > 3)
    until("stored", lambda: shared.reports() == 5 * (1 + 3))
    first.end(signal.SIGKILL)
    shared.gate = lambda: None
    few.release(FEEDS)
    second = shared.poller()  # on this machine the dead are known at once
    until("finished", lambda: shared.reports() == 5 * FEEDS)
    assert second.end() == 0, second.said()
    asked = shared.asked()
    assert set(asked) == {f"/{number}" for number in range(1, FEEDS)}  # the first was visited already
    assert sum(asked.values()) <= FEEDS - 1 + MAX_VISITS  # again only what the first was in the middle of


def test_a_backfill_that_was_killed_is_resumed_at_once(shared: Shared) -> None:
    few = Semaphore(5)

    def archived(page: int) -> Reply:
        link = f'<atom:link rel="prev-archive" href="{shared.site.address}/older/{page + 1}"/>'
        body = rss(item(f"older-{page}"), head=link if page < 20 else "")
        return answer(body, lambda: few.acquire(timeout=EVENTUALLY))

    shared.site.pages |= {f"/older/{page}": archived(page) for page in range(1, 21)}
    shared.site.pages["/0"] = archived(0)
    shared.poll()
    archive = open_archive(shared.database)
    health.want_visit(archive, "f0", backfill=True)
    first = shared.poller()
    until("half done", lambda: health.of_feed(archive, "f0").backfill.startswith("page "))
    until("waiting for more", lambda: sum(shared.asked()[f"/older/{page}"] for page in range(1, 21)) >= 4)
    first.end(signal.SIGKILL)
    assert health.of_feed(archive, "f0").backfill.startswith("page ")
    few.release(1_000)
    second = shared.poller()
    until("finished", lambda: health.of_feed(archive, "f0").backfill == "")
    second.end()
    archive.close()
    assert shared.reports() == 5 * (FEEDS - 1) + 21
