"""Trends and Signals in a real browser, over reports that a real import stored."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests import forked
from tests.browser import Tabs, forget
from tests.e2e.board import Runs, board, click_until, downloaded, environment, fits_a_phone, middle, reopen, settled
from tracker.words.text import normalise

ENGLISH = "The Committee spoke of inflation at length. <b>It</b> did not speak of anything else."
CHINESE = {1: "会议强调，要推进改革开放，稳定就业。", 3: "会议指出，改革开放成绩很大，就业稳定。"}  # by turns
ADDRESS = "/trends?term=inflation&measure=share&by=year&source=bank"


def report(year: int, number: int, source: str, text: str) -> dict[str, object]:
    title = f"{source} {year}-{number}"
    return {"date": f"{year}-{number:02}-05", "title": title, "text": text, "source": source, "id": title}


def reports() -> list[dict[str, object]]:
    """Seven years: the bank speaks of inflation in more and more of its statements, the council of reform."""
    rows = []
    for year in range(2014, 2021):
        for month in range(1, 13):
            spoken = (
                ENGLISH if month <= 2 + (year - 2014) * 1.5 else "The Committee met and adjourned as it had planned."
            )
            rows.append(report(year, month, "bank", spoken))
            met = "会议听取了汇报，研究了有关工作，作出了部署。"
            rows.append(report(year, month, "council", CHINESE.get(month % 4, met)))
    return rows


def tracker(settings: dict[str, str], *words: str) -> str:
    done = forked.tracker(*words, environment=settings)
    assert done.returncode == 0, done.stderr
    return done.stdout


def bring(settings: dict[str, str], folder: Path, rows: list[dict[str, object]]) -> None:
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tracker(settings, "import", str(path))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trends")


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    settings = environment(folder, "feeds: []\n")
    with (folder / "lexicon.yaml").open("a", encoding="utf-8") as lexicon:
        lexicon.write("cues:\n  zh:\n    - {verb: 强调, rank: 2}\n    - {verb: 指出, rank: 1}\n")
    bring(settings, folder, reports())
    return settings


@pytest.fixture(scope="module")
def url(settings: dict[str, str]) -> Iterator[str]:
    with board(settings) as url:
        yield url


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    with tabs.fresh(url) as page:
        yield page


def chart(page: Page, width: str = "wide") -> str:
    """The words of the chart, once it is drawn."""
    drawn = page.locator(f".st-key-{width} .js-plotly-plot .main-svg").first
    expect(drawn).to_be_visible()
    settled(page)  # until then the one before may still be there
    return page.locator(f".st-key-{width} .js-plotly-plot").inner_text()


def add(page: Page, typed: str) -> None:
    """Type a term and press Enter, as a reader whose page is drawn."""
    settled(page)
    box = page.get_by_role("textbox", name="Add a term")
    box.fill(typed)
    box.press("Enter")
    expect(box).to_have_value("")


def terms(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query)["term"]


def test_enter_adds_what_was_typed_and_nothing_else(page: Page) -> None:
    page.goto("/trends?term=inflation&by=year")
    chart(page)
    chosen, wanted = page.locator(".st-key-terms [data-tag]"), ["inflation"]
    for typed, term, shown in (("for", "for", "for"), ("REFORM", "reform", "Reform"), ("改革", "改革", "改革")):
        add(page, typed)
        wanted.append(term)
        expect(chosen).to_have_count(len(wanted))
        expect(chosen.last).to_contain_text(shown)
        assert terms(page) == wanted
    for again in ("", "REFORM"):
        add(page, again)
        expect(page.locator(".st-key-wide .js-plotly-plot").first).to_be_visible()
        settled(page)
        assert terms(page) == wanted


def test_more_terms_than_a_reader_can_tell_apart_are_not_taken(page: Page) -> None:
    page.goto("/trends?" + "&".join(f"term=word{number}" for number in range(12)))
    expect(page.get_by_role("textbox", name="Add a term")).to_be_disabled()
    assert terms(page) == [f"word{number}" for number in range(8)]


def test_the_address_reopens_the_same_chart_in_a_new_browser(page: Page) -> None:
    page.goto(ADDRESS)
    expect(page.locator(".st-key-wide")).to_contain_text("91.7 % of reports in 2020")
    page.get_by_role("radio", name="Mentions").click()
    add(page, "改革开放")
    expect(page.locator(".st-key-wide")).to_contain_text("改革开放")
    expect(page.locator(".st-key-wide")).to_contain_text("Number of mentions, by year")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["term"], asked["measure"]) == (["inflation", "改革开放"], ["mentions"])
    drawn = chart(page)
    reopen(page)
    expect(page.locator(".st-key-wide")).to_contain_text("Number of mentions, by year")
    expect(page.locator(".st-key-wide")).to_contain_text("改革开放")
    assert chart(page) == drawn


def test_a_clicked_point_lists_its_sentences_and_the_address_keeps_it(page: Page) -> None:
    page.goto(ADDRESS)
    chart(page)
    points = page.locator(".st-key-wide .scatterlayer .trace .points path")
    expect(points.first).to_be_visible()
    opened = page.get_by_role("heading", name="1 January 2020 to 31 December 2020")
    click_until(page, lambda: middle(points.last), opened)
    lines = page.locator(".lines li")
    expect(lines).to_have_count(11)
    expect(lines.first).to_contain_text("The Committee spoke of inflation at length.")
    expect(lines.first.locator("mark")).to_have_text("inflation")
    assert parse_qs(urlsplit(page.url).query)["at"] == ["2020-01-01"]
    reopen(page)
    expect(lines).to_have_count(11)
    page.get_by_role("button", name="All periods").click()
    expect(lines).to_have_count(30)


def test_a_part_of_the_mix_of_verbs_lists_the_sentences_under_that_verb(page: Page) -> None:
    """Of the six in 2020 three are stressed and three only pointed out."""
    page.goto("/trends?term=改革开放&split=cue&by=year&measure=mentions&source=council")
    drawn = chart(page)
    assert {"强调", "指出"} <= set(re.findall("强调|指出", drawn)), drawn
    points = page.locator(".st-key-wide .scatterlayer .trace .points path")
    opened = page.get_by_role("heading", name=re.compile("强调|指出, 1 January 2020 to 31 December 2020"))
    click_until(page, lambda: middle(points.last), opened)
    (part,) = parse_qs(urlsplit(page.url).query)["part"]
    lines = page.locator(".lines li")
    expect(lines).to_have_count(3)
    expect(lines.filter(has_text=f"会议{part}")).to_have_count(3)
    expect(page.get_by_role("heading", name=f"{part}, 1 January 2020")).to_be_visible()
    reopen(page)
    expect(lines).to_have_count(3)
    page.get_by_role("button", name="All periods").click()
    expect(lines).to_have_count(30)


def test_a_sentence_leads_to_its_report(page: Page) -> None:
    page.goto(ADDRESS)
    page.locator(".lines li a").first.click()
    expect(page.locator("body")).to_contain_text("<b>It</b> did not speak of anything else.")
    assert "/reports?report=" in page.url


def download(page: Page, kind: str) -> bytes:
    file = downloaded(page, f"download-{kind}")
    assert file.suggested_filename.endswith(f".{kind}")
    assert "inflation" in file.suggested_filename
    return Path(file.path()).read_bytes()


def test_every_download_opens_and_holds_what_the_chart_shows(
    page: Page, settings: dict[str, str], tmp_path: Path
) -> None:
    runs = Runs(page)
    page.goto(f"/trends?term=inflation&term={quote('改革开放')}&measure=share&by=year")
    chart(page)
    first = downloaded(page, "download-csv")
    printed = tracker(
        settings, "series", "inflation", "改革开放", "--measure", "share", "--by", "year", "--own-language",
        "--format", "csv",
    )  # fmt: skip
    wanted = list(csv.DictReader(io.StringIO(printed)))
    assert list(csv.DictReader(io.StringIO(download(page, "csv").decode("utf-8")))) == wanted
    read = json.loads(download(page, "json"))
    assert len(read["series"]) == len(wanted) == 14
    permalink = read["about"]["permalink"]
    asked = parse_qs(urlsplit(permalink).query)
    assert (asked["term"], asked["measure"]) == (["inflation", "改革开放"], ["share"])
    book = openpyxl.load_workbook(io.BytesIO(download(page, "xlsx")))
    assert {row[0].value: row[1].value for row in book["about"].iter_rows()}["permalink"] == permalink
    sheet = book["series"]
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [int(row["mentions"]) for row in wanted]
    picture = Image.open(io.BytesIO(download(page, "png"))).convert("L")
    assert picture.width >= 1200
    assert len(set(picture.resize((200, 200)).tobytes())) > 20
    assert "改革开放" in download(page, "svg").decode("utf-8")
    text = PdfReader(io.BytesIO(download(page, "pdf"))).pages[0].extract_text()
    assert "改革开放" in normalise(text)  # the font names some glyphs by their radical
    (tmp_path / "chart.html").write_bytes(download(page, "html"))
    reader = page.context.browser.new_context(offline=True).new_page()  # type: ignore[union-attr]
    reader.goto((tmp_path / "chart.html").as_uri())
    expect(reader.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(reader.locator("body")).to_contain_text("改革开放")
    assert reader.locator("a").last.get_attribute("href") == permalink
    reader.context.close()
    runs.more(6)  # each of its three live parts, twice
    asked = page.request.get(first.url)  # by a browser that asks late
    assert asked.ok
    assert "inflation" in asked.headers["content-disposition"]


def test_the_permalink_in_a_file_opens_the_same_chart(page: Page) -> None:
    terms = "".join(
        f"&term={quote(term, safe='')}" for term in ("inflation + jobs", "改革开放 / reform", "core technolog*")
    )
    page.goto(f"/trends?measure=mentions&by=quarter&from=2015-01-01&to=2020-12-31&source=bank&minimum=1{terms}")
    drawn = chart(page)
    permalink = json.loads(download(page, "json"))["about"]["permalink"]
    forget(page)
    page.goto(permalink)
    assert chart(page) == drawn
    assert json.loads(download(page, "json"))["about"]["permalink"] == permalink


def test_a_term_without_a_match_is_an_empty_chart_that_says_so(page: Page) -> None:
    page.goto("/trends?term=zebra")
    expect(page.locator(".st-key-wide")).to_contain_text("No report mentions “zebra”")


def test_a_term_that_cannot_be_read_is_one_sentence(page: Page) -> None:
    page.goto(f"/trends?term={quote('a / b / c')}")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("divide once only")


def test_a_report_stored_elsewhere_shows_by_itself_and_what_was_typed_stays(
    page: Page, settings: dict[str, str], folder: Path
) -> None:
    page.goto("/trends?term=employment&by=year&measure=mentions")
    expect(page.locator(".st-key-wide")).to_contain_text("84 reports")
    box = page.get_by_role("textbox", name="Add a term")
    box.fill("half a phr")
    bring(settings, folder, [report(2021, 1, "bank", "A word on employment.")])
    expect(page.locator(".st-key-wide")).to_contain_text("85 reports")
    expect(box).to_have_value("half a phr")


def test_signals_shows_what_rose_with_its_evidence_and_the_newest_reports_arrive(
    page: Page, settings: dict[str, str], folder: Path
) -> None:
    page.goto("/?days=3650")
    expect(page.locator("body")).to_contain_text("Newest reports")
    page.goto("/?days=365")
    expect(page.locator("body")).to_contain_text("up to the newest report")
    bring(settings, folder, [report(2021, 2, "council", "会议指出，改革开放是关键一招。")])
    expect(page.locator(".lines li").first).to_contain_text("council 2021-2")
    expect(page.locator(".lines li").first.locator("mark")).to_have_text("改革开放")


def test_the_header_says_that_no_poller_runs_and_how_to_start_it(page: Page) -> None:
    page.goto("/signals")  # as / is
    expect(page.locator(".status")).to_contain_text("No poller is running; start it with python -m tracker poll")


@pytest.mark.parametrize(("address", "drawn"), [("/", ".lines li"), (ADDRESS, ".st-key-wide .main-svg")])
def test_pages_fit_a_phone(page: Page, address: str, drawn: str) -> None:
    page.goto(address)
    expect(page.locator(drawn).first).to_be_visible()
    assert fits_a_phone(page)
