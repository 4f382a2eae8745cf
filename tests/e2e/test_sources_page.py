"""The Sources page in a real browser, with a real poller and real feeds on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Tabs
from tests.e2e.board import board, environment, fits_a_phone, open_by, process, settled
from tests.e2e.site import rss, site
from tracker.settings import feeds_file

SENTENCE = "The council met again and spoke at length of inflation, of employment and of reform. "
HOSTILE = "&lt;script&gt;window.hacked=1&lt;/script&gt; :material/home: [x](javascript:alert(1))"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    pages: dict[str, str] = {}
    with site(pages) as url:
        page = f"<html><body><article><h1>One</h1><p>{SENTENCE * 8}</p></article></body></html>"
        pages["/one"] = page
        pages["/news.xml"] = rss("News &amp; notes", ("One", f"{url}/one", "short"), ("Two", f"{url}/two", SENTENCE))
        pages["/evil.xml"] = rss(
            HOSTILE, (HOSTILE, "javascript:window.hacked=1", "&lt;img src=x onerror=window.hacked=1&gt;")
        )
        pages["/"] = '<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml"></head></html>'
        pages["/nothing"] = "<html><body><p>no feed here</p></body></html>"
        pages["/mint.xml"] = rss("Mint", ("Coins", f"{url}/coins", SENTENCE))
        pages["/court.xml"] = rss("Court", ("Rulings", f"{url}/rulings", SENTENCE))
        yield url


@pytest.fixture(scope="module")
def settings(address: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    text = f"""# our feeds
settings:
  allow_private: [127.0.0.1]  # this machine
feeds:
  # the mint
  - name: The Mint
    url: {address}/mint.xml
    body: Treasury   # since 1792
  - name: Gone
    url: {address}/gone.xml
  - name: The Court
    url: {address}/court.xml
  - name: Wrong
    url: ftp://example.org
