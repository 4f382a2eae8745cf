"""Older reports from the sitemaps of a real loopback server: which are taken, which are left, and what is said."""

import gzip
import re
from datetime import date
from itertools import count

import pytest

from tests.site import Site, reply, site
from tests.visits import LONG, Collection, collection, feed, item, rss, visit_feed
from tracker.ingest import backfill, sitemaps

__all__ = ["collection", "site"]


def page(number: int, dated: bool = True) -> bytes:
    stated = f'<meta property="article:published_time" content="2016-04-{number:02}T10:00:00+08:00">' if dated else ""
    return (
        f"<html><head><title>Older {number}</title>{stated}</head>"
        f"<body><article><p>{LONG} Number {number}.</p></article></body></html>"
    ).encode()


def listing(*urls: str, kind: str = "url") -> bytes:
    rows = "".join(f"<{kind}><loc>{url}</loc></{kind}>" for url in urls)
    name = "urlset" if kind == "url" else "sitemapindex"
    return f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{name}>'.encode()


@pytest.fixture
def older(site: Site, collection: Collection) -> Site:
    """A feed of two entries, on a site with nine older pages in two sitemaps, one of them packed."""
    links = [f"{site.address}/news/2026/{number}.html" for number in (29, 30)]
    site.pages["/feed"] = reply(rss(*(item(number, link=link) for number, link in zip((29, 30), links, strict=True))))
    site.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /news/2016/9\nSitemap: /index.xml\n")
    urls = [f"{site.address}/news/2016/{number}.html" for number in range(1, 10)]
    maps = [f"{site.address}/some.xml.gz", f"{site.address}/more.xml", "https://elsewhere.example/sitemap.xml"]
    site.pages["/index.xml"] = reply(listing(*maps, kind="sitemap"))
    site.pages["/some.xml.gz"] = reply(gzip.compress(listing(*urls[:5], links[0], f"{site.address}/about/us.html")))
    site.pages["/more.xml"] = reply(
        listing(*urls[5:], f"{site.address}/top.html", "https://elsewhere.example/news/1/a.html")
    )
    for number in range(1, 10):
        site.pages[f"/news/2016/{number}.html"] = reply(page(number), Content_Type="text/html; charset=utf-8")
    collection.feeds(feed(site))
    return site


def asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked if path.startswith("/news/")]


def test_older_pages_like_those_of_the_feed_become_reports_on_the_days_they_state(
    older: Site, collection: Collection
) -> None:
    said: list[str] = []
    visit = backfill.backfill(feed(older), collection.tools, progress=said.append)
    assert (visit.new, visit.error) == (10, "")
    assert [day for day, title in collection.days() if title.startswith("Older")] == [
        f"2016-04-{number:02}" for number in range(8, 0, -1)
    ]
    assert len(asked(older)) == 8  # not the one that robots.txt forbids, nor those of the feed
    assert "1 of 9 pages of its sitemaps left out: the site's robots.txt forbids" in " ".join(visit.warnings)
    assert "sitemap 3 of 3, 10 pages like those of the feed" in said
    assert re.fullmatch(r"page \d of 9 in the sitemaps, 10 new", said[-1])


def test_it_goes_on_where_it_was_stopped_and_asks_for_nothing_twice(older: Site, collection: Collection) -> None:
    stopping = count()

    def stop_at_the_third(said: str) -> None:
        if said.startswith("page") and "sitemaps" in said and next(stopping) == 2:
            collection.stop.set()

    backfill.backfill(feed(older), collection.tools, progress=stop_at_the_third)
    assert len(collection.titles()) == 2 + len(asked(older)) == 5
    collection.stop.clear()
    assert backfill.backfill(feed(older), collection.tools).new == 5
    assert len(asked(older)) == len(set(asked(older))) == 8


def test_since_leaves_out_what_was_last_changed_or_published_before(older: Site, collection: Collection) -> None:
    old = f"<url><loc>{older.address}/news/2016/1.html</loc><lastmod>2016-04-01</lastmod></url></urlset>"
    older.pages["/some.xml.gz"] = reply(listing().replace(b"</urlset>", old.encode()))
    backfill.backfill(feed(older), collection.tools, since=date(2016, 4, 7))
    assert "/news/2016/1.html" not in asked(older)
    assert [day for day, _ in collection.days()][-2:] == ["2016-04-08", "2016-04-07"]


def test_a_page_that_states_no_day_is_left_out_and_said(older: Site, collection: Collection) -> None:
    older.pages["/news/2016/4.html"] = reply(page(4, dated=False), Content_Type="text/html; charset=utf-8")
    visit = backfill.backfill(feed(older), collection.tools)
    assert visit.new == 9
    assert "1 of 9 pages of its sitemaps left out: they state no day" in visit.warnings


def test_a_site_that_states_no_days_at_all_is_soon_left_alone(
    older: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "UNDATED", 3)
    for number in range(1, 10):
        older.pages[f"/news/2016/{number}.html"] = reply(page(number, dated=False))
    assert backfill.backfill(feed(older), collection.tools).new == 2
    assert len(asked(older)) == 3


def test_a_longer_sitemap_is_read_in_several_runs(
    older: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "MOST_PAGES", 4)
    visit = backfill.backfill(feed(older), collection.tools)
    assert (visit.new, visit.warnings[0]) == (
        6, "its sitemaps list 9 more pages, of which 4 were asked for; run it again",
    )  # fmt: skip
    assert backfill.backfill(feed(older), collection.tools).new == 4


def test_a_site_that_falls_silent_ends_it_with_what_was_read(older: Site, collection: Collection) -> None:
    older.pages["/news/2016/5.html"] = lambda _: older.close()
    visit = backfill.backfill(feed(older), collection.tools)
    assert visit.error.startswith("backfill stopped")
    assert visit.error.endswith("run it again to go on")
    assert len(collection.titles()) == 2 + visit.new - 2 > 2


@pytest.mark.parametrize(
    ("link", "answer", "said"),
    [
        ("/news/{}.html", reply(status=404), "no sitemap that can be read: HTTP 404 not found"),
        ("/news/{}.html", reply(b"<html>Not here</html>"), "no sitemap that can be read: not a sitemap"),
        ("/report-{}", reply(status=404), "nothing in its addresses tells its reports from other pages"),
    ],
)
def test_a_feed_without_older_pages_anywhere_is_told_why(
    site: Site, collection: Collection, link: str, answer: object, said: str
) -> None:
    site.pages["/feed"] = reply(rss(item(1, link=site.address + link), item(2, link=site.address + link)))
    site.pages["/sitemap.xml"] = answer  # type: ignore[assignment]
    collection.feeds(feed(site))
    visit = backfill.backfill(feed(site), collection.tools)
    assert (visit.new, visit.error) == (2, "")
    assert said in visit.warnings[-1]


def test_reports_from_a_sitemap_are_those_of_the_feed_when_it_shows_them_again(
    older: Site, collection: Collection
) -> None:
    backfill.backfill(feed(older), collection.tools)
    link = f"{older.address}/news/2016/3.html?utm_source=rss"
    older.pages["/feed"] = reply(rss(item(29, link=f"{older.address}/news/2026/{{}}.html"), item(3, link=link)))
    assert visit_feed(feed(older), collection.tools).new == 0
