"""From the bytes of a feed to its entries."""

import json
from datetime import date

import pytest

from tracker.errors import ParseError
from tracker.feeds.parse import Document, parse

URL = "https://example.org/feed"
LONG = "<p>" + "The conference stressed core technology. " * 60 + "</p>"


def rss(*items: str, head: str = "", prolog: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    return (
        f'{prolog}<rss version="2.0" {space}><channel><title>T</title>{head}{"".join(items)}</channel></rss>'.encode()
    )


def item(number: int, more: str = "<description>Short.</description>") -> str:
    date = f"<pubDate>Tue, {number:02} Mar 2016 10:00:00 +0800</pubDate>"
    return f"<item><title>Report {number}</title><link>https://example.org/{number}</link>{date}{more}</item>"


def read(body: bytes, kind: str | None = "application/rss+xml", zone: str | None = None) -> Document:
    return parse(body, kind, URL, zone)


def test_an_entry_has_title_address_day_and_text() -> None:
    (entry,) = read(rss(item(1, "<description>&lt;p&gt;Five &amp;amp; six&lt;/p&gt;</description>"))).entries
    assert (entry.title, entry.url, entry.day) == ("Report 1", "https://example.org/1", date(2016, 3, 1))
    assert "Five" in entry.html


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        (f"<description>Short.</description><content:encoded><![CDATA[{LONG}]]></content:encoded>", True),
        (f"<description><![CDATA[{LONG}]]></description>", True),
        ("<description>Short.</description>", False),
        (f"<description><![CDATA[{LONG} [&hellip;]]]></description>", False),
        ("<description>A longer summary that goes on ...</description>", False),
    ],
)
def test_only_a_text_that_is_whole_is_taken_for_the_full_text(more: str, complete: bool) -> None:
    assert read(rss(item(1, more))).entries[0].complete is complete


def test_archive_links_and_wordpress_are_recognised() -> None:
    link = '<atom:link rel="prev-archive" href="/feed?page=2"/>'
    document = read(rss(item(1), head=link + "<generator>https://wordpress.org/?v=6.1</generator>"))
    assert (document.next_page, document.wordpress) == ("https://example.org/feed?page=2", True)


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed_is_read_with_numeric_ids(version: str) -> None:
    items = [
        {"id": number, "content_html": LONG, "title": f"R{number}", "date_published": "2016-04-19T10:00:00+08:00"}
        for number in (1, 2)
    ]
    body = json.dumps({"version": version, "title": "T", "items": items, "next_url": "https://example.org/2"}).encode()
    document = read(body, "application/feed+json")
    assert [entry.title for entry in document.entries] == ["R1", "R2"]
    assert [entry.key for entry in document.entries] == ["1", "2"]
    assert document.entries[0].complete
    assert document.next_page == "https://example.org/2"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "an empty answer"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "text/html"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"/etc/passwd", "application/rss+xml"),
        (b"{broken", "broken JSON"),
        (b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "a sitemap"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        read(body)
    assert caught.value.problem.startswith("not a feed")
    assert says in caught.value.problem


def test_a_truncated_feed_gives_its_complete_entries_and_a_warning() -> None:
    whole = rss(*map(item, range(1, 6)))
    document = read(whole[: whole.index(b"Report 4")])
    assert [entry.title for entry in document.entries][:3] == ["Report 1", "Report 2", "Report 3"]
    assert document.warnings


def test_one_bad_byte_costs_one_character() -> None:
    body = rss(*(item(number, "<description>网络强国 und Überblick</description>") for number in range(1, 10)))
    broken = body.replace("Überblick".encode(), b"\xffberblick", 1)
    texts = "".join(entry.html for entry in read(broken).entries)
    assert texts.count("\ufffd") == 1
    assert texts.count("网络强国") == 9


@pytest.mark.parametrize("junk", [b"\n\n", b"\xef\xbb\xbf", b" \t\r\n"])
def test_what_stands_before_the_prolog_does_not_matter(junk: bytes) -> None:
    assert len(read(junk + rss(item(1))).entries) == 1


def test_a_javascript_address_is_no_address() -> None:
    body = rss("<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Bad</title><link>javascript:alert(1)</link></item>")
    (entry,) = read(body).entries
    assert (entry.title, entry.url) == ("Bad", "")


def test_a_date_without_zone_is_that_of_the_feed() -> None:
    late = "<item><title>x</title><pubDate>2026年7月6日 00:30</pubDate></item>"
    (entry,) = read(rss(late), zone="Asia/Shanghai").entries
    assert entry.day == date(2026, 7, 6)
    assert entry.published is not None
    assert entry.published.isoformat() == "2026-07-05T16:30:00+00:00"
