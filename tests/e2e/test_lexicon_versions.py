"""The Lexicon page while reports are counted anew, its versions, and where nothing is there or can be written."""

import re
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from tests.e2e.board import process, settled
from tests.e2e.desk import folder, open_concept, page, path, settings, url

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
    link = older.get_by_role("link", name="chart with it")
    page.goto(urljoin(page.url, link.get_attribute("href") or "/none"))  # a list drawn anew does not hear a click
    expect(page.get_by_text(f"Counted with version {version} of the lexicon, as it was then.")).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_contain_text(version)
    page.get_by_role("link", name=re.compile("Count with the present one")).click()
    expect(page.get_by_text("as it was then")).to_have_count(0)
