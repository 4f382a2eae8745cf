"""Whatever bytes come for a feed: a document or a sentence, and never a character or an entry too few."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path

import ftfy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.e2e.replay import SHARED
from tests.feeds.fuzzing import examples, storable, zones
from tracker.errors import ParseError
from tracker.feeds.parse import ParsedFeed, parse

URL = "https://example.org/feed"
FEEDS = SHARED / "data" / "feeds"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>网信 News</title>
<link>https://example.org/</link><language>zh-cn</language><atom:link rel="next" href="/feed?page=2"/>
<item><title>核心技术 &amp;amp; more</title><link>/1</link><guid isPermaLink="false">g1</guid><dc:creator>X</dc:creator>
<pubDate>Tue, 19 Apr 2016 10:00:00 +0800</pubDate><description>&lt;p&gt;Überblick&lt;/p&gt;</description></item>
<item><title><![CDATA[Second <b>report</b>]]></title><link>http://example.org/2?utm_source=x</link>
<content:encoded><![CDATA[<p>One</p><p>Two – “three”</p>]]></content:encoded><enclosure url="a.mp3" length="x"/>
<pubDate>2016年4月20日</pubDate><media:description>A picture</media:description></item></channel></rss>"""
ATOM = """<?xml version='1.0'?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://e.org/">
<title type="html">T &amp;lt; U</title><link rel="self" href="https://example.org/feed"/><id>urn:x</id>
<entry><title>Один</title><id>urn:1</id><link href="a"/><updated>2016-04-19T10:00:00+08:00</updated>
<summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Two <i>three</i></p></div></summary></entry>
<entry><title>B</title><id>urn:2</id><link href="b"/><published>2016-04-19</published>
<content type="application/octet-stream">AAAA</content>
<content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>首相</title></channel>
<item rdf:about="https://e.org/1"><title>一</title><link>https://e.org/1</link><dc:date>2016-04-19</dc:date></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "T",
        "home_page_url": "https://example.org/",
        "next_url": "https://example.org/2",
        "items": [
            {"id": 1, "url": "https://example.org/1", "content_html": "<p>一</p>", "date_published": "2016-04-19"},
            {"id": "2", "external_url": "/2", "content_text": "a <b>\nc", "title": None, "tags": ["x"]},
        ],
    }
)
SEEDS = [seed.encode() for seed in (RSS, ATOM, RDF, JSON)] + [
    RSS.replace("utf-8", "gb2312").replace("Ü", "").encode("gb18030"),
    RSS.replace("utf-8", "utf-16").encode("utf-16"),
    ATOM.encode("utf-16-le"),
    RDF.encode("shift_jis"),
    ATOM.encode("cp1251"),
]
# What breaks parsers: half of a thing, a thing in the wrong place, and characters that XML does not know.
PIECES = [
    b"<item>", b"</item>", b"<entry>", b"</channel>", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?xml", b"?>",
    b"<!DOCTYPE x [", b"<!ENTITY a 'aaaa'>", b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"]>", b"&a;", b"&x;",
    b"&nbsp;", b"&#0;", b"&#1;", b"&#xD800;", b"&amp;#1;", b"&amp;#xDFFF;", b"&#x110000;", b"&#", b"&", b"<", b">",
    b'"', b"\0", b"\x01", b"\x0b", b"\x0c", b"\x1f", b"\x7f", b"\x80", b"\xc2\x85", b"\xc2\x9b", b"\xff", b"\xfe",
    b"\xef\xbb\xbf", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\xe4\xbd", b"<link>http://[</link>",
    b"<link href='http://a:b:c@d:99999/\\'/>", b"<pubDate>0000</pubDate>", b"<guid>", b"<title>",
    b"<title type='base64'>", b"<content type='xhtml'>", b"<content mode='base64'>", b"<description>",
    b"xml:base='http://['", b"encoding='utf-7'", b"encoding='idna'", b"encoding='zlib'", b"encoding='undefined'",
    b"<div>" * 300, b"<svg><math>", b"\\ud800", b"1e999", b"{", b"}", b"[", b"]", b"null", b"NaN", b"/etc/passwd",
    b"<itunes:image href=''/>", b"<georss:point>x</georss:point>", b"<gml:pos>1</gml:pos>",
    b"<media:content url='x'/>", b"<psc:chapter start='x'/>", b"<cc:license/>", b"<category/>", b"<source>",
]  # fmt: skip
pieces = st.one_of(st.sampled_from(PIECES), st.binary(max_size=6))
LABELS = ["utf-8", "gbk", "gb2312", "big5", "shift_jis", "windows-1251", "utf-16", "utf-7", "hex", "idna", "x", "\0"]
content_types = st.one_of(
    st.none(),
    st.sampled_from(["text/xml", "application/json", "text/html"]),
    st.builds("text/xml; charset={}".format, st.sampled_from(LABELS)),
    st.text(max_size=20),
)


@st.composite
def mutated(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A feed that has been cut, doubled, flipped or added to in a few places."""
    body = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        change = draw(st.sampled_from(["cut", "end", "double", "flip", "add", "add", "add"]))
        if change == "cut":
            body = body[:start] + body[end:]
        elif change == "end":
            body = body[:start] if start > 100 else body[start:]
        elif change == "double":
            body = body[:end] + body[start:]
        elif change == "flip" and start < end:
            body = body[:start] + bytes([body[start] ^ draw(st.integers(1, 255))]) + body[start + 1 :]
        else:
            body = body[:start] + draw(pieces) + body[start:]
    return body


