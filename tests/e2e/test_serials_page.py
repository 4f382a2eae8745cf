"""A report beside the one before it, in a real browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import Tabs
from tests.e2e.board import LEXICON, Runs, board, downloaded, environment, fits_a_phone
from tests.serials import member
from tracker.archive import writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed
from tracker.settings import lexicon_file
from tracker.words.scorer import Scorer

SERIALS = """
serials:
  - {id: statement, label: Board statement, titles: ["^board statement"]}
"""
HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
SAME = " ".join(f"Sentence {number} has been the same for years and stays so." for number in range(9))
USUAL = "The banking system is sound and resilient."
BEFORE = (
    f"Job gains rose.\n\n{USUAL} It matters most of all to the board that inflation falls.\n\n{SAME}\n\n{HOSTILE} was."
)
LAST = "Reform goes on. It matters most to the board that inflation falls."
AFTER = f"Job gains have slowed.\n\n{SAME}\n\n{HOSTILE} is. {LAST}"
NAMES = ("An Bo and Chen De attended the meeting.", "Chen De, An Bo and Fang Guo attended the meeting.")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("serials")
    settings = environment(folder, "feeds: []\n")
    (folder / "lexicon.yaml").write_text(f"{LEXICON}{SERIALS}", encoding="utf-8")
    archive = open_archive(settings["TRACKER_DATABASE"])
    writing.add_source(archive, Feed("bank", "The Bank"))
    scorer = Scorer(lexicon_file.load(folder / "lexicon.yaml").lexicon)
    texts = [*(f"Job gains rose {number}. {USUAL} Inflation fell." for number in range(5)), BEFORE, AFTER]
    texts[-2:] = [f"{text}\n\n{names}" for text, names in zip(texts[-2:], NAMES, strict=True)]
    for month, text in enumerate(texts, 1):
        put = member(str(month), text, f"2025-{month:02}-01", title=f"Board statement {month}{HOSTILE * (month == 6)}")
        scored = replace(scorer.score(put.revision, "en"), serial=put.analysis.serial)
        writing.store(archive, [put._replace(analysis=scored)])
    with board(settings) as address:
        yield address


@pytest.fixture
def page(tabs: Tabs, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    with tabs.fresh(url, height=900, scheme=getattr(request, "param", "light")) as page:
        yield page


def compare(page: Page, url: str) -> None:
    page.goto(f"{url}/reports?report=7")
    page.get_by_role("link", name="Compare with the one before").click()
    expect(page.locator("article.rv")).to_be_visible()


def test_a_report_leads_to_its_comparison_and_back(page: Page, url: str) -> None:
    page.goto(f"{url}/reports?report=7")
    link = page.get_by_role("link", name="Compare with the one before")
    expect(link).to_contain_text("Board statement 6")
    expect(link).to_contain_text("1 June 2025")
    link.click()
    page.wait_for_url("**report=7&before=6")
    expect(page.get_by_text("Board statement: compared with")).to_be_visible()
    page.get_by_role("link", name="← The text alone").click()
    expect(page.locator("article mark").first).to_have_text("Job gains")
    page.goto(f"{url}/reports?report=1")
    expect(page.locator("article")).to_be_visible()
    expect(link).to_have_count(0)


@pytest.mark.parametrize("page", ["light", pytest.param("dark", marks=pytest.mark.soak)], indirect=True)
def test_the_redline_tells_what_went_came_and_moved_not_by_colour_alone(page: Page, url: str) -> None:
    compare(page, url)
    article = page.locator("article.rv")
    expect(article.locator("del")).to_contain_text(["rose", USUAL, "was"])
    expect(article.locator("ins")).to_contain_text(["have slowed", "is", "Reform goes on."])
    expect(article.get_by_text("moved away")).to_have_count(1)
    expect(article.locator(".moved")).to_contain_text("It matters most of all to the board")
    style = "each => getComputedStyle(each).textDecorationLine"
    assert article.locator("del").first.evaluate(style) == "line-through"
    assert article.locator("ins").first.evaluate(style) == "underline"
    expect(page.get_by_label("Sentences")).to_contain_text("dropped")
    assert fits_a_phone(page)


def test_what_did_not_change_is_folded_and_stays_open_once_opened(page: Page, url: str) -> None:
    runs = Runs(page)
    compare(page, url)
    expect(page.get_by_text("Sentence 5 has been the same")).to_be_hidden()
    page.get_by_text("7 unchanged sentences").click()
    expect(page.get_by_text("Sentence 5 has been the same")).to_be_visible()
    runs.more(4)  # each of its two live parts, the report and what stands above every page, at least once
    expect(page.get_by_text("Sentence 5 has been the same")).to_be_visible()


def test_the_redline_is_taken_along_as_a_page_and_as_sheets(page: Page, url: str, tmp_path: Path) -> None:
    compare(page, url)
    file = downloaded(page, "redline-download-html")
    assert file.suggested_filename == "board-statement-7-2025-07-01-against-2025-06-01.html"
    file.save_as(tmp_path / "redline.html")
    made = downloaded(page, "redline-download-pdf")
    assert made.suggested_filename == "board-statement-7-2025-07-01-against-2025-06-01.pdf"
    printed = " ".join(sheet.extract_text() for sheet in PdfReader(made.path()).pages)
    assert "Sentence 5 has been the same" in " ".join(printed.split())  # on paper nothing is folded away
    reader = page.context.browser.new_context(offline=True).new_page()  # type: ignore[union-attr]
    reader.goto((tmp_path / "redline.html").as_uri())
    expect(reader.locator("h1")).to_have_text("Board statement 7, 1 July 2025")
    expect(reader.locator("article.rv ins")).to_contain_text(["have slowed", "is", "Reform goes on."])
    assert reader.evaluate("window.hacked") is None
    reader.context.close()


def test_phrases_order_attendees_silence_and_debut_follow(page: Page, url: str) -> None:
    compare(page, url)
    page.get_by_role("link", name="Attendees").click()
    expect(page.get_by_role("heading", name="Attendees")).to_be_in_viewport()
    expect(page.locator("h2", has_text="Set phrases").locator("xpath=..")).to_contain_text(
        "banking system is sound and resilientin 6 of the 6 reports before"
    )
    expect(page.locator("ol li")).to_have_text(["Chen De2nd → 1st", "An Bo", "Fang Guojoined"])
    below = page.locator("h2", has_text="New in these reports").locator("xpath=..")
    expect(below).to_contain_text("first in these reports (since 1 January 2025), after 6 reports without it")
    expect(below.locator("mark")).to_have_text("Reform")


def test_whatever_a_report_says_is_shown_as_words_and_does_nothing(page: Page, url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    compare(page, url)
    expect(page.locator("article.rv")).to_contain_text(HOSTILE)
    expect(page.get_by_role("link", name="Board statement 6")).to_contain_text(HOSTILE)
    assert page.evaluate("window.hacked") is None
    assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []


def test_a_report_that_cannot_be_compared_is_said_plainly(page: Page, url: str) -> None:
    for wanted in ("99", "x", "-1"):
        page.goto(f"{url}/reports?report=7&before={wanted}")
        expect(page.get_by_text("there is no such report")).to_be_visible()
        expect(page.locator(".st-key-redline-downloads")).to_have_count(0)
