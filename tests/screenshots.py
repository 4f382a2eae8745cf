"""The pictures of all pages in docs/, made anew over the messages of the demo: ``make screenshots``."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from os import environ
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import OPTIONS
from tests.e2e.board import ROOT, board, settled
from tracker import demo
from tracker.exports import pictures

WIDE, PHONE = (1280, 960), (390, 844)
TREND = "/trends?term=jobs&term=inflation&by=year&measure=rate&smooth=5&from=1900-01-01"
SIDES = "/compare?before_from=1961-01-01&before_to=1990-12-31&after_from=1991-01-01&after_to=2026-12-31"
PAGES = (
    ("signals", "/?days=3650", "light", WIDE, ".status"),
    ("trends", TREND, "light", WIDE, ".st-key-wide .js-plotly-plot .points"),
    ("trends-dark", TREND, "dark", WIDE, ".st-key-wide .js-plotly-plot .points"),
    ("trends-phone", TREND, "light", PHONE, ".st-key-narrow .js-plotly-plot .points"),
    ("compare", SIDES, "light", WIDE, ".st-key-wide .js-plotly-plot .main-svg"),
    ("lexicon", "/lexicon", "light", WIDE, ".lx li"),
    ("reports", "/reports?search=inflation", "light", WIDE, ".rl li"),
    ("sources", "/sources", "light", WIDE, ".status"),
)


@contextmanager
def dashboard() -> Iterator[str]:
    """The address of a dashboard over the messages, in files of its own."""
    with tempfile.TemporaryDirectory() as folder:
        messages, feeds = Path(folder) / "messages.jsonl", Path(folder) / "feeds.yaml"
        demo.write_messages(messages)
        feeds.write_text("feeds: []\n", encoding="utf-8")
        settings = {"TRACKER_DATABASE": f"sqlite:///{folder}/tracker.db", "TRACKER_FEEDS": str(feeds)}
        command = [sys.executable, "-m", "tracker", "import", str(messages), "--source", demo.SOURCE]
        subprocess.run(command, cwd=ROOT, env=environ | settings, check=True)
        with board(settings) as url:
            yield url


def taken(browser: Browser, address: str, theme: str, size: tuple[int, int], shows: str) -> bytes:
    """One page as a reader sees it, once it is drawn."""
    scheme = "dark" if theme == "dark" else "light"
    page: Page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.set_default_timeout(120_000)
    page.goto(address)
    page.locator(shows).first.wait_for(state="attached")
    settled(page)
    page.wait_for_timeout(4_000)  # fonts, and what slides in
    picture = page.screenshot()
    page.close()
    return picture


def main() -> None:
    """Take them all."""
    path = pictures.browser()
    if path is None:
        raise SystemExit("no browser on this machine: install chromium")
    with dashboard() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        for name, address, theme, size, shows in PAGES:
            picture = Image.open(BytesIO(taken(browser, url + address, theme, size, shows))).convert("RGB")
            picture.quantize(128).save(ROOT / "docs" / f"{name}.png", optimize=True)
            print(f"docs/{name}.png", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
