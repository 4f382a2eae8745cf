"""The Lexicon page while reports are counted anew, its versions, and where nothing is there or can be written."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.board import board, environment, process, settled
from tests.e2e.desk import LEXICON, folder, open_concept, page, path, settings, url
from tracker.settings import lexicon_file

__all__ = ["folder", "page", "path", "settings", "url"]


def test_reports_are_counted_anew_by_the_poller_and_an_older_version_charts_as_it_did(
    page: Page, url: str, settings: dict[str, str]
) -> None:
    open_concept(page, url, "inflation")
    old = page.get_by_text(re.compile("^(Version|Counting anew)")).first.inner_text()
    assert old
    page.get_by_label("Add a wording").fill("price stability")
    page.get_by_role("button", name="Add “price stability” to its English wordings").click()
    expect(page.get_by_text(re.compile(r"Counting anew with version \w+: \d+ of \d+ reports"))).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="No poller runs")).to_be_visible()
    with process(["tracker", "poll"], settings):
        expect(page.get_by_text(re.compile(r"Version \w+: all \d+ reports are counted with it."))).to_be_visible()
    page.goto(f"{url}/lexicon")
    newest = page.locator(".lv tbody tr").first
    newest.wait_for(state="attached")
    settled(page)
    page.get_by_text("Versions of the lexicon").click()
    expect(newest).to_contain_text("the present one")
    expect(newest).to_contain_text("changed: Inflation")
    older = page.locator(".lv tbody tr").last
    version = older.locator("code").inner_text()
    older.get_by_role("link", name="chart with it").click()
    expect(page.get_by_text(f"Counted with version {version} of the lexicon, as it was then.")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_contain_text(version)
    page.get_by_role("link", name=re.compile("Count with the present one")).click()
    expect(page.get_by_text("as it was then")).to_have_count(0)


def test_a_lexicon_that_cannot_be_written_can_still_be_read_and_tried(tabs: Tabs, tmp_path: Path) -> None:
    settings = environment(tmp_path, "feeds: []\n")
    long = tmp_path / ("l" * 250)  # so long that no new version can be written beside it
    long.write_text(LEXICON, encoding="utf-8")
    with board(settings | {"TRACKER_LEXICON": str(long)}) as alone, tabs.fresh(alone) as page:
        page.goto("/lexicon?concept=reform&try=bold+reform")
        expect(page.get_by_text("cannot be changed from here")).to_be_visible()
        expect(page.get_by_text("found in no report")).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("Add “bold reform”"))).to_be_disabled()
        expect(page.get_by_label("Change a wording")).to_have_count(0)


def test_a_first_start_without_any_lexicon_begins_with_a_theme(tabs: Tabs, tmp_path: Path) -> None:
    settings = environment(tmp_path, "feeds: []\n")
    (tmp_path / "lexicon.yaml").unlink()
    with board(settings) as alone, tabs.fresh(alone) as page:
        page.goto("/lexicon")
        expect(page.get_by_text("Nothing is counted yet. Add a theme")).to_be_visible()
        settled(page)
        page.get_by_text("Themes", exact=True).click()
        page.get_by_label("A theme to add").fill("第一主题")
        page.get_by_role("button", name="Add this theme").click()
        expect(page.get_by_role("heading", name="第一主题")).to_be_visible()
        assert [theme.label for theme in lexicon_file.load(tmp_path / "lexicon.yaml").lexicon.themes] == ["第一主题"]
