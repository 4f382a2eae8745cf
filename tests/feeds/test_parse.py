"""From the bytes of a feed to its entries."""

import json
from datetime import date

import pytest

from tracker.errors import ParseError
from tracker.feeds.parse import ParsedFeed, parse

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


def read(body: bytes, kind: str | None = "application/rss+xml", zone: str | None = None) -> ParsedFeed:
    return parse(body, kind, URL, zone)


def test_an_entry_has_title_address_day_and_text() -> None:
    (entry,) = read(rss(item(1, "<description>&lt;p&gt;Five &amp;amp; six&lt;/p&gt;</description>"))).entries
    assert (entry.title, entry.url, entry.day) == ("Report 1", "https://example.org/1", date(2016, 3, 1))
    assert "Five" in entry.text


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
    assert [entry.title for entry in document.entries] == ["Report 1", "Report 2", "Report 3"]
    assert "partial: cut off within an entry, which was left out" in document.warnings
    assert document.partial


def test_one_bad_byte_costs_one_character() -> None:
    body = rss(*(item(number, "<description>网络强国 und Überblick</description>") for number in range(1, 10)))
    broken = body.replace("Überblick".encode(), b"\xffberblick", 1)
    texts = "".join(entry.text for entry in read(broken).entries)
    assert texts.count("\ufffd") == 1
    assert texts.count("网络强国") == 9


@pytest.mark.parametrize("octet", [0, 1, 2])
@pytest.mark.parametrize("label", ["UTF-8", "gb2312"])
def test_one_bad_byte_in_a_short_feed_does_not_turn_it_into_another_code_page(octet: int, label: str) -> None:
    """A byte that is missing in a character leaves up to three that cannot be read."""
    body = rss(item(1, "<description>网络强国</description>"), prolog=f'<?xml version="1.0" encoding="{label}"?>')
    at = body.index("强".encode()) + octet
    (entry,) = read(body[:at] + b"\xff" + body[at + 1 :]).entries
    assert entry.text.replace("\ufffd", "") == "网络国"


@pytest.mark.parametrize("label", ["hex", "idna", "undefined", "no such"])
def test_a_label_that_names_no_characters_is_passed_over(label: str) -> None:
    body = rss(item(1, "<description>Überblick</description>"), prolog=f'<?xml version="1.0" encoding="{label}"?>')
    broken = body.replace("Ü".encode(), b"\xff")
    assert read(broken, f"text/xml; charset={label}").entries[0].text == "\ufffdberblick"


def test_a_reference_to_a_control_character_does_not_make_the_feed_ill_formed() -> None:
    document = read(rss(item(1, "<description>a&#8;b 强&#x1f;国 1&#150;2</description>")))
    assert (document.entries[0].text, document.warnings) == ("a b 强国 1–2", ())


def test_what_an_answer_calls_itself_is_shown_without_control_characters() -> None:
    with pytest.raises(ParseError, match=r": te xt$"):
        read(b"x", "te\x1f\x1bxt; charset=utf-8")


CHINESE = "".join(
    item(n, f"<description>国务院关于印发通知，各省、自治区人民政府 {n}</description>") for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("encoding", "label", "kind", "warned"),
    [
        ("utf-8", "iso-8859-1", "text/xml", False),
        ("utf-8", "gb2312", "text/xml", False),
        ("utf-8", "UTF-8", "text/xml; charset=gbk", False),
        ("gb18030", "gb2312", "text/xml", False),
        ("gbk", "", "text/xml; charset=gbk", False),
        ("gbk", "gbk", "text/xml; charset=iso-8859-1", False),
        ("gbk", "", "text/xml", True),
        ("gbk", "UTF-8", "text/xml; charset=utf-8", True),
        ("utf-16", "utf-16", "text/xml", False),
        ("utf-16-le", "utf-16", None, False),
    ],
)
def test_labels_do_not_spoil_the_characters(encoding: str, label: str, kind: str | None, warned: bool) -> None:
    prolog = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    document = read(rss(CHINESE, prolog=prolog).decode().encode(encoding), kind)
    assert document.entries[0].text == "国务院关于印发通知，各省、自治区人民政府 1"
    assert any("labelled wrongly" in warning for warning in document.warnings) is warned


