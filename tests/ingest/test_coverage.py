"""Gaps between visits: known in time, and no longer than they are."""

import signal
from multiprocessing.process import BaseProcess
from threading import Event

import pytest

from tests.beside import started
from tests.patience import EVENTUALLY
from tests.site import Site, reply, site
from tests.visits import Collection, collection, feed, item, rss, summary, visit_feed, visit_in
from tracker.ingest import backfill

__all__ = ["collection", "site"]


def test_a_gap_is_known_though_the_visit_that_met_it_was_killed(site: Site, collection: Collection) -> None:
    site.pages["/feed"] = reply(rss(*(summary(site, number) for number in (3, 2, 1))))
    collection.feeds(feed(site))
    visit_feed(feed(site), collection.tools)
    site.pages["/feed"] = reply(rss(*(summary(site, number) for number in (14, 13, 12))))
    began, children = Event(), list[BaseProcess]()
    site.pages["/page13"] = lambda _: (began.wait(EVENTUALLY), children[0].kill())
    children.append(child := started(visit_in, collection.database, feed(site)))
    began.set()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert collection.titles()[0] == "Report 14"
    site.pages["/page13"] = reply(status=404)
    visit_feed(feed(site), collection.tools)
    assert (len(collection.titles()), collection.gaps()) == (6, [(3, 12)])


@pytest.mark.parametrize(("first", "left"), [(4, []), (5, []), (6, [(5, 6)]), (8, [(5, 8)])])
def test_a_feed_that_was_cut_off_shows_whether_there_is_a_gap_once_it_is_whole(
    site: Site, collection: Collection, first: int, left: list[tuple[int, int]]
) -> None:
    before, whole = (rss(*map(item, range(last, end, -1))) for last, end in ((5, 0), (12, first - 1)))
    collection.feeds(feed(site))
    known = []
    for body in (before, whole.partition(b"<item><title>Report 10<")[0], whole):
        site.pages["/feed"] = reply(body)
        visit_feed(feed(site), collection.tools)
        known.append(collection.gaps())
    assert known == [[], [(5, 11)], left]


def test_an_older_page_that_is_cut_off_closes_no_gap_and_a_whole_one_does(site: Site, collection: Collection) -> None:
    collection.feeds(feed(site))
    site.pages["/feed"] = reply(rss(*map(item, (3, 2, 1))))
    visit_feed(feed(site), collection.tools)
    older = rss(*map(item, range(11, 0, -1)))
    link = f'<atom:link rel="prev-archive" href="{site.address}/older"/>'
    site.pages["/feed"] = reply(rss(*map(item, (14, 13, 12)), head=link))
    site.pages["/older"] = reply(older.partition(b"<item><title>Report 7<")[0])
    visit_feed(feed(site), collection.tools)
    assert (len(collection.titles()), collection.gaps()) == (10, [(3, 12)])
    stopped = backfill.backfill(feed(site), collection.tools)
    assert "its end is missing" in stopped.error
    assert collection.gaps() == [(3, 12)]
    site.pages["/older"] = reply(older)
    assert backfill.backfill(feed(site), collection.tools).error == ""
    assert (len(collection.titles()), collection.gaps()) == (14, [])


def test_a_gap_within_one_day_is_kept_until_all_that_was_stored_of_that_day_is_met(
    site: Site, collection: Collection
) -> None:
    def at(*hours: int) -> bytes:
        return rss(*(item(5, link=f"https://example.org/{hour}").replace(" 10:", f" {hour}:") for hour in hours))

    collection.feeds(feed(site))
    known = []
    for body in (at(11, 10), at(17, 16, 15), at(17, 16, 15, 14, 13, 12, 11), at(17, 16, 15, 14, 13, 12, 11, 10)):
        site.pages["/feed"] = reply(body)
        visit_feed(feed(site), collection.tools)
        known.append(collection.gaps())
    assert known == [[], [(5, 5)], [(5, 5)], []]
