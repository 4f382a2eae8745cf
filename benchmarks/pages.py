"""What a reader waits for in the browser, beside an empty Streamlit page with one Plotly chart of as many points.

    python benchmarks/pages.py [--reports 100000] [--corpora FOLDER] [--turns 5]

The reports are those of ``corpus.py``, counted with the shipped lexicon. A view begins in a browser that has nothing in
its cache and ends once the page is drawn and its script has come to rest; its time is that of the clock, of server and
browser on the same cores, the two taking turns, in the middle of some turns. Sessions are readers without a browser:
each asks for another term every five seconds and sends what its page's live parts send. Prints a table for each.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import date
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks import corpus
from benchmarks.idle import taken
from tests.browser import OPTIONS
from tests.e2e.board import serving, settled
from tests.patience import ROOT
from tracker.archive.flat import copying
from tracker.archive.opening import open_archive
from tracker.documents import Selection
from tracker.exports import pictures
from tracker.ingest import scoring
from tracker.queries.series import leading_concepts
from tracker.settings import lexicon_file

PORTS = 8920, 8921
POINTS = 120, 2  # of a chart: months of ten years, and lines
SESSIONS, EVERY, ACTS = 20, 5.0, 6  # sessions, seconds between two acts of one, and acts of each
PLAIN = f"""
import plotly.graph_objects as go
import streamlit as st
st.button("Again")
st.session_state["turn"] = st.session_state.get("turn", 0) + 1
st.html(f'<p class="turn">{{st.session_state["turn"]}}</p>')
lines = [[(at * (line + 3)) % 17 for at in range({POINTS[0]})] for line in range({POINTS[1]})]
figure = go.Figure([go.Scatter(y=line, mode="lines+markers") for line in lines])
st.plotly_chart(figure)
"""
CHART = ".js-plotly-plot .scatterlayer .trace"
TREND = "/trends?term={}&term={}&by=month&measure=rate&minimum=1"
PAGES = {
    "Signals": ("/", ".status"),
    "Trends, two terms by month": (TREND, f".st-key-wide {CHART}"),
    "Compare": ("/compare?before_from=2016-01-01&before_to=2020-12-31&after_from=2021-01-01&after_to=2025-12-31",
                ".st-key-wide .js-plotly-plot .main-svg"),
    "Lexicon": ("/lexicon", ".lx li"),
    "Reports": ("/reports", ".rl li"),
    "Sources": ("/sources", ".status"),
}  # fmt: skip


def prepared(folder: Path, many: int, corpora: Path | None) -> tuple[dict[str, str], list[str]]:
    """An archive of so many counted reports: the environment that names it, and its leading concepts."""
    lexicon = lexicon_file.load(ROOT / "lexicon.yaml").lexicon
    archive = open_archive(f"sqlite:///{folder}/tracker.db")
    texts = corpus.varied(corpus.documents(corpora), many * corpus.LONG * 2 / 1e6, random.Random(1))
    corpus.fill(archive, texts, many)
    scoring.catch_up(archive, lexicon, corpus.NOW)
    copying.current(archive)
    concepts = leading_concepts(archive, lexicon, Selection(corpus.NOW.date()), SESSIONS * 2)
    archive.close()
    (folder / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")
    names = {"TRACKER_DATABASE": f"sqlite:///{folder}/tracker.db", "TRACKER_FEEDS": f"{folder}/feeds.yaml"}
    return names, concepts


@contextmanager
def served(script: str, port: int, settings: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A Streamlit script, at an address, in a process."""
    options = ["--server.port", str(port), "--server.headless", "true", "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options]
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=subprocess.DEVNULL)
    try:
        yield serving(port), child.pid
    finally:
        child.terminate()
        child.wait()


def view(browser: Browser, address: str, shows: str) -> float:
    """Seconds until a page is drawn in a browser that knows nothing of it."""
    page = browser.new_page(viewport={"width": 1280, "height": 960})
    page.set_default_timeout(300_000)
    begun = time.monotonic()
    page.goto(address)
    page.locator(shows).first.wait_for(state="attached")
    settled(page)
    took = time.monotonic() - begun
    page.close()
    return took


def acted(page: Page, act: Callable[[], None], told: Callable[[], object]) -> float:
    """Seconds from what a reader does until what is told there is another, and the page has come to rest."""
    before, begun = told(), time.monotonic()
    act()
    while told() == before:
        page.wait_for_timeout(5)
    settled(page)
    return time.monotonic() - begun


def views(browser: Browser, ours: str, plain: str, terms: list[str], turns: int) -> Iterator[tuple[str, float, float]]:
    """Of each page: seconds of a first view, and those of the empty page beside it; the first turn does not count."""
    for name, (address, shows) in PAGES.items():
        took, others = list[float](), list[float]()
        for _ in range(turns + 1):
            others.append(view(browser, plain, CHART))
            took.append(view(browser, ours + address.format(*terms), shows))
        yield f"first view: {name}", statistics.median(took[1:]), statistics.median(others[1:])