@pytest.mark.parametrize(
    "text",
    ["«Résumé» – l’État à Genève", "О мерах по развитию науки", "国务院关于印发通知", "Straße, ‘Ärger’ und Übel"],
)
def test_what_was_encoded_twice_is_read_as_it_was_meant_and_told(text: str) -> None:
    garbled = "".join(
        bytes([octet]).decode("cp1252") if octet not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(octet)
        for octet in text.encode()
    )
    document = read(rss(item(1, f"<description>{garbled}</description>"), item(2)))
    assert document.entries[0].text == text
    assert document.warnings == ("characters that were encoded twice are read as they were meant",)


@pytest.mark.parametrize("text", ["»Nur Spaß« sagt er", "Ça va, Ã propos", "SÃO PAULO", "2 × 3 ÷ 4", "Đà Nẵng — Huế"])
def test_what_only_looks_encoded_twice_stays(text: str) -> None:
    document = read(rss(item(1, f"<description>{text}</description>")))
    assert (document.entries[0].text, document.warnings) == (text, ())


def test_the_caption_of_a_picture_is_the_text_only_where_there_is_no_other() -> None:
    caption = "<media:description type='plain'>A much longer description of what the picture shows.</media:description>"
    entries = read(rss(item(1, caption + "<description>Short.</description>"), item(2, caption))).entries
    assert [entry.text for entry in entries] == ["Short.", "A much longer description of what the picture shows."]


def test_a_control_character_parts_words_but_no_chinese() -> None:
    text = "<description>私人\x08云盘 nofollow\x08标签 end\x0bstart</description>"
    assert read(rss(item(1, text))).entries[0].text == "私人云盘 nofollow 标签 end start"


def test_a_single_byte_label_is_believed_where_the_text_is_not_utf_8() -> None:
    body = rss(item(1, "<description>Überblick</description>"), prolog="").decode().encode("latin-1")
    assert read(body, "text/xml; charset=iso-8859-1").entries[0].text == "Überblick"


@pytest.mark.parametrize(
    "poison",
    [
        "<title>half a pair &#xD800;</title>",
        "<title>no character &#99999999999; &#0;</title>",
        "<title>bad address</title><link>http://[bad</link>",
        "<title>control \x01 \x00</title>",
        "<title>year</title><pubDate>9999-12-31T23:59:59Z</pubDate>",
        "<title>deep</title><description><![CDATA[" + "<div>" * 5000 + "]]></description>",
    ],
)
def test_an_entry_that_is_poison_costs_no_other(poison: str) -> None:
    document = read(rss(item(1), f"<item>{poison}</item>", item(2)), zone="Asia/Shanghai")
    titles = [entry.title for entry in document.entries]
    assert (titles[0], titles[-1], len(titles)) == ("Report 1", "Report 2", 3)
    assert all(character.isprintable() for character in titles[1])


def test_an_entry_that_says_nothing_is_left_out_and_told() -> None:
    document = read(rss(item(1), "<item></item>"))
    assert len(document.entries) == 1
    assert document.warnings == ("an entry without title, address and text was left out",)


def test_entities_from_outside_or_without_end_are_not_followed() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    prolog = f'<?xml version="1.0"?>{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    document = read(rss(item(1), "<item><title>t &j; &x;</title></item>", prolog=prolog))
    assert document.entries[0].title == "Report 1"
    assert all(len(entry.title) < 100 and "root:" not in entry.title for entry in document.entries)


def test_a_link_to_the_feeds_home_tells_no_entry() -> None:
    home = "<link>https://example.org/news</link>"
    entries = [f"<item><title>{n}</title><guid isPermaLink='false'>g{n}</guid>{home}</item>" for n in (1, 2)]
    both, last = read(rss(*entries, head=home)), read(rss(entries[1], head=home))
    assert [entry.key for entry in both.entries] == ["g1", "g2"]
    assert [entry.key for entry in last.entries] == ["g2"]


def test_plain_text_in_a_json_feed_is_no_markup() -> None:
    body = {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "content_text": "a <b> c\n\nd"}]}
    (entry,) = read(b"\xef\xbb\xbf" + json.dumps(body).encode()).entries
    assert entry.text == "a <b> c\n\nd"


def test_json_without_end_is_no_feed() -> None:
    with pytest.raises(ParseError, match="broken JSON"):
        read(b'{"items":' + b"[" * 100_000)


def test_an_error_shows_no_secret() -> None:
    with pytest.raises(ParseError) as caught:
        parse(b"", None, "https://user:tok@example.org/feed?key=s3cret", None)
    assert "tok" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("junk", [b"Warning: in <b>feed.php</b>\n", b"\n\n", b"\xef\xbb\xbf", b" \t\r\n"])
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
