"""Access: challenges, certificates, downgrades, cookies and robots.txt."""

import ssl
from datetime import UTC, datetime, timedelta

import trustme

from tests.faults.case import Case, fails
from tests.faults.paper import item, page, prose, rss
from tests.faults.server import Server, Visitor, http
from tests.faults.stage import Stage

FEED = rss(item(1), item(2))
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b'<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
CHECK = b"<html><script>document.cookie=('__jsl_clearance_s=1')+location.href</script></html>"


def challenged_page(stage: Stage) -> None:
    stage.feed(
        "case", http(rss(item(1, "", link=f"{stage.site.address}/page", more="<description>Cut ...</description>")))
    )
    stage.site.pages["/page"] = http(CHALLENGE, Content_Type="text/html")
    stage.poll()
    assert stage.text().text_from == "summary"
    assert "blocked" in stage.text().note
    assert "blocked" in stage.row().message


def challenge(stage: Stage) -> None:
    fails(
        "blocked",
        http(CHALLENGE, 403, Content_Type="text/html", Server="cloudflare", CF_Mitigated="challenge"),
        http(CHALLENGE, 503, Content_Type="text/html"),
        http(CHALLENGE, 200, Content_Type="text/html"),
        http(CHECK, 521, Content_Type="text/html"),
    )(stage)
    challenged_page(stage.anew())


def certificates(stage: Stage) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    certificate = {
        "expired": stage.authority.issue_cert("localhost", not_before=yesterday - timedelta(9), not_after=yesterday),
        "self-signed": trustme.CA().issue_cert("localhost"),
        "wrong-host": stage.authority.issue_cert("elsewhere.example"),
        "right": stage.authority.issue_cert("localhost"),
    }
    servers = {name: _tls(each) for name, each in certificate.items()}
    for name, server in servers.items():
        server.pages["/feed"] = http(FEED)
        stage.feed(name, url=f"{server.address}/feed")
    stage.poll()
    assert (stage.row("right").status, stage.row("right").reports) == ("ok", 2)
    said = {"expired": "expired", "self-signed": "issuer certificate", "wrong-host": "Hostname mismatch"}
    for name, why in said.items():
        assert stage.row(name).message.startswith("its certificate is not valid: ")
        assert why in stage.row(name).message
        assert (stage.row(name).status, servers[name].visitors) == ("failing", [])
    for server in servers.values():
        server.close()


def _tls(certificate: trustme.LeafCert) -> Server:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return Server(context)


def downgrade(stage: Stage) -> None:
    server = _tls(stage.authority.issue_cert("localhost"))
    server.pages["/feed"] = http(b"", 301, Location=f"{stage.site.address}/plain")
    stage.site.pages["/plain"] = http(FEED)
    stage.feed("case", url=f"{server.address}/feed")
    assert stage.poll().error == stage.row().message == "redirects from https to http, which is refused"
    assert stage.site.visitors == []
    server.close()


def cookie(stage: Stage) -> None:
    def answer(visitor: Visitor) -> None:
        if visitor.headers.get("cookie") == "seen=1":
            http(FEED)(visitor)
        else:
            http(b"", 302, Location="/case", Set_Cookie="seen=1; Path=/; HttpOnly")(visitor)

    stage.feed("case", answer)
    assert (stage.poll().new, stage.row().status) == (2, "ok")
    assert stage.site.asked("/case")[0].headers.get("cookie") is None


def robots(stage: Stage) -> None:
    stage.feed(
        "case",
        http(rss(item(1, "", link=f"{stage.site.address}/news/1", more=f"<description>{prose(1)} ...</description>"))),
    )
    stage.site.pages["/news/1"] = http(page(*(prose(n) for n in range(9))), Content_Type="text/html")
    stage.site.pages["/robots.txt"] = http(b"User-agent: *\nDisallow: /news/\n", Content_Type="text/plain")
    stage.poll()
    assert "robots.txt" in stage.row().message
    assert stage.text().note == "only the summary: the site's robots.txt forbids programs to read the page"
    assert stage.text().text_from == "summary"
    assert stage.site.asked("/news/1") == []
    stage.site.pages["/robots.txt"] = http(b"User-agent: *\nDisallow: /other/\n", Content_Type="text/plain")
    stage.feed("case", stage.site.pages["/case"])
    stage.poll()
    assert (stage.text().text_from, stage.row().message) == ("page", "")


CASES = (
    Case(32, "a challenge page", challenge),
    Case(33, "certificates that are not valid", certificates),
    Case(34, "HTTPS to HTTP redirect", downgrade),
    Case(35, "redirect that needs a cookie", cookie),
    Case(36, "robots.txt forbids the article page", robots),
)
