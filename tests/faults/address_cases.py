"""Addresses and secrets: private networks however they are written, and what must never be shown."""

import socket
from collections.abc import Callable
from typing import cast

import pytest

from tests.faults.case import Case
from tests.faults.paper import cut, item, page, prose, rss
from tests.faults.server import Server, Visitor, http
from tests.faults.stage import Stage
from tracker.errors import SettingsError
from tracker.feeds.address_policy import Address
from tracker.pages import sources_table
from tracker.queries.sources import sources
from tracker.settings import feeds_editing, feeds_file

PRIVATE = "is a private address"
LITERAL = ("127.0.0.1", "[::1]", "0.0.0.0", "169.254.169.254", "10.1.2.3", "100.64.0.1")
DISGUISED = (
    *("2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]"),
    *("127.1", "0177.0.0.1", "[::7f00:1]", "[64:ff9b:1::7f00:1]"),
)


def refused(hosts: tuple[str, ...]) -> Callable[[Stage], None]:
    """Nobody is connected to, and the row says why."""

    def play(stage: Stage) -> None:
        for number, host in enumerate(hosts):
            stage.feed(f"private-{number}", url=f"http://{host}:{stage.site.port}/feed")
        stage.site.pages["/feed"] = http(rss(item(1)))
        stage.poll()
        for name in stage.feeds:
            assert stage.row(name).status == "failing"
            assert PRIVATE in stage.row(name).message
            assert "allow_private" in stage.row(name).message
        assert stage.site.visitors == []

    return play


def from_public_to_private(stage: Stage) -> None:
    secret = Server()
    secret.pages |= {"/feed": http(rss(item(9))), "/page": http(page(*(prose(n) for n in range(9))))}
    inside = f"http://127.0.0.1:{secret.port}"
    link = f'<atom:link rel="prev-archive" href="{inside}/feed"/>'
    stage.feed("redirect", http(b"", 302, Location=f"{inside}/feed"))
    stage.feed("link", http(rss(cut(1, f"{inside}/page"))))
    stage.feed("archive", http(rss(item(2), head=link)))
    stage.poll()
    assert PRIVATE in stage.row("redirect").message
    assert PRIVATE in stage.text("link").note
    assert PRIVATE in stage.row("link").message
    assert (stage.row("link").reports, stage.row("archive").reports) == (1, 1)
    found = stage.backfill("archive")
    assert "another host" in "; ".join(found.warnings)
    assert secret.visitors == []
    secret.close()


