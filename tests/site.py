"""Real servers on loopback: one that speaks HTTP, one that says whatever bytes it is told to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Reply = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A site whose pages are functions; ``asked`` lists what was asked for, with its headers."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                site.pages.get(self.path.partition("?")[0], reply(status=404))(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        # looks so often whether it was closed: by itself it does twice a second, and each test would wait for it
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def reply(body: bytes = b"", status: int = 200, **headers: str) -> Reply:
    """A page that answers with this body, status and headers (underscores for hyphens)."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()
    yield served
    served.close()


@pytest.fixture
def raw() -> Iterator[Callable[..., str]]:
    """Serve raw bytes to one visitor, in pieces with a pause after each; gives the address."""
    sockets = []

    def serve(*pieces: bytes, pause: float = 0.0, close: bool = True) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        sockets.append(listening)

        def speak() -> None:
            connection, _ = listening.accept()
            sockets.append(connection)
            connection.recv(65536)
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause)
            except OSError:
                return
            if close:
                connection.close()

        threading.Thread(target=speak, daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/feed"

    yield serve
    for each in sockets:
        each.close()