def texts(document: ParsedFeed) -> list[str]:
    """Every string of a document, with the text that a report would get of it."""
    found = [document.title, document.language or "", document.next_page or "", *document.warnings]
    for entry in document.entries:
        found += [entry.key, entry.title, entry.url, entry.text, entry.language or ""]
    return found


def sound(body: bytes, kind: str | None, zone: str | None) -> bool:
    """Whether a document comes of it, all of which can be stored, or else a sentence."""
    try:
        document = parse(body, kind, URL, zone)
    except ParseError as error:
        return error.problem != "" and storable(error.problem)
    return (
        all(map(storable, texts(document)))
        and len({entry.key for entry in document.entries}) == len(document.entries)
        and all(entry.title or entry.url for entry in document.entries)
        and all(entry.url == "" or entry.url.startswith(("http://", "https://")) for entry in document.entries)
        and parse(body, kind, URL, zone) == document
    )


@examples(400)
@given(
    st.one_of(st.binary(max_size=200), st.lists(pieces, max_size=20).map(b"".join), mutated(SEEDS), mutated(SEEDS)),
    content_types,
    zones,
)
def test_any_bytes_are_a_document_that_can_be_stored_or_a_sentence(
    body: bytes, kind: str | None, zone: str | None
) -> None:
    assert sound(body, kind, zone)


@pytest.mark.skipif(not FEEDS.is_dir(), reason=f"the real feed files are not beside this checkout ({FEEDS})")
@examples(60)
@given(st.data())
def test_a_real_feed_that_was_spoilt_is_a_document_that_can_be_stored_or_a_sentence(data: st.DataObject) -> None:
    seeds = [path.read_bytes() for path in sorted(FEEDS.glob("*.xml")) if path.stat().st_size < 30_000]
    assert sound(data.draw(mutated(seeds)), data.draw(content_types), None)


# All the ways in which a document asks a parser for another file.
ASKING = [
    "{}", "file://{}", "<!DOCTYPE x SYSTEM 'file://{}'>", "<!DOCTYPE x [<!ENTITY f SYSTEM '{}'>]>", "<rss><channel>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file://{}'> %p;]>", "<?xml version='1.0'?>", "<title>&f;</title>", "<item>",
    "</item>", "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' href='file://{}'/>",
    "<link>file://{}</link>", "<?xml-stylesheet href='file://{}'?>", "<description>&f;</description>",
    "xml:base='file://{}'", "</channel></rss>",
]  # fmt: skip


