"""A real browser for the tests of the dashboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.patience import ON_A_PAGE
from tracker.exports import pictures

OPTIONS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that is found on this machine; without one the test is skipped and says so."""
    path = pictures.browser()
    if path is None:
        pytest.skip("no browser on this machine: install chromium to test the pages")
    with sync_playwright() as playwright:
        expect.set_options(timeout=ON_A_PAGE)
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        browser.on("context", lambda context: context.set_default_timeout(ON_A_PAGE))
        yield browser
        browser.close()
