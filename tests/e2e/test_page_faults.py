"""A fault that nobody foresaw, in a page or in a part of it: it is said, and the page goes on by itself."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.board import environment, process, serving
from tests.e2e.test_trends_page import bring, report
from tests.patience import ROOT, own_port

SORRY = "Something went wrong here that should not have; it is tried again by itself, and the log says what."
FAULTY = """
from pathlib import Path

import app
from tracker.pages import signals

if "asked" not in vars(signals):  # this script runs once a visit, in one process
    signals.asked = {"_arrived": signals._arrived, "address.one": signals.address.one}

    def faulty(name, place, attribute):
        def ask(*given, **more):
            if Path(FOLDER, name).exists():
                raise KeyError(name)
            return signals.asked[name](*given, **more)
        setattr(place, attribute, ask)

    faulty("_arrived", signals, "_arrived")
    faulty("address.one", signals.address, "one")
app.dashboard()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    settings = environment(folder, "feeds: []\n")
    bring(settings, folder, [report(2020, month, "bank", "On inflation.") for month in range(1, 13)])
    script = folder / "faulty.py"
    script.write_text(f"FOLDER = {str(folder)!r}\n{FAULTY}", encoding="utf-8")
    settings |= {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    with own_port() as port:
        options = ["--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]
        with process(["streamlit", "run", str(script), *options, "--server.fileWatcherType", "none"], settings):
            yield serving(port)


@pytest.fixture
def page(tabs: Tabs, url: str) -> Iterator[Page]:
    with tabs.fresh(url) as page:
        yield page


@pytest.mark.parametrize("fault", ["_arrived", "address.one"])
def test_a_fault_in_a_page_or_a_part_is_said_and_the_page_comes_back_by_itself(
    fault: str, page: Page, folder: Path
) -> None:
    said = page.locator("[data-testid=stAlert]", has_text=SORRY)
    (folder / fault).touch()
    page.goto("/")
    try:
        expect(said).to_be_visible()
    finally:
        (folder / fault).unlink()
    expect(page.locator(".lines li").first).to_contain_text("bank 2020-12")
    expect(said).to_have_count(0)
    (folder / fault).touch()  # and while it is open
    try:
        if fault == "_arrived":
            expect(said).to_be_visible()
    finally:
        (folder / fault).unlink()
    expect(said).to_have_count(0)
    expect(page.locator(".lines li").first).to_contain_text("bank 2020-12")
