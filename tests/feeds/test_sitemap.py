"""Sitemaps in the forms that sites give them, and which of their pages are like those of a feed."""

import gzip
from datetime import date

import pytest

from tracker.errors import ParseError
from tracker.feeds.sitemap import LARGEST, Alike, Listed, read

URL = "https://example.org/sitemap.xml"
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'


def test_pages_are_listed_with_the_day_of_their_last_change() -> None:
    body = f"""<?xml version="1.0" encoding="UTF-8"?><urlset {SPACE}>
    <url><loc> https://example.org/a/1.html </loc><lastmod>2016-04-19T22:00:00+08:00</lastmod></url>
    <url><loc>/a/2.html</loc><changefreq>never</changefreq></url><url><lastmod>2016-04-19</lastmod></url></urlset>"""
    found = read(body.encode(), URL, "Asia/Shanghai")
    assert found.pages == (
        Listed("https://example.org/a/1.html", modified=date(2016, 4, 19)),
        Listed("https://example.org/a/2.html"),
    )
    assert found.maps == ()


def test_an_index_lists_further_sitemaps() -> None:
    body = f"<sitemapindex {SPACE}><sitemap><loc>https://example.org/s1.xml.gz</loc></sitemap></sitemapindex>"
    assert read(body.encode(), URL, None).maps == (Listed("https://example.org/s1.xml.gz"),)


def test_a_news_sitemap_states_title_and_moment_of_publication() -> None:
    body = f"""<urlset {SPACE} {NEWS}><url><loc>https://example.org/a/1</loc><n:news><n:publication>
    <n:name>The Daily</n:name></n:publication><n:publication_date>2016-04-19T22:00:00Z</n:publication_date>
    <n:title>核心技术 &amp; more</n:title></n:news></url></urlset>"""
    (page,) = read(body.encode(), URL, "Asia/Shanghai").pages
    assert (page.title, page.day, page.modified) == ("核心技术 & more", date(2016, 4, 20), None)


@pytest.mark.parametrize("form", ["plain", "packed", "with a mark", "lines", "without namespace", "cut off"])
def test_it_is_read_in_every_form(form: str) -> None:
    xml = f"<urlset {SPACE}><url><loc>https://example.org/a/1</loc></url></urlset>".encode()
    bodies = {
        "plain": xml,
        "packed": gzip.compress(xml),
        "with a mark": b"\xef\xbb\xbf" + xml,
        "lines": b"\nhttps://example.org/a/1\r\n\r\n",
        "without namespace": xml.replace(SPACE.encode(), b""),
        "cut off": xml.removesuffix(b"</urlset>"),
    }
    assert [page.url for page in read(bodies[form], URL, None).pages] == ["https://example.org/a/1"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not a sitemap"),
        (b"<html><body>https://example.org/</body></html>", "not a sitemap"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "not a sitemap"),
        (b"Nothing here", "not a sitemap"),
        (b"\x1f\x8b\x00not packed", "cannot be unpacked"),
        (gzip.compress(b" " * (LARGEST + 1)), "larger than 52 MB"),
    ],
)
def test_what_is_no_sitemap_is_named(body: bytes, problem: str) -> None:
    with pytest.raises(ParseError, match=problem):
        read(body, URL, None)


def test_entities_are_not_resolved() -> None:
    body = (
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><urlset {SPACE}><url><loc>/a/&f;</loc></url></urlset>'
    )
    assert not any("root" in page.url for page in read(body.encode(), URL, None).pages)


def like(own: list[str], *others: str) -> list[str]:
    return [page.url for page in Alike(own).among(map(Listed, others))]


SITE = "https://www.example.org"


@pytest.mark.parametrize(
    ("own", "taken", "left"),
    [
        (
            ["/news/1.htm"],
            ["/news/2.htm", "/news/first-words.htm"],
            ["/news/", "/about/1.htm", "/news/x/1.htm", "/1.htm"],
        ),
        (["/2026/07/01/a-title/"], ["/2016/4/19/other"], ["/2016/04/other", "/author/2016/04/x"]),
        (["/yw/202607/t01_1.html", "/yw/202607/t01_2.html"], ["/yw/201604/t9.html"], ["/en/202607/t1.html"]),
        (["/113456/113469/a.html", "/113456/113470/b.html"], ["/113456/222/c.html"], ["/113457/113469/a.html"]),
        (["/news/show?id=1"], ["/news/show?id=2"], ["/show?id=1"]),
        (["/news/1.htm"], ["http://example.org/news/3.htm"], ["https://other.org/news/2.htm", "http://[/news/1.htm"]),
    ],
)
def test_pages_are_like_the_feeds_if_they_stand_in_the_same_kind_of_folder(
    own: list[str], taken: list[str], left: list[str]
) -> None:
    def whole(path: str) -> str:
        return path if path.startswith("http") else SITE + path

    assert like([*map(whole, own)], *map(whole, [*taken, *left])) == [*map(whole, taken)]


def test_pages_right_under_the_root_tell_nothing() -> None:
    assert not Alike([f"{SITE}/a-report", f"{SITE}/", "http://["])
