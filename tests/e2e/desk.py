"""What the tests of the Lexicon page share: a lexicon with comments, reports of a real import, a reader."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import forked
from tests.browser import Tabs
from tests.e2e.board import board, environment, settled

LEXICON = """# ours
themes:
  # money
  - id: economy
    label: Economy
    concepts:
      - {id: inflation, label: Inflation, label_zh: 通货膨胀, variants: {en: [inflation], zh: [通货膨胀]}}  # by law
      - id: reform
        label: Reform
        variants:
          en:
            - economic reform   # since 1978
            - reform
          zh: [改革, 经济体制改革]
        not_within: [reform school]
        note: A promise.
"""
ROWS = [
    ("2024-01-05", "en", "On reform", "Economic reform goes on. Price stability means low inflation."),
    ("2024-02-05", "en", "On prices", "Economic and social reform goes on; bold reform; price stability."),
    ("2024-03-05", "zh", "论改革", "深化改革，推进经济体制深化改革。"),
    ("2024-04-05", "en", "On a school", "A reform school was opened. <b>Bold reform</b> is promised."),
]


def bring(settings: dict[str, str], folder: Path, rows: list[tuple[str, str, str, str]]) -> None:
    path = folder / "rows.jsonl"
    fields = ("date", "lang", "title", "text")
    path.write_text("".join(json.dumps(dict(zip(fields, row, strict=True))) + "\n" for row in rows))
    done = forked.tracker("import", str(path), "--source", "council", environment=settings)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lexicon")


@pytest.fixture(scope="module")
def settings(folder: Path) -> dict[str, str]:
    settings = environment(folder, "feeds: []\n")
    (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    bring(settings, folder, ROWS)
    return settings


@pytest.fixture(scope="module")
def url(settings: dict[str, str]) -> Iterator[str]:
    with board(settings) as url:
        yield url


@pytest.fixture
def path(folder: Path) -> Path:
    """The lexicon's file, as it was at first."""
    (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
    return folder / "lexicon.yaml"


@pytest.fixture
def page(tabs: Tabs, url: str, path: Path) -> Iterator[Page]:
    with tabs.fresh(url) as page:
        yield page


def open_concept(page: Page, url: str, name: str) -> None:
    page.goto(f"{url}/lexicon?concept={name}")
    expect(page.locator(".lw")).to_be_visible()
    settled(page)


def row(page: Page, wording: str) -> Locator:
    return page.locator(".lw tbody tr").filter(has=page.get_by_role("link", name=wording, exact=True))
