"""Pages are read again: what was edited at its address becomes a revision, and no site is asked more than is due."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.site import Site, reply, site
from tests.visits import LONG, NOW, Collection, collection, feed, item, rss, summary, visit_feed
from tracker.archive import health, reading
from tracker.documents import Revision, Visit

__all__ = ["collection", "site"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def page(text: str) -> bytes:
    return f"<html><body><article><h1>Report 1</h1><p>{text} {LONG}</p></article></body></html>".encode()


class Edited:
    """A feed of one report whose page is edited, visited at times of our choice."""

    def __init__(self, site: Site, collection: Collection) -> None:
        self.site, self.collection = site, collection
        self.feed = feed(site)
        site.pages["/feed"] = reply(rss(self.shown()), ETag='"1"')
        site.pages["/page1"] = reply(page("They will tighten the rules."))
        collection.feeds(self.feed)

    def shown(self) -> str:
        return summary(self.site, 1).replace("01 Jun 2026 10:00:00 +0800", "06 Jul 2026 12:00:00 +0000")

    def visit(self, after: timedelta) -> Visit:
        visit = visit_feed(self.feed, replace(self.collection.tools, clock=lambda: NOW + after))
        assert not visit.error
        return visit

    def edit(self, text: str) -> None:
        self.site.pages["/page1"] = reply(page(text))

    @property
    def asked(self) -> int:
        """How often the page was asked for."""
        return [path for path, _ in self.site.asked].count("/page1")

    @property
    def revisions(self) -> list[Revision]:
        found = reading.report(self.collection.archive, 1)
        assert found
        return found[1]


@pytest.fixture
def edited(site: Site, collection: Collection) -> Edited:
    return Edited(site, collection)


@pytest.mark.parametrize("listed", [True, False])  # whether its entry is still in the feed
def test_a_page_edited_in_silence_becomes_a_revision_once_it_is_due(edited: Edited, listed: bool) -> None:
    edited.visit(0 * DAY)
    edited.edit("They will loosen the rules.")
    if not listed:
        edited.site.pages["/feed"] = reply(rss(item(2), item(3)), ETag='"2"')
    edited.visit(0.9 * DAY)
    assert (edited.asked, len(edited.revisions)) == (1, 1)
    again = edited.visit(1.1 * DAY)
    assert (edited.asked, again.entries, again.revised) == (2, 0, 1)
    assert ["tighten" in each.body for each in edited.revisions] == [True, False]
    assert "loosen" in edited.revisions[-1].body
    assert edited.revisions[-1].seen_at == NOW + 1.1 * DAY


def test_a_page_is_read_again_more_and_more_rarely_and_the_feed_knows_when(edited: Edited) -> None:
    asked = []
    for hours in range(0, 24 * 14, 6):
        edited.visit(timedelta(hours=hours))
        asked.append(edited.asked)
    assert asked[-1] == 1 + 5  # after 1, 2, 3, 6 and 12 days
    assert health.of_feed(edited.collection.archive, "feed").pages_due == NOW + 24 * DAY
    assert len(edited.revisions) == 1


@pytest.mark.parametrize("gone", [404, 503, 200])
def test_a_page_that_is_gone_or_empty_now_leaves_the_report_as_it_was(edited: Edited, gone: int) -> None:
    edited.visit(0 * DAY)
    edited.site.pages["/page1"] = reply(b"<html><body></body></html>", gone)
    for days in (1.5, 1.6):
        edited.visit(days * DAY)
    assert edited.asked == 2
    assert [each.text_from for each in edited.revisions] == ["page"]
    assert health.of_feed(edited.collection.archive, "feed").message == ""


@pytest.mark.parametrize("fails", [False, True])  # when the page is asked for at first
def test_an_entry_that_says_it_was_changed_has_its_page_read_at_once(site: Site, edited: Edited, fails: bool) -> None:
    def says(updated: str) -> None:
        stamp = f'<a:updated xmlns:a="http://www.w3.org/2005/Atom">{updated}</a:updated></item>'
        site.pages["/feed"] = reply(rss(edited.shown().replace("</item>", stamp)), ETag=f'"{updated}"')

    says("2026-06-01T10:00:00Z")
    edited.visit(0 * HOUR)
    says("2026-06-09T10:00:00Z")
    if fails:
        site.pages["/page1"] = reply(b"", 404)
        edited.visit(1 * HOUR)
    edited.edit("They will loosen the rules.")
    edited.visit(2 * HOUR)
    assert edited.asked == 2 + fails
    assert "loosen" in edited.revisions[-1].body
    says("")  # or the same as before: neither is a change
    edited.visit(3 * HOUR)
    assert (edited.asked, len(edited.revisions)) == (2 + fails, 2)
