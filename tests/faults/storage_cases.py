"""Storage: killed, locked, full, read-only, damaged, newer; two pollers, a dashboard, a clock that goes back."""

import os
import re
import signal
import threading
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from tests.beside import started
from tests.conftest import LEXICON, NOW, WORKERS
from tests.faults.case import Case
from tests.faults.paper import cut, item, page, prose, rss
from tests.faults.server import Visitor, http
from tests.faults.stage import EVER, HEALTHY, Stage
from tests.patience import EVENTUALLY, Child, until
from tests.visits import visit_feed
from tracker.archive import leases, reading, writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed, Selection
from tracker.feeds.fetch import Fetcher
from tracker.ingest import poller, readers
from tracker.ingest.collection import Tools
from tracker.ingest.workers import Workers
from tracker.words.scorer import Scorer

FEED = rss(item(1), item(2, prose(1)), item(3))


class Here(Workers):
    """Workers that are this process, which is soon to die."""

    def _done(self, _url: str, work: str, *given: Any) -> Any:
        return getattr(readers, work)(Scorer(LEXICON), *given)


def dying(url: str, feed: Feed, statements: int) -> None:
    """Visit a feed and be killed at a statement to the database."""
    archive = open_archive(url)
    left = [statements]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        event.listen(archive.engine, moment, count)
    tools = Tools(archive, Fetcher(("localhost",)), Here(LEXICON), lambda: NOW, threading.Event())
    visit_feed(feed, tools)
    os._exit(0)  # it lived


def killed_anywhere(stage: Stage, step: int = 1) -> None:
    """Killed at every statement, or at every ``step``-th."""
    stage.feed("case", http(FEED, ETag='"1"'))
    stage.poll()
    whole = stage.contents()
    stage.write()
    (feed,) = (each for each in stage.files().feeds if each.id == "case")
    lived, statements = False, 0
    while not lived:
        statements += step
        writing.sync_feeds(stage.anew().archive, stage.files().feeds)
        stage.archive.close()
        child = started(dying, stage.database, feed, statements)
        child.join(EVENTUALLY)
        assert child.exitcode in (0, -signal.SIGKILL)
        lived = child.exitcode == 0
        count = stage.row().reports
        assert count in (0, 3)  # all of a transaction or nothing
        assert count == 3 or stage.row().etag is None
        if statements % (4 * step) == 0 or lived:
            stage.poll()
            assert stage.contents() == whole
    assert statements > 3 * step  # killed three times at least


def two_pollers(stage: Stage) -> None:
    for name in ("case", "more", "most"):
        stage.feed(name, http(rss(*(item(f"{name}-{number}") for number in range(30)))))
    stage.write()
    files = stage.files()
    writing.sync_feeds(stage.archive, files.feeds)
    found: list[list[Any]] = []

    def poll() -> None:
        archive = open_archive(stage.database)
        tools = Tools(archive, Fetcher(files.allow_private), WORKERS, lambda: NOW, threading.Event())
        found.append(poller.run_once(files.feeds, tools, lambda visit: None))
        archive.close()

    threads = [threading.Thread(target=poll) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [visit.error for visits in found for visit in visits] == [""] * 10
    assert sum(visit.new for visits in found for visit in visits) == 3 * 30 + 2 * 3
    for name in ("case", "more", "most"):
        assert (stage.row(name).status, stage.row(name).reports, stage.counted(name)) == ("ok", 30, 30)


def read_during_a_write(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.feed("case", http(rss(*(item(number) for number in range(1, 200)))))
    board, seen = open_archive(stage.database, lock_wait=0), []  # which would rather fail than wait

    def look(*_: Any) -> None:
        with board.reading() as connection:
            reports = connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
            counted = connection.exec_driver_sql("SELECT sum(reports) FROM totals").scalar_one()
        seen.append((reports, counted))

    event.listen(stage.archive.engine, "after_cursor_execute", look)
    stage.poll()
    event.remove(stage.archive.engine, "after_cursor_execute", look)
    with stage.archive.writing():
        assert len(reading.listed(board, Selection(EVER), limit=1_000)) == 199 + 2 * 3
    board.close()
    assert len(set(seen)) > 1
    assert {reports - counted for reports, counted in seen} == {0}
    assert stage.row().reports == 199


def clock_goes_back(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.pass_time(minutes=-1)
    assert "case" in leases.due(stage.archive, stage.now)
    stage.pass_time(days=-1)
    stage.feed("case", http(rss(item(4))))
    assert "case" in leases.due(stage.archive, stage.now)
    assert stage.poll().new == 1
    assert "case" not in leases.due(stage.archive, stage.now)
    row = stage.row()
    assert row.next_visit is not None
    assert row.next_visit - stage.now < timedelta(hours=1)
    assert (row.status, row.reports) == ("ok", 4)


def waiting(pid: int) -> bool:
    """Whether a signal is still on its way to a process."""
    told = Path(f"/proc/{pid}/status").read_text()
    return any(int(bits, 16) for bits in re.findall(r"^(?:SigPnd|ShdPnd):\s+(\w+)", told, re.MULTILINE))


def asked_to_stop(stage: Stage) -> None:
    stopped = threading.Event()
    begun: list[str] = []

    def answer(visitor: Visitor) -> None:
        begun.append(visitor.path)
        if len(begun) > 3:
            stopped.wait(EVENTUALLY)
        http(page(*(prose(f"{visitor.path}{number}") for number in range(9))), Content_Type="text/html")(visitor)

    stage.feed("case", http(rss(*(cut(number, f"{stage.site.address}/page-{number}") for number in range(8)))))
    for number in range(8):
        stage.site.pages[f"/page-{number}"] = answer
    stage.write()
    poll = Child("-m", "tracker", "poll", "--once", *stage.places())
    until("asked for a fourth page", lambda: len(begun) > 3)
    poll.process.send_signal(signal.SIGTERM)
    until("told to stop", lambda: not waiting(poll.process.pid))
    stopped.set()
    code = poll.wait()
    assert code == 0, poll.said()
    kept = stage.reports()
    assert 2 <= len(kept) < 8
    texts = reading.texts(stage.archive, [each.id for each in kept])
    assert {each.text_from for each in texts.values()} == {"page"}
    assert all(reading.mentions_in(stage.archive, [each.id for each in kept]).values())
    for name in HEALTHY:
        assert len(stage.reports(name)) in (0, 3)
    stage.poll()
    assert stage.row().reports == 8


CASES = (
    Case(84, "kill -9 between two statements", partial(killed_anywhere, step=9)),
    Case(85, "two pollers at once", two_pollers),
    Case(87, "dashboard reads during a write", read_during_a_write),
    Case(88, "clock steps back a day", clock_goes_back),
    Case(89, "SIGTERM in the middle of a poll", asked_to_stop),
)
