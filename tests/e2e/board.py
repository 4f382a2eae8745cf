"""The dashboard as its own process, over files of a test."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
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
def process(arguments: list[str], settings: dict[str, str]) -> Iterator[None]:
    """A program of ours that runs until the test is done."""
    command = [sys.executable, "-m", *arguments]
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        child.terminate()
        child.wait(60)


@contextmanager
def board(settings: dict[str, str]) -> Iterator[str]:
    """The dashboard's address, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
    with process(["streamlit", "run", "app.py", *options, "--server.fileWatcherType", "none"], settings):
        yield serving(port)


def serving(port: int) -> str:
    """The address of a dashboard, once it answers."""
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1)
            return url
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer")


def settled(page: Page) -> None:
    """Wait until what the server sent is drawn: no hand is so fast, and what is typed meanwhile is overwritten."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def fits_a_phone(page: Page) -> bool:
    """Whether the page, made as narrow as a phone, stays without a horizontal scroll."""
    before = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    width = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    return bool(width <= 390)
