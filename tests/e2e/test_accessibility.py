"""Every page against WCAG 2.2 AA as far as a machine can check it, light and dark, wide and narrow; Trends by keyboard.

What a machine cannot check, such as whether the words are understood, is not said by these tests.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.audit import audit
from tests.e2e.board import LAID_OUT, board, environment, process, settled
from tests.e2e.site import rss, site
from tests.e2e.test_compare_page import ADDRESS as COMPARED
from tests.e2e.test_compare_page import reports
from tests.e2e.test_serials_page import AFTER, BEFORE, NAMES
from tests.e2e.test_trends_page import bring, report
from tracker.archive.opening import open_archive
from tracker.queries import serials

CHART = ".st-key-wide .main-svg"
TRENDS = f"/trends?term=inflation&term={quote('改革开放')}&measure=share&by=quarter&minimum=1&mark=events&mark=sources"
FEEDS = """
settings:
  allow_private: [127.0.0.1]
feeds:
  - {{name: The Mint, url: "{0}/mint.xml", body: Treasury}}
  - {{name: Gone, url: "{0}/gone.xml"}}
  - {{name: The Court, url: "{0}/court.xml", paused: true, reason: it moves}}
  - {{name: Wrong, url: "ftp://example.org"}}
"""
MORE = """
serials:
  - {id: statement, label: Statement of the bank, titles: ["^bank "]}
events:
  - {date: 2015-02-05, label: A summit}
"""
DRAWN_IN = "scheme => getComputedStyle(document.documentElement).colorScheme === scheme"


class View(NamedTuple):
    """A page to look at: its address, what shows that it is drawn, and a button whose choices are opened first."""

    address: str
    drawn: str
    opened: str = ""


VIEWS = {
    "Signals": View("/?days=365", ".sig"),
    "Trends": View(TRENDS, CHART),
    "Trends with all choices": View(TRENDS, CHART, "More choices"),
    "Compare": View(f"{COMPARED}&of=reform", CHART),
    "Compare with all choices": View(COMPARED, CHART, "More choices"),
    "Lexicon": View("/lexicon", ".lx"),
    "a concept": View("/lexicon?concept=inflation&wording=inflation&try=fiscal dominance", ".lw"),
    "Reports": View("/reports", ".rl"),
    "a report": View("/reports?report={report}", "article mark"),
    "its revisions": View("/reports?report={revised}&compared=1", ".rv ins"),
    "its redline": View("/reports?report={report}&before={before}", "article ins"),
    "Sources": View("/sources?feed=The Mint", ".so .failing"),
}


def rows() -> list[dict[str, object]]:
    """Two years of three sources, then two statements of the bank with all that a redline marks, one carried twice."""
    texts = [f"{text}\n\n{names}" for text, names in zip((BEFORE, AFTER), NAMES, strict=True)]
    statements = [report(2016, month, "bank", text) for month, text in enumerate(texts, 1)]
    return [*reports(), *statements, report(2016, 2, "paper", texts[1])]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, int]]]:
    """The dashboard's address, and the ids that addresses name."""
    folder: Path = tmp_path_factory.mktemp("accessibility")
    pages: dict[str, str] = {}
    with site(pages) as feeds:
        pages["/mint.xml"] = rss("Mint", ("Coins", f"{feeds}/coins", "Of inflation and coins.")).replace("2026", "2015")
        settings = environment(folder, FEEDS.format(feeds))
        with (folder / "lexicon.yaml").open("a", encoding="utf-8") as lexicon:
            lexicon.write(MORE)
        bring(settings, folder, rows())
        bring(settings, folder, [report(2016, 1, "bank", f"{BEFORE} The board adjourned.")])
        archive = open_archive(settings["TRACKER_DATABASE"])
        before, last = serials.reports(archive, "statement")[-2:]
        ids = {"report": last.id, "before": before.id, "revised": before.id}
        with board(settings) as url, process(["tracker", "poll"], settings):
            yield url, ids


def show(page: Page, url: str, ids: dict[str, int], view: View) -> None:
    """Open a page with all that can be unfolded on it."""
    page.goto(url + view.address.format(**ids))
    expect(page.locator(view.drawn).first).to_be_visible()
    settled(page)
    for part in page.locator("[data-testid=stExpander] details").all():
        if part.get_attribute("open") is None:
            part.locator("summary").click()
            settled(page)
    if view.opened:
        page.get_by_role("button", name=view.opened).click()
        expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible()
        settled(page)


@pytest.mark.parametrize(
    "looks",
    [
        pytest.param({"light": 1280, "dark": 390}, id="light wide, dark narrow"),
        pytest.param({"light": 390, "dark": 1280}, id="light narrow, dark wide", marks=pytest.mark.soak),
    ],
)
@pytest.mark.parametrize(
    "view",
    [pytest.param(view, marks=pytest.mark.soak) if f"{view} with all choices" in VIEWS else view for view in VIEWS],
)
def test_axe_finds_nothing(
    tabs: Tabs, served: tuple[str, dict[str, int]], view: str, looks: dict[Literal["light", "dark"], int]
) -> None:
    with tabs.fresh(served[0]) as page:
        show(page, *served, VIEWS[view])
        for scheme, width in looks.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 844})
            page.wait_for_function(DRAWN_IN, arg=scheme)  # the page follows by itself
            page.evaluate(LAID_OUT)
            settled(page)
            found = audit(page)
            assert not found, "\n".join([f"{scheme}, {width} pixels:", *sorted(found)])
