"""Compare in a real browser, over reports that a real import stored."""

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

from tests.browser import Tabs
from tests.e2e.board import board, click_until, downloaded, environment, fits_a_phone, reopen, settled
from tests.e2e.test_trends_page import bring, report, tracker

PLAIN = "The Committee met and adjourned as it had planned."
TURNS = ("They feared fiscal dominance.", "Some expected fiscal dominance.", "None saw fiscal dominance.")
YEARS = "before_from=2014-01-01&before_to=2014-12-31&after_from=2015-01-01&after_to=2015-12-31"
ADDRESS = f"/compare?{YEARS}&source=bank"
CHART = ".st-key-wide .js-plotly-plot"


def reports() -> list[dict[str, object]]:
    """The bank takes up reform and a phrase of its own in 2015 and drops inflation; the council speaks of reform."""
    rows = []
    for month in range(1, 13):
        rows.append(report(2014, month, "bank", f"{PLAIN} It also had inflation and more."))
        rows.append(report(2015, month, "bank", f"{PLAIN} {TURNS[month % 3]} <b>Reform</b> too."))
        rows.append(report(2014, month, "board", f"{PLAIN} It spoke of jobs and of employment, {month} times."))
        rows.append(report(2014, month, "council", f"会议听取了汇报，研究了第{month}项工作。"))
        rows.append(report(2015, month, "council", f"会议强调，要推进改革开放，部署第{month}项工作。"))
    return rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compare")


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    settings = environment(folder, "feeds: []\n")
    with (folder / "lexicon.yaml").open("a", encoding="utf-8") as lexicon:
        lexicon.write('serials:\n  - {id: statement, label: Statement of the bank, titles: ["^bank "]}\n')
    bring(settings, folder, reports())
    return settings


@pytest.fixture(scope="module")
def url(settings: dict[str, str]) -> Iterator[str]:
    with board(settings) as url:
        yield url


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    with tabs.fresh(url, height=1400) as page:
        yield page


def headline(page: Page) -> str:
    """The chart's title, once it is drawn."""
    expect(page.locator(f"{CHART} .main-svg").first).to_be_visible()
    settled(page)  # until then the one before may still be there
    return " ".join(page.locator(CHART).inner_text().replace("\u00a0", " ").split())


def test_the_chart_says_what_came_up_and_what_fell_silent(page: Page) -> None:
    page.goto(ADDRESS)
    said = headline(page).replace(" ", "")  # a chart's lines come without blanks between them
    for words in ("in none of 12 reports, against 12 of 12 in 2014; a factor of at least", "← more in 2014", "Reform",
                  "more in 2015 →", "Inflation", "“fiscal dominance”", "12 to 0",
                  "terms tested differ by more than chance (false discovery rate 5 %).", "Source: bank"):  # fmt: skip
        assert words.replace(" ", "") in said.replace("\u00a0", "")


def test_the_address_reopens_the_same_comparison_in_a_new_browser(page: Page) -> None:
    page.goto(f"/compare?{YEARS}")
    headline(page)
    settled(page)
    page.get_by_role("button", name="More choices").click()
    page.get_by_role("combobox", name="Language").click()
    page.get_by_role("option", name="Chinese").click()
    expect(page.locator(".st-key-wide")).to_contain_text("Source: council")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["sides"], asked["language"], asked["after_from"]) == (["periods"], ["zh"], ["2015-01-01"])
    drawn = headline(page)
    reopen(page)
    expect(page.locator(".st-key-wide")).to_contain_text("Source: council")
    assert headline(page) == drawn


def test_a_window_sets_the_days_and_the_days_can_be_typed(page: Page) -> None:
    page.goto("/compare")
    settled(page)
    page.get_by_role("radio", name="1 year").click()
    expect(page.locator(".st-key-wide")).to_contain_text("bank, council")
    assert parse_qs(urlsplit(page.url).query)["after_to"] == ["2015-12-05"]
    page.goto(f"/compare?{YEARS.replace('2015-12-31', '2015-10-31')}")
    expect(page.locator(".st-key-wide")).to_contain_text("1 Jan to 31 Oct 2015")


def test_two_sources_are_compared_over_the_same_time(page: Page) -> None:
    page.goto(f"{ADDRESS}")
    settled(page)
    page.get_by_role("radio", name="Two sources").click()
    expect(page.locator(".st-key-wide")).to_contain_text("more from")
    page.goto("/compare?sides=sources&one=bank&other=board&to=2014-12-31")
    said = headline(page)
    assert "says “Employment" in said or "says “Jobs" in said or "says “Inflation" in said
    assert "← more from bank" in said
    assert "more from board →" in said
    assert "before_from" not in page.url


