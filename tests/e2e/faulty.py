"""Web sites that fail at random: raw sockets in front of what would have been answered, with a seed for every fault."""

import http.client
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHALLENGE = b"<html><head><title>Just a moment</title></head><body><script>window._cf_chl_opt={}</script></body></html>"
# A path fails at most so often in a row: what is lost while a feed fails for longer than it shows its entries is
# the business of planned outages.
MOST_IN_A_ROW = 2
PATIENCE = 30.0  # seconds that a silent answer stays open at most


@dataclass(frozen=True)
class Answer:
    """What a site would answer if nothing went wrong."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


Origin = Callable[[str, Mapping[str, str]], Answer]  # from a path with its query, and headers with small names


class Faulty:
    """One port for each site; ``chance`` of a request fails, and between two requests a port may be closed.

    Which request fails, and how, follows from the seed, the path and how often it was asked for, so a run is repeated
    by its seed as far as the other side asks the same.
    """

    def __init__(self, origins: Mapping[str, Origin], seed: int) -> None:
        self.seed, self.chance = seed, 0.0
        self.requests = 0
        self.faults: Counter[str] = Counter()
        self._sites = {name: _Site(self, name, origin) for name, origin in origins.items()}
        self._dice = random.Random(seed)
        self._asked: Counter[tuple[str, str]] = Counter()
        self._in_a_row: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def address(self, name: str) -> str:
        return f"http://127.0.0.1:{self._sites[name].port}"

    def down(self, name: str) -> None:
        """Refuse all connections to a site until it is up again."""
        self._sites[name].held = True
        self._sites[name].close()

    def up(self, name: str) -> None:
        self._sites[name].held = False
        self._sites[name].open()

    def pass_time(self) -> None:
        """Open what a fault closed; a few sites refuse all connections until time passes again."""
        for site in self._sites.values():
            if site.held:
                continue
            was_open = site.listening
            site.open()
            if was_open and self._dice.random() < self.chance / 5:
                self.faults["port closed"] += 1
                site.close()

    def heal(self) -> None:
        """No more faults."""
        self.chance = 0.0
        for name in self._sites:
            self.up(name)

    def close(self) -> None:
        for site in self._sites.values():
            site.close()
            site.holder.close()

    def fault(self, name: str, path: str) -> tuple[str, random.Random]:
        """What goes wrong with this request, empty if nothing, and the chance that shapes it."""
        with self._lock:
            self.requests += 1
            place = (name, path)
            self._asked[place] += 1
            dice = random.Random(f"{self.seed} {name} {path} {self._asked[place]}")
            if self._in_a_row[place] >= MOST_IN_A_ROW or dice.random() >= self.chance:
                self._in_a_row[place] = 0
                return "", dice
            self._in_a_row[place] += 1
            kind = dice.choices(list(FAULTS), [weight for weight, _ in FAULTS.values()])[0]
            self.faults[kind] += 1
            return kind, dice


class _Site:
    """One port, which stays ours while it is closed."""

    def __init__(self, sites: Faulty, name: str, origin: Origin) -> None:
        self._sites, self._name, self._origin = sites, name, origin
        self.holder = _bound(0)
        self.port = self.holder.getsockname()[1]
        self.held = self.listening = False
        self.open()

    def open(self) -> None:
        if not self.listening:
            self._socket = _bound(self.port)
            self._socket.listen(64)
            self.listening = True
            threading.Thread(target=self._accept, args=(self._socket,), daemon=True).start()

    def close(self) -> None:
        if self.listening:
            self.listening = False
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked and (more := connection.recv(65536)):
                asked += more
            line, *rest = asked.decode("latin-1").split("\r\n")
            if line.count(" ") < 2:  # the other side was killed
                return
            path = line.split(" ")[1]
            headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)}
            kind, dice = self._sites.fault(self._name, path)
            if kind == "reset":
                self.close()
            answer = self._origin(path, headers)
            act = FAULTS[kind][1] if kind else _whole
            act(connection, answer, dice)
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in headers.items()), "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _whole(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    length = {} if answer.status == 304 else {"Content-Length": str(len(answer.body))}
    connection.sendall(_head(answer.status, {**answer.headers, **length}) + answer.body)


def _reset(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _nothing(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """Closed without an answer."""


def _short(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """Fewer bytes than Content-Length promises."""
    body = answer.body or b"nothing"
    head = _head(answer.status if answer.body else 200, {**answer.headers, "Content-Length": str(len(body))})
    connection.sendall(head + body[: dice.randrange(len(body))])


def _chunks(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """A chunked answer that ends before its last chunk."""
    part = answer.body[: dice.randrange(len(answer.body) + 1)]
    chunk = f"{len(part):x}\r\n".encode() + part + b"\r\n" if part else b""
    connection.sendall(_head(200, {**answer.headers, "Transfer-Encoding": "chunked"}) + chunk)


def _drip(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """A byte now and then, for longer than anyone waits."""
    connection.sendall(_head(200, {**answer.headers, "Content-Length": str(len(answer.body) + 10_000)}))
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        connection.sendall(b"<")
        time.sleep(0.05)


def _silence(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    connection.settimeout(PATIENCE)
    while connection.recv(65536):
        pass


def _failing(status: int, wait: bool = False) -> "_Act":
    def act(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
        headers = {"Content-Type": "text/html"} | ({"Retry-After": str(dice.randint(60, 20_000))} if wait else {})
        _whole(connection, Answer(status, b"<html><body>Try again later.</body></html>", headers), dice)

    return act


def _truncated(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """A feed whose end is missing though HTTP says that it is whole; of anything else nothing is left."""
    feed = answer.body.lstrip()[:1] == b"{" or b"<rss" in answer.body[:500] or b"<feed" in answer.body[:500]
    body = answer.body[: dice.randrange(len(answer.body))] if feed else b""
    headers = {name: value for name, value in answer.headers.items() if name.lower() != "content-length"}
    _whole(connection, Answer(200, body, headers), dice)


def _challenge(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    _whole(connection, Answer(dice.choice((200, 403, 503)), CHALLENGE, {"Content-Type": "text/html"}), dice)


def _unasked(connection: socket.socket, answer: Answer, dice: random.Random) -> None:
    """Not modified, it says, and may be wrong."""
    connection.sendall(_head(304, {}))


_Act = Callable[[socket.socket, Answer, random.Random], None]
FAULTS: dict[str, tuple[float, _Act]] = {
    "reset": (1, _reset),
    "closed without answer": (1, _nothing),
    "shorter than said": (1, _short),
    "chunks cut": (1, _chunks),
    "drip": (0.3, _drip),
    "silence": (0.2, _silence),
    "500": (1, _failing(500)),
    "502": (1, _failing(502)),
    "503": (1, _failing(503, wait=True)),
    "429": (0.7, _failing(429, wait=True)),
    "truncated": (2, _truncated),
    "challenge": (1, _challenge),
    "304": (0.7, _unasked),
}


def forward(address: str) -> Origin:
    """The answers of another server, asked in the name of the site in front of it."""
    there = urlsplit(address)

    def answer(path: str, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=PATIENCE)
        kept = {name: headers[name] for name in ("host", "if-none-match", "if-modified-since") if name in headers}
        connection.request("GET", path, headers=kept)
        response = connection.getresponse()
        body = response.read()
        named = {name: value for name, value in response.getheaders() if name in ("Content-Type", "ETag")}
        connection.close()
        return Answer(response.status, body, named)

    return answer
