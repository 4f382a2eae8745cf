"""Recognition: one report for one entry, however the feed writes it from visit to visit, and never another's."""

import random
import string
from collections.abc import Sequence
from datetime import date

import pytest
from alembic import command
from alembic.config import Config

from db import engine as database
from tests.faults.paper import prose, rss
from tests.site import Site, reply, site
from tests.visits import Collection, collection, feed, visit_feed
from tracker.archive import reading
from tracker.documents import Selection, Visit

__all__ = ["collection", "site"]
EVER = Selection(date(2026, 12, 31))


def entry(name: str, day: int = 6, **fields: str) -> str:
    """An item; ``fields`` replace its title, link, guid or date, and "" leaves one out."""
    link, when = f"https://example.org/{name}", f"{day:02} Jul 2026 10:00:00 GMT" if day else ""
    given = {"title": name, "link": link, "guid": f"guid-{name}", "pubDate": when} | fields
    lines = "".join(f"<{field}>{text}</{field}>" for field, text in given.items() if text)
    return f"<item>{lines}<content:encoded><![CDATA[<p>{prose(name)}</p>]]></content:encoded></item>"


def visits(site: Site, collection: Collection, *documents: Sequence[str]) -> list[Visit]:
    """Visits to one feed, which shows these items one time after the other."""
    collection.feeds(feed(site))
    found = []
    for items in documents:
        site.pages["/feed"] = reply(rss(*items))
        found.append(visit_feed(feed(site), collection.tools))
    assert [each.error for each in found] == [""] * len(found)
    return found


def stored(collection: Collection) -> list[tuple[str, int, int]]:
    """The title, day of the month and number of revisions of each report, oldest first."""
    return sorted((each.title, each.day.day, each.revisions) for each in reading.listed(collection.archive, EVER))


def test_entries_that_share_one_link_are_never_written_over_each_other(site: Site, collection: Collection) -> None:
    a, b, c = (entry(name, day, link="https://example.org/latest") for name, day in (("A", 6), ("B", 7), ("C", 8)))
    seen = visits(site, collection, [a], [b, a], [c, b], [c], [b], [c, b, a], [a], [b])
    assert stored(collection) == [("A", 6, 1), ("B", 7, 1), ("C", 8, 1)]
    assert [each.new for each in seen] == [1, 1, 1, 0, 0, 0, 0, 0]


def test_a_feed_that_shows_only_its_latest_entry_under_one_link_keeps_all_of_them(
    site: Site, collection: Collection
) -> None:
    link = "https://example.org/rates"
    same = {"title": "Daily rates", "link": link}
    items = [entry(f"day{day}", day, **same) for day in (1, 2, 3)]
    visits(site, collection, *([item] for item in items))
    assert stored(collection) == [("Daily rates", day, 1) for day in (1, 2, 3)]


def test_another_guid_of_a_known_report_makes_no_page_count_anew(site: Site, collection: Collection) -> None:
    visits(site, collection, [entry("A", guid="first")])
    before = reading.generation(collection.archive)
    site.pages["/feed"] = reply(rss(entry("A", guid="second")))
    again = visit_feed(feed(site), collection.tools)
    assert (again.error, again.new, again.revised) == ("", 0, 0)
    assert reading.generation(collection.archive) == before


@pytest.mark.parametrize("parameter", ["cid", "ref", "source", "session", "campaign", "medium", "id"])
@pytest.mark.parametrize("guid", ["", "own"])
def test_a_parameter_that_may_tell_entries_apart_does(
    site: Site, collection: Collection, parameter: str, guid: str
) -> None:
    items = [
        entry(f"N{n}", n, link=f"https://example.org/detail?{parameter}={n}", guid=guid and f"{guid}{n}")
        for n in (1, 2, 3)
    ]
    visits(site, collection, items[:1], items[1:2], items[2:], items)
    assert stored(collection) == [(f"N{n}", n, 1) for n in (1, 2, 3)]


def test_a_guid_that_was_seen_before_decides_whatever_link_and_title_have_become(
    site: Site, collection: Collection
) -> None:
    first = entry("A")
    edited = entry("A", title="A, corrected", link="https://example.org/a-corrected")
    seen = visits(site, collection, [first], [edited], [edited])
    assert [each.new for each in seen] == [1, 0, 0]
    assert stored(collection) == [("A, corrected", 6, 2)]


def test_guids_that_count_the_places_in_a_feed_move_no_report(site: Site, collection: Collection) -> None:
    a, b, c = ("A", 6), ("B", 7), ("C", 8)
    documents = [
        [entry(*each, guid=str(place)) for place, each in enumerate(order)] for order in ((b, a), (c, b, a), (c, b, a))
    ]
    visits(site, collection, *documents)
    assert stored(collection) == [("A", 6, 1), ("B", 7, 1), ("C", 8, 1)]


def test_guids_made_anew_at_each_visit_make_no_report_and_fill_nothing(site: Site, collection: Collection) -> None:
    documents = [[entry(name, guid=f"{turn}-{name}") for name in "AB"] for turn in range(5)]
    seen = visits(site, collection, *documents)
    assert [each.new for each in seen] == [2, 0, 0, 0, 0]
    with collection.archive.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from aliases").scalar() == 4


def test_an_entry_that_is_repeated_with_an_edit_is_not_stored_a_second_time(site: Site, collection: Collection) -> None:
    seen = visits(site, collection, [entry("A")], [entry("A", title="A, corrected"), entry("A")])
    assert [each.new for each in seen] == [1, 1]
    assert [each.new for each in visits(site, collection, [entry("A")])] == [0]


