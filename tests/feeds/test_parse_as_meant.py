"""Feeds that are written in other ways than they should be, read as they were meant."""

import re
from datetime import date

import pytest

from tests.feeds.test_parse import item, read, rss
from tracker.errors import ParseError


@pytest.mark.parametrize(
    "dates",
    [
        "<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate><dc:date>2026-07-06T10:00:00Z</dc:date>",
        "<pubDate>not yet known</pubDate><dc:date>2026-07-06T10:00:00Z</dc:date>",
        "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate><atom:updated>2026-07-06T10:00:00Z</atom:updated>",
        "<pubDate>Mon, 01 Jan 1900 00:00:00 GMT</pubDate><dcterms:created>2026-07-06T10:00:00Z</dcterms:created>",
        "<pubDate/><dc:date>Mon Jul 06 10:00:00 UTC 2026</dc:date>",
    ],
)
def test_the_best_date_of_an_entry_counts_where_its_first_is_none(dates: str) -> None:
    spaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    body = rss(f"<item {spaces}><title>R</title><link>https://example.org/1</link>{dates}</item>")
    assert read(body).entries[0].day == date(2026, 7, 6)


@pytest.mark.parametrize("number", [0x80, 0x85, 0x91, 0x92, 0x93, 0x96, 0x97, 0x99])
def test_a_character_of_windows_1252_that_stands_where_a_control_does_is_read(number: int) -> None:
    meant = bytes([number]).decode("cp1252")
    title = rss(f"<item><title>Council{chr(number)}s</title><link>https://example.org/1</link></item>")
    assert read(title).entries[0].title == f"Council{meant}s"


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be", "utf-32", "utf-16-le", "utf-16-be"])
def test_a_feed_in_wide_characters_is_read_with_or_without_a_mark(codec: str) -> None:
    (entry,) = read(rss(item(1), prolog=f'<?xml version="1.0" encoding="{codec}"?>').decode().encode(codec)).entries
    assert entry.title == "Report 1"


@pytest.mark.parametrize(
    ("title", "text", "read_title", "read_text"),
    [
        ("Keep &lt;inflation&gt; low", "If inflation&lt;target then cut; if not, stay.", "Keep <inflation> low",
         "If inflation<target then cut; if not, stay."),
        ("a &lt;b&gt; c", "Write &lt;b&gt; for bold.", "a <b> c", "Write <b> for bold."),
        ("x &lt; y", "1 &lt; 2 &amp;&amp; 3 &gt; 2", "x < y", "1 < 2 && 3 > 2"),
        ("Bonds &lt;i&gt;up&lt;/i&gt;", "It &lt;em&gt;rose&lt;/em&gt;.", "Bonds up", "It rose."),
    ],
)  # fmt: skip
def test_a_plain_text_of_atom_keeps_its_angles(title: str, text: str, read_title: str, read_text: str) -> None:
    entry = f'<entry><id>urn:1</id><title type="text">{title}</title><link href="https://example.org/1"/>'
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}<content type="text">{text}</content></entry></feed>'
    found = read(body.encode()).entries[0]
    assert (found.title, found.text) == (read_title, read_text)


def test_the_name_of_a_feed_has_no_markup_in_it() -> None:
    head = "<title>Council &lt;b&gt;papers&lt;/b&gt; &amp;amp; minutes</title>"
    assert read(rss(item(1)).replace(b"<title>T</title>", head.encode())).title == "Council papers & minutes"


@pytest.mark.parametrize("prefix", ["rss", "x", "ns0"])
@pytest.mark.parametrize("space", ["", ' xmlns:{}="urn:unknown"'])
def test_a_feed_whose_names_have_a_prefix_is_read(prefix: str, space: str) -> None:
    inner = rss(item(1)).decode().partition("<channel>")[2].partition("</channel>")[0]
    inner = re.sub(r"(</?)(item|title|link|pubDate|description)", rf"\1{prefix}:\2", f"<channel>{inner}</channel>")
    body = f'<rss version="2.0"{space.format(prefix)}>{inner}</rss>'
    assert [each.title for each in read(body.encode()).entries] == ["Report 1"]


@pytest.mark.parametrize(
    "body",
    [
        '<rss version="2.0"><channel><title>T</title><item></item><item/></channel></rss>',
        '{"version": "https://jsonfeed.org/version/1.1", "items": ["a", 7]}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}',
    ],
)
def test_a_feed_of_which_nothing_can_be_read_is_an_error(body: str) -> None:
    with pytest.raises(ParseError, match=r"none of its \d entr"):
        read(body.encode())


def test_a_feed_without_entries_is_none() -> None:
    assert read(rss("<!-- <item><title>An example</title></item> -->")).entries == ()
