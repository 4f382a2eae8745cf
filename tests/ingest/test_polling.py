"""A poller that keeps going round: settings that change under it, faults, hosts that do not answer."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler

import pytest

from tests.patience import EVENTUALLY
from tests.site import Site, reply, site
from tests.visits import LEXICON, Collection, collection, feed, item, rss
from tracker.archive import health, leases, reading, scores
from tracker.documents import Feed, Visit
from tracker.errors import SettingsError
from tracker.ingest import poller
from tracker.ingest.feed_state import next_state
from tracker.queries.status import status
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile
from tracker.words.lexicon import Concept, Lexicon, Theme

__all__ = ["collection", "site"]
SLIP = SettingsError("lexicon.yaml:3", "is not YAML")


class Running:
    """A poller at work, what it was told, and whom it told of visits."""

    def __init__(self, collection: Collection, *feeds: Feed) -> None:
        self.collection, self.heard = collection, list[str]()
        self.files, self.lexicon = FeedsFile(feeds, allow_private=("127.0.0.1",)), LexiconFile(LEXICON)
        self.raised: list[BaseException] = []

    def settings(self) -> tuple[FeedsFile, LexiconFile]:
        return self.files, self.lexicon

    def hear(self, visit: Visit) -> None:
        self.heard.append(visit.feed.id)

    def poll(self) -> None:
        here = self.collection
        try:
            poller.run(here.archive, lambda: self.settings(), lambda: datetime.now(UTC), here.stop, self.hear)
        except BaseException as error:
            self.raised.append(error)

    def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + EVENTUALLY
        while not condition():
            assert not self.raised, f"the poller ended: {self.raised[0]!r}"
            assert time.monotonic() < deadline, f"never came true; heard {self.heard}"
            time.sleep(0.02)


@contextmanager
def running(collection: Collection, *feeds: Feed) -> Iterator[Running]:
    now = Running(collection, *feeds)
    thread = threading.Thread(target=now.poll)
    thread.start()
    try:
        yield now
    finally:
        collection.stop.set()
        thread.join(EVENTUALLY)
    assert not thread.is_alive()
    assert not now.raised, now.raised


def test_a_running_poller_takes_up_new_feeds_and_wishes_by_itself(site: Site, collection: Collection) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    site.pages["/two"] = reply(rss(item(2)))
    with running(collection, feed(site, "one")) as now:
        now.until(lambda: len(now.heard) == 1)
        assert leases.pollers_alive(collection.archive) == 1
        now.files = replace(now.files, feeds=(feed(site, "one"), feed(site, "two")))
        now.until(lambda: len(now.heard) == 2)
        health.want_visit(collection.archive, "one")
        now.until(lambda: len(now.heard) == 3)
        health.want_visit(collection.archive, "two", backfill=True)
        now.until(lambda: len(now.heard) == 4)
    assert now.heard == ["one", "two", "one", "two"]
    assert leases.pollers_alive(collection.archive) == 0


@pytest.mark.parametrize("faulty", [[], ["update"], ["update", "in_flight"]])  # where that visit cannot be noted
@pytest.mark.parametrize("backfill", [False, True])
def test_a_wish_that_comes_during_a_visit_is_met_after_it(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch, faulty: list[str], backfill: bool
) -> None:
    asked, wished, answer = threading.Event(), threading.Event(), reply(rss(item(1)))

    def answer_late(request: BaseHTTPRequestHandler) -> None:
        asked.set()
        wished.wait(EVENTUALLY)
        answer(request)

    def once(module: str) -> Callable[..., object]:
        faults = [RuntimeError(module)]

        def note(*given: object) -> object:
            if faults:
                raise faults.pop()
            return next_state(*given)  # type: ignore[arg-type]

        return note

    for module in faulty:
        monkeypatch.setattr(f"tracker.ingest.{module}.next_state", once(module))
    site.pages["/one"] = answer_late
    with running(collection, feed(site, "one")) as now:
        now.until(asked.is_set)
        health.want_visit(collection.archive, "one", backfill=backfill)
        wished.set()
        now.until(lambda: len(now.heard) == 2)
    after = health.of_feed(collection.archive, "one")
    assert (now.heard, after.visit_wanted, after.backfill) == (["one", "one"], False, "")


def test_feeds_that_it_has_not_read_yet_do_not_end_it(site: Site, collection: Collection) -> None:
    names = [f"feed{number}" for number in range(50)]
    for name in names:
        site.pages[f"/{name}"] = reply(rss(item(1)))
    with running(collection, feed(site, names[0])) as now:
        for count in range(1, len(names)):  # the Sources page did so, and has yet to be seen in the file
            collection.feeds(*(feed(site, name) for name in names[: count + 1]))
        health.want_visit(collection.archive, names[0])
        now.until(lambda: now.heard.count(names[0]) >= 2)
        now.files = replace(now.files, feeds=tuple(feed(site, name) for name in names))
        now.until(lambda: set(now.heard) == set(names))
    assert status(collection.archive).faults == ()


def test_an_unexpected_fault_ends_one_round_and_is_told_and_the_next_round_runs(
    site: Site, collection: Collection, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "PAUSE_AFTER_FAULT", 0.01)
    site.pages["/one"] = reply(rss(item(1)))
    with running(collection, feed(site, "one")) as now:
        now.until(lambda: now.heard == ["one"])
        faults = [ZeroDivisionError(), KeyError("two")]
        sound = now.settings

        def broken() -> tuple[FeedsFile, LexiconFile]:
            if faults:
                raise faults.pop()
            return sound()

        now.settings = broken  # type: ignore[method-assign]
        now.until(lambda: not faults)
        health.want_visit(collection.archive, "one")
        now.until(lambda: now.heard == ["one", "one"])
        (fault,) = status(collection.archive).faults
    assert (fault.times, fault.what) == (2, "ZeroDivisionError()")
    assert [record.exc_info is not None for record in caplog.records] == [True, True]


def test_a_visit_that_cannot_even_be_noted_is_given_back_and_made_again(
    site: Site, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    faults = iter([RuntimeError("first"), RuntimeError("second")])

    def fail(*_: object) -> object:
        raise next(faults)

    with monkeypatch.context() as broken, running(collection, feed(site, "one")) as now:
        broken.setattr("tracker.ingest.update.next_state", fail)
        broken.setattr("tracker.ingest.in_flight.next_state", fail)
        now.until(lambda: now.heard == ["one"])
        broken.undo()
        health.want_visit(collection.archive, "one")
        now.until(lambda: now.heard == ["one", "one"])
    assert health.of_feed(collection.archive, "one").status == "ok"


def test_mistakes_in_settings_are_logged_once_and_nothing_is_lost_by_them(
    site: Site, collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/one"] = reply(rss(item(1)))
    with running(collection, feed(site, "one")) as now:
        now.until(lambda: now.heard == ["one"])
        now.lexicon = replace(now.lexicon, errors=(SLIP,))
        for count in (2, 3):
            health.want_visit(collection.archive, "one")
            now.until(lambda count=count: len(now.heard) == count)  # type: ignore[misc]
        now.lexicon = replace(now.lexicon, errors=())
    assert [record.message for record in caplog.records] == [
        "lexicon.yaml:3: is not YAML; until it is mended, what could be read before stays in force"
    ]


def test_reports_that_arrive_while_the_lexicon_changes_are_counted_with_the_new_one(
    site: Site, collection: Collection
) -> None:
    going_on, go_on = threading.Event(), threading.Event()

    def slowly(request: BaseHTTPRequestHandler) -> None:
        going_on.set()
        assert go_on.wait(EVENTUALLY)
        reply(rss(item(1), item(2)))(request)

    site.pages["/slow"] = slowly
    site.pages["/quick"] = reply(rss(item(3)))
    changed = Concept("core", "Core", {"en": ("core technolog*", "our own"), "zh": ("核心技术",)})
    lexicon = Lexicon((Theme("t", "T", (changed,)),))
    with running(collection, feed(site, "slow"), feed(site, "quick")) as now:
        now.until(lambda: going_on.is_set() and now.heard == ["quick"])
        now.lexicon = LexiconFile(lexicon)
        now.until(lambda: scores.counted_with(collection.archive) == {lexicon.version: 1})
        go_on.set()  # the visit that began with the old one ends
        now.until(lambda: scores.counted_with(collection.archive) == {lexicon.version: 3})
    variants = {
        mention.variant for found in reading.mentions_in(collection.archive, [1, 2, 3]).values() for mention in found
    }
    assert "our own" in variants


def test_a_host_that_does_not_answer_leaves_room_for_the_others(site: Site, collection: Collection) -> None:
    go_on = threading.Event()
    stuck = Site()
    names = [f"stuck{number}" for number in range(100)]

    def hang(request: BaseHTTPRequestHandler) -> None:
        assert go_on.wait(EVENTUALLY)
        reply(rss(item(1)))(request)

    for name in names:
        stuck.pages[f"/{name}"] = hang
    site.pages["/the-quick"] = reply(rss(item(1)))
    slow = [feed(stuck, name) for name in names]
    try:
        with running(collection, *slow, feed(site, "the-quick")) as now:
            now.until(lambda: now.heard == ["the-quick"])
            assert len(stuck.asked) >= 1
            collection.stop.set()
            go_on.set()
    finally:
        stuck.close()


def test_a_poller_of_some_feeds_leaves_the_others_as_they_are(site: Site, collection: Collection) -> None:
    site.pages["/one"] = site.pages["/two"] = reply(rss(item(1)))
    settings = FeedsFile((feed(site, "one"), feed(site, "two")), allow_private=("127.0.0.1",)), LexiconFile(LEXICON)
    heard: list[Visit] = []

    def hear(visit: Visit) -> None:
        heard.append(visit)
        collection.stop.set()

    poller.run(collection.archive, lambda: settings, lambda: datetime.now(UTC), collection.stop, hear, {"two"})
    assert [visit.feed.id for visit in heard] == ["two"]
    assert {each.feed_id: each.status for each in health.all_feeds(collection.archive)} == {"one": "new", "two": "ok"}