def changes(
    browser: Browser, ours: str, plain: str, terms: list[str], turns: int
) -> Iterator[tuple[str, float, float]]:
    """Another measure on Trends, and another run of the empty page."""
    page, other = browser.new_page(viewport={"width": 1280, "height": 960}), browser.new_page()
    for each, address in ((page, ours + TREND.format(*terms)), (other, plain)):
        each.set_default_timeout(300_000)
        each.goto(address)
        each.locator(CHART).first.wait_for(state="attached")
        settled(each)
    took, others, chart = list[float](), list[float](), page.locator(".st-key-wide .js-plotly-plot")
    for at in range(2 * turns):
        measure = page.get_by_role("radio", name=("Mentions", "Rate")[at % 2])
        took.append(acted(page, measure.click, chart.inner_text))
        again = other.get_by_role("button", name="Again")
        others.append(acted(other, again.click, other.locator(".turn").inner_text))
    page.close()
    other.close()
    yield "another measure on Trends", statistics.median(took[2:]), statistics.median(others[2:])


class Reader:
    """A session without a browser: it asks for the page, hears its messages, and sends what its live parts send."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._live = socket, list[asyncio.Task[None]]()
        self.finished = asyncio.Event()
        self._hearing = asyncio.create_task(self._hear())

    async def ask(self, page: str, query: str) -> float:
        """Seconds until the page's script has ended."""
        begun = time.monotonic()
        for task in self._live:
            task.cancel()
        self._live.clear()
        self.finished.clear()
        message = BackMsg()
        message.rerun_script.page_name, message.rerun_script.query_string = page, query
        await self._socket.send(message.SerializeToString())
        await self.finished.wait()
        return time.monotonic() - begun

    async def _hear(self) -> None:
        async for frame in self._socket:
            if not isinstance(frame, bytes):
                continue
            message = ForwardMsg.FromString(frame)
            kind = message.WhichOneof("type")
            if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                self.finished.set()
            elif kind == "auto_rerun":
                again = self._again(message.auto_rerun.interval, message.auto_rerun.fragment_id)
                self._live.append(asyncio.create_task(again))

    async def _again(self, interval: float, fragment: str) -> None:
        message = BackMsg()
        message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
        while True:
            await asyncio.sleep(interval)
            await self._socket.send(message.SerializeToString())

    async def close(self) -> None:
        """Leave."""
        for task in (*self._live, self._hearing):
            task.cancel()
        await self._socket.close()


@asynccontextmanager
async def readers(url: str, number: int) -> AsyncIterator[list[Reader]]:
    """So many sessions."""
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    found = [Reader(await connect(address, subprotocols=["streamlit"], max_size=None)) for _ in range(number)]
    try:
        yield found
    finally:
        for each in found:
            with suppress(OSError):
                await each.close()


async def acting(url: str, number: int, concepts: list[str]) -> list[float]:
    """Seconds of each act of so many sessions, on Trends, that ask for another term every few seconds."""

    async def act(reader: Reader, at: int) -> list[float]:
        took = []
        await asyncio.sleep(EVERY * at / number)
        for turn in range(ACTS + 1):
            term = concepts[(at * ACTS + turn) % len(concepts)]
            took.append(await reader.ask("trends", urlencode({"term": term, "by": "month", "measure": "rate"})))
            await asyncio.sleep(max(0.0, EVERY - took[-1]))
        return took[1:]

    async with readers(url, number) as found:
        each = await asyncio.gather(*(act(reader, at) for at, reader in enumerate(found)))
    return [seconds for took in each for seconds in took]


async def opened(url: str, process: int, number: int, concepts: list[str]) -> float:
    """MB that so many more sessions take, each."""
    before = resident(process)
    async with readers(url, number) as found:
        for at, reader in enumerate(found):
            await reader.ask("trends", urlencode({"term": concepts[at % len(concepts)], "by": "month"}))
        return (resident(process) - before) / number


def resident(process: int) -> float:
    """MB of memory that a process holds."""
    held = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return float(held[1]) / 1_000 if held else 0.0


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--corpora", type=Path)
    options.add_argument("--turns", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings, concepts = prepared(folder, given.reports, given.corpora)
        (folder / "plain.py").write_text(PLAIN, encoding="utf-8")
        with (
            served("app.py", PORTS[0], settings) as (ours, process),
            served(str(folder / "plain.py"), PORTS[1], {}) as (plain, _),
        ):
            print(
                f"{given.reports:,} reports, {date.today()}\n\n| what | ours | empty page | ratio |\n|---|---|---|---|"
            )
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=pictures.browser(), args=OPTIONS)
                for row in chain(
                    views(browser, ours, plain, concepts[:2], given.turns),
                    changes(browser, ours, plain, concepts[:2], given.turns),
                ):
                    print(f"| {row[0]} | {row[1]:.2f} s | {row[2]:.2f} s | {row[1] / row[2]:.2f} |", flush=True)
                browser.close()
            asyncio.run(sessions(ours, process, concepts))


async def sessions(url: str, process: int, concepts: list[str]) -> None:
    """Print the table of sessions."""
    more = await opened(url, process, SESSIONS, concepts)
    alone = await acting(url, 1, concepts)
    spent, begun = taken(process), time.monotonic()
    many = await acting(url, SESSIONS, concepts)
    share = (taken(process) - spent) / (time.monotonic() - begun)
    print("\n| sessions | an act, middle | slowest | of a lone one's middle |\n|---|---|---|---|")
    for number, took in ((1, alone), (SESSIONS, many)):
        middle = statistics.median(took)
        ratio = max(took) / statistics.median(alone)
        print(f"| {number} | {middle * 1000:.0f} ms | {max(took) * 1000:.0f} ms | {ratio:.1f} times |")
    print(f"\nA session more: {more:.1f} MB. {SESSIONS} sessions that act: {100 * share:.0f} % of a core.")


if __name__ == "__main__":
    main()
