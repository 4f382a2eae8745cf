"""Visits to feeds on a real loopback server, into a real SQLite file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.site import Site, reply, site
from tests.visits import LONG, NOW, Collection, collection, feed, item, rss, summary, visit_feed
from tracker.archive import health, reading
from tracker.documents import Selection, Visit
from tracker.ingest import poller

__all__ = ["collection", "site"]


def test_a_visit_stores_reports_with_their_mentions_and_a_second_adds_nothing(
    site: Site, collection: Collection
) -> None:
    site.pages["/feed"] = reply(rss(item(1), item(2)))
    source = feed(site, timezone="Asia/Shanghai")
    collection.feeds(source)
    first = visit_feed(source, collection.tools)
    assert (first.entries, first.new, first.error) == (2, 2, "")
    assert collection.titles() == ["Report 2", "Report 1"]
    assert len(reading.mentions_in(collection.archive, [1])[1]) == 30
    again = visit_feed(source, collection.tools)
    assert (again.new, again.revised) == (0, 0)


def test_what_the_server_calls_unchanged_is_not_read_again(site: Site, collection: Collection) -> None:
    def answer(request: object) -> None:
        known = request.headers.get("If-None-Match") == '"1"'  # type: ignore[attr-defined]
        reply(b"" if known else rss(item(1)), 304 if known else 200, ETag='"1"')(request)  # type: ignore[arg-type]

    site.pages["/feed"] = answer
    collection.feeds(feed(site))
    for _ in range(2):
        visit_feed(feed(site), collection.tools)
    assert [asked[1].get("if-none-match") for asked in site.asked] == [None, '"1"']
    assert health.of_feed(collection.archive, "feed").status == "ok"


def test_a_changed_text_is_a_revision_of_the_same_report(site: Site, collection: Collection) -> None:
    collection.feeds(feed(site))
    for text in (LONG, LONG + " And it was demanded."):
        site.pages["/feed"] = reply(rss(item(1, text)))
        visit = visit_feed(feed(site), collection.tools)
    assert (visit.new, visit.revised) == (0, 1)
    (report,) = reading.listed(collection.archive, Selection(date(2026, 12, 31)))
    assert report.revisions == 2


def test_a_summary_is_completed_from_the_page_behind_it(site: Site, collection: Collection) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)))
    paragraphs = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(3))
    page = f"<html><body><nav>Menu</nav><article>{paragraphs}</article><footer>Leave a Reply</footer></body></html>"
    site.pages["/page1"] = reply(page.encode(), Content_Type="text/html; charset=utf-8")
    collection.feeds(feed(site))
    visit_feed(feed(site), collection.tools)
    revision = reading.texts(collection.archive, [1])[1]
    assert (revision.text_from, revision.body.count("core technology"), revision.note) == ("page", 90, "")
    assert "Menu" not in revision.body


def test_a_page_that_fails_leaves_the_summary_and_says_why_and_is_tried_again(
    site: Site, collection: Collection
) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)), ETag='"1"')
    site.pages["/page1"] = reply(status=503)
    collection.feeds(feed(site))
    visit = visit_feed(feed(site), collection.tools)
    assert "1 of 1 entries: only the summary: HTTP 503" in visit.warnings[0]
    assert reading.texts(collection.archive, [1])[1].note.startswith("only the summary: HTTP 503")
    body = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(3))
    site.pages["/page1"] = reply(f"<html><body><article>{body}</article></body></html>".encode())
    visit_feed(feed(site), collection.tools)
    assert reading.texts(collection.archive, [1])[1].text_from == "page"


@pytest.mark.parametrize(("status", "asked"), [(503, 5), (429, 5), (404, 2)])
def test_a_page_that_may_come_back_is_asked_for_until_it_does_though_the_feed_stays_the_same(
    site: Site, collection: Collection, status: int, asked: int
) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)), ETag='"1"')
    site.pages["/page1"] = reply(status=status)
    collection.feeds(feed(site))
    for _ in range(5):
        visit_feed(feed(site), collection.tools)
    assert [path for path, _ in site.asked].count("/page1") == asked


def test_a_page_that_comes_back_after_its_entry_has_left_the_feed_is_read_within_twice_its_age(
    site: Site, collection: Collection
) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1), item(2)))
    site.pages["/page1"] = reply(status=404)
    collection.feeds(feed(site))
    tries, said, now = [], [], NOW

    def look(page: int = 404) -> None:
        tools = replace(collection.tools, clock=lambda: now)
        site.pages["/page1"] = reply(f"<html><body><article><p>{LONG}</p></article></body></html>".encode(), page)
        visit_feed(feed(site), tools)
        tries.append([path for path, _ in site.asked].count("/page1"))
        said.append(health.of_feed(collection.archive, "feed").message)

    for hours in (0, 0.2, 0.3, 3, 3.5, 5):
        now = NOW + timedelta(hours=hours)
        look()
        site.pages["/feed"] = reply(rss(item(2), item(3), item(4)), ETag='"1"')
    assert tries == [1, 1, 2, 3, 3, 4]
    now = NOW + timedelta(hours=9)
    look(200)
    assert reading.texts(collection.archive, [2])[2].text_from == "page"
    assert ["only the summary" in each for each in said[-2:]] == [True, False]
    assert health.of_feed(collection.archive, "feed").pages_due == NOW + timedelta(days=1)


def test_a_report_that_changed_while_its_page_failed_is_read_once_the_page_is_back(
    site: Site, collection: Collection
) -> None:
    collection.feeds(feed(site))
    for title, status in (("Report", 200), ("Changed", 503), ("Changed", 200)):
        site.pages["/feed"] = reply(rss(summary(site, 1).replace("Report", title)), ETag=f'"{title}"')
        body = f"<html><body><article><p>{title}. {LONG}</p></article></body></html>".encode()
        site.pages["/page1"] = reply(body, status)
        visit_feed(feed(site), collection.tools)
    assert reading.texts(collection.archive, [1])[1].body.startswith("Changed.")


def test_a_failing_feed_names_its_cause_and_holds_up_no_other(site: Site, collection: Collection) -> None:
    site.pages["/good"] = site.pages["/fine"] = reply(rss(item(1)))
    site.pages["/bad"] = reply(b"<html><body>maintenance</body></html>")
    site.pages["/gone"] = reply(status=404)
    names = ("good", "bad", "gone", "fine")
    feeds = [feed(site, name) for name in names]
    collection.feeds(*feeds)
    heard: list[Visit] = []
    poller.run_once(feeds, collection.tools, heard.append)
    assert {visit.feed.id: visit.error for visit in heard} == {
        "good": "", "fine": "", "bad": "not a feed: text/html", "gone": "HTTP 404 not found",
    }  # fmt: skip
    state = health.of_feed(collection.archive, "gone")
    assert (state.status, state.message, state.failures) == ("failing", "HTTP 404 not found", 1)


def test_a_failing_feed_is_visited_more_and_more_seldom_and_recovers_at_once(
    site: Site, collection: Collection
) -> None:
    source = feed(site, interval=timedelta(minutes=30))
    collection.feeds(source)
    site.pages["/feed"] = reply(status=500)
    waits = []
    for _ in range(8):
        visit_feed(source, collection.tools)
        state = health.of_feed(collection.archive, "feed")
        assert state.next_visit is not None
        waits.append(state.next_visit - NOW)
    assert waits[0] >= timedelta(hours=1)
    assert waits == sorted(waits) or waits[-1] >= timedelta(days=1)
    assert max(waits) <= timedelta(days=1.1)
    site.pages["/feed"] = reply(rss(item(1)))
    visit_feed(source, collection.tools)
    state = health.of_feed(collection.archive, "feed")
    assert (state.status, state.failures) == ("ok", 0)
    assert state.next_visit is not None
    assert state.next_visit - NOW <= timedelta(minutes=33)
