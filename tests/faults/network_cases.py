"""HTTP and network: answers that do not come, are cut, drip, or never end."""

import gzip
import socket
import time
import zlib

from tests.faults.case import Case, Play, fails
from tests.faults.paper import item, rss
from tests.faults.server import Reply, Visitor, http, raw
from tests.faults.stage import Stage
from tests.patience import EVENTUALLY

OK = b"HTTP/1.1 200 OK\r\n"
SHORT = {"deadline": 0.6}
CAP = {"cap": 1_000_000}


def nobody_listens(stage: Stage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    stage.feed("case", url=f"http://localhost:{port}/")
    assert stage.poll().error == stage.row().message == "connection refused"


def no_such_name(stage: Stage) -> None:
    stage.feed("case", url="http://no-such-host.invalid/feed")
    assert stage.poll().error == stage.row().message == "name not found"


def in_time(play: Play) -> Play:
    """The whole play ends soon, though the answers would take ten minutes."""

    def timed(stage: Stage) -> None:
        started = time.monotonic()
        play(stage)
        assert time.monotonic() - started < EVENTUALLY

    return timed


def without_end(stage: Stage) -> None:
    visitors: list[Visitor] = []

    def two_gigabytes(visitor: Visitor) -> None:
        visitors.append(visitor)
        visitor.say(OK + b"Content-Length: 2000000000\r\n\r\n")
        while True:
            visitor.say(bytes(100_000))

    def unsaid(visitor: Visitor) -> None:
        visitors.append(visitor)
        visitor.say(OK + b"\r\n")
        while True:
            visitor.say(bytes(100_000))

    fails("the answer is larger than 1 MB", two_gigabytes, unsaid, **CAP)(stage)
    assert all(visitor.sent < 20_000_000 for visitor in visitors)


def _bomb(megabytes: int) -> bytes:
    squeezed = zlib.compressobj(9, wbits=31)
    return b"".join(squeezed.compress(bytes(1_000_000)) for _ in range(megabytes)) + squeezed.flush()


def gzip_bomb(stage: Stage) -> None:
    bomb = http(_bomb(200), Content_Encoding="gzip")
    fails("the answer is larger than 20 MB", bomb)(stage)


def other_bombs(stage: Stage) -> None:
    twice = http(gzip.compress(_bomb(200)), Content_Encoding="gzip, gzip")
    fails("the answer is larger than 20 MB", twice)(stage)
    for coding in ("br", "zstd"):
        uninvited: Reply = http(bytes(1000), Content_Encoding=coding)
        fails(f"the answer is compressed as {coding}, which was not asked for", uninvited)(stage.anew())
    hidden = http(gzip.compress(_bomb(200)), Content_Encoding="gzip", Content_Type="text/xml")
    fails("not a feed: gzip", hidden)(stage.anew())
    stage.anew().feed("case", http(gzip.compress(gzip.compress(rss(item(1)))), Content_Encoding="gzip, gzip"))
    assert stage.poll().new == 1


CASES = (
    Case(1, "connection refused", nobody_listens),
    Case(2, "DNS failure", no_such_name),
    Case(3, "accepts, never answers", in_time(fails("no complete answer within 0.6 s", raw(stay=True), **SHORT))),
    Case(
        4,
        "header drip",
        in_time(fails("no complete answer", raw(OK, *([b"X"] * 1_000), pause=0.5), **SHORT)),
    ),
    Case(
        5,
        "body drip",
        in_time(fails("no complete answer", raw(OK + b"\r\n" + rss(item(7)), *([b" "] * 1_000), pause=0.5), **SHORT)),
    ),
    Case(6, "close without response", fails("the connection closed before the answer was complete", raw())),
    Case(
        7,
        "Content-Length longer than the body",
        fails("the connection closed before the answer was complete", http(rss(item(7)), Content_Length="100000")),
    ),
    Case(
        8,
        "chunked stream cut",
        fails(
            "the connection closed before the answer was complete",
            raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"),
            raw(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nabcde"),
        ),
    ),
    Case(9, "HTTP/0.9 bytes", fails("the answer is not HTTP", raw(rss(item(7))))),
    Case(10, "2 GB body", without_end),
    Case(11, "200 MB gzip bomb", gzip_bomb),
    Case(12, "br and zstd bomb, double gzip", other_bombs),
    Case(
        13,
        "gzip said, plain text sent",
        fails("the answer is not compressed as it says it is", http(rss(item(7)), Content_Encoding="gzip")),
    ),
    Case(
        14,
        "1,000 headers, a 1 MB header",
        fails(
            "the header of the answer is too long",
            raw(OK + b"X: a\r\n" * 1000 + b"\r\n" + rss(item(7))),
            raw(OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n" + rss(item(7))),
        ),
    ),
    Case(15, "redirect loop", fails("redirects more than 5 times", http(b"", 302, Location="/case"))),
    Case(16, "302 without Location", fails("redirects without saying where", http(b"", 302))),
    Case(
        17,
        "redirect to file: or ftp:",
        fails("which is refused", http(b"", 302, Location="file:///etc/passwd"), http(b"", 301, Location="ftp://h/f")),
    ),
)
