"""Visits to feeds on a real loopback server, into a real SQLite file."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.patience import EVENTUALLY, until
from tests.site import Site, reply, site
from tests.visits import LEXICON, LONG, NOW, Collection, collection, feed, item, rss, summary
from tracker import poller
from tracker.archive import health, leases, reading
from tracker.documents import Selection, Visit
from tracker.errors import SettingsError
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon

__all__ = ["collection", "site"]


def test_a_visit_stores_reports_with_their_mentions_and_a_second_adds_nothing(
    site: Site, collection: Collection
) -> None:
    site.pages["/feed"] = reply(rss(item(1), item(2)))
    source = feed(site, timezone="Asia/Shanghai")
    collection.feeds(source)
    first = poller.visit(source, collection.tools)
    assert (first.entries, first.new, first.error) == (2, 2, "")
    assert collection.titles() == ["Report 2", "Report 1"]
    assert len(reading.mentions_in(collection.archive, [1])[1]) == 30
    again = poller.visit(source, collection.tools)
    assert (again.new, again.revised) == (0, 0)


def test_what_the_server_calls_unchanged_is_not_read_again(site: Site, collection: Collection) -> None:
    def answer(request: object) -> None:
        known = request.headers.get("If-None-Match") == '"1"'  # type: ignore[attr-defined]
        reply(b"" if known else rss(item(1)), 304 if known else 200, ETag='"1"')(request)  # type: ignore[arg-type]

    site.pages["/feed"] = answer
    collection.feeds(feed(site))
    for _ in range(2):
        poller.visit(feed(site), collection.tools)
    assert [asked[1].get("if-none-match") for asked in site.asked] == [None, '"1"']
    assert health.of_feed(collection.archive, "feed").status == "ok"


def test_a_changed_text_is_a_revision_of_the_same_report(site: Site, collection: Collection) -> None:
    collection.feeds(feed(site))
    for text in (LONG, LONG + " And it was demanded."):
        site.pages["/feed"] = reply(rss(item(1, text)))
        visit = poller.visit(feed(site), collection.tools)
    assert (visit.new, visit.revised) == (0, 1)
    (report,) = reading.listed(collection.archive, Selection(date(2026, 12, 31)))
    assert report.revisions == 2


def test_a_summary_is_completed_from_the_page_behind_it(site: Site, collection: Collection) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)))
    paragraphs = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(3))
    page = f"<html><body><nav>Menu</nav><article>{paragraphs}</article><footer>Leave a Reply</footer></body></html>"
    site.pages["/page1"] = reply(page.encode(), Content_Type="text/html; charset=utf-8")
    collection.feeds(feed(site))
    poller.visit(feed(site), collection.tools)
    revision = reading.texts(collection.archive, [1])[1]
    assert (revision.text_from, revision.body.count("core technology"), revision.note) == ("page", 90, "")
    assert "Menu" not in revision.body


def test_a_page_that_fails_leaves_the_summary_and_says_why_and_is_tried_again(
    site: Site, collection: Collection
) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)), ETag='"1"')
    site.pages["/page1"] = reply(status=503)
    collection.feeds(feed(site))
    visit = poller.visit(feed(site), collection.tools)
    assert "1 of 1 entries: only the summary: HTTP 503" in visit.warnings[0]
    assert reading.texts(collection.archive, [1])[1].note.startswith("only the summary: HTTP 503")
    body = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(3))
    site.pages["/page1"] = reply(f"<html><body><article>{body}</article></body></html>".encode())
    poller.visit(feed(site), collection.tools)
    assert reading.texts(collection.archive, [1])[1].text_from == "page"


@pytest.mark.parametrize(("status", "asked"), [(503, 5), (429, 5), (404, 2)])
def test_a_page_that_may_come_back_is_asked_for_until_it_does_though_the_feed_stays_the_same(
    site: Site, collection: Collection, status: int, asked: int
) -> None:
    site.pages["/feed"] = reply(rss(summary(site, 1)), ETag='"1"')
    site.pages["/page1"] = reply(status=status)
    collection.feeds(feed(site))
    for _ in range(5):
        poller.visit(feed(site), collection.tools)
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
        poller.visit(feed(site), tools)
        tries.append([path for path, _ in site.asked].count("/page1"))
        said.append(health.of_feed(collection.archive, "feed").message)

    for hours in (0, 0.2, 0.3, 3, 3.5, 5):
        now = NOW + timedelta(hours=hours)
        look()
        site.pages["/feed"] = reply(rss(item(2), item(3), item(4)), ETag='"1"')
    assert tries == [1, 1, 2, 3, 3, 4]
    now = NOW + timedelta(hours=9)
    look(200)
    assert reading.texts(collection.archive, [1])[1].text_from == "page"
    assert ["only the summary" in each for each in said[-2:]] == [True, False]
    assert health.of_feed(collection.archive, "feed").retry_pages is None


def test_a_report_that_changed_while_its_page_failed_is_read_once_the_page_is_back(
    site: Site, collection: Collection
) -> None:
    collection.feeds(feed(site))
    for title, status in (("Report", 200), ("Changed", 503), ("Changed", 200)):
        site.pages["/feed"] = reply(rss(summary(site, 1).replace("Report", title)), ETag=f'"{title}"')
        body = f"<html><body><article><p>{title}. {LONG}</p></article></body></html>".encode()
        site.pages["/page1"] = reply(body, status)
        poller.visit(feed(site), collection.tools)
    assert reading.texts(collection.archive, [1])[1].body.startswith("Changed.")


def test_a_failing_feed_names_its_cause_and_holds_up_no_other(site: Site, collection: Collection) -> None:
    site.pages["/good"] = site.pages["/fine"] = reply(rss(item(1)))
    site.pages["/bad"] = reply(b"<html><body>maintenance</body></html>")
    site.pages["/gone"] = reply(status=404)
    names = ("good", "bad", "gone", "fine")
    feeds = [feed(site, name) for name in names]
    collection.feeds(*feeds)
    heard: list[Visit] = []
    poller.visit_once(feeds, collection.tools, heard.append)
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
        poller.visit(source, collection.tools)
        state = health.of_feed(collection.archive, "feed")
        assert state.next_visit is not None
        waits.append(state.next_visit - NOW)
    assert waits[0] >= timedelta(hours=1)
    assert waits == sorted(waits) or waits[-1] >= timedelta(days=1)
    assert max(waits) <= timedelta(days=1.1)
    site.pages["/feed"] = reply(rss(item(1)))
    poller.visit(source, collection.tools)
    state = health.of_feed(collection.archive, "feed")
    assert (state.status, state.failures) == ("ok", 0)
    assert state.next_visit is not None
    assert state.next_visit - NOW <= timedelta(minutes=33)


@contextmanager
def running(collection: Collection, settings: poller.Settings, hear: Callable[[Visit], None]) -> Iterator[None]:
    """A poller in a thread until the block is done; what it raised is raised."""
    with ThreadPoolExecutor(1) as threads:
        ran = threads.submit(poller.run, collection.archive, settings, lambda: datetime.now(UTC), collection.stop, hear)
        try:
            yield
        finally:
            collection.stop.set()
            ran.result(EVENTUALLY)


def test_a_running_poller_takes_up_new_feeds_and_wishes_by_itself(site: Site, collection: Collection) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    site.pages["/two"] = reply(rss(item(2)))
    held = [FeedsFile((feed(site, "one"),), allow_private=("127.0.0.1",))]
    heard: list[Visit] = []
    with running(collection, lambda: (held[0], LEXICON), heard.append):
        until("visited", lambda: len(heard) == 1)
        assert leases.pollers_alive(collection.archive, datetime.now(UTC)) == 1
        held[0] = FeedsFile((feed(site, "one"), feed(site, "two")), allow_private=("127.0.0.1",))
        until("visited", lambda: len(heard) == 2)
        health.want_visit(collection.archive, "one")
        until("visited", lambda: len(heard) == 3)
        health.want_visit(collection.archive, "two", backfill=True)
        until("visited", lambda: len(heard) == 4)
    assert [visit.feed.id for visit in heard] == ["one", "two", "one", "two"]
    assert leases.pollers_alive(collection.archive, datetime.now(UTC)) == 0


def test_a_running_poller_outlives_settings_with_a_slip_and_feeds_it_has_not_read_yet(
    site: Site, collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    site.pages["/two"] = reply(rss(item(2)))
    first, both = (
        FeedsFile(tuple(feed(site, name) for name in names), allow_private=("127.0.0.1",))
        for names in (("one",), ("one", "two"))
    )
    held: list[FeedsFile | SettingsError] = [first]
    heard: list[str] = []

    asked: list[int] = []

    def settings() -> tuple[FeedsFile, Lexicon]:
        asked.append(1)
        if isinstance(held[0], SettingsError):
            raise held[0]
        return held[0], LEXICON

    def hear(visit: Visit) -> None:
        heard.append(visit.feed.id)

    with running(collection, settings, hear):
        until("visited", lambda: heard == ["one"])
        collection.feeds(*both.feeds)  # the Sources page did so, and has yet to be seen in the file
        health.want_visit(collection.archive, "one")
        until("visited", lambda: heard == ["one"] * 2)
        slip = SettingsError("lexicon.yaml:3", "is not YAML")
        for count, broken in enumerate((slip, FeedsFile((), errors=(slip,))), 3):
            held[0] = broken
            asked.clear()
            until("asked", lambda: len(asked) >= 2)  # the second time, what came of the first is done
            health.want_visit(collection.archive, "one")
            until("visited", lambda count=count: len(heard) == count)
        held[0] = both
        until("visited", lambda: heard == ["one"] * 4 + ["two"])
    assert [record.message for record in caplog.records] == [
        "lexicon.yaml:3: is not YAML; until then all goes on as before"
    ]


def test_a_poller_of_some_feeds_leaves_the_others_as_they_are(site: Site, collection: Collection) -> None:
    site.pages["/one"] = site.pages["/two"] = reply(rss(item(1)))
    settings = FeedsFile((feed(site, "one"), feed(site, "two")), allow_private=("127.0.0.1",)), LEXICON
    heard: list[Visit] = []

    def hear(visit: Visit) -> None:
        heard.append(visit)
        collection.stop.set()

    poller.run(collection.archive, lambda: settings, lambda: datetime.now(UTC), collection.stop, hear, {"two"})
    assert [visit.feed.id for visit in heard] == ["two"]
    assert {each.feed_id: each.status for each in health.all_feeds(collection.archive)} == {"one": "new", "two": "ok"}
