"""57 real article pages, against the text that people marked on them as the article."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from lxml import html

from tests.e2e.replay import SHARED, tokens
from tracker.feeds.extract import from_page

PAGES = SHARED / "data" / "pages"
pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(), reason=f"the real article pages are not beside this checkout ({PAGES})"
)


@cache
def pages() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((PAGES / "index.json").read_text(encoding="utf-8")))


def marked(page: dict[str, Any]) -> str:
    """The text of the article as people marked it: some as text, some as the part of the page that it is in."""
    text = (PAGES / page["gold"]).read_text(encoding="utf-8")
    return text if page["gold_kind"] == "text" else " ".join(html.document_fromstring(text).itertext())


def agreement(found: str, gold: str) -> float:
    """F1 of the words and Han characters that both have, each as often as it stands there."""
    ours, theirs = Counter(tokens(found.lower())), Counter(tokens(gold.lower()))
    return 2 * (ours & theirs).total() / (ours.total() + theirs.total())


@cache
def agreements(kind: str) -> dict[str, float]:
    return {
        page["file"]: agreement(from_page((PAGES / page["file"]).read_bytes(), page["url"]).body, marked(page))
        for page in pages()
        if page["gold_kind"] == kind
    }


@pytest.mark.parametrize(("kind", "number", "least"), [("text", 37, 0.98), ("html", 20, 0.965)])
def test_pages_give_the_text_of_their_article_and_little_else(kind: str, number: int, least: float) -> None:
    found = agreements(kind)
    assert len(found) == number
    assert sum(found.values()) / number >= least


def test_no_page_is_lost_or_brings_its_furniture_with_it() -> None:
    assert {file: found for kind in ("text", "html") for file, found in agreements(kind).items() if found < 0.85} == {}
