"""A real browser for the tests of the dashboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

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


class Tabs:
    """One tab for each address of a dashboard; another compiles all scripts of the page anew, which takes seconds."""

    def __init__(self, browser: Browser) -> None:
        self._browser, self._pages = browser, dict[str, Page]()

    @contextmanager
    def fresh(self, url: str, height: int = 1200, scheme: Literal["light", "dark"] = "light") -> Iterator[Page]:
        """A page that knows nothing yet; whatever it asks for outside this machine fails the test."""
        page = self._pages.get(url)
        if page is None or page.is_closed():
            page = self._pages[url] = self._browser.new_context(accept_downloads=True, base_url=url).new_page()
        page.set_viewport_size({"width": 1280, "height": height})
        page.emulate_media(color_scheme=scheme)
        asked = list[str]()

        def note(request: Request) -> None:
            asked.append(request.url)

        page.on("request", note)
        try:
            yield page
            assert page.locator("[data-testid=stException]").count() == 0
        finally:
            page.remove_listener("request", note)
            forget(page)
        assert [each for each in asked if not each.startswith((url, url.replace("http", "ws"), "data:", "blob:"))] == []


def forget(page: Page) -> None:
    """Close what a page shows, and forget what it has stored."""
    if page.url.startswith("http"):
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    page.goto("about:blank")
    page.context.clear_cookies()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> Tabs:
    return Tabs(chromium)