@examples(150)
@given(st.lists(st.sampled_from(ASKING), min_size=1, max_size=8))
def test_no_file_is_opened_that_a_feed_names(canary: tuple[Path, list[str]], parts: list[str]) -> None:
    path, opened = canary
    body = "".join(parts).replace("{}", str(path)).encode()
    for url in (URL, f"file://{path}", str(path)):
        with suppress(ParseError):
            assert not any("CANARY" in text for text in texts(parse(body, "text/xml", url, None)))
    assert [each for each in opened if path.name in each] == []


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A file, and the names of all that are opened from now on."""
    path = tmp_path_factory.mktemp("canary") / "canary.xml"
    path.write_text("<rss><channel><title>CANARY</title></channel></rss>", encoding="utf-8")
    watching, opened = True, []

    def watch(event: str, details: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(details[0]))

    sys.addaudithook(watch)
    path.read_text(encoding="utf-8")
    assert path.name in opened[-1]
    opened.clear()
    yield path, opened
    watching = False  # a hook cannot be taken away


# Characters of the languages that a code page is for; none that would read as UTF-8 which was encoded twice.
ALPHABETS = {
    "utf-8": "abz АЯжñğşçöß网络强国技術العربيةहिन्दीไทย한국어のカ—“”😀𠀀\u0301",
    "utf-16": "abz АЯжñğşçöß网络强国技術العربيةहिन्दीไทย한국어のカ—“”😀𠀀\u0301",
    "gb2312": "国务院关于印发通知各省自治区人民政府网络强国核心技术镕ab ，。：《》",
    "big5": "國務院關於印發通知各省自治區人民政府網路強國核心技術ab ，。：《》",
    "shift_jis": "首相官邸内閣総理大臣は記者会見でカタカナを述べたab 、。「」①",
    "windows-1251": "АБВГДЕЖабвгдежзийклмнопрстуфхцчшщъыьэюя ab«»—№",
    "iso-8859-1": "abcdefghij éèàçùôêïäöüßñ “”–",
}
WIDER = {"gb2312": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "iso-8859-1": "cp1252"}


@st.composite
def written(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, str]]]:
    """An encoding, and entries in it: title, text and day of each."""
    encoding = draw(st.sampled_from(sorted(ALPHABETS)))
    words = st.text(st.sampled_from(ALPHABETS[encoding] + "&<>'\"]"), min_size=12, max_size=40)
    numbers = draw(st.lists(st.integers(1, 28), min_size=1, max_size=6, unique=True))
    entries = [(f"T{n} {draw(words)}", f"B{n} {draw(words)}", f"2016-04-{n:02}") for n in numbers]
    # What by chance looks encoded twice is read as ftfy means it; test_parse.py has what matters of that.
    assume(ftfy.fix_encoding(str(entries)) == str(entries))
    return encoding, entries


def rss(entries: list[tuple[str, str, str]]) -> str:
    """An RSS feed; its texts are markup in markup, as sites write it."""
    items = (
        f"<item><title>{escape(escape(title))}</title><description>{escape(escape(text))}</description>"
        f"<link>https://example.org/{day}</link><pubDate>{int(day[-2:])} Apr 2016 10:00:00 +0800</pubDate></item>"
        for title, text, day in entries
    )
    return f'<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def atom(entries: list[tuple[str, str, str]]) -> str:
    """An Atom feed, its titles as markup and its texts as XHTML."""
    items = (
        f'<entry><title type="html">{escape(escape(title))}</title><link href="https://example.org/{day}"/><id>{day}</id>'
        f'<updated>{day}T10:00:00+08:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>'
        f"{escape(text)}</p></div></content></entry>"
        for title, text, day in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{"".join(items)}</feed>'


def shown(text: str) -> str:
    return " ".join(text.split())


def given_back(document: ParsedFeed) -> list[tuple[str, str, str]]:
    return [(entry.title, shown(entry.text), str(entry.day)) for entry in document.entries]


@examples(200)
@given(written(), st.sampled_from([rss, atom]), st.booleans())
def test_titles_texts_and_days_come_back_as_they_were_written(
    feed: tuple[str, list[tuple[str, str, str]]], form: Callable[..., str], in_header: bool
) -> None:
    label, entries = feed
    prolog = "" if in_header else f'<?xml version="1.0" encoding="{label}"?>'
    body = (prolog + form(entries)).encode(WIDER.get(label, label))
    # What happens to be valid UTF-8 is taken for it, whatever the labels say.
    assume(label.startswith("utf") or "\ufffd" in body.decode("utf-8", "replace"))
    document = parse(body, f"text/xml; charset={label}" if in_header else "text/xml", URL, None)
    assert given_back(document) == [(shown(title), shown(text), day) for title, text, day in entries]
    assert document.warnings == ()


@examples(100)
@given(written())
def test_a_json_feed_comes_back_as_it_was_written(feed: tuple[str, list[tuple[str, str, str]]]) -> None:
    _, entries = feed
    items = [
        {"id": day, "title": escape(title), "content_text": text, "date_published": f"{day}T10:00:00+08:00"}
        for title, text, day in entries
    ]
    document = parse(json.dumps({"version": "1.1", "items": items}).encode(), "application/json", URL, None)
    assert given_back(document) == [(shown(title), shown(text), day) for title, text, day in entries]


@examples(200)
@given(written(), st.integers(0), st.sampled_from(["put in", "put over", "lost"]))
def test_one_bad_byte_costs_one_character(
    feed: tuple[str, list[tuple[str, str, str]]], place: int, change: str
) -> None:
    (title, text, day), *others = feed[1]
    text = shown(re.sub("[&<>'\"]", "x", text))
    whole = rss([(title, text, day), *others]).encode()
    # A short text that is hardly beyond ASCII could as well be of another encoding.
    assume(len(re.findall("[^\x00-\x7f]", whole.decode())) > 5)
    at = whole.index(text.encode()) + place % len(text.encode())
    assume(change != "lost" or whole[at] > 0x7F)  # a letter less is no bad byte
    broken = whole[:at] + (b"" if change == "lost" else b"\xff") + whole[at + (change != "put in") :]
    first, *rest = given_back(parse(broken, "text/xml", URL, None))
    assert rest == [(shown(title), shown(text), day) for title, text, day in others]
    assert (first[0], first[2]) == (shown(title), day)
    before, _, after = re.sub("\ufffd+", "\ufffd", first[1]).partition("\ufffd")
    assert text.startswith(before)
    assert text.endswith(after)
    assert len(before + after) >= len(text) - 2
