"""The Reports page in a real browser: searching, opening, comparing, and what hostile feeds try."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.board import board, environment, fits_a_phone, settled
from tracker.archive import writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Report, ReportDraft, Revision
from tracker.settings import lexicon_file
from tracker.words.scorer import Scorer

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
COMMON = "\n\n".join(f"The council met for the {n}th time and spoke of inflation and of employment." for n in range(4))
OLD = "Job gains have been solid. Inflation is 2.5 percent. The board meets in May."
NEW = "Job gains have slowed. Inflation is 2.75 percent. The board meets in May."
HOSTILE = (
    '<script>window.hacked=1</script><img src=x onerror="window.hacked=1"> :material/home: [x](javascript:alert(1))'
)


class Shelf:
    """An archive to put reports on while the dashboard shows it."""

    def __init__(self, archive: Archive, lexicon: Path) -> None:
        self.archive, self.scorer = archive, Scorer(lexicon_file.load(lexicon).lexicon)

    def put(self, feed: str, title: str, body: str, day: date, *, key: str = "", **known: str) -> None:
        language = "zh" if feed == "council" else "en"
        url = known.get("url", f"https://example.org/{title}")
        report = Report(feed, key or title, url, language, None, day, "feed", NOW)
        revision = Revision(title, body, "page", NOW, note=known.get("note", ""))
        scored = self.scorer.score(revision, language)
        writing.store(self.archive, [ReportDraft(report, revision, scored)])


@pytest.fixture(scope="module")
def shelf_and_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shelf, str]]:
    folder = tmp_path_factory.mktemp("reports")
    settings = environment(folder, "feeds: []\n")
    archive = open_archive(settings["TRACKER_DATABASE"])
    for source in (Feed("bank", "The Bank"), Feed("paper", "The Paper"), Feed("council", "国务院")):
        writing.add_source(archive, source)
    shelf = Shelf(archive, folder / "lexicon.yaml")
    for number in range(1, 29):
        shelf.put("bank", f"Statement {number}", f"Employment and reform, number {number}.", date(2024, 1, number))
    shelf.put("council", "政府工作报告", "坚持改革开放。\n\n物价稳定，就业增加。", date(2025, 3, 5))
    shelf.put("bank", "Minutes", OLD, date(2025, 4, 1))
    shelf.put("bank", "Minutes", NEW, date(2025, 4, 1))
    shelf.put("bank", "Communiqué", COMMON, date(2025, 5, 1))
    shelf.put("paper", "Communiqué", COMMON, date(2025, 5, 2))
    note = "only the summary: HTTP 403 <b onclick=alert(1)>"
    shelf.put("paper", HOSTILE, f"{HOSTILE} inflation", date(2025, 6, 1), url="javascript:window.hacked=1", note=note)
    with board(settings) as url:
        yield shelf, url


@pytest.fixture
def page(tabs: Tabs, shelf_and_url: tuple[Shelf, str]) -> Iterator[Page]:
    with tabs.fresh(shelf_and_url[1], height=900) as page:
        yield page


def open_(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("h1").first).to_be_visible()


def test_a_search_narrows_the_list_and_lives_in_the_address(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports")
    expect(page.get_by_text("33 reports, newest first")).to_be_visible()
    settled(page)
    page.get_by_label("Search titles and texts").fill("改革开放")
    expect(page.get_by_text("1 report, most often for its length first, then the newest")).to_be_visible()
    expect(page.locator(".rl li")).to_contain_text(["政府工作报告"])
    expect(page.locator(".rl li mark")).to_have_text(["改革开放"])
    assert fits_a_phone(page)
    page.wait_for_url("**search=*")
    open_(page, page.url)
    expect(page.get_by_text("1 report, most often for its length first, then the newest")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("source=The+Paper", "2 reports, newest first"),
        ("language=Chinese&from=2025-03-05", "1 report, newest first"),
        ("search=employment&to=2024-12-31", "28 reports, most often for its length first"),
    ],
)
def test_an_address_restores_its_filters(page: Page, shelf_and_url: tuple[Shelf, str], query: str, said: str) -> None:
    open_(page, f"{shelf_and_url[1]}/reports?{query}")
    expect(page.get_by_text(said)).to_be_visible()


def test_the_second_page_is_in_the_address_and_lists_the_rest(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports?source=The+Bank")
    expect(page.locator(".rl li")).to_have_count(25)
    page.locator(".st-key-page").get_by_role("button", name="2").click()
    expect(page.locator(".rl li")).to_have_count(5)
    page.wait_for_url("**page=2*")
    open_(page, page.url)
    expect(page.locator(".rl li")).to_have_count(5)


def test_a_report_that_is_stored_now_appears_and_the_search_stays(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    shelf, url = shelf_and_url
    open_(page, f"{url}/reports?search=freshly")
    expect(page.get_by_text("No report matches.")).to_be_visible()
    shelf.put("paper", "Fresh", "Freshly stored words.", date(2023, 1, 1))
    expect(page.locator(".rl li")).to_contain_text(["Fresh"])
    expect(page.get_by_label("Search titles and texts")).to_have_value("freshly")


def test_an_opened_report_marks_its_mentions_and_goes_back_to_the_same_list(
    page: Page, shelf_and_url: tuple[Shelf, str]
) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports?search=改革开放")
    page.get_by_role("link", name="政府工作报告").click()
    expect(page.locator("article mark")).to_have_text(["改革开放", "就业"])
    expect(page.get_by_text("5 March 2025, as its source dates it")).to_be_visible()
    link = page.get_by_role("link", name="original at example.org")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    page.locator(".st-key-concept").get_by_role("button", name="Jobs").click()
    expect(page.locator("article mark")).to_have_text(["就业"])
    page.wait_for_url("**concept=Jobs*")
    page.get_by_role("link", name="← All reports").click()
    expect(page.get_by_label("Search titles and texts")).to_have_value("改革开放")
    expect(page.locator(".rl li")).to_have_count(1)


def test_the_change_between_revisions_reads_as_a_redline(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports?search=board+meets")
    page.get_by_role("link", name="revised once: see what changed").click()
    expect(page.locator("article del")).to_have_text(["been solid", "2.5 "])
    expect(page.locator("article ins")).to_have_text(["slowed", "2.75 "])
    assert fits_a_phone(page)
    page.get_by_label("Changes since revision").locator("xpath=ancestor::*[@data-testid='stSelectbox']").get_by_role(
        "button", name="Clear"
    ).click()
    expect(page.locator("article mark").first).to_have_text("Job gains")


def test_an_older_revision_can_be_read(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports?report=30&revision=1")
    expect(page.locator("article")).to_contain_text("Inflation is 2.5 percent")


def test_a_reprint_names_who_else_carried_it(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    open_(page, f"{url}/reports?search=The+council+met")
    expect(page.get_by_text("also carried by 1 other source")).to_have_count(2)
    page.get_by_role("link", name="Communiqué").first.click()
    page.get_by_role("link", name="The Bank").click()
    expect(page.locator(".rv").filter(has_text="1 May 2025")).to_contain_text(["The Bank"])


def test_whatever_a_feed_says_is_shown_as_words_and_does_nothing(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    _, url = shelf_and_url
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_(page, f"{url}/reports?source=The+Paper")
    page.get_by_role("link", name=HOSTILE).click()
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page.locator(".note")).to_have_text("only the summary: HTTP 403 <b onclick=alert(1)>")
    expect(page.locator("article")).to_contain_text(HOSTILE)
    assert fits_a_phone(page)
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.evaluate("window.hacked") is None
    assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []


def test_a_report_that_does_not_exist_is_said_plainly(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    page.goto(f"{shelf_and_url[1]}/reports?report=<script>")
    expect(page.get_by_text("There is no such report here.")).to_be_visible()


def test_a_readout_leads_to_its_full_text_and_back(page: Page, shelf_and_url: tuple[Shelf, str]) -> None:
    shelf, url = shelf_and_url
    writing.add_source(shelf.archive, Feed("gazette", "The Gazette"))
    speech = [
        f"Paragraph {number} of the speech set out step {number} of reform in full detail." for number in range(12)
    ]
    shelf.put("gazette", "A speech was given", "\n\n".join(["In short.", *speech[:4]]), date(2023, 5, 10))
    shelf.put("gazette", "Full text of the speech", "\n\n".join(speech), date(2023, 5, 20))
    open_(page, f"{url}/reports?source=The+Gazette")
    page.get_by_role("link", name="A speech was given").click()
    expect(page.get_by_role("heading", name="Its full text")).to_be_visible()
    page.get_by_role("link", name="The Gazette").click()
    expect(page.get_by_role("heading", name="Full text of the speech")).to_be_visible()
    expect(page.get_by_role("heading", name="Reported before, in short")).to_be_visible()
    expect(page.locator(".rv li")).to_contain_text("The Gazette, 10 May 2023: A speech was given")
    page.get_by_role("link", name="what stands in one only").click()
    expect(page.locator("article.rv del")).to_have_text(["In short."])
    expect(page.locator("article.rv ins").first).to_contain_text("step 4 of reform")
    page.go_back()
    page.get_by_role("link", name="The Gazette").click()
    expect(page.get_by_role("heading", name="Its full text")).to_be_visible()
    page.get_by_role("link", name="what stands in one only").click()
    expect(page.locator("article.rv del")).to_have_text(["In short."])
