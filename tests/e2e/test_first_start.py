"""The pages where nothing is there yet, and where a file cannot be written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e import desk
from tests.e2e.board import LEXICON, board, environment, settled
from tests.e2e.site import rss, site
from tests.e2e.test_compare_page import CHART, reports
from tests.e2e.test_sources_page import SENTENCE, choose, row
from tests.e2e.test_trends_page import bring
from tracker.settings import lexicon_file

NAME = "f" * 250  # so long that no new version can be written beside it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("first")


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    return environment(folder, "settings: {allow_private: [127.0.0.1]}\nfeeds: []\n", NAME)


@pytest.fixture(scope="module")
def url(settings: dict[str, str]) -> Iterator[str]:
    """A dashboard over an archive without reports and without feeds."""
    with board(settings) as url:
        yield url


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    with tabs.fresh(url) as page:
        yield page


def test_without_any_lexicon_it_begins_with_a_theme(page: Page, folder: Path) -> None:
    (folder / "lexicon.yaml").unlink()
    page.goto("/lexicon")
    expect(page.get_by_text("Nothing is counted yet. Add a theme")).to_be_visible()
    settled(page)
    page.get_by_text("Themes", exact=True).click()
    page.get_by_label("A theme to add").fill("第一主题")
    page.get_by_role("button", name="Add this theme").click()
    expect(page.get_by_role("heading", name="第一主题")).to_be_visible()
    assert [theme.label for theme in lexicon_file.load(folder / "lexicon.yaml").lexicon.themes] == ["第一主题"]


def test_sources_says_what_to_do_and_shows_each_feed_as_it_is_written(page: Page, url: str, folder: Path) -> None:
    pages: dict[str, str] = {}
    with site(pages) as address:
        pages["/mint.xml"] = rss("Mint", ("Coins", f"{address}/coins", SENTENCE))
        page.goto("/sources")
        expect(page.get_by_text("Nothing is polled yet.")).to_be_visible()
        settled(page)
        page.get_by_label("Address of a feed").fill(f"{address}/mint.xml")
        page.get_by_role("button", name="Look at it first").click()
        page.get_by_role("button", name="Add this feed").wait_for()
        settled(page)
        page.get_by_role("button", name="Add this feed").click()
        expect(page.get_by_role("alert").filter(has_text="cannot be written")).to_be_visible()
        expect(page.get_by_label("Name", exact=True)).to_have_value("Mint")
        (folder / NAME).write_text(f"feeds: [{{name: By hand, url: {address}/mint.xml}}]")
        expect(row(page, "By hand")).to_contain_text("not visited yet")
        choose(page, url, "By hand")
        expect(page.get_by_text("No poller runs")).to_be_visible()


def test_compare_says_what_happens_next_and_fills_by_itself(page: Page, settings: dict[str, str], folder: Path) -> None:
    (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    page.goto("/compare")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("No report is stored yet.")
    bring(settings, folder, reports())
    expect(page.locator(f"{CHART} .main-svg").first).to_be_visible()


def test_a_lexicon_that_cannot_be_written_can_still_be_read_and_tried(tabs: Tabs, tmp_path: Path) -> None:
    settings = environment(tmp_path, "feeds: []\n")
    long = tmp_path / ("l" * 250)
    long.write_text(desk.LEXICON, encoding="utf-8")
    with board(settings | {"TRACKER_LEXICON": str(long)}) as alone, tabs.fresh(alone) as page:
        page.goto("/lexicon?concept=reform&try=bold+reform")
        expect(page.get_by_text("cannot be changed from here")).to_be_visible()
        expect(page.get_by_text("found in no report")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("Add “bold reform”"))).to_be_disabled()
        expect(page.get_by_label("Change a wording")).to_have_count(0)
