"""Identity and dates: one report for one document, on its right day."""

from datetime import date, timedelta

from tests.faults.case import Case
from tests.faults.paper import item, prose, rss
from tests.faults.server import http
from tests.faults.stage import Stage
from tracker.archive import reading


def stays(stage: Stage, count: int, *bodies: bytes) -> None:
    """However the feed writes its entries, they stay the same reports."""
    for body in bodies:
        stage.feed("case", http(body))
        assert stage.poll().revised == 0
        assert (stage.row().status, stage.row().reports) == ("ok", count)


def nothing_to_tell_by(stage: Stage) -> None:
    one, two, three = (item(number, link="", guid="") for number in (1, 2, 3))
    stays(stage, 3, rss(one, two, three), rss(three, two, one), rss(two))


def one_guid_for_all(stage: Stage) -> None:
    items = [item(number, guid="same") for number in range(5)]
    stays(stage, 5, rss(*items), rss(*reversed(items)), rss(items[2]))
    bare = [item(number, guid="same", link="") for number in range(5)]
    stays(stage.anew(), 5, rss(*bare), rss(*reversed(bare)))


def changing_guids(stage: Stage) -> None:
    stays(stage, 3, *(rss(*(item(number, guid=f"{poll}-{number}") for number in range(3))) for poll in range(3)))


def forms_of_an_address(stage: Stage) -> None:
    forms = (
        "http://example.org/news/1",
        "https://example.org/news/1",
        "https://example.org/news/1/",
        "https://example.org/news/1?utm_source=rss&amp;utm_medium=feed",
        "https://EXAMPLE.org/news/1?utm_campaign=x#utm_source=y",
    )
    stays(stage, 2, *(rss(item(1, link=form, guid=""), item(2)) for form in forms))
    different = ("https://example.org/news?id=1", "https://example.org/news?id=2", "https://example.org/news?id=3")
    stays(stage.anew(), 3, rss(*(item(number, link=link) for number, link in enumerate(different))))


def edits(stage: Stage) -> None:
    first, second = prose(1), prose(1).replace("Core technology", "Key technology")
    for title, text, revised in (("A", first, 0), ("A", second, 1), ("B", second, 1), ("B", second + "<br>", 0)):
        stage.feed("case", http(rss(item(1, text, title=title), item(2))))
        assert stage.poll().revised == revised
    (report,) = (each for each in stage.reports() if each.title == "B")
    found = reading.report(stage.archive, report.id)
    assert found is not None
    assert [(each.title, each.body) for each in found[1]] == [("A", first), ("A", second), ("B", second)]
    assert stage.row().reports == 2


def time_stamps(stage: Stage) -> None:
    def stamped(minute: int) -> bytes:
        furniture = f"{prose(1)}</p><p>Last updated: 6 July 2026, 10:{minute} · {minute} views"
        prose_too = f"{prose(2)} This page was made at 10:{minute}:07 for you. {prose(3)}"
        chinese = f"更新时间：2026年7月6日 10:{minute}</p><p>{prose(4)}"
        return rss(item(1, furniture), item(2, prose_too), item(3, chinese))

    revised = []
    for minute in range(10, 20):
        stage.feed("case", http(stamped(minute)))
        revised.append(stage.poll().revised)
    assert revised == [0, 1, *([0] * 8)]  # the first might be an edit; what goes on is a clock
    stage.feed("case", http(stamped(20).replace(b"Core technology matters", b"Key technology matters")))
    assert stage.poll().revised == 3


def returning(stage: Stage) -> None:
    one, two = item(1), item(2)
    stays(stage, 2, rss(one, two), rss(two), rss(one, two))


def dated(stage: Stage, *dates: str, zone: str = "Asia/Shanghai") -> list[tuple[date, str]]:
    """The day of an item with each of these dates, and where it came from."""
    items = (item(f"{number:02}", pubDate=text) for number, text in enumerate(dates))
    stage.feed("case", http(rss(*items)), timezone=zone)
    stage.poll()
    found = sorted(stage.reports(), key=lambda each: each.title)
    assert len(found) == len(dates)
    return [(each.day, each.day_from) for each in found]


TODAY, JULY = date(2026, 7, 6), date(2026, 7, 5)


def no_date(stage: Stage) -> None:
    assert dated(stage, "", "soon") == [(TODAY, "seen")] * 2
    assert stage.poll().new == 0
    stage.pass_time(days=3)
    stage.poll()
    assert {each.day for each in stage.reports()} == {TODAY}
    said = "2 of 2 new entries have no date that can be read; they count on the day they were seen"
    assert stage.row().message == said


def forms_of_a_date(stage: Stage) -> None:
    forms = ("2026/07/05 10:00:00", "2026年7月5日", "2026年7月5日 10:05", "1783231200", "1783231200000", "2026-07-05")
    assert dated(stage, *forms) == [(JULY, "feed")] * len(forms)


