"""HTTP as servers speak it: redirects, validators and refusals."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.faults.case import Case, fails
from tests.faults.paper import item, page, rss
from tests.faults.server import Reply, Visitor, http
from tests.faults.stage import Stage
from tracker.archive import health, leases
from tracker.settings import feeds_editing

FEED = rss(item(1), item(2))


def moved_for_a_week(stage: Stage) -> None:
    for status in (301, 308):
        name = f"moved-{status}"
        stage.feed(name, http(b"", status, Location="/new"))
        stage.site.pages["/new"] = http(FEED)
        for _ in range(7):
            stage.poll()
            assert stage.row(name).message == ""
            stage.pass_time(days=1)
        stage.poll()
        assert f"moved for good to {stage.site.address}/new" in stage.row(name).message
        assert (stage.row(name).status, stage.row(name).reports) == ("ok", 2)
        stage.write()
        feeds_editing.edit(stage.yaml, name, url=f"{stage.site.address}/new")
        visit = stage.poll(name, write=False)
        assert (visit.entries, visit.new, stage.row(name).message) == (2, 0, "")
        stage.feeds.clear()


def moved_for_now(stage: Stage) -> None:
    stage.site.pages["/new"] = http(FEED)
    for status in (302, 307):
        stage.feed(f"moved-{status}", http(b"", status, Location="/new"))
    for _ in range(9):
        stage.poll()
        stage.pass_time(days=1)
    for name in stage.feeds:
        assert (stage.row(name).message, stage.row(name).moved_to, stage.row(name).reports) == ("", None, 2)


def moved_to_a_home_page(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.feed("case", http(b"", 301, Location="/home"))
    stage.site.pages["/home"] = http(page("Welcome"), Content_Type="text/html")
    for _ in range(9):
        assert stage.poll().error == "not a feed: text/html"
        stage.pass_time(days=1)
    assert (stage.row().moved_to, stage.row().status, stage.row().reports) == (None, "failing", 2)


def new_etag_with_304(stage: Stage) -> None:
    tags = iter(('"1"', '"2"', '"3"'))

    def answer(visitor: Visitor) -> None:
        known = "if-none-match" in visitor.headers
        http(b"" if known else FEED, 304 if known else 200, ETag=next(tags, '"4"'))(visitor)

    _validators(stage, answer, [None, '"1"', '"2"'])


def new_etag_with_the_same_body(stage: Stage) -> None:
    tags = iter(('"1"', '"2"', '"3"'))
    _validators(stage, lambda visitor: http(FEED, ETag=next(tags, '"4"'))(visitor), [None, '"1"', '"2"'])


def _validators(stage: Stage, reply: Reply, sent: Iterable[str | None]) -> None:
    stage.feed("case", reply)
    for _ in sent:
        assert stage.poll().revised == 0
        assert (stage.row().status, stage.row().reports) == ("ok", 2)
    assert [visitor.headers.get("if-none-match") for visitor in stage.site.asked("/case")] == list(sent)


def unasked_304(stage: Stage) -> None:
    def once(visitor: Visitor) -> None:
        fresh = visitor.headers.get("cache-control") == "no-cache"
        http(FEED if fresh else b"", 200 if fresh else 304)(visitor)

    stage.feed("case", once)
    assert (stage.poll().new, stage.row().status, len(stage.site.asked("/case"))) == (2, "ok", 2)
    stage.feed("always", http(b"", 304))
    assert "304" in stage.poll("always").error
    assert len(stage.site.asked("/always")) == 2


def no_validators(stage: Stage) -> None:
    stage.feed("case", http(FEED, ETag='"1"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT"))
    stage.poll()
    before = stage.everything()
    visit = stage.poll()
    assert (visit.entries, visit.new, visit.revised) == (0, 0, 0)
    assert stage.everything() == before


def failing_write(stage: Stage) -> None:
    stage.feed("case", http(FEED, ETag='"1"'))
    with stage.refusing("case"):
        visit = stage.poll()
        assert "the disk said no" in visit.error
        assert (stage.row().status, stage.row().etag, stage.row().body_hash) == ("failing", None, None)
    assert stage.poll().new == 2
    assert stage.site.asked("/case")[1].headers.get("if-none-match") is None
    assert (stage.row().status, stage.row().etag) == ("ok", '"1"')


def not_found(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.feed("case", http(b"", 404))
    for _ in range(20):
        assert stage.poll().error == stage.row().message == "HTTP 404 not found"
        row = stage.row()
        assert row.next_visit is not None
        assert row.next_visit - stage.now <= timedelta(days=1.1)
        stage.pass_time(days=1.1)
        assert "case" in leases.due(stage.archive, stage.now)
    assert (row.status, row.failures, row.reports) == ("failing", 20, 2)


def gone(stage: Stage) -> None:
    stage.feed("case", http(FEED))
    stage.poll()
    stage.feed("case", http(b"", 410))
    for times in (1, 2, 3):
        stage.poll()
        stage.pass_time(days=2)
        assert (stage.row().status, "case" in leases.due(stage.archive, stage.now)) == (
            ("failing", True) if times < 3 else ("paused", False)
        )
    assert "gone for good (3 visits in a row said so)" in stage.row().message
    assert stage.row().reports == 2
    health.want_visit(stage.archive, "case")
    assert "case" in leases.due(stage.archive, stage.now)
    stage.feed("case", http(FEED))
    stage.poll()
    assert (stage.row().status, stage.row().message) == ("ok", "")


def busy(stage: Stage) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=5), usegmt=True)
    waits = {
        "7200": (2, 2.2),
        later: (4.9, 5.6),
        "Wed, 21 Oct 2015 07:28:00 GMT": (1, 1.1),
        "soon": (1, 1.1),
        "315360000": (24, 26.4),
    }
    for number, text in enumerate(waits):
        stage.feed(f"busy-{number}", http(b"", 429, Retry_After=text))
    stage.poll()
    for number, (least, most) in enumerate(waits.values()):
        row = stage.row(f"busy-{number}")
        assert (row.status, row.message) == ("failing", "HTTP 429 too many requests")
        assert row.next_visit is not None
        assert least <= (row.next_visit - stage.now) / timedelta(hours=1) <= most
    stage.feeds.clear()


def unavailable(stage: Stage) -> None:
    stage.feed("case", http(b"", 503, Retry_After="36000"))
    assert stage.poll().error == "HTTP 503 service unavailable"
    row = stage.row()
    assert row.next_visit is not None
    assert 10 <= (row.next_visit - stage.now) / timedelta(hours=1) <= 11
    stage.feed("case", http(FEED))
    stage.poll()
    assert (stage.row().status, stage.row().failures) == ("ok", 0)


def server_errors(stage: Stage) -> None:
    waits: dict[int, set[float]] = {}
    for _ in range(2):
        for number, status in enumerate((500, 502, 504, 520), 1):
            stage.feed("case", http(b"", status))
            assert f"HTTP {status}" in stage.poll().error
            row = stage.row()
            assert row.next_visit is not None
            waits.setdefault(number, set()).add((row.next_visit - stage.now) / timedelta(minutes=30))
            assert 2**number <= (row.next_visit - stage.now) / timedelta(minutes=30) <= 2**number * 1.1
        stage.feed("case", http(rss(item(len(stage.codes)))))
        assert stage.poll().new == 1
        row = stage.row()
        assert row.next_visit is not None
        assert (row.status, row.failures) == ("ok", 0)
        assert row.next_visit - stage.now <= timedelta(minutes=33)
    assert all(len(each) == 2 for each in waits.values())  # chance keeps feeds apart


CASES = (
    Case(18, "301 or 308 on seven days running", moved_for_a_week),
    Case(19, "302 or 307", moved_for_now),
    Case(20, "301 to an HTML home page", moved_to_a_home_page),
    Case(21, "304 with a new ETag", new_etag_with_304),
    Case(22, "200, same body, new ETag", new_etag_with_the_same_body),
    Case(23, "304 to an unconditional request", unasked_304),
    Case(24, "server ignores validators", no_validators),
    Case(25, "database write fails after a 200", failing_write),
    Case(26, "401 and 403", fails("HTTP 40", http(b"", 401), http(b"", 403))),
    Case(27, "404", not_found),
    Case(28, "410", gone),
    Case(29, "429 with Retry-After", busy),
    Case(30, "503 with Retry-After", unavailable),
    Case(31, "5xx", server_errors),
)
