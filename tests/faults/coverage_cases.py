"""Coverage: gaps between polls, archives that turn in circles, summaries, and feeds that fell silent."""

from datetime import date

from tests.faults.case import Case
from tests.faults.paper import cut, item, page, prose, rss
from tests.faults.server import Server, Visitor, http
from tests.faults.stage import Stage
from tracker.archive import gaps
from tracker.documents import Selection

WORDPRESS = "<generator>https://wordpress.org/?v=6.1</generator>"


def archive(url: str, relation: str = "prev-archive") -> str:
    return f'<atom:link rel="{relation}" href="{url}"/>'


def items(first: int, end: int) -> tuple[str, ...]:
    return tuple(item(number) for number in range(first, end))


def no_overlap(stage: Stage) -> None:
    link = archive(f"{stage.site.address}/older")
    stage.feed("closed", http(rss(*items(0, 5))))
    stage.feed("open", http(rss(*items(0, 5))))
    stage.feed("single", http(rss(item(1))))
    stage.poll()
    stage.site.pages["/older"] = http(rss(*items(3, 10), head=archive(f"{stage.site.address}/oldest")))
    stage.site.pages["/oldest"] = http(rss(*items(0, 5)))
    stage.feed("closed", http(rss(*items(10, 15), head=link)))
    stage.feed("open", http(rss(*items(10, 15))))
    stage.feed("single", http(rss(item(2))))
    stage.poll()
    assert stage.titles("closed") == sorted(f"Report {number}" for number in range(15))
    assert "a gap since the last visit was closed with 5 older reports" in stage.row("closed").message
    assert stage.site.asked("/oldest") == []
    assert "gap suspected: nothing of the last visit is left in the feed" in stage.row("open").message
    assert (stage.row("open").status, stage.row("open").reports) == ("ok", 10)
    assert "gap" not in stage.row("single").message  # a feed of one entry never overlaps
    stage.feed("open", http(rss(*items(11, 16))))
    stage.poll()
    assert "reports between 2026-" in stage.row("open").message  # until older reports are found
    assert not gaps.within(stage.archive, Selection(date.max, sources=("closed", "single")))
    stage.site.pages["/oldest"] = http(rss(*items(0, 11)))
    stage.feed("open", http(rss(*items(11, 16), head=archive(f"{stage.site.address}/oldest"))))
    stage.backfill("open")
    assert "missing" not in stage.row("open").message


def archives(stage: Stage) -> None:
    elsewhere = Server()
    here = stage.site.address
    stage.feed("cyclic", http(rss(item(9), head=archive(f"{here}/a"))))
    stage.site.pages["/a"] = http(rss(item(8), head=archive(f"{here}/b")))
    stage.site.pages["/b"] = http(rss(item(7), head=archive(f"{here}/a")))
    stage.feed("endless", lambda visitor: http(_numbered(visitor, here))(visitor))
    other = archive(elsewhere.address.replace("localhost", "127.0.0.1"), "next")
    stage.feed("elsewhere", http(rss(item(9), head=other)))
    stage.poll()
    assert stage.backfill("cyclic").error == ""
    assert stage.row("cyclic").reports == 3
    assert [len(stage.site.asked(path)) for path in ("/a", "/b")] == [1, 1]
    stage.backfill("endless")
    assert len(stage.site.asked("/endless")) < 20
    found = stage.backfill("elsewhere")
    assert "another host" in "; ".join(found.warnings)
    assert elsewhere.visitors == []
    elsewhere.close()


def _numbered(visitor: Visitor, here: str) -> bytes:
    """A page whose older page is always another one, with the same entries."""
    number = int(visitor.path.partition("page=")[2] or 0)
    return rss(item(1), item(2), head=archive(f"{here}/endless?page={number + 1}", "next"))


def wordpress(stage: Stage) -> None:
    def again(visitor: Visitor) -> None:
        http(rss(*items(0, 3), head=WORDPRESS))(visitor)

    def ends(visitor: Visitor) -> None:
        number = int(visitor.path.partition("paged=")[2] or 1)
        if number <= 2:
            http(rss(*items(number * 3, number * 3 + 3), head=WORDPRESS))(visitor)
        else:
            http(b"<html>not here</html>", 404, Content_Type="text/html")(visitor)

    stage.feed("again", again)
    stage.feed("ends", ends)
    stage.poll()
    assert (stage.backfill("again").error, stage.row("again").reports) == ("", 3)
    assert (stage.backfill("ends").error, stage.row("ends").reports) == ("", 6)
    assert len(stage.site.asked("/again")) == 3
    assert [each.path for each in stage.site.asked("/ends")][-1].endswith("paged=3")


def summaries(stage: Stage) -> None:
    stage.feed("found", http(rss(cut(1, f"{stage.site.address}/page"))))
    stage.feed("lost", http(rss(cut(2, f"{stage.site.address}/no-page"))))
    stage.feed("empty", http(rss(cut(3, f"{stage.site.address}/menu"))))
    stage.site.pages["/page"] = http(page(*(prose(number) for number in range(9))), Content_Type="text/html")
    stage.site.pages["/menu"] = http(b"<html><body><nav>Menu</nav></body></html>", Content_Type="text/html")
    stage.poll()
    assert (stage.text("found").text_from, stage.text("found").note) == ("page", "")
    assert all(prose(number) in stage.text("found").body for number in range(9))
    reasons = {"lost": "only the summary: HTTP 404 not found", "empty": "only the summary: the page has no text"}
    for name, reason in reasons.items():
        assert stage.text(name).text_from == "summary"
        assert stage.text(name).note.startswith(reason)
        assert reason in stage.row(name).message


def silent(stage: Stage) -> None:
    def weekly(last: int, year: int = 2026) -> bytes:
        days = (date(year, 1, 5).toordinal() + 7 * week for week in range(last))
        return rss(*(item(day, pubDate=f"{date.fromordinal(day):%d %b %Y} 10:00:00 +0000") for day in days))

    stage.feed("alive", http(weekly(26)))  # the newest is of 29 June, a week before this day
    stage.feed("silent", http(weekly(20)))
    stage.feed("frozen", http(weekly(26, 2021)))
    stage.poll()
    assert (stage.row("alive").status, stage.row("alive").message) == ("ok", "")
    assert stage.row("silent").message == "stale: nothing new for 49 days, where one every 7 days is usual"
    assert stage.row("frozen").message.startswith("stale: nothing new for 5 years")
    for _ in range(2):  # also where the server says that nothing changed
        stage.pass_time(days=5)
        stage.poll()
    assert stage.row("silent").message == "stale: nothing new for 59 days, where one every 7 days is usual"
    assert stage.row("alive").message == ""
    stage.feed("silent", http(rss(item(99, pubDate="14 Jul 2026 10:00:00 +0000"))))
    stage.poll()
    assert stage.row("silent").message == ""


CASES = (
    Case(79, "no overlap with the last poll", no_overlap),
    Case(80, "archive links in a circle, or to another host", archives),
    Case(81, "WordPress pages that repeat, or end", wordpress),
    Case(82, "truncated summary", summaries),
    Case(83, "a silent feed, and a frozen one", silent),
)