def zones(stage: Stage) -> None:
    forms = ("Sun, 05 Jul 2026 23:30:00 CST", "2026-07-05 00:30:00", "Sat, 04 Jul 2026 16:30:00 GMT")
    assert dated(stage, *forms) == [(JULY, "feed")] * 3
    instants = sorted(f"{each.published:%d %H:%M}" for each in stage.reports())
    assert instants == ["04 16:30", "04 16:30", "05 15:30"]


def impossible_dates(stage: Stage) -> None:
    found = dated(
        stage,
        "Mon, 01 Jan 0000 00:00:00 GMT",
        "0000-00-00 00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1970-01-01T08:00:00+08:00",
        "Thu, 01 Jan 2099 00:00:00 GMT",
        "Wed, 08 Jul 2026 20:00:00 +0800",
    )
    future = [(date(2099, 1, 1), "feed"), (date(2026, 7, 8), "feed")]
    assert found == [*([(TODAY, "seen")] * 4), *future]
    said = "2 of 6 new entries are dated in the future, up to 2099-01-01; each is held back until its day"
    assert said in stage.row().message
    assert len(stage.reports(last=TODAY + timedelta(days=1))) == 4
    assert len(stage.reports(last=date(2026, 7, 8))) == 5


def edges_of_a_day(stage: Stage) -> None:
    assert dated(stage, "2026-03-08 02:30:00", zone="America/New_York") == [(date(2026, 3, 8), "feed")]
    stage.anew().feeds.clear()
    stage.feed("case", http(rss(item(1, pubDate="Sun, 05 Jul 2026 23:30:00 +1400"))))
    stage.poll()
    assert [each.day for each in stage.reports()] == [JULY]
    stage.feeds.clear()
    assert dated(stage.anew(), "Sun, 05 Jul 2026 23:30:00 +1400", zone="Pacific/Kiritimati") == [(JULY, "feed")]


def changed(text: str, every: int) -> str:
    """The text with every n-th word replaced."""
    words = text.split()
    return " ".join("altered" if number % every == every - 1 else word for number, word in enumerate(words))


def reprints(stage: Stage) -> None:
    text = prose("reprinted", 400)
    zh = "".join(WORDS_ZH[ord(letter) % len(WORDS_ZH)] + letter for letter in text if letter.isalpha())
    for name, en in {"first": text, "second": text, "third": changed(text, 34)}.items():
        day = {"first": "01", "second": "02", "third": "03"}[name]
        more = zh if name != "third" else zh.replace(zh[200:206], "其他说法")
        items = (
            item(f"{name}-en", en, pubDate=f"{day} Jul 2026 10:00:00 +0800"),
            item(f"{name}-zh", more, pubDate=f"{day} Jul 2026 10:00:00 +0800"),
        )
        stage.feed(name, http(rss(*items)))
    stage.poll()
    for kind in ("en", "zh"):
        found = [each for name in stage.feeds for each in stage.reports(name) if each.title.endswith(kind)]
        assert [each.reach for each in found] == [3, 3, 3]
        assert [each.feed_id for each in reading.copies(stage.archive, found[0].id)] == ["second", "third"]
    assert stage.counted("first") == 2
    assert stage.counted("second") == stage.counted("third") == 0


WORDS_ZH = "国家发展改革委员会经济社会文化生态科技教育农村城市"


def boilerplate(stage: Stage) -> None:
    opening, closing = prose("opening", 60), prose("closing", 60)
    for name in ("first", "second"):
        items = (item(f"{name}-{n}", f"{opening}</p><p>{prose(f'{name}{n}', 80)}</p><p>{closing}") for n in range(15))
        stage.feed(name, http(rss(*items)))
    stage.poll()
    for name in stage.feeds:
        assert [each.reach for each in stage.reports(name)] == [1] * 15
        assert stage.counted(name) == 15


CASES = (
    Case(65, "no guid, no link", nothing_to_tell_by),
    Case(66, "the same guid on every item", one_guid_for_all),
    Case(67, "guid changes on every poll", changing_guids),
    Case(68, "http/https, utm_*, trailing slash", forms_of_an_address),
    Case(69, "title or body edited", edits),
    Case(70, "a timestamp in the body", time_stamps),
    Case(71, "an item that vanishes and returns", returning),
    Case(72, "no date", no_date),
    Case(73, "dates as sites write them", forms_of_a_date),
    Case(74, "CST, or no zone", zones),
    Case(75, "year 0000, 1970, 2099, two days ahead", impossible_dates),
    Case(76, "DST gap, 23:30 +14:00", edges_of_a_day),
    Case(77, "one report in three feeds, a 97 % copy", reprints),
    Case(78, "shared boilerplate, different reports", boilerplate),
)
