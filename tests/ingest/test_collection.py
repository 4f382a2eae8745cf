"""Pages behind the entries of one visit: what fails costs itself, and a host only where the host is to blame."""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import pytest

from tests.patience import EVENTUALLY
from tests.site import Site, reply, site
from tests.visits import LONG, Collection, collection, feed, item, rss, visit_feed
from tracker.archive import reading
from tracker.documents import Selection
from tracker.errors import FeedError, FetchError
from tracker.feeds.address_policy import resolve
from tracker.feeds.fetch import Fetcher
from tracker.ingest.pages import PageReader

__all__ = ["collection", "site"]
PAGE = "".join(f"<p>{LONG} Number {number}.</p>" for number in range(12))


def closed(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()


FAILS: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "redirects more than 5 times": reply(status=302, Location="/fails"),
    "redirects without saying where": reply(status=302),
    "redirects to ftp:": reply(status=302, Location="ftp://127.0.0.1/x"),
    "10.0.0.1 is a private address": reply(status=302, Location="http://10.0.0.1/login"),
    "compressed as br": reply(b"xxxx", Content_Encoding="br"),
    "larger than 20 MB": reply(b"x" * 21_000_000),
    "closed before": closed,
}


@pytest.mark.parametrize("problem", FAILS)
def test_a_page_that_fails_costs_no_other_page_of_its_host(site: Site, collection: Collection, problem: str) -> None:
    short = "A summary that goes on ..."
    items = [item(n, short, f"{site.address}/{'fails' if n == 2 else f'paper{n}'}") for n in range(1, 6)]
    site.pages["/feed"] = reply(rss(*items))
    site.pages["/fails"] = FAILS[problem]
    for number in range(1, 6):
        site.pages[f"/paper{number}"] = reply(f"<html><body><article>{PAGE}</article></body></html>".encode())
    collection.feeds(feed(site))
    for _ in range(2):
        assert visit_feed(feed(site), collection.tools).error == ""
        stored = reading.listed(collection.archive, Selection(collection.tools.clock().date()))
        texts = reading.texts(collection.archive, [each.id for each in stored])
        notes = {each.title: texts[each.id].note for each in stored}
        assert problem in notes.pop("Report 2")
        assert set(notes.values()) == {""}
        assert {texts[each.id].text_from for each in stored if each.title != "Report 2"} == {"page"}


def test_a_host_that_cannot_be_reached_is_asked_once_in_a_visit_and_blames_no_other(site: Site) -> None:
    asked = []

    def resolved(host: str, port: int) -> list:  # type: ignore[type-arg]
        asked.append(host)
        if host == "gone.example":
            raise socket.gaierror
        return resolve(host, port)

    site.pages["/sent-on"] = reply(status=302, Location="http://gone.example/there")
    site.pages["/here"] = reply(b"<p>Here.</p>")
    pages = PageReader(Fetcher(("127.0.0.1",), resolve=resolved))
    for name in ("one", "two", "three"):
        with pytest.raises(FeedError, match="name not found"):
            pages.fetch(f"http://gone.example/{name}")
    assert asked == ["gone.example"]
    with pytest.raises(FeedError, match="name not found"):
        pages.fetch(f"{site.address}/sent-on")
    assert pages.fetch(f"{site.address}/here")[0] == b"<p>Here.</p>"


def test_a_site_whose_robots_txt_fails_is_asked_for_no_page(site: Site) -> None:
    site.pages["/robots.txt"] = reply(status=503)
    pages = PageReader(Fetcher(("127.0.0.1",)))
    for name in ("one", "two"):
        with pytest.raises(FeedError, match=r"its robots\.txt cannot be read: HTTP 503"):
            pages.fetch(f"{site.address}/{name}")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_a_host_whose_pages_do_not_come_in_time_is_asked_for_two_in_a_visit(site: Site) -> None:
    over = threading.Event()
    site.pages = {f"/{number}": lambda _: over.wait(EVENTUALLY) and None for number in range(5)}
    pages = PageReader(Fetcher(("127.0.0.1",), deadline=0.3))
    try:
        for number in range(5):
            with pytest.raises(FeedError, match="no complete answer within"):
                pages.fetch(f"{site.address}/{number}")
    finally:
        over.set()
    asked = [path for path, _ in site.asked if path != "/robots.txt"]
    assert asked == ["/0", "/1"]


def test_who_waits_for_a_host_that_others_keep_busy_is_told_so(site: Site) -> None:
    over, began = threading.Event(), threading.Event()

    def hang(request: BaseHTTPRequestHandler) -> None:
        began.set()
        over.wait(EVENTUALLY)
        reply(b"late")(request)

    site.pages = {"/slow": hang, "/next": reply(b"here")}
    fetcher = Fetcher(("127.0.0.1",), deadline=EVENTUALLY)
    with ThreadPoolExecutor(1) as others:
        slow = others.submit(fetcher.get, f"{site.address}/slow")
        assert began.wait(EVENTUALLY)
        fetcher._deadline = 0.3
        with pytest.raises(FetchError, match="other requests kept its host busy"):
            fetcher.get(f"{site.address}/next")
        over.set()
        assert slow.result().body == b"late"
    assert fetcher.get(f"{site.address}/next").body == b"here"