def resolving(answers: dict[str, list[list[str]]]) -> tuple[Callable[[str, int], list[Address]], list[str]]:
    """A resolver that gives each name these answers one after the other; and what it was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[Address]:
        if host not in answers:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            return [cast(Address, (family, where)) for family, _, _, _, where in found]
        asked.append(host)
        return [(socket.AF_INET, (ip, port)) for ip in answers[host].pop(0)]

    return resolve, asked


def rebinding(stage: Stage) -> None:
    names = {"honest.example": [["127.0.0.1"], ["192.0.2.1"]], "rebinding.example": [["93.184.216.34"], ["127.0.0.1"]]}
    stage.limits["resolve"], asked = resolving(names)
    stage.allowed.append("honest.example")
    stage.site.pages["/feed"] = http(rss(item(1)))
    for name in names:
        stage.feed(name.partition(".")[0], url=f"http://{name}:{stage.site.port}/feed")
    stage.poll("before", alone=True)
    stage.poll("after", alone=True)
    stage.poll("honest", alone=True)
    stage.limits["deadline"] = 0.5
    stage.poll("rebinding", alone=True)
    # The first answer was checked and connected to; there was no second look that could have changed it.
    assert sorted(asked) == sorted(names)
    assert (stage.row("honest").status, stage.row("honest").reports) == ("ok", 1)
    assert (stage.row("rebinding").status, len(stage.site.visitors)) == ("failing", 1)
    stage.limits["deadline"] = 10.0
    stage.poll("rebinding", alone=True)
    assert PRIVATE in stage.row("rebinding").message
    assert len(stage.site.visitors) == 1
    stage.feeds.clear()


def mixed_records(stage: Stage) -> None:
    stage.limits["resolve"], _ = resolving({"mixed.example": [["93.184.216.34", "127.0.0.1"]] * 9})
    stage.feed("case", url=f"http://mixed.example:{stage.site.port}/feed")
    assert PRIVATE in stage.poll().error
    assert PRIVATE in stage.row().message
    assert stage.site.visitors == []


TRICKS = (
    "http://127.0.0.1\\@good.example/",
    "http://good.example@127.0.0.1/",
    "http://good.example:80@127.0.0.1/",
    "http://a@b@127.0.0.1/",
    "http://good.example%40127.0.0.1/",
    "http://good.example#@127.0.0.1/",
    "http://good.example /feed",
    "http://good.example\t.evil.example/",
    "http://@/feed",
    "https:good.example",
    "javascript:alert(1)",
    "http://h:99999/feed",
    "http://[::1",
)
MEANT = ("https://user:token@good.example/feed", "https://medium.com/feed/@ministry", "https://good.example/f?to=a@b.c")


def address_tricks(stage: Stage) -> None:
    stage.feed("case", http(rss(item(1))))
    stage.poll()
    before = stage.yaml.read_text()
    for url in TRICKS:
        with pytest.raises(SettingsError, match="http or https address"):
            feeds_editing.add(stage.yaml, name="trick", url=url)
        with pytest.raises(SettingsError, match="http or https address"):
            feeds_editing.edit(stage.yaml, "case", url=url)
    assert stage.yaml.read_text() == before
    for number, url in enumerate(MEANT):
        feeds_editing.add(stage.yaml, name=f"meant {number}", url=url)
    stage.feed("written-by-hand", url=TRICKS[0])
    stage.write()
    (error,) = feeds_file.load(stage.yaml).errors
    assert "http or https address" in str(error)
    assert stage.poll().error == ""
    assert stage.codes[-1] == 1
    assert stage.row("case").reports == 1
    del stage.feeds["written-by-hand"]


def intranet(stage: Stage) -> None:
    stage.limits["resolve"], _ = resolving(
        {"intranet.example": [["127.0.0.1"]] * 9, "other.example": [["127.0.0.1"]] * 9}
    )
    stage.allowed += ["intranet.example", "10.0.0.0/8"]
    stage.site.pages["/feed"] = http(rss(item(1)))
    for name in ("intranet", "other"):
        stage.feed(name, url=f"http://{name}.example:{stage.site.port}/feed")
    stage.poll()
    assert (stage.row("intranet").status, stage.row("intranet").reports) == ("ok", 1)
    assert (stage.row("other").status, len(stage.site.visitors)) == ("failing", 1)


def secrets(stage: Stage) -> None:
    def secret(server: Server, name: str) -> str:
        return server.address.replace("//", "//user:t0ken@") + f"/{name}?key=s3cret&page=2"

    def lost(visitor: Visitor) -> None:
        raise OSError

    stage.site.pages |= {
        "/refused": http(b"", 403),
        "/broken": http(b"<html>no feed</html>"),
        "/lost": lost,
        "/around": http(b"", 302, Location="/around?key=s3cret"),
        "/stored": http(rss(item(1))),
        "/moved": http(b"", 301, Location=secret(stage.site, "stored")),
    }
    for name in ("refused", "broken", "lost", "around", "stored", "moved"):
        stage.feed(name, url=secret(stage.site, name))
    stage.feed("nobody", url="http://user:t0ken@no-such-host.invalid/feed?key=s3cret")
    with stage.refusing("stored"):
        for _ in range(2):
            stage.poll()
            stage.pass_time(days=8)
        assert stage.site.asked("/refused")[0].headers["authorization"].startswith("Basic ")
        stage.feed("twice", url=secret(stage.site, "stored"))
        stage.feed("wrong", url=secret(stage.site, "stored").replace("http:", "htp:"))
        stage.write()
        said = [stage.log, *map(str, feeds_file.load(stage.yaml).errors)]
        del stage.feeds["twice"], stage.feeds["wrong"]
        stage.write()
        known = sources(stage.archive, feeds_file.load(stage.yaml)).sources
        said += [each.health.message for each in known] + [sources_table.html(known, stage.now)]
        for verb in (["feeds", "list"], ["feeds", "list", "--format", "json"], ["feeds", "health"], ["poll", "--once"]):
            said.append(stage.command(*verb))
        assert sum("FAILED" in line for line in stage.log.splitlines()) == 12, stage.log
        for text in said:
            assert "t0ken" not in text
            assert "s3cret" not in text
    assert stage.poll("stored").new == 1


def credentials(stage: Stage) -> None:
    other = Server()
    other.pages["/feed"] = http(rss(item(1)))
    stage.site.pages["/here"] = http(b"", 302, Location=f"{stage.site.address}/there")
    stage.site.pages["/there"] = http(b"", 302, Location=f"{other.address}/feed", Set_Cookie="session=1")
    stage.feed("case", url=stage.site.address.replace("//", "//user:t0ken@") + "/here")
    assert (stage.poll().new, stage.row().status) == (1, "ok")
    assert [("authorization" in each.headers) for each in stage.site.visitors] == [True, True]
    (visitor,) = other.visitors
    assert "authorization" not in visitor.headers
    assert "t0ken" not in visitor.path + str(visitor.headers)
    other.close()


CASES = (
    Case(37, "private addresses", refused(LITERAL)),
    Case(38, "private addresses in disguise", refused(DISGUISED)),
    Case(39, "from a public address into a private network", from_public_to_private),
    Case(40, "a rebinding resolver", rebinding),
    Case(41, "mixed A records", mixed_records),
    Case(42, "user-info tricks", address_tricks),
    Case(43, "an allow-list of intranet hosts", intranet),
    Case(44, "secrets in a failing address", secrets),
    Case(45, "credentials and another host", credentials),
)