OLD_KEYS = ("example.org/linked", "guid-by-guid", "sha256:1", "example.org/detail")


def of_before(address: str, url: str) -> None:
    """An archive as it was before aliases, with a report by each kind of key."""
    engine = database.create(address)
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    columns = "feed_id, key, url, language, day, day_from, first_seen, revision, text_hash, words, words_title"
    with database.writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.exec_driver_sql(
            f"insert into feeds (id, name, url, paused, configured) values ('feed', 'feed', '{url}', false, true)"
        )
        for number, (key, title) in enumerate(zip(OLD_KEYS, ("linked", "by-guid", "gone", "asked"), strict=True), 1):
            connection.exec_driver_sql(
                f"insert into reports ({columns}, words_lead, lexicon) values ('feed', '{key}', 'https://example.org/',"
                " 'en', '2026-07-06', 'feed', '2026-07-06', 1, '', 1, 0, 1, 'old')"
            )
            connection.exec_driver_sql(
                "insert into revisions (report_id, number, title, body, normal_title, normal_body, text_from, note,"
                f" seen_at) values ({number}, 1, '{title}', 'old', '', 'old', 'feed', '', '2026-07-06')"
            )
    engine.dispose()


def test_an_archive_from_before_aliases_knows_its_reports_again(site: Site, empty: str) -> None:
    of_before(empty, f"{site.address}/feed")
    collection = Collection(empty)
    shown = [
        entry("linked"),
        entry("by-guid", link="https://example.org/"),
        entry("asked", link="https://example.org/detail?cid=1"),
    ]
    seen = visits(site, collection, shown, shown)
    assert [each.new for each in seen] == [0, 0]
    other = entry("other", 9, link="https://example.org/linked")
    assert [each.new for each in visits(site, collection, [other], [entry("linked"), other])] == [1, 0]
    with collection.archive.reading() as connection:
        kept = connection.exec_driver_sql("select key from reports where id <= 4 order by id").scalars().all()
    assert tuple(kept) == OLD_KEYS


def test_an_archive_from_before_aliases_takes_no_other_entry_for_its_report(site: Site, empty: str) -> None:
    of_before(empty, f"{site.address}/feed")
    collection = Collection(empty)
    (seen,) = visits(site, collection, [entry("other", 9, link="https://example.org/linked")])
    assert seen.new == 1


@pytest.mark.parametrize("link", ["https://new.example.org/n/{}", "https://example.org/new/{}?id=7"])
def test_reports_of_a_site_that_has_moved_are_the_same_reports(site: Site, collection: Collection, link: str) -> None:
    old = [entry(name, day) for day, name in enumerate("abcde", 1)]
    new = [entry(name, day, link=link.format(name), guid=f"new-{name}") for day, name in enumerate("abcde", 1)]
    found = visits(site, collection, old, new, [*new[:4], entry("f", 9)])
    assert [each.new for each in found] == [5, 0, 1]
    assert not any("gap" in warning for each in found[:2] for warning in each.warnings)
    assert sorted(collection.titles()) == [*"abcdef"]


def test_pages_of_a_site_that_has_moved_are_the_same_reports(site: Site, collection: Collection) -> None:
    def short(folder: str) -> str:
        site.pages[f"/{folder}"] = reply(f"<html><body><article><p>{prose('a')}</p></article></body></html>".encode())
        when = "<pubDate>06 Jul 2026 10:00:00 GMT</pubDate><description>In short ...</description>"
        return f"<item><title>a</title><link>{site.address}/{folder}</link><guid>{folder}</guid>{when}</item>"

    found = visits(site, collection, [short("old")], [short("new")])
    assert [each.new for each in found] == [1, 0]


@pytest.mark.parametrize(
    "other",
    [{"pubDate": "07 Jul 2026 10:00:00 GMT"}, {"pubDate": "06 Jul 2026 16:00:00 GMT"}, {"title": "b"}, {"pubDate": ""}],
    ids=["another day", "another hour", "another title", "no date"],
)
def test_the_same_notice_given_again_is_another_report(
    site: Site, collection: Collection, other: dict[str, str]
) -> None:
    again = entry("a", link="https://example.org/again", guid="again", **other)
    assert [each.new for each in visits(site, collection, [entry("a")], [again])] == [1, 1]


def test_two_notices_in_one_document_stay_two(site: Site, collection: Collection) -> None:
    both = [entry("a"), entry("a", link="https://example.org/again", guid="again")]
    assert [each.new for each in visits(site, collection, both[:1], both, both)] == [1, 1, 0]


@pytest.mark.parametrize("long", ["guid", "link", "both"])
def test_a_guid_or_link_that_no_index_takes_is_a_name_like_any_other(
    site: Site, collection: Collection, long: str
) -> None:
    letters = "".join(random.Random(long).choices(string.ascii_letters + "市政府", k=20_000))  # which do not compress
    names = {"guid": letters, "link": f"https://example.org/{letters}"}
    given = names if long == "both" else {long: names[long]}
    first, corrected = entry("A", **given), entry("A", **given, title="A, corrected")
    seen = visits(site, collection, [first, entry("B", 7)], [first], [corrected])
    assert [(each.new, each.revised) for each in seen] == [(2, 0), (0, 0), (0, 1)]
    assert stored(collection) == [("A, corrected", 6, 2), ("B", 7, 1)]