"""
    return environment(tmp_path_factory.mktemp("sources"), text)


@pytest.fixture(scope="module")
def url(settings: dict[str, str]) -> Iterator[str]:
    with board(settings) as url, process(["tracker", "poll"], settings):
        yield url


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    with tabs.fresh(url) as page:
        page.goto("/sources")
        expect(page.locator(".so tbody tr").first).to_be_visible()
        yield page


def row(page: Page, name: str) -> Locator:
    return page.locator(".so tbody tr").filter(has_text=name)


def choose(page: Page, url: str, name: str) -> None:
    row(page, name).get_by_role("link").click()
    expect(page.get_by_role("button", name="Poll now")).to_be_visible()
    settled(page)


def look(page: Page, address: str) -> None:
    settled(page)
    page.get_by_text("Add a feed").click()
    page.get_by_label("Address of a feed").fill(address)
    page.get_by_role("button", name="Look at it first").click()


def test_each_feed_says_how_it_is_and_each_mistake_its_line(page: Page) -> None:
    expect(row(page, "The Mint")).to_contain_text("answering")
    expect(row(page, "The Mint")).to_contain_text("Treasury")
    expect(row(page, "Gone")).to_contain_text("failing")
    expect(row(page, "Gone")).to_contain_text("404")
    expect(page.get_by_role("alert").filter(has_text="feeds.yaml:14")).to_contain_text("no http or https address")


def test_a_feed_is_looked_at_added_and_polled_at_once(page: Page, address: str, settings: dict[str, str]) -> None:
    look(page, f"{address}/")
    expect(page.get_by_text("Found News & notes, 2 entries. Nothing is stored yet.")).to_be_visible()
    expect(page.locator(".sample")).to_contain_text(["spoke at length of inflation", "only the summary"])
    settled(page)
    page.get_by_label("Time between visits").fill("soon")
    page.get_by_label("Issuing body").fill("The Council")
    page.get_by_role("button", name="Add this feed").click()
    expect(page.locator(".wrong")).to_have_text(["Write a number and s, m, h or d: 15m, 2h or 1d."])
    expect(page.get_by_label("Issuing body")).to_have_value("The Council")
    page.get_by_label("Time between visits").fill("2h")
    page.get_by_role("button", name="Add this feed").click()
    expect(row(page, "News & notes")).to_contain_text("answering")
    text = Path(settings["TRACKER_FEEDS"]).read_text(encoding="utf-8")
    assert all(comment in text for comment in ("# our feeds", "# this machine", "# the mint", "# since 1792"))
    added = next(feed for feed in feeds_file.load(Path(settings["TRACKER_FEEDS"])).feeds if feed.name == "News & notes")
    assert (added.url, added.body, added.interval.seconds) == (f"{address}/news.xml", "The Council", 7200)


def test_an_address_without_a_feed_is_explained_and_stays_typed(page: Page, address: str) -> None:
    page.get_by_text("Add a feed").click()
    typed = page.get_by_label("Address of a feed")
    for path, said in (("/nothing", "names no feed"), ("/gone.xml", "404"), (None, "Write the address first.")):
        wanted = "" if path is None else address + path
        typed.fill(wanted)
        page.get_by_role("button", name="Look at it first").click()
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(typed).to_have_value(wanted)


def test_an_address_that_is_polled_already_is_refused_beside_it(page: Page, address: str) -> None:
    look(page, f"{address}/mint.xml")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Mint")
    settled(page)
    page.get_by_label("Name", exact=True).fill("The Mint")
    page.get_by_role("button", name="Add this feed").click()
    expect(page.locator(".wrong")).to_contain_text(["There is a source", "polled already, as “The Mint”"])
    assert fits_a_phone(page)


def test_a_hostile_feed_is_shown_as_words(page: Page, address: str) -> None:
    look(page, f"{address}/evil.xml")
    expect(page.locator(".sample")).to_be_visible()
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript']").count() == 0


def test_what_is_typed_outlives_what_arrives(page: Page, settings: dict[str, str]) -> None:
    page.get_by_text("Add a feed").click()
    field = page.get_by_label("Address of a feed")
    field.press_sequentially("https://exam")
    path = Path(settings["TRACKER_FEEDS"])
    path.write_text(path.read_text().replace("  - name: Gone\n", "  - name: Gone\n    body: Nobody\n"))
    expect(row(page, "Gone")).to_contain_text("Nobody")
    expect(field).to_have_value("https://exam")
    expect(field).to_be_focused()


def test_a_feed_is_paused_with_a_reason_and_resumed(page: Page, url: str) -> None:
    choose(page, url, "The Mint")
    open_by(page, page.get_by_role("button", name="Pause…"), page.get_by_label("Why (optional)"))
    page.get_by_label("Why (optional)").fill("coins are counted")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(row(page, "The Mint")).to_contain_text("coins are counted")
    expect(page.get_by_role("button", name="Poll now")).to_be_disabled()
    page.get_by_role("button", name="Resume").click()
    expect(row(page, "The Mint")).to_contain_text("answering")


def test_a_visit_and_older_reports_can_be_asked_for(page: Page, url: str) -> None:
    choose(page, url, "The Mint")
    page.get_by_role("button", name="Fetch older reports").click()
    expect(page.get_by_text("its older reports are fetched as soon as the poller is free")).to_be_visible()
    page.get_by_role("button", name="Poll now").click()
    expect(page.get_by_text("it is visited as soon as the poller is free")).to_be_visible()
    expect(page.get_by_role("button", name="Poll now")).to_be_enabled()


def test_an_edit_writes_only_what_was_changed(page: Page, url: str, settings: dict[str, str]) -> None:
    choose(page, url, "The Mint")
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("Issuing body").last.fill("US Mint")
    path = Path(settings["TRACKER_FEEDS"])
    path.write_text(path.read_text().replace("name: Gone", "name: Gone for good"))  # someone else, meanwhile
    page.get_by_role("button", name="Save").click()
    expect(row(page, "The Mint")).to_contain_text("US Mint")
    expect(row(page, "Gone for good")).to_be_visible()
    assert "# since 1792" in path.read_text()
    assert "timezone" not in path.read_text()
    assert fits_a_phone(page)


def test_removing_asks_first_and_keeps_the_reports(page: Page, url: str, settings: dict[str, str]) -> None:
    expect(row(page, "The Court")).to_contain_text("answering")
    choose(page, url, "The Court")
    open_by(page, page.get_by_role("button", name="Remove…"), page.get_by_text("The reports it brought stay"))
    page.get_by_role("button", name="Remove this feed").click()
    expect(row(page, "The Court")).to_contain_text("its reports stay")
    assert "The Court" not in Path(settings["TRACKER_FEEDS"]).read_text()
