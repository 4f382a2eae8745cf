"""Whatever a server says: an answer within the limits of time and size, or a sentence."""

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.server import Reply, Server, Visitor, http
from tests.feeds.fuzzing import examples, storable
from tests.patience import EVENTUALLY
from tracker.errors import FetchError
from tracker.feeds.fetch import Fetcher

DEADLINE, CAP = 0.6, 100_000
FETCHER = Fetcher(("localhost",), pause=0, deadline=DEADLINE, cap=CAP)
BOMB = gzip.compress(bytes(30_000_000))
STARTS = [
    *([b"HTTP/1.1 200 OK\r\n"] * 6),
    b"HTTP/1.0 200\r\n",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"HTTP/2 200\r\n",
    b"",
]
HEADERS = [
    b"Content-Length: 10", b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: x",
    b"Content-Length: 3, 4", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip, chunked",
    b"Content-Encoding: gzip", b"Content-Encoding: deflate", b"Content-Encoding: br", b"Content-Encoding: gzip, gzip",
    b"Content-Encoding: \xff", b"Connection: keep-alive", b"Connection: upgrade",
    b"Retry-After: 99999999999999999999", b"Retry-After: -1", b"Retry-After: Mon, 01 Jan 99999 00:00:00 GMT",
    b"Set-Cookie: ;;;=; max-age=x; version=\xff", b"Set-Cookie: a=b; expires=Mon, 01 Jan 99999 00:00:00 GMT",
    b'Set-Cookie: a=b; Domain=.; Path="', b"Location: http://[", b"Location: //", b"Location: \xe4\xb8\xad",
    b"Location: http://localhost:0/", b"Location: http://localhost:99999/", b"Location: file:///etc/passwd",
    b"Location: http://10.0.0.1/", b"Location: ?" + b"x" * 5000, b"Location: http:///x", b"Content-Type: \x01",
    b": no name", b" folded", b"no colon", b"X: " + b"x" * 70_000, b"ETag: \x00",
]  # fmt: skip
NAMES = [b"Location: ", b"Set-Cookie: ", b"Content-Type: ", b"Retry-After: ", b"Content-Length: ", b""]
CONTENTS = [
    b"x" * 90_000, b"x" * 400_000, gzip.compress(b"<rss/>"), zlib.compress(b"<rss/>"), BOMB, BOMB[:5000],
    b"ffffffffffffffffff\r\nx", b"-1\r\nx", b"0x5\r\nabcde\r\n0\r\n\r\n", b"1" * 70_000,
]  # fmt: skip
rubbish = st.binary(max_size=30)
starts = st.one_of(
    st.sampled_from(STARTS),
    st.integers(0, 999).map("HTTP/1.1 {} Reason\r\n".format).map(str.encode),
    st.integers(300, 308).map("HTTP/1.1 {} Moved\r\nLocation: /feed?again\r\n".format).map(str.encode),
    rubbish.map(lambda noise: noise + b"\r\n"),
)
headers = st.one_of(st.sampled_from(HEADERS), st.tuples(st.sampled_from(NAMES), rubbish).map(b"".join))
chunks = st.lists(st.one_of(rubbish, st.just(b"x" * 40_000)), max_size=5).map(
    lambda parts: b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
)
contents = st.one_of(rubbish, chunks, chunks, st.sampled_from(CONTENTS))


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[bytes], bool]:
    """The bytes of an answer in pieces, and whether the server says nothing more without hanging up."""
    told = b"".join(header + b"\r\n" for header in draw(st.lists(headers, max_size=4)))
    whole = draw(starts) + told + draw(st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b""])) + draw(contents)
    cut = draw(st.integers(0, 200))
    return [piece for piece in (whole[:cut], whole[cut:]) if piece], draw(st.integers(0, 30)) == 30


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    opened = Server()
    yield opened
    opened.close()


@examples(250)
@given(answers())
def test_any_answer_is_a_body_within_its_limits_or_a_sentence(server: Server, answer: tuple[list[bytes], bool]) -> None:
    pieces, silent = answer

    def reply(visitor: Visitor) -> None:
        for piece in pieces:
            visitor.say(piece)
        if silent:
            visitor.wait_for_end()

    server.pages["/feed"] = reply
    started = time.monotonic()
    try:
        got = FETCHER.get(f"{server.address}/feed")
        seen = (got.status == 200, len(got.body) <= CAP)
    except FetchError as error:
        seen = (len(error.problem) > 3 and storable(error.problem), "Error" not in error.problem)
    assert seen == (True, True)
    assert time.monotonic() - started < EVENTUALLY


@pytest.mark.parametrize(
    "reply",
    [
        http(BOMB, Content_Encoding="gzip"),
        http(zlib.compress(bytes(30_000_000)), Content_Encoding="deflate"),
        http(gzip.compress(BOMB * 20), Content_Encoding="gzip, gzip"),
        http(b"%x\r\n" % 30_000_000 + BOMB * 200, Transfer_Encoding="chunked", Content_Length=""),
    ],
    ids=["gzip", "deflate", "twice", "one chunk"],
)
def test_what_unfolds_beyond_the_limit_is_never_held_in_memory(server: Server, reply: Reply) -> None:
    server.pages["/feed"] = reply
    tracemalloc.start()
    with pytest.raises(FetchError, match="larger than"):
        FETCHER.get(f"{server.address}/feed")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