def dot(page: Page, term: str) -> tuple[float, float]:
    """Where the dot of a term is, found by what the figure itself says of it."""
    x, y = page.evaluate(
        """([chart, term]) => {
          const plot = document.querySelector(chart), trace = plot.data.find(each => each.meta === 'dots');
          const at = trace.customdata.findIndex(each => each[0] === term);
          const box = plot.getBoundingClientRect(), size = plot._fullLayout._size;
          const x = plot._fullLayout.xaxis, y = plot._fullLayout.yaxis;
          return [box.x + size.l + x.l2p(trace.x[at]), box.y + size.t + y.l2p(trace.y[at])];
        }""",
        [CHART, term],
    )
    return x, y


def test_a_clicked_dot_lists_the_sentences_of_both_sides_and_the_address_keeps_it(
    page: Page,
) -> None:
    page.goto(ADDRESS)
    headline(page)
    settled(page)
    opened = page.get_by_role("heading", name="The sentences: “fiscal dominance”")
    click_until(page, lambda: dot(page, '"fiscal dominance"'), opened)
    expect(page.get_by_text("Not once.")).to_be_visible()
    lines = page.locator("[data-testid=stColumn] .lines li")
    expect(lines).to_have_count(6)
    expect(lines.first.locator("mark")).to_have_text("fiscal dominance")
    assert parse_qs(urlsplit(page.url).query)["of"] == ['"fiscal dominance"']
    reopen(page)
    expect(lines).to_have_count(6)
    page.get_by_role("button", name="Close").click()
    expect(lines).to_have_count(0)


def test_a_clicked_row_of_the_table_lists_its_sentences(page: Page) -> None:
    page.goto(ADDRESS)
    headline(page)
    grid = page.locator("[data-testid=stDataFrame] .dvn-scroller")
    expect(page.locator("[data-testid=stDataFrame] table[role=grid]")).to_contain_text("fiscal dominance")
    settled(page)
    grid.click(position={"x": 18, "y": 52})  # the box of the first row, below the head
    expect(page.get_by_role("heading", name=re.compile("^The sentences: "))).to_be_visible()
    expect(page.locator("[data-testid=stColumn] .lines mark").first).to_be_visible()
    assert "of=" in page.url


def test_what_feeds_say_is_text_and_never_markup(page: Page) -> None:
    page.goto(f"{ADDRESS}&of=reform")
    expect(page.locator("[data-testid=stColumn] .lines li").first).to_contain_text("<b>Reform</b> too.")


def test_the_table_has_every_term_and_leads_onward(page: Page) -> None:
    page.goto(ADDRESS)
    expect(page.locator("[data-testid=stDataFrame]")).to_be_visible()
    cells = page.locator("[data-testid=stDataFrame] table[role=grid]")
    expect(cells).to_contain_text("fiscal dominance")
    told = cells.inner_text()
    for said in ("Reform", "first seen", "fell silent", "Inflation"):
        assert said in told
    expect(page.get_by_text("terms were tested together: 2 concepts that either side mentions")).to_be_visible()
    page.goto(f"/trends?term={quote(chr(34) + 'fiscal dominance' + chr(34))}&by=year&measure=mentions")
    expect(page.locator(".st-key-wide")).to_contain_text("fiscal dominance")


def test_a_phrase_that_was_found_becomes_a_concept_is_counted_and_charted_and_is_taken_back(
    page: Page, folder: Path
) -> None:
    path = folder / "lexicon.yaml"
    before = path.read_text(encoding="utf-8")
    page.goto("/lexicon?new=fiscal+dominance")  # where the last column of the table leads
    expect(page.get_by_text("Together: 12 mentions in 12 reports")).to_be_visible()
    settled(page)
    page.get_by_label("Label", exact=True).first.fill("Dominance")
    page.get_by_role("button", name="Add this concept").click()
    expect(page.get_by_role("heading", name="Dominance")).to_be_visible()
    counted = page.locator(".lw tbody tr").filter(has_text="fiscal dominance")
    expect(counted.locator("td").nth(1)).to_have_text("12")
    added = page.context.new_page()  # as its reader would look, with the concept still open
    added.goto("/trends?term=dominance&by=year&measure=mentions")
    expect(added.locator(".st-key-wide")).to_contain_text("Dominance")
    added.close()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("There is no concept “dominance”")).to_be_visible()
    assert path.read_text(encoding="utf-8") == before


