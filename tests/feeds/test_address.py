"""Addresses as they are shown: secrets are hidden wherever they stand, and nothing else is."""

import pytest

from tracker.feeds.address import name_of, redact, scrub

HEX = "8e3f8c5f0bd94e1e9d2f27ab1c9f6d5e"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
SECRET = "https://site.example/{}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("f?code=abc123&page=2", "f?code=…&page=2"),
        ("f?access_code=abc123", "f?access_code=…"),
        ("f?session=s1&a=b", "f?session=…&a=b"),
        ("f?PHPSESSID=abc1", "f?PHPSESSID=…"),
        ("f?a=b&jwt=xyz1", "f?a=b&jwt=…"),
        ("f?k=abcd", "f?k=…"),
        ("f?K=abcd;page=1", "f?K=…;page=1"),
        (f"f?u={JWT}", "f?u=…"),
        ("f#access_token=abcd", "f#access_token=…"),
        ("f;jsessionid=0A1B?page=2", "f;jsessionid=…?page=2"),
        (f"feeds/{HEX}/news.xml", "feeds/…/news.xml"),
        (f"feeds/{HEX}.xml", "feeds/…"),
        ("f/123e4567-e89b-12d3-a456-426614174000/rss", "f/…/rss"),
        (f"f/{JWT}/rss", "f/…/rss"),
        ("services/T0/xoxb-9Kd82mPq0Zr7Tt4LwYx1", "services/T0/…"),
        ("bot123456789:AAE-kd82mPq0Zr7Tt4LwYx1sQw/feed", "…/feed"),
        ("rss/token/a1b2/all", "rss/token/…/all"),
        ("rss/api-key/a1b2", "rss/api-key/…"),
    ],
)
def test_a_secret_is_hidden_in_whatever_part_of_an_address(written: str, shown: str) -> None:
    assert redact(SECRET.format(written)) == SECRET.format(shown)
    assert scrub(f"no answer from {SECRET.format(written)}.", SECRET.format(written)) == (
        f"no answer from {SECRET.format(shown)}."
    )


@pytest.mark.parametrize(
    "plain",
    [
        "newsevents/pressreleases/monetary20260706a1.htm",
        "zhengce/content/202607/content_6958234.htm",
        "2026/07/06/statement-on-the-outlook-for-inflation-2026.html",
        "MonetaryPolicyStatementJuly2026.pdf",
        "f?page=2&barcode=1&kind=3&ks=5",
        "session/45-1/debates",
        "key/statements/feed.xml",
        "keynote/2026",
        "c/2026-07/06/c_1312345678901234567.htm",
        "进博会/2026",
    ],
)
def test_what_is_no_secret_stays(plain: str) -> None:
    assert redact(SECRET.format(plain)) == SECRET.format(plain)


def test_an_untitled_feed_is_not_called_by_its_token() -> None:
    assert name_of(f"https://site.example/feeds/{HEX}/") == "site.example/feeds/…"


def test_a_short_secret_is_hidden_in_its_address_and_mangles_no_other_word() -> None:
    url = SECRET.format("f?k=2")
    assert scrub(f"HTTP 422 from {url} at 2 o'clock", url) == f"HTTP 422 from {SECRET.format('f?k=…')} at 2 o'clock"


def test_a_secret_is_hidden_also_where_it_stands_without_its_address() -> None:
    assert scrub(f"GET /feeds/{HEX} failed", SECRET.format(f"feeds/{HEX}")) == "GET /feeds/… failed"
    assert scrub("said a b&c", SECRET.format("f?code=a+b%26c")) == "said …"
