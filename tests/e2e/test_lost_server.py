"""PostgreSQL goes away under a poller and an open page: both say so, lose nothing, and go on when it is back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Tabs
from tests.e2e.board import board, environment, process
from tests.patience import Child, until
from tests.servers import Server
from tests.site import Site, reply
from tests.visits import item, rss
from tracker.archive import health
from tracker.archive.opening import Archive, open_archive

pytestmark = pytest.mark.soak
AWAY = "its server does not answer; start it, or check host and port in the address; nothing stored was lost"


class Running:
    """A poller and a dashboard on a server, with a feed that shows one report more each time it is asked."""

    def __init__(self, site: Site, archive: Archive, poller: Child, url: str) -> None:
        self.site, self.archive, self.poller, self.url, self.shown = site, archive, poller, url, 0

    def goes_on(self, page: Page) -> None:
        """A report that the feed shows from now on is on the page, above all earlier ones."""
        self.shown += 1
        self.site.pages["/feed"] = reply(rss(*map(item, range(1, self.shown + 1))))
        health.want_visit(self.archive, "feed")
        expect(page.locator(".lines li")).to_have_count(self.shown)
        expect(page.locator(".lines li").first).to_contain_text(f"Report {self.shown}")
        expect(page.get_by_text(AWAY)).to_have_count(0)
        expect(page.locator(".status")).to_contain_text("Live")
        assert "unexpected" not in self.poller.said()


@pytest.fixture(scope="module")
def running(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, address, site = tmp_path_factory.mktemp("lost"), postgresql.create(), Site()
    site.pages["/feed"] = reply(rss())
    feeds = f"settings: {{allow_private: [127.0.0.1]}}\nfeeds: [{{name: feed, url: '{site.address}/feed'}}]\n"
    settings = environment(folder, feeds) | {"TRACKER_DATABASE": address}
    archive = open_archive(address)
    with process(["tracker", "poll"], settings) as poller, board(settings) as url:
        until("visited", lambda: health.all_feeds(archive) and health.of_feed(archive, "feed").last_visit)
        yield Running(site, archive, poller, url)
    archive.close()
    site.close()


@pytest.fixture
def page(running: Running, tabs: Tabs) -> Iterator[Page]:
    with tabs.fresh(running.url) as page:
        page.goto("/")
        running.goes_on(page)
        yield page


def test_a_server_that_stops_is_said_by_poller_and_page_and_both_go_on_when_it_is_back(
    running: Running, page: Page, postgresql: Server
) -> None:
    before = running.poller.said().count(AWAY)
    postgresql.stop()
    try:
        expect(page.get_by_text(AWAY).first).to_be_visible()
        until("said by the poller", lambda: running.poller.said().count(AWAY) > before)
        page.reload()  # and who comes meanwhile is told too
        expect(page.get_by_text(AWAY).first).to_be_visible()
    finally:
        postgresql.start()
    running.goes_on(page)


def test_connections_that_the_server_ends_are_opened_anew(running: Running, page: Page, postgresql: Server) -> None:
    for _ in range(5):
        postgresql.disconnect()
        running.goes_on(page)
