"""However a private address is written: no connection to it, and none refused to a public one."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faults.server import Server, raw
from tests.feeds.fuzzing import examples
from tracker.errors import FetchError
from tracker.feeds.address_policy import Address, AddressPolicy
from tracker.feeds.fetch import Fetcher

PRIVATE = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
    "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
]  # fmt: skip
PRIVATE_6 = ["::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2001:db8::/32", "100::/64", "64:ff9b:1::/48"]
PUBLIC = ["1.0.0.0/8", "8.8.0.0/16", "114.0.0.0/8", "151.101.0.0/16", "172.32.0.0/11", "100.128.0.0/9", "223.0.0.0/9"]
PUBLIC_6 = ["2400::/12", "2606:4700::/32", "2a00::/12", "2c0f:f000::/24"]


def inside(networks: list[str]) -> st.SearchStrategy[IPv4Address]:
    return st.sampled_from(networks).map(IPv4Network).flatmap(lambda net: st.ip_addresses(network=net))


def inside_6(networks: list[str]) -> st.SearchStrategy[IPv6Address]:
    return st.sampled_from(networks).map(IPv6Network).flatmap(lambda net: st.ip_addresses(network=net))


@st.composite
def spelt(draw: st.DrawFn, addresses: st.SearchStrategy[IPv4Address]) -> str:
    """An IPv4 address as the C library reads it: of one to four numbers, each decimal, octal or hexadecimal."""
    number, parts = int(draw(addresses)), draw(st.integers(1, 4))
    numbers = [number >> (24 - 8 * place) & 255 for place in range(parts - 1)]
    numbers.append(number & ((1 << 8 * (5 - parts)) - 1))
    forms = st.sampled_from(["{}", "0{:o}", "000{:o}", "0x{:x}", "0X{:08X}"])
    return ".".join(draw(forms).format(each) for each in numbers)


def wrapped(addresses: st.SearchStrategy[IPv4Address]) -> st.SearchStrategy[str]:
    """An IPv4 address inside an IPv6 one: mapped, NAT64, 6to4, Teredo."""
    forms = {
        "mapped": lambda inner: (0xFFFF << 32) + inner,
        "NAT64": lambda inner: (0x0064FF9B << 96) + inner,
        "6to4": lambda inner: (0x2002 << 112) + (inner << 80) + 1,
        "Teredo": lambda inner: (0x20010000 << 96) + (0x08080808 << 64) + (inner ^ 0xFFFFFFFF),
    }
    form = st.sampled_from(sorted(forms))
    return st.builds(lambda form, inner: str(IPv6Address(forms[form](int(inner)))), form, addresses)


compatible = inside(PRIVATE).map(lambda address: str(IPv6Address(int(address))))
private = st.one_of(spelt(inside(PRIVATE)), wrapped(inside(PRIVATE)), inside_6(PRIVATE_6).map(str), compatible)
public = st.one_of(spelt(inside(PUBLIC)), wrapped(inside(PUBLIC)), inside_6(PUBLIC_6).map(str))


def numbers_only(host: str, port: int) -> list[Address]:
    """The system's own reading of an address that is a number; names are not looked up."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [(family, where) for family, _, _, _, where in found]  # type: ignore[misc]


STRICT = Fetcher(pause=0, deadline=2, resolve=numbers_only)
# The one name of this machine that is let through, to be sent on from.
NAMED = Fetcher(
    ("localhost",),
    pause=0,
    deadline=2,
    resolve=lambda host, port: numbers_only("127.0.0.1" if host == "localhost" else host, port),
)
PIECES = [
    "http", "https", "file", "://", ":", "//", "/", "\\", "@", "[", "]", "?", "#", "%", "%00", "%zz", "a", "é", "。",
    "xn--", "xn--a", "127.0.0.1", "::1", "0", "99999", "-1", " ", "\t", "\r\n", "\0", "\ud800", "用户", "&key=x",
    "..", "." * 70, "a" * 70,
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=30),
    st.text(max_size=30).map("http://".__add__),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    opened = Server()
    yield opened
    opened.close()


@examples(300)
@given(private)
def test_a_private_address_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(FetchError, match="is a private address"):
        AddressPolicy(resolve=numbers_only).addresses(host, 80)


@examples(300)
@given(public)
def test_a_public_address_is_let_through_in_every_spelling(host: str) -> None:
    assert len(AddressPolicy(resolve=numbers_only).addresses(host, 80)) == 1


@examples(100)
@given(
    spelt(inside(["127.0.0.0/8"])),
    st.sampled_from(["{}", "x@{}", "{}.", "%{}", "[::ffff:{}]"]),
    st.sampled_from([0, 0xFEE0]),
)
def test_no_spelling_leads_to_this_machine(server: Server, host: str, form: str, wider: int) -> None:
    written = form.format(host.translate({ord(each): ord(each) + wider for each in "0123456789."}))
    target = f"http://{written}:{server.port}/secret"
    server.pages["/feed"] = raw(f"HTTP/1.1 302 X\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode())
    for first in (target, f"{server.address}/feed"):
        with pytest.raises(FetchError):
            NAMED.get(first)
    assert server.asked("/feed")
    assert server.asked("/secret") == []


@examples(400)
@given(texts)
def test_any_text_for_an_address_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        STRICT.get(text)
    assert caught.value.problem
    assert "Error" not in caught.value.problem