def download(page: Page, kind: str) -> bytes:
    file = downloaded(page, f"download-{kind}")
    assert file.suggested_filename.startswith("2014-against-2015-")
    assert file.suggested_filename.endswith(f".{kind}")
    return Path(file.path()).read_bytes()


@pytest.mark.soak  # the files of Trends are made by the same hands
def test_every_download_opens_and_holds_what_the_chart_shows(
    page: Page, settings: dict[str, str], tmp_path: Path
) -> None:
    page.goto(ADDRESS)
    headline(page)
    printed = tracker(
        settings, "shifts", "--before", "2014:2014", "--after", "2015:2015", "--source", "bank", "--all", "--format",
        "csv",
    )  # fmt: skip
    wanted = list(csv.DictReader(io.StringIO(printed)))
    rows = list(csv.DictReader(io.StringIO(download(page, "csv").decode("utf-8"))))
    assert [{name: row[name] for name in wanted[0]} for row in rows] == wanted
    read = json.loads(download(page, "json"))
    assert len(read["comparison"]) == len(wanted)
    assert read["about"]["title"].startswith("“Inflation” fell silent in 2015")
    asked = parse_qs(urlsplit(read["about"]["permalink"]).query)
    assert (asked["before_from"], asked["source"]) == (["2014-01-01"], ["bank"])
    sheet = openpyxl.load_workbook(io.BytesIO(download(page, "xlsx")))["comparison"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [row["term"] for row in wanted]
    picture = Image.open(io.BytesIO(download(page, "png"))).convert("L")
    assert picture.width >= 1200
    assert len(set(picture.resize((200, 200)).tobytes())) > 20
    assert "fiscal dominance" in download(page, "svg").decode("utf-8")
    assert "fiscal dominance" in PdfReader(io.BytesIO(download(page, "pdf"))).pages[0].extract_text()
    (tmp_path / "chart.html").write_bytes(download(page, "html"))
    reader = page.context.browser.new_context(offline=True).new_page()  # type: ignore[union-attr]
    reader.goto((tmp_path / "chart.html").as_uri())
    expect(reader.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(reader.locator("body")).to_contain_text("fiscal dominance")
    reader.context.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (f"/compare?{YEARS.replace('2014', '1950')}", "There is no report from 1950-01-01 to 1950-12-31."),
        (f"/compare?{YEARS}&source=board", "There is no report of board from 2015-01-01 to 2015-12-31."),
        (f"/compare?{YEARS.replace('2014-12-31', '2015-03-01')}", "overlap; give each side its own days"),
        ("/compare?sides=sources&one=bank&other=bank", "Choose two different sources."),
        ("/compare?sides=sources&one=bank&other=council", "words and characters are never compared"),
    ],
)
def test_what_cannot_be_compared_says_why(page: Page, address: str, says: str) -> None:
    page.goto(address)
    expect(page.locator("[data-testid=stAlert]").first).to_contain_text(says)


def test_a_report_stored_elsewhere_shows_by_itself_and_the_sentences_stay(
    page: Page, settings: dict[str, str], folder: Path
) -> None:
    page.goto(f"/compare?{YEARS}&source=council&of=reform")
    expect(page.locator(".st-key-wide")).to_contain_text("24 reports")
    expect(page.get_by_role("heading", name="The sentences: Reform")).to_be_visible()
    bring(
        settings,
        folder,
        [report(2015, 12, "council", "会议指出，改革开放是关键一招。") | {"id": "late", "title": "late"}],
    )
    expect(page.locator(".st-key-wide")).to_contain_text("25 reports")
    expect(page.locator("[data-testid=stColumn] .lines li").first).to_contain_text("关键一招")
    expect(page.get_by_role("heading", name="The sentences: Reform")).to_be_visible()


def test_it_fits_a_phone_and_its_chart_is_one_of_its_own(page: Page) -> None:
    page.goto(ADDRESS)
    headline(page)
    assert fits_a_phone(page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".st-key-narrow .js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator(".st-key-wide")).to_be_hidden()


def test_reports_that_recur_lead_to_their_redline(page: Page) -> None:
    page.goto(ADDRESS)
    page.get_by_role("link", name="Statement of the bank: against the one before").click()
    page.wait_for_url("**/reports?report=*&before=*")
    expect(page.locator("body")).to_contain_text("compared with")
