"""Visits to feeds on a real loopback server, into a real SQLite file."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.site import Site, reply, site
from tracker import backfill, poller
from tracker.archive import health, leases, reading, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.collection import Tools
from tracker.documents import Feed, Selection, Visit
from tracker.feeds.fetch import Fetcher
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.workers import Workers

__all__ = ["site"]
NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEXICON = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("core technolog*",), "zh": ("核心技术",)}),)),))
WORKERS = Workers(LEXICON)
LONG = "He stressed that core technology must be mastered, and that it must be our own. " * 30


def rss(*items: str, head: str = "") -> bytes:
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
    body = f"<channel><title>T</title>{head}{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0" {space}>{body}</rss>'.encode()


def item(number: int, text: str = LONG, link: str = "https://example.org/{}") -> str:
    where = f"<link>{link.format(number)}</link>" if link else ""
    return (
        f"<item><title>Report {number}</title>{where}<pubDate>{number:02} Jun 2026 10:00:00 +0800</pubDate>"
        f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded></item>"
    )


class Collection:
    """An archive with the tools to fill it."""

    def __init__(self, folder: Path) -> None:
        self.archive: Archive = open_archive(f"sqlite:///{folder}/tracker.db")
        scores.register(self.archive, LEXICON, NOW)
        self.stop = threading.Event()
        self.tools = Tools(self.archive, Fetcher(("127.0.0.1",)), WORKERS, lambda: NOW, self.stop)

    def feeds(self, *feeds: Feed) -> None:
        writing.enlist(self.archive, feeds)

    def titles(self) -> list[str]:
        return [each.title for each in reading.listed(self.archive, Selection(date(2026, 12, 31)))]


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path)


def feed(site: Site, name: str = "feed", **more: object) -> Feed:
    return Feed(name, name, f"{site.address}/{name}", **more)  # type: ignore[arg-type]


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
    short = item(1, "A summary that goes on ...", f"{site.address}/page{{}}")
    site.pages["/feed"] = reply(rss(short))
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
    site.pages["/feed"] = reply(rss(item(1, "A summary that goes on ...", f"{site.address}/page{{}}")), ETag='"1"')
    site.pages["/page1"] = reply(status=503)
    collection.feeds(feed(site))
    visit = poller.visit(feed(site), collection.tools)
    assert "1 of 1 entries: only the summary: HTTP 503" in visit.warnings[0]
    assert reading.texts(collection.archive, [1])[1].note.startswith("only the summary: HTTP 503")
    body = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(3))
    site.pages["/page1"] = reply(f"<html><body><article>{body}</article></body></html>".encode())
    poller.visit(feed(site), collection.tools)
    assert reading.texts(collection.archive, [1])[1].text_from == "page"


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


def test_a_running_poller_takes_up_new_feeds_and_wishes_by_itself(site: Site, collection: Collection) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    site.pages["/two"] = reply(rss(item(2)))
    held = [FeedsFile((feed(site, "one"),), allow_private=("127.0.0.1",))]
    heard: list[Visit] = []
    thread = threading.Thread(
        target=poller.run,
        args=(collection.archive, lambda: (held[0], LEXICON), lambda: datetime.now(UTC), collection.stop, heard.append),
    )
    thread.start()
    try:
        wait_for(lambda: len(heard) == 1)
        assert leases.pollers_alive(collection.archive, datetime.now(UTC)) == 1
        held[0] = FeedsFile((feed(site, "one"), feed(site, "two")), allow_private=("127.0.0.1",))
        wait_for(lambda: len(heard) == 2)
        health.want_visit(collection.archive, "one")
        wait_for(lambda: len(heard) == 3)
        health.want_visit(collection.archive, "two", backfill=True)
        wait_for(lambda: len(heard) == 4)
    finally:
        collection.stop.set()
        thread.join(10)
    assert [visit.feed.id for visit in heard] == ["one", "two", "one", "two"]
    assert leases.pollers_alive(collection.archive, datetime.now(UTC)) == 0


def wait_for(condition: object) -> None:
    deadline = time.monotonic() + 15
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)
