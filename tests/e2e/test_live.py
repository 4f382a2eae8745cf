"""One walk through the whole product, live: a replay of real documents whose clock runs, the program, a reader."""

import csv
import io
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests import forked
from tests.archive.held import ask
from tests.browser import Tabs
from tests.e2e import replay
from tests.e2e.board import click_until, downloaded, middle, reopen, serving
from tests.patience import EVENTUALLY, child, own_port, until
from tests.servers import NAMES, addressed
from tracker.archive.opening import open_archive
from tracker.settings import feeds_file
from tracker.words.text import normalise

pytestmark = pytest.mark.skipif(not replay.SCRIPT.exists(), reason=replay.MISSING)
FEEDS = """# what we follow
settings:
  interval: 2s  # the replay's clock runs fast
  allow_private: [127.0.0.1]
feeds:
  # the bank
  - name: Federal Reserve
    url: {address}/corpus/fomc_statements/feed.xml
    language: en   # speeches and statements
    timezone: America/New_York
"""
REFORM, COUNCIL, BEGINS = "改革开放", "government_work_reports_zh", "2011-01-01"
TRENDS = f"/trends?term={quote(REFORM)}&measure=mentions&by=year&minimum=1&to=2010-12-31"


class Walk:
    """The running program, and where its files are."""

    def __init__(self, url: str, replayed: str, settings: dict[str, str]) -> None:
        self.url, self.replayed, self.settings = url, replayed, settings


@pytest.fixture(scope="module", params=[NAMES[0], pytest.param(NAMES[1], marks=pytest.mark.soak)])
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("live")
    made = contextmanager(addressed)(request, folder, "template0")
    with (
        made as database,
        own_port() as port,
        replay.replay(folder, "--now", BEGINS, "--days-per-second", "12") as place,
    ):
        (folder / "feeds.yaml").write_text(FEEDS.format(address=place.address), encoding="utf-8")
        settings = {
            "TRACKER_DATABASE": database,
            "TRACKER_FEEDS": str(folder / "feeds.yaml"),
        }
        with child("-m", "tracker", "run", "--port", str(port), environment=settings):
            yield Walk(serving(port), place.address, settings)


@pytest.fixture(scope="module")
def council(walk: Walk, tabs: Tabs) -> str:
    """What the row of a feed says that was added on Sources."""
    with tabs.fresh(walk.url) as page:
        page.goto("/sources")
        page.get_by_text("Add a feed").click()
        page.get_by_label("Address of a feed").fill(f"{walk.replayed}/corpus/{COUNCIL}/feed.xml")
        page.get_by_role("button", name="Look at it first").click()
        page.get_by_label("Name", exact=True).fill("国务院")
        page.get_by_role("button", name="Add this feed").click()
        row = page.locator(".so tbody tr").filter(has_text="国务院")
        expect(row).to_contain_text("answering")
        return row.inner_text()


def series(walk: Walk, *words: str) -> list[dict[str, str]]:
    done = forked.tracker("series", *words, "--format", "csv", environment=walk.settings)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def stored(walk: Walk) -> list[dict[str, str]]:
    """The series of the chart, once as many reports are stored as the feed has entries."""
    with urllib.request.urlopen(f"{walk.replayed}/corpus/{COUNCIL}/feed.xml", timeout=EVENTUALLY) as feed:
        entries = feed.read().count(b"<item>")
    archive = open_archive(walk.settings["TRACKER_DATABASE"])
    count = f"select count(*) >= {entries} from reports where url like '%{COUNCIL}%'"
    until("stored", lambda: ask(archive, count) == [(True,)])
    archive.close()
    return series(walk, REFORM, "--by", "year", "--minimum", "1", "--to", "2010-12-31")


def download(page: Page, kind: str) -> bytes:
    file = downloaded(page, f"download-{kind}")
    return Path(file.path()).read_bytes()


def test_new_reports_appear_on_signals_by_themselves(walk: Walk, tabs: Tabs) -> None:
    with tabs.fresh(walk.url) as page:
        page.goto("/")
        newest = page.locator(".lines li .from").first
        expect(newest).to_contain_text("Federal Reserve")
        first = newest.inner_text()
        expect(newest).not_to_have_text(first)
        expect(newest).to_contain_text("Federal Reserve")
        expect(page.locator(".status")).to_contain_text("Live")


def test_a_feed_added_on_sources_is_written_polled_and_shows_on_trends(walk: Walk, council: str, tabs: Tabs) -> None:
    assert "answering" in council
    path = Path(walk.settings["TRACKER_FEEDS"])
    text = path.read_text(encoding="utf-8")
    assert all(said in text for said in ("# what we follow", "# the replay's", "# the bank", "# speeches and"))
    assert [feed.name for feed in feeds_file.load(path).feeds] == ["Federal Reserve", "国务院"]
    with tabs.fresh(walk.url) as page:
        page.goto(TRENDS)
        expect(page.locator(".st-key-wide .js-plotly-plot")).to_contain_text(f"“{REFORM}”")
        expect(page.locator(".lines li mark").first).to_have_text(REFORM)


@pytest.mark.soak  # page and files of Trends are made by the same hands, and test_replay counts these documents
@pytest.mark.usefixtures("council")
def test_the_chart_reopens_downloads_and_leads_to_its_sentences(walk: Walk, tabs: Tabs) -> None:
    wanted = stored(walk)
    assert sum(int(row["mentions"]) for row in wanted) > 100
    with tabs.fresh(walk.url) as page:
        page.goto(TRENDS)
        drawn = ".st-key-wide .js-plotly-plot"
        expect(page.locator(drawn)).to_contain_text(f"“{REFORM}”")
        said = page.locator(drawn).inner_text()
        reopen(page)
        expect(page.locator(drawn)).to_have_text(said, use_inner_text=True)
        assert list(csv.DictReader(io.StringIO(download(page, "csv").decode("utf-8")))) == wanted
        picture = Image.open(io.BytesIO(download(page, "png"))).convert("L")
        assert len(set(picture.resize((200, 200)).tobytes())) > 20
        assert REFORM in download(page, "svg").decode("utf-8")
        assert REFORM in normalise(PdfReader(io.BytesIO(download(page, "pdf"))).pages[0].extract_text())
        assert REFORM in download(page, "html").decode("utf-8")
        line = page.locator(f"{drawn} .trace:has(.points path)").first  # the marks of events come after it
        opened = page.get_by_role("heading", name="1 January 2010 to 31 December 2010")
        click_until(page, lambda: middle(line.locator(".points path").last), opened)
        in_2010 = next(row for row in wanted if row["period"] == "2010-01-01")
        expect(page.locator(".lines li")).to_have_count(min(int(in_2010["mentions"]), 30))
