"""XML and formats: what is meant to break a parser, and what is no feed at all."""

import json
import time
from functools import partial

from tests.faults.case import Case, Play, brings, fails
from tests.faults.paper import PROLOG, item, page, prose, rss
from tests.faults.server import http
from tests.faults.stage import Stage
from tests.patience import EVENTUALLY
from tracker.archive import reading


def doctype(inside: str) -> str:
    return f"{PROLOG}<!DOCTYPE rss [{inside}]>"


LAUGHS = '<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)  # fmt: skip


def entities(stage: Stage) -> None:
    bombs = {
        "laughs": rss(item(1), item(2, title="t &j;"), prolog=doctype(LAUGHS)),
        "quadratic": rss(
            item(1), item(2, title="t " + "&q;" * 20_000), prolog=doctype(f'<!ENTITY q "{"a" * 100_000}">')
        ),
        "outside": rss(item(1), item(2, title="t &x;"), prolog=doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')),
        "parameter": rss(
            item(1),
            item(2, title="t &x;"),
            prolog=doctype(f'<!ENTITY % p SYSTEM "{stage.site.address}/x.dtd"> %p; <!ENTITY x "%p;">'),
        ),
    }
    started = time.monotonic()
    for name, body in bombs.items():
        stage.feed(name, http(body))
    stage.poll()
    for name in bombs:
        assert (stage.row(name).status, stage.row(name).reports) == ("ok", 2)
        assert "Report 1" in stage.titles(name)
        for revision in reading.texts(stage.archive, [each.id for each in stage.reports(name)]).values():
            assert len(revision.title) <= len(bombs[name])
            assert "haha" not in revision.title
            assert "root:" not in revision.title + revision.body
    assert "not well-formed" in stage.row("laughs").message
    assert "not well-formed" in stage.row("quadratic").message
    assert stage.site.asked("/x.dtd") == []
    assert time.monotonic() - started < EVENTUALLY


def nested(stage: Stage) -> None:
    deep = "<div>" * 100_000
    stage.site.pages["/deep"] = http(page(deep + prose(2)), Content_Type="text/html")
    seconds = {
        "markup": item(2, deep + "core" + "</div>" * 100_000),
        "xml": f"<item><title>Report 2</title>{deep}</item>",
        "page": item(2, "", link=f"{stage.site.address}/deep"),
    }
    for name, second in seconds.items():
        more = {} if name == "page" else {"full_text": "feed"}
        stage.feed(name, http(rss(item(1), second, item(3))), **more)
        stage.poll()
        assert {"Report 1", "Report 3"} <= set(stage.titles(name))
        assert stage.row(name).status == "ok"
    assert "not well-formed" in stage.row("xml").message
    assert "no text that could be told from its menus" in stage.row("page").message


def many(stage: Stage, items: int = 20_000) -> None:
    stage.feed("case", http(rss(*(item(number, f"Text {number}") for number in range(items)))))
    visit = stage.poll()
    assert (visit.entries, visit.new, stage.row().reports) == (items, items, items)


def no_items(stage: Stage) -> None:
    stage.feed("case", http(rss(*(item(number) for number in range(20)))))
    stage.poll()
    stage.feed("case", http(rss(), ETag='"1"'))
    for _ in range(2):
        assert stage.poll().error == ""
        assert "the feed is empty now, though it had reports before; nothing was deleted" in stage.row().message
        assert (stage.row().status, stage.row().reports) == ("ok", 20)
    stage.feed("case", http(rss(item(20))))
    stage.poll()
    assert ("empty" in stage.row().message, stage.row().reports) == (False, 21)


def truncated(stage: Stage) -> None:
    whole = rss(*(item(number) for number in range(5)))
    within, between = whole[: whole.index(b"Report 3")], whole[: whole.index(b"<item><title>Report 3")]
    parts = {"within": within, "between": between}
    for name, part in (parts | {"early": whole[: whole.index(b"<item>")]}).items():
        stage.feed(name, http(part, ETag='"1"'))
    stage.poll()
    early = stage.row("early")
    assert (early.status, early.message) == ("failing", "cut off before its first entry")
    assert (early.etag, early.body_hash) == (None, None)
    for name in parts:
        assert stage.titles(name) == ["Report 0", "Report 1", "Report 2"]
        assert "partial" in stage.row(name).message
        assert (stage.row(name).status, stage.row(name).etag, stage.row(name).body_hash) == ("ok", None, None)
    for name in stage.feeds:
        stage.feed(name, http(whole, ETag='"1"'))
    stage.poll()
    for name in stage.feeds:
        assert "if-none-match" not in stage.site.asked(f"/{name}")[1].headers
        assert (stage.row(name).reports, stage.row(name).message, stage.row(name).etag) == (5, "", '"1"')


def poison(stage: Stage) -> None:
    items = [item(number) for number in range(50)]
    items[25] = "<item></item>"
    stage.feed("case", http(rss(*items)))
    visit = stage.poll()
    assert (visit.entries, visit.new, stage.row().reports) == (49, 49, 49)
    assert stage.row().message == "an entry without title, address and text was left out"


def bad_characters(stage: Stage) -> None:
    dirt = {
        "ampersand": "Trade & customs",
        "entity": "Trade&nbsp;customs &copy; &mdash;",
        "control": "Trade \x01\x0b customs",
        "nul": "Trade \x00 customs",
        "reference": "Trade &#0;&#xFFFF;&#xD800; customs",
    }
    for name, text in dirt.items():
        stage.feed(name, http(rss(item(1), item(2, title=text), item(3))))
    stage.poll()
    for name in dirt:
        first, second, third = stage.titles(name)
        assert (first, second) == ("Report 1", "Report 3")
        assert third.startswith("Trade")
        assert "customs" in third
        assert "&nbsp" not in third
        assert third.isprintable()
        assert stage.row(name).status == "ok"


def before_the_prolog(*junk: bytes) -> Play:
    def play(stage: Stage) -> None:
        brings({f"junk-{number}": each + rss(item(1), item(2)) for number, each in enumerate(junk)}, 2)(stage)

    return play


def json_feeds(stage: Stage) -> None:
    for version in ("1", "1.1"):
        entries = [
            {"id": number, "url": f"https://example.org/{number}", "content_html": prose(number), "title": f"R{number}"}
            for number in (1, 2)
        ]
        whole = {"version": f"https://jsonfeed.org/version/{version}", "items": [*entries, "poison", 7]}
        name = f"json-{version.replace('.', '-')}"
        stage.feed(name, http(json.dumps(whole).encode(), Content_Type="application/feed+json"))
    bare = [{"id": 1.0, "title": "A"}, {"id": 2, "title": "B"}]
    stage.feed("unnamed", http(json.dumps(whole | {"items": bare}).encode()))
    stage.poll()
    for name in stage.feeds:
        assert (name, stage.row(name).status, stage.row(name).reports) == (name, "ok", 2)
    assert "2 entries are no objects" in stage.row("json-1").message


OLD = {
    "rss-0-91": b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    b'"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title>'
    + b"".join(
        b"<item><title>R%d</title><link>https://example.org/%d</link><pubDate>Wed, 0%d Jul 2026 10:00:00 GMT</pubDate>"
        b"<description>%s</description></item>" % (n, n, n, prose(n, 300).encode())
        for n in (1, 2)
    )
    + b"</channel></rss>",
    "rdf": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b'<channel rdf:about="https://example.org/"><title>T</title></channel>'
    + b"".join(
        b'<item rdf:about="https://example.org/%d"><title>R%d</title><link>https://example.org/%d</link>'
        b"<dc:date>2026-07-0%d</dc:date><description>%s</description></item>" % (n, n, n, n, prose(n, 300).encode())
        for n in (1, 2)
    )
    + b"</rdf:RDF>",
    "atom-0-3": b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title>'
    + b"".join(
        b'<entry><title>R%d</title><link rel="alternate" type="text/html" href="https://example.org/%d"/><id>tag:%d</id>'
        b'<issued>2026-06-0%dT10:00:00Z</issued><content type="text/html" mode="escaped">%s</content></entry>'
        % (n, n, n, n, prose(n).encode())
        for n in (1, 2)
    )
    + b"</feed>",
}


def old_forms(stage: Stage) -> None:
    brings(OLD, 2)(stage)
    undeclared = rss(item(1), item(2, more="<media:credit>x</media:credit><dc:creator>y</dc:creator>"))
    stage.feed("undeclared", http(undeclared))
    stage.poll()
    assert (stage.row("undeclared").reports, stage.row("undeclared").status) == (2, "ok")


def no_feed(says: str, body: bytes, kind: str) -> Play:
    return fails(says, http(body, Content_Type=kind))


def other_formats(stage: Stage) -> None:
    sitemap = b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>'
    for says, body, kind in (
        ("not a feed: text/html", page("Hello"), "text/html"),
        ("not a feed: a sitemap", sitemap, "application/xml"),
        ("not a feed: PDF", b"%PDF-1.7 ...", "application/pdf"),
        ("not a feed: a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
    ):
        no_feed(says, body, kind)(stage.anew())


CASES = (
    Case(46, "entities without end, or from outside", entities),
    Case(47, "100,000 nested tags", nested),
    Case(48, "20,000 items", partial(many, items=2_000)),
    Case(
        49,
        "a body that is a path",
        fails("not a feed", http(b"/etc/passwd"), http(b"/dev/zero"), http(b"/etc/hosts", Content_Type="text/xml")),
    ),
    Case(50, "empty body", fails("not a feed: an empty answer", http(b""), http(b" \r\n"))),
    Case(51, "an HTML page, sitemap, PDF or PNG", other_formats),
    Case(52, "no items where 20 stood", no_items),
    Case(53, "truncated XML", truncated),
    Case(54, "bare &, &nbsp;, control characters, NUL", bad_characters),
    Case(
        55,
        "blank line, BOM or junk before the prolog",
        before_the_prolog(b"\r\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"Warning: in <b>feed.php</b> line 3\n"),
    ),
    Case(56, "one poison item among 50", poison),
    Case(57, "JSON Feed 1.0 and 1.1, numeric ids", json_feeds),
    Case(58, "RSS 0.91, RDF, Atom 0.3, undeclared namespace", old_forms),
)
