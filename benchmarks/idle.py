"""What the program takes when nothing happens: the poller between visits, the dashboard with one page open.

    python benchmarks/idle.py [--seconds 60]

The archive holds the annual messages of the demo and knows the feeds of the shipped feeds.yaml, all visited and none
due before tomorrow; the lexicon is the shipped one. Prints processor time, of a program with all it has started, in
percent of one core. The browser's own time is not in it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser import OPTIONS
from tests.e2e.board import serving
from tests.patience import ROOT
from tracker import demo
from tracker.archive import health, writing
from tracker.archive.opening import open_archive
from tracker.exports import pictures
from tracker.settings import feeds_file

TICK = os.sysconf("SC_CLK_TCK")
WARM, TRIES = 15.0, 4  # seconds, and how often they are waited for what is made at first, as the flat copy
MOST = 10.0  # percent of a core, under which it is made
PORT = 8918
PAGES = {
    "Signals": "/", "Trends, two terms": "/trends?term=jobs&term=inflation&by=year&measure=rate",
    "Compare": "/compare?before_from=1961-01-01&before_to=1990-12-31&after_from=1991-01-01&after_to=2026-12-31",
    "Lexicon": "/lexicon", "Reports": "/reports", "Sources": "/sources",
}  # fmt: skip


def taken(process: int) -> float:
    """Seconds of processor time of a process and all it has started that still run."""
    above, spent = dict[int, int](), dict[int, float]()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        above[int(entry.parent.name)] = int(fields[1])
        spent[int(entry.parent.name)] = (int(fields[11]) + int(fields[12])) / TICK
    ours = {process}
    while more := {child for child, parent in above.items() if parent in ours} - ours:
        ours |= more
    return sum(spent.get(each, 0.0) for each in ours)


def measured(process: int, seconds: float) -> float:
    """Percent of one core that a process takes from now on for so many seconds."""
    before, begun = taken(process), time.monotonic()
    time.sleep(seconds)
    return 100 * (taken(process) - before) / (time.monotonic() - begun)


def settled(process: int) -> None:
    """Wait until what a program makes at first is made; one that never rests is measured all the same."""
    time.sleep(WARM)
    for _ in range(TRIES):
        if measured(process, WARM) < MOST:
            return


@contextmanager
def program(settings: dict[str, str], *command: str) -> Iterator[int]:
    """A program that runs meanwhile; gives its process."""
    child = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=os.environ | settings)
    try:
        yield child.pid
    finally:
        child.terminate()
        child.wait()


def prepared(folder: Path) -> dict[str, str]:
    """An archive where nothing is due, and the environment that names it."""
    database, messages = f"sqlite:///{folder}/tracker.db", folder / "messages.jsonl"
    settings = {"TRACKER_DATABASE": database, "TRACKER_FEEDS": str(ROOT / "feeds.yaml")}
    demo.write_messages(messages)
    command = [sys.executable, "-m", "tracker", "import", str(messages), "--source", demo.SOURCE]
    subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=True, stderr=subprocess.DEVNULL)
    archive, now = open_archive(database), datetime.now(UTC)
    feeds = feeds_file.load(ROOT / "feeds.yaml").feeds
    writing.sync_feeds(archive, feeds)
    visited = {"last_visit": now, "last_success": now, "next_visit": now + timedelta(days=1)}
    health.record_all(archive, {feed.id: visited for feed in feeds})
    archive.close()
    return settings


def dashboard(settings: dict[str, str], seconds: float) -> Iterator[tuple[str, float]]:
    """What the dashboard takes with no page open, and with each."""
    serve = ["streamlit", "run", "app.py", "--server.port", str(PORT), "--server.headless", "true"]
    with program(settings, *serve, "--server.fileWatcherType", "none") as process, sync_playwright() as playwright:
        url = serving(PORT)
        yield "dashboard, no page open", measured(process, seconds)
        browser = playwright.chromium.launch(executable_path=pictures.browser(), args=OPTIONS)
        for name, address in PAGES.items():
            page = browser.new_page()
            page.goto(url + address)
            time.sleep(WARM)
            yield f"dashboard, {name}", measured(process, seconds)
            page.close()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60.0)
    seconds = options.parse_args().seconds
    print("| what | percent of a core |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        settings = prepared(Path(folder))
        with program(settings, "tracker", "poll") as process:
            settled(process)
            print(f"| poller, nothing due | {measured(process, seconds):.2f} |", flush=True)
        for name, percent in dashboard(settings, seconds):
            print(f"| {name} | {percent:.1f} |", flush=True)


if __name__ == "__main__":
    main()
