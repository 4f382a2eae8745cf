"""One guarded GET: what it brings, what it refuses, and how it says so."""

import gzip
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.patience import EVENTUALLY
from tests.site import Reply, Site, reply
from tracker.errors import FetchError
from tracker.feeds.address import redact
from tracker.feeds.fetch import Fetcher

LOCAL = ("127.0.0.1", "localhost")


def problem(url: str, **limits: float) -> str:
    with pytest.raises(FetchError) as caught:
        Fetcher(LOCAL, pause=0, **limits).get(url)  # type: ignore[arg-type]
    return caught.value.problem


def slowly(seconds: float, page: Reply) -> Reply:
    def answer(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        page(request)

    return answer


def test_an_answer_brings_its_body_decoded_and_its_headers(site: Site) -> None:
    site.pages["/feed"] = reply(gzip.compress(b"<rss/>"), Content_Encoding="gzip", ETag='"1"')
    answer = Fetcher(LOCAL).get(f"{site.address}/feed")
    assert (answer.body, answer.headers["etag"], answer.status) == (b"<rss/>", '"1"', 200)
    assert "PolicySignalTracker" in site.asked[0][1]["user-agent"]


def test_validators_are_sent_and_an_unchanged_feed_answers_without_a_body(site: Site) -> None:
    site.pages["/feed"] = reply(status=304)
    answer = Fetcher(LOCAL).get(f"{site.address}/feed", etag='"1"', last_modified="Mon, 06 Jul 2026 10:00:00 GMT")
    assert (answer.status, answer.body) == (304, b"")
    sent = site.asked[0][1]
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"1"', "Mon, 06 Jul 2026 10:00:00 GMT")


def test_a_304_that_nobody_asked_for_is_an_error(site: Site) -> None:
    site.pages["/feed"] = reply(status=304)
    assert "304" in problem(f"{site.address}/feed")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120.0),
        ({"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "\xb2"}, None),
        ({"Retry_After": "9" * 400}, 999_999_999_999.0),
        ({"Retry_After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_a_busy_server_says_when_to_come_again(site: Site, headers: dict[str, str], seconds: float | None) -> None:
    site.pages["/feed"] = reply(b"", 429, **headers)
    with pytest.raises(FetchError) as caught:
        Fetcher(LOCAL).get(f"{site.address}/feed")
    assert (caught.value.status, caught.value.retry_after) == (429, seconds)


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("file:///etc/passwd", "redirects to file:"),
        ("ftp://example.org/", "redirects to ftp:"),
        ("/feed", "more than 5 times"),
        ("", "without saying where"),
        ("http://[bad", "cannot be read"),
        ("http://h:99999/", "is no http or https address"),
        ("http://169.254.169.254/", "private address"),
    ],
)
def test_a_redirect_that_is_not_safe_is_refused(site: Site, location: str, says: str) -> None:
    site.pages["/feed"] = reply(b"", 302, **({"Location": location} if location else {}))
    assert says in problem(f"{site.address}/feed")


def test_only_a_permanent_move_gives_a_new_address(site: Site) -> None:
    site.pages["/new"] = reply(b"here")
    for status, moved in ((301, True), (308, True), (302, False), (307, False)):
        site.pages["/old"] = reply(status=status, Location="/new")
        answer = Fetcher(LOCAL).get(f"{site.address}/old")
        assert answer.url == f"{site.address}/new"
        assert answer.permanent_url == (answer.url if moved else None)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "http://[::1]/", "http://0.0.0.0/", "http://169.254.169.254/", "http://10.1.2.3/",
        "http://100.64.0.1/", "http://192.168.0.1/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
        "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fec0::1]/",
        "http://[::7f00:1]/", "http://[64:ff9b:1::7f00:1]/", "http://[::ffff:0:7f00:1]/",
        "http://localhost/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_a_private_address_is_refused_however_it_is_written(url: str) -> None:
    with pytest.raises(FetchError, match=r"private address|name not found|no http"):
        Fetcher(deadline=5).get(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/f",
        "http://127.0.0.1\\@example.org/",
        "gopher:x",
        "http://[::1",
        "http://h:99999/",
        "",
    ],
)
def test_only_http_is_spoken(url: str) -> None:
    assert problem(url) in ("is no http or https address", "name not found")


def test_a_name_that_mixes_public_and_private_addresses_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(FetchError, match="private address"):
        Fetcher().get("http://mixed.example/")


def test_the_address_that_was_checked_is_the_one_connected_to(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.pages["/"] = reply(b"ok")
    port = int(site.address.rsplit(":", 1)[1])
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: next(answers))
    assert Fetcher(("rebinding.example",)).get(f"http://rebinding.example:{port}/").body == b"ok"


def test_nobody_listening_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert problem(f"http://127.0.0.1:{port}/") == "connection refused"


def test_an_unknown_name_is_said_so() -> None:
    assert problem("http://no-such-host.invalid/") == "name not found"


@pytest.mark.parametrize(
    ("pieces", "pause"),
    [
        ((), 0.0),
        (tuple(bytes([byte]) for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 2_000), 0.1),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", *(b"x" for _ in range(2_000))), 0.1),
    ],
    ids=["never answers", "drips its header", "drips its body"],
)
def test_the_deadline_is_for_the_whole_answer(raw: Callable[..., str], pieces: tuple[bytes, ...], pause: float) -> None:
    started = time.monotonic()
    assert "no " in problem(raw(*pieces, pause=pause, close=False), deadline=1.0)
    assert time.monotonic() - started < EVENTUALLY


@pytest.mark.parametrize(
    "pieces",
    [
        (b"",),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",),
    ],
    ids=["closed at once", "body too short", "chunk cut"],
)
def test_a_cut_answer_is_never_taken_for_a_whole_one(raw: Callable[..., str], pieces: tuple[bytes, ...]) -> None:
    assert problem(raw(*pieces)) == "the connection closed before the answer was complete"


def test_the_deadline_is_for_all_redirects_together(site: Site) -> None:
    site.pages["/feed"] = slowly(0.4, reply(status=302, Location="/feed"))
    assert problem(f"{site.address}/feed", deadline=1.0) == "no complete answer within 1 s"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"hello there\n", "the answer is not HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 1000 + b"\r\n", "the header of the answer is too long"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", "the header of the answer is too long"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            "the answer is not compressed as it says it is",
        ),
    ],
)
def test_what_is_no_proper_answer_is_said_plainly(raw: Callable[..., str], answer: bytes, says: str) -> None:
    assert problem(raw(answer)) == says


def test_a_body_is_read_no_further_than_the_cap(site: Site) -> None:
    site.pages["/bomb"] = reply(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip")
    assert problem(f"{site.address}/bomb", cap=1_000_000) == "the answer is larger than 1 MB"


def test_one_host_is_never_asked_twice_at_a_time(site: Site) -> None:
    inside: list[int] = []
    most: list[int] = []

    def page(request: BaseHTTPRequestHandler) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.1)
        inside.pop()  # before the answer goes out, after which the next may come
        reply(b"ok")(request)

    site.pages["/feed"] = page
    fetcher = Fetcher(LOCAL)
    threads = [threading.Thread(target=fetcher.get, args=(f"{site.address}/feed",)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [1, 1, 1, 1]


def test_credentials_are_sent_and_never_shown(site: Site) -> None:
    site.pages["/feed"] = reply(status=403)
    url = site.address.replace("http://", "http://user:tok@") + "/feed?key=s3cret&page=2"
    with pytest.raises(FetchError) as caught:
        Fetcher(LOCAL).get(url)
    assert site.asked[0][1]["authorization"].startswith("Basic ")
    assert "tok" not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert redact(url).endswith("/feed?key=…&page=2")
