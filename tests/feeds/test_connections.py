"""Connections are kept open for a while, and lead through a proxy where the environment names one."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
import trustme

from tests.patience import EVENTUALLY
from tracker.errors import FetchError
from tracker.feeds import host_slot
from tracker.feeds.connection import Connection
from tracker.feeds.deadline import DeadlineMonitor
from tracker.feeds.fetch import Fetcher

LOCAL = ("127.0.0.1",)


class Keeping(ThreadingHTTPServer):
    """A server that keeps connections open, and knows how many it was given and which are left."""

    daemon_threads = True

    def __init__(self) -> None:
        self.given = 0
        self.open: set[object] = set()
        self.closing = False
        self.hanging_up = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                server.given += 1
                server.open.add(self)

            def finish(self) -> None:
                super().finish()
                server.open.discard(self)

            def do_GET(self) -> None:
                if server.hanging_up:  # once, on who asks over a connection that was kept open
                    server.hanging_up, self.close_connection = False, True
                    return
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
                self.close_connection = server.closing  # without a word, as servers do that have waited long enough

            def log_message(self, *_: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def server() -> Iterator[Keeping]:
    served = Keeping()
    yield served
    served.shutdown()
    served.server_close()


def test_one_connection_serves_many_requests_to_a_host(server: Keeping) -> None:
    fetcher = Fetcher(LOCAL)
    assert [fetcher.get(server.url).body for _ in range(5)] == [b"ok"] * 5
    assert server.given == 1


def test_a_connection_that_the_server_closed_in_silence_is_opened_anew(server: Keeping) -> None:
    fetcher, server.closing = Fetcher(LOCAL), True
    assert [fetcher.get(server.url).body for _ in range(5)] == [b"ok"] * 5
    assert server.given == 5


def test_the_second_try_over_a_new_connection_has_the_deadline_of_the_first(
    server: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetcher, over, deadlines = Fetcher(LOCAL), DeadlineMonitor.over, list[float]()

    def noted(monitor: DeadlineMonitor, opened: Connection, ends: float) -> AbstractContextManager[None]:
        deadlines.append(ends)
        return over(monitor, opened, ends)

    monkeypatch.setattr(DeadlineMonitor, "over", noted)
    fetcher.get(server.url)
    server.hanging_up = True
    assert fetcher.get(server.url).body == b"ok"
    first, *tries = deadlines
    assert server.given == len(tries) == 2
    assert first < tries[0] == tries[1]


def test_a_connection_that_nobody_uses_is_closed(server: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_slot, "KEPT", 0.05)
    fetcher = Fetcher(LOCAL)
    fetcher.get(server.url)
    deadline = time.monotonic() + EVENTUALLY
    while server.open:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert fetcher.get(server.url).body == b"ok"
    assert server.given == 2


class Relay(ThreadingTCPServer):
    """A proxy that writes down what it was asked, and answers everything itself; a tunnel it refuses."""

    daemon_threads = allow_reuse_address = True

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        relay = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head and (piece := self.request.recv(65_536)):
                    head += piece
                relay.asked.append(head)
                refused = head.startswith(b"CONNECT")
                self.request.sendall(
                    b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
                    if refused
                    else b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nrelayed"
                )

        super().__init__(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def relay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    served = Relay()
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://user:s%20cret@{served.address}")
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield served
    served.shutdown()
    served.server_close()


def nowhere(host: str, port: int) -> list[object]:
    """No name is known, as behind a proxy that looks names up itself."""
    raise socket.gaierror


def test_a_host_is_asked_through_the_proxy_of_the_environment(relay: Relay) -> None:
    answer = Fetcher(resolve=nowhere).get("http://ministry.example/feed?page=2")  # type: ignore[arg-type]
    assert answer.body == b"relayed"
    first, *rest = relay.asked[0].decode().split("\r\n")
    assert first == "GET http://ministry.example/feed?page=2 HTTP/1.1"
    assert {"Host: ministry.example", "proxy-authorization: Basic dXNlcjpzIGNyZXQ="} <= set(rest)


def test_a_tunnel_is_asked_for_and_its_refusal_names_the_proxy_and_no_password(relay: Relay) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(resolve=nowhere).get("https://ministry.example/feed")  # type: ignore[arg-type]
    assert relay.asked[0].startswith(b"CONNECT ministry.example:443 HTTP/1.")
    assert caught.value.problem.startswith(f"through the proxy {relay.address}: ")
    assert "407" in caught.value.problem
    assert "s cret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:9", "10.1.2.3", "[::1]:9"])
def test_a_proxy_is_no_way_to_private_addresses(relay: Relay, host: str) -> None:
    with pytest.raises(FetchError, match="is a private address"):
        Fetcher().get(f"http://{host}/")
    assert relay.asked == []


@pytest.mark.parametrize("why", ["NO_PROXY names it", "it is the reader's own"])
def test_some_hosts_are_asked_directly(
    relay: Relay, server: Keeping, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "NO_PROXY names it":
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert Fetcher(LOCAL).get(server.url).body == b"ok"
    assert relay.asked == []


def test_an_address_that_is_no_proxy_says_which_setting_to_correct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "socks5://127.0.0.1:1080")
    monkeypatch.delenv("http_proxy", raising=False)
    with pytest.raises(FetchError, match=r"socks5://127\.0\.0\.1:1080 is no http proxy; correct HTTP_PROXY"):
        Fetcher().get("http://example.org/")


class Tunnel(ThreadingTCPServer):
    """A proxy that connects to what it is asked for, whatever its name, at one port of this machine."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, port: int) -> None:
        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                while b"\r\n\r\n" not in self.request.recv(65_536):
                    pass
                with socket.create_connection(("127.0.0.1", port)) as there:
                    self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = threading.Thread(target=pass_on, args=(there, self.request), daemon=True)
                    back.start()
                    pass_on(self.request, there)
                    back.join()

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


def pass_on(source: socket.socket, target: socket.socket) -> None:
    """Send on whatever comes, until no more comes."""
    with suppress(OSError):
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def test_https_goes_through_the_proxy_with_its_own_certificate(
    server: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, there = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("ministry.example").configure_cert(there)
    server.socket = there.wrap_socket(server.socket, server_side=True)
    with Tunnel(server.server_address[1]) as tunnel:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{tunnel.server_address[1]}")
        fetcher = Fetcher(resolve=nowhere, pause=0)  # type: ignore[arg-type]
        authority.configure_trust(fetcher._tls)
        assert [fetcher.get("https://ministry.example/").body for _ in range(2)] == [b"ok"] * 2
        with pytest.raises(FetchError, match="certificate is not valid"):
            fetcher.get("https://elsewhere.example/")
        tunnel.shutdown()
    assert server.given == 1
