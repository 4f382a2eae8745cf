"""The dashboard as its own process, over files of a test."""

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser import forget
from tests.forked import Forked
from tests.patience import EVENTUALLY, Child, child, own_port, until

LAID_OUT = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
LEXICON = """
themes:
  - id: economy
    label: Economy
    concepts:
      - {id: inflation, label: Inflation, variants: {en: [inflation], zh: [通货膨胀]}}
      - {id: jobs, label: Jobs, variants: {en: [job gains, employment], zh: [就业]}}
      - {id: reform, label: Reform, variants: {en: [reform], zh: [改革, 改革开放]}}
"""


def environment(folder: Path, feeds: str, name: str = "feeds.yaml") -> dict[str, str]:
    """The files of a test, written, and the environment that names them."""
    (folder / name).write_text(feeds, encoding="utf-8")
    (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    return {
        "TRACKER_DATABASE": f"sqlite:///{folder / 'tracker.db'}",
        "TRACKER_FEEDS": str(folder / name),
        "TRACKER_LEXICON": str(folder / "lexicon.yaml"),
    }


@contextmanager
def board(settings: dict[str, str]) -> Iterator[str]:
    """The dashboard's address, once it answers."""
    with own_port() as port:
        options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
        with process(["streamlit", "run", "app.py", *options, "--server.fileWatcherType", "none"], settings):
            yield serving(port)


def process(arguments: list[str], settings: dict[str, str]) -> AbstractContextManager[Child]:
    """A program of ours that runs until the test is done."""
    return child("-m", *arguments, environment=settings, start=Forked)


def serving(port: int) -> str:
    """The address of a dashboard, once it answers."""
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=EVENTUALLY) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    until(f"served at {url}", answers)
    return url


def reopen(page: Page) -> None:
    """Open the page's address in a browser that knows nothing else of it."""
    address = page.url
    forget(page)
    page.goto(address)


def settled(page: Page) -> None:
    """Wait until what the server sent is drawn: no hand is so fast, and what is typed meanwhile is overwritten."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


class Runs:
    """How often a page, or a live part of it, has been run by the server, of all addresses opened from here on."""

    def __init__(self, page: Page) -> None:
        self.done, self._page = 0, page
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)

    def _count(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.done += ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"

    def more(self, number: int) -> None:
        """Wait until it has been run so many times more."""
        enough = self.done + number
        until("run again", lambda: self._page.evaluate("0") or self.done >= enough)  # what comes is heard meanwhile


def downloaded(page: Page, button: str) -> Download:
    """The file behind a download button; while the page runs again, the address of the button is a stale one."""
    settled(page)
    with page.expect_download() as caught:
        page.locator(f".st-key-{button} button").click()
    return caught.value


def middle(mark: Locator) -> tuple[float, float]:
    """Where on the page a mark of a chart is."""
    box = mark.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def click_until(page: Page, place: Callable[[], tuple[float, float]], opened: Locator) -> None:
    """Click a point of a chart until what it opens is there: a chart drawn anew meanwhile does not hear the click."""

    def clicked() -> bool:
        settled(page)
        page.mouse.move(*place())
        page.locator(".hoverlayer .hovertext").first.wait_for(state="attached")
        page.mouse.click(*place())
        settled(page)
        return opened.is_visible()

    until("opened by a click", clicked)


def open_by(page: Page, button: Locator, inside: Locator) -> None:
    """Click a button until what it opens is there: a page that is drawn anew meanwhile closes it again."""

    def clicked() -> bool:
        settled(page)
        if not inside.is_visible():
            button.click()
            settled(page)
        page.evaluate(LAID_OUT)
        return inside.is_visible()

    until("opened by a click", clicked)


def fits_a_phone(page: Page) -> bool:
    """Whether the page, made as narrow as a phone, stays without a horizontal scroll."""
    settled(page)
    before = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(LAID_OUT)
    width = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    return bool(width <= 390)
