"""What is wrong with a feed as typed."""

from datetime import timedelta

import pytest

from tracker.documents import Feed
from tracker.pages.feed_form import Draft, changed, draft, mistakes
from tracker.settings import feeds_file

OTHERS = (Feed("bank", "The Bank", "https://bank.example/feed"),)
GOOD = {"name": "News", "url": "https://example.org/feed"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Bank"),
        ("id", "bank"),
        ("id", "a b"),
        ("id", "<script>"),
        ("url", ""),
        ("url", "example.org/feed"),
        ("url", "ftp://example.org"),
        ("url", "javascript:alert(1)"),
        ("url", "https://bank.example/feed"),
        ("language", "English language"),
        ("timezone", "Mars/Olympus"),
        ("interval", "soon"),
        ("interval", "0m"),
    ],
)
def test_a_mistake_is_named_beside_its_field(field: str, value: str) -> None:
    assert list(mistakes(Draft(**GOOD | {field: value}), OTHERS)) == [field]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"language": "zh-Hans"},
        {"timezone": "Asia/Shanghai"},
        {"interval": "2h"},
        {"id": "新闻-1"},
        {"name": "新闻"},
    ],
)
def test_what_the_form_lets_pass_feeds_yaml_takes(typed: dict[str, str], tmp_path) -> None:  # type: ignore[no-untyped-def]
    form = Draft(**GOOD | typed)
    assert mistakes(form, OTHERS) == {}
    fields = "".join(f"    {name}: '{value}'\n" for name, value in changed(Draft(), form).items())
    (tmp_path / "feeds.yaml").write_text(f"feeds:\n  -\n{fields}", encoding="utf-8")
    assert feeds_file.load(tmp_path / "feeds.yaml").errors == ()


def test_only_what_was_changed_is_written() -> None:
    feed = Feed("news", "News", "https://example.org/feed", timezone="Asia/Shanghai", interval=timedelta(hours=2))
    before = draft(feed, timedelta(minutes=30))
    assert before.interval == "2h"
    after = Draft("News", "https://example.org/feed", "news", body="Council", interval="1d")
    assert changed(before, after) == {"timezone": None, "body": "Council", "interval": "1d"}
