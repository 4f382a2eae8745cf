"""Leases: what one poller visits no other does, until it gives the feed back or falls silent."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.columns import Ago
from db.tables import pollers
from tests.conftest import NOW
from tracker.archive import health, leases, writing
from tracker.archive.opening import Archive
from tracker.documents import Feed

IDS = [f"feed{number}" for number in range(5)]


@pytest.fixture
def enlisted(archive: Archive) -> Archive:
    writing.sync_feeds(archive, [Feed(feed_id, feed_id, f"https://example.org/{feed_id}") for feed_id in IDS])
    for poller in ("one", "two"):
        leases.beat(archive, poller)
    return archive


def ids(archive: Archive, poller: str, seconds: float = 0, most: int = 10) -> list[str]:
    return [each.feed_id for each in leases.claim_due(archive, poller, NOW + timedelta(seconds=seconds), IDS, most)]


def test_two_pollers_never_lease_the_same_feed(enlisted: Archive) -> None:
    first, second = ids(enlisted, "one", most=3), ids(enlisted, "two")
    assert (len(first), len(second)) == (3, 2)
    assert sorted(first + second) == IDS
    assert ids(enlisted, "one") == ids(enlisted, "two") == []
    assert leases.held(enlisted, [*IDS[:2], "unknown"]) == set(IDS[:2])


def test_a_feed_that_is_given_back_is_free_when_it_is_due_again(enlisted: Archive) -> None:
    ids(enlisted, "one")
    soon = NOW + timedelta(seconds=20)
    health.record_all(enlisted, {IDS[0]: {"next_visit": soon}, IDS[1]: {}}, "one")
    assert ids(enlisted, "two") == [IDS[1]]
    assert ids(enlisted, "two", 21) == [IDS[0]]


def silence(archive: Archive, poller: str, seconds: int) -> None:
    """Let a poller have been heard of for the last time so many seconds ago."""
    with archive.writing(counted=False) as connection:
        connection.execute(update(pollers).where(pollers.c.id == poller).values(beat=Ago(seconds)))


@pytest.mark.parametrize(("seconds", "free"), [(0, 0), (leases.SILENCE + 1, 5)])
def test_a_poller_that_falls_silent_loses_its_feeds(enlisted: Archive, seconds: int, free: int) -> None:
    ids(enlisted, "one")
    silence(enlisted, "one", seconds)
    assert leases.pollers_alive(enlisted) == (1 if free else 2)
    leases.beat(enlisted, "two")
    assert len(ids(enlisted, "two")) == free


def test_a_poller_whose_clock_is_wrong_is_heard_of_all_the_same(enlisted: Archive) -> None:
    ids(enlisted, "one", seconds=86_400)
    assert ids(enlisted, "two", seconds=-86_400) == ids(enlisted, "two", seconds=86_400) == []
    assert leases.pollers_alive(enlisted) == 2


def test_who_was_silent_too_long_does_not_give_back_what_another_has_leased_since(enlisted: Archive) -> None:
    ids(enlisted, "one")
    silence(enlisted, "one", leases.SILENCE + 1)
    assert len(ids(enlisted, "two", most=2)) == 2
    leases.beat(enlisted, "one")
    health.record_all(enlisted, {feed_id: {} for feed_id in IDS}, "one")
    assert leases.held(enlisted, IDS) == set(IDS[:2])
    health.record_all(enlisted, {feed_id: {"failures": 1} for feed_id in IDS}, "two")
    assert leases.held(enlisted, IDS) == set()


def test_feeds_that_were_never_visited_have_waited_longest(enlisted: Archive) -> None:
    health.record_all(enlisted, {each: {"next_visit": NOW - timedelta(days=1)} for each in (IDS[0], IDS[3])})
    assert leases.due(enlisted, NOW) == [IDS[1], IDS[2], IDS[4], IDS[0], IDS[3]]
    assert ids(enlisted, "one", most=4) == [IDS[1], IDS[2], IDS[4], IDS[0]]


def test_a_poller_that_leaves_leaves_its_feeds(enlisted: Archive) -> None:
    ids(enlisted, "one")
    leases.leave(enlisted, "one")
    assert len(ids(enlisted, "two")) == 5


def test_some_feeds_are_leased_unless_another_visited_them_since(enlisted: Archive) -> None:
    health.record(enlisted, IDS[0], last_visit=NOW + timedelta(seconds=1))
    later = NOW + timedelta(seconds=2)
    assert [each.feed_id for each in leases.claim(enlisted, "one", later, IDS[:3], NOW)] == IDS[1:3]
    assert [each.feed_id for each in leases.claim(enlisted, "two", later, IDS[:4], None)] == [IDS[0], IDS[3]]


def test_nobody_waits_for_a_poller_of_this_machine_whose_process_is_gone(archive: Archive) -> None:
    with leases.registered(archive) as name:
        ended = subprocess.Popen([sys.executable, "-c", ""])
        ended.wait()
        dead = name.replace(f":{os.getpid()}:", f":{ended.pid}:")
        for poller in (dead, "elsewhere:1:abc"):
            leases.beat(archive, poller)
        leases.prune_dead(archive)
        assert leases.pollers_alive(archive) == 2
    assert leases.pollers_alive(archive) == 1
