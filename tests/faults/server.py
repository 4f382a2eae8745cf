"""A server that says the bytes it is told to, on a raw socket of this machine."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit


class Visitor:
    """One request: what it asks for, and the connection to answer on. ``sent`` counts the bytes of the answer."""

    def __init__(self, connection: socket.socket, asked: bytes) -> None:
        line, *rest = asked.decode("latin-1").split("\r\n")
        self.path = line.split(" ")[1] if line.count(" ") >= 2 else ""
        self.headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
        self.sent = 0
        self._connection = connection

    def say(self, data: bytes) -> None:
        self._connection.sendall(data)
        self.sent += len(data)

    def wait_for_end(self) -> None:
        """Say nothing more until the other side has enough."""
        with suppress(OSError):
            while self._connection.recv(65536):
                pass


Reply = Callable[[Visitor], None]


class Server:
    """Serves a reply for each path, else 404; ``visitors`` lists who came."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.pages: dict[str, Reply] = {}
        self.visitors: list[Visitor] = []
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.address = f"{'https' if tls else 'http'}://localhost:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            asked = b""
            while b"\r\n\r\n" not in asked and (more := connection.recv(65536)):
                asked += more
            visitor = Visitor(connection, asked)
            self.visitors.append(visitor)
            path = urlsplit(visitor.path).path
            with suppress(OSError):
                self.pages.get(path, http(b"", 404))(visitor)
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def asked(self, path: str) -> list[Visitor]:
        """Who asked for a path, whatever its query."""
        return [each for each in self.visitors if urlsplit(each.path).path == path]

    def close(self) -> None:
        self._listening.close()


def http(body: bytes, status: int = 200, **headers: str) -> Reply:
    """A proper answer; names of headers take underscores for hyphens."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return raw(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)


def raw(*pieces: bytes, pause: float = 0.0, stay: bool = False) -> Reply:
    """These bytes, with a pause after each piece; ``stay`` keeps the connection open at the end."""

    def answer(visitor: Visitor) -> None:
        for piece in pieces:
            visitor.say(piece)
            time.sleep(pause)
        if stay:
            visitor.wait_for_end()

    return answer


def in_turn(*replies: Reply) -> Reply:
    """One reply for each visit, the last for all after."""
    left = list(replies)
    return lambda visitor: (left.pop(0) if len(left) > 1 else left[0])(visitor)
