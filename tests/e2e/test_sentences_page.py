"""The sentences of Trends, in order and as files, and one chart alone, in a real browser."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
from playwright.sync_api import Page, expect

from tests.e2e.board import downloaded, fits_a_phone, reopen
from tests.e2e.test_trends_page import ADDRESS, ENGLISH, bring, chart, folder, page, report, settings, url

__all__ = ["folder", "page", "settings", "url"]
CONTROLS = ".st-key-controls"


def download(page: Page, kind: str) -> tuple[str, bytes]:
    file = downloaded(page, f"sentences-download-{kind}")
    return file.suggested_filename, Path(file.path()).read_bytes()


def test_sentences_are_put_in_order_and_more_of_them_shown_and_the_address_keeps_the_order(
    page: Page,
) -> None:
    page.goto(ADDRESS)
    lines = page.locator(".lines li")
    expect(lines).to_have_count(30)
    expect(lines.first).to_contain_text("bank 2020-11")
    page.get_by_role("button", name="30 more").click()
    expect(lines).to_have_count(44)
    expect(page.get_by_role("button", name="30 more")).to_have_count(0)
    page.get_by_role("radio", name="Oldest").click()
    expect(lines.first).to_contain_text("bank 2014-1")
    assert parse_qs(urlsplit(page.url).query)["order"] == ["oldest"]
    reopen(page)
    expect(lines.first).to_contain_text("bank 2014-1")
    assert fits_a_phone(page)


def test_sentences_are_files_with_a_link_and_a_citation_of_each_report(page: Page, url: str) -> None:
    page.goto(f"{ADDRESS}&of=inflation&at=2020-01-01")
    expect(page.locator(".lines li")).to_have_count(11)
    name, made = download(page, "csv")
    rows = list(csv.DictReader(io.StringIO(made.decode("utf-8"))))
    assert name.startswith("inflation-sentences-2020-01-01-")
    assert len(rows) == 11
    assert rows[0]["citation"] == "bank: “bank 2020-11”. 5 November 2020."
    assert rows[0]["left"] + rows[0]["match"] + rows[0]["right"] == ENGLISH.split(" <b>")[0]
    page.context.request.get(rows[0]["report"])
    assert rows[0]["report"].startswith(f"{url}/reports?report=")
    book = openpyxl.load_workbook(io.BytesIO(download(page, "xlsx")[1]))
    assert book["sentences"].max_row == 12
    assert json.loads(download(page, "json")[1])["about"]["span"] == "1 January 2020 to 31 December 2020"
    page.get_by_role("button", name="All periods").click()
    expect(page.locator(".lines li")).to_have_count(30)
    name, made = download(page, "csv")
    assert name.startswith("inflation-sentences-20")
    assert len(made.decode("utf-8").splitlines()) == 45


def test_a_chart_stands_alone_in_a_frame_and_goes_on_living(
    page: Page, settings: dict[str, str], folder: Path, url: str
) -> None:
    page.goto(ADDRESS)
    chart(page)
    page.get_by_role("button", name="Embed").click()
    framed = page.locator("[data-testid=stCode]").first.inner_text().strip()
    assert framed.startswith(f"{url}/trends?term=inflation")
    assert framed.endswith("embed=true")
    page.goto(framed)
    assert "84\xa0reports counted" in chart(page)
    expect(page.locator(CONTROLS)).to_be_hidden()
    for gone in (".status", "ol.lines", ".st-key-downloads", "[data-testid=stTopNavLink]"):
        expect(page.locator(gone)).to_have_count(0)
    bring(settings, folder, [report(2020, 12, "bank", ENGLISH) | {"id": "one more", "date": "2020-12-06"}])
    expect(page.locator(".st-key-wide")).to_contain_text("85 reports counted")
    page.set_viewport_size({"width": 390, "height": 700})
    expect(page.locator(".st-key-narrow .main-svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
