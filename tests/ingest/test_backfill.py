"""Older reports, fetched from a real loopback server."""

from datetime import date

from tests.site import Site, reply, site
from tests.visits import Collection, collection, feed, item, rss
from tracker.ingest import backfill

__all__ = ["collection", "site"]


def test_backfill_follows_archive_links_to_their_end_and_never_in_a_circle(site: Site, collection: Collection) -> None:
    def link(page: int) -> str:
        return f'<atom:link rel="prev-archive" href="{site.address}/archive{page}"/>'

    site.pages["/feed"] = reply(rss(item(9), head=link(1)))
    site.pages["/archive1"] = reply(rss(item(8), head=link(2)))
    site.pages["/archive2"] = reply(rss(item(7), head=link(1)))
    collection.feeds(feed(site))
    said: list[str] = []
    visit = backfill.backfill(feed(site), collection.tools, progress=said.append)
    assert (visit.new, visit.error, len(said)) == (3, "", 3)
    assert collection.titles() == ["Report 9", "Report 8", "Report 7"]


def test_backfill_of_wordpress_counts_pages_until_they_end(site: Site, collection: Collection) -> None:
    def answer(request: object) -> None:
        page = int(request.path.partition("paged=")[2] or 1)  # type: ignore[attr-defined]
        head = "<generator>https://wordpress.org/?v=6.1</generator>"
        reply(rss(item(10 - page), head=head) if page <= 3 else b"", 200 if page <= 3 else 404)(request)  # type: ignore[arg-type]

    site.pages["/feed"] = answer
    collection.feeds(feed(site))
    visit = backfill.backfill(feed(site), collection.tools)
    assert (visit.new, visit.error) == (3, "")


def test_backfill_stops_where_pages_repeat_and_where_it_was_asked_to(site: Site, collection: Collection) -> None:
    site.pages["/feed"] = reply(rss(item(5), head="<generator>wordpress</generator>"))
    collection.feeds(feed(site))
    assert backfill.backfill(feed(site), collection.tools).new == 1
    assert len(site.asked) == 2
    backfill.backfill(feed(site), collection.tools, since=date(2026, 6, 6))
    assert len(site.asked) == 3
