"""The plan of a visit: what is stored, what is fetched, what is left."""

import pytest

from tracker.documents import Entry, Feed
from tracker.ingest.plan import StoredEntry, plan

FEED = Feed("feed", "Feed", "https://example.org/feed")
MAY, JUNE = "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"


def entry(key: str = "a", title: str = "Title", updated: str = "", *, complete: bool = False) -> Entry:
    return Entry(key, title, f"https://example.org/{key}", None, None, "Text", complete, updated=updated)


def part(entries: list[Entry], stored: dict[str, StoredEntry], full_text: str = "auto") -> list[str]:
    """For each entry the part of the plan that it is in."""
    planned = plan(entries, stored, Feed("feed", "Feed", FEED.url, full_text=full_text))  # type: ignore[arg-type]
    by_key = {each.key: name for name in planned._fields for each in getattr(planned, name)}
    assert sum(map(len, planned)) == len(entries)
    return [by_key[each.key] for each in entries]


@pytest.mark.parametrize(
    ("stored", "shown", "full_text", "expected"),
    [
        (None, entry(complete=True), "auto", "store"),
        (None, entry(), "auto", "fetch"),
        (None, entry(), "feed", "store"),
        (None, entry(complete=True), "page", "fetch"),
        (StoredEntry("feed", "Title"), entry(complete=True), "auto", "store"),  # a change shows when it is stored
        (StoredEntry("summary", "Title"), entry(), "auto", "fetch"),
        (StoredEntry("page", "Title"), entry(), "auto", "skip"),
        (StoredEntry("page", "Title"), entry(title=""), "auto", "skip"),
        (StoredEntry("page", "Title"), entry(title="Changed"), "auto", "fetch"),
        (StoredEntry("page", "Title", MAY), entry(updated=MAY), "auto", "skip"),
        (StoredEntry("page", "Title", MAY), entry(updated=JUNE), "auto", "fetch"),
        (StoredEntry("page", "Title", MAY), entry(), "auto", "skip"),
        (StoredEntry("page", "Title", MAY), entry(title="Changed", complete=True), "auto", "store"),
    ],
)
def test_an_entry_is_stored_fetched_or_skipped_by_what_is_stored_of_it(
    stored: StoredEntry | None, shown: Entry, full_text: str, expected: str
) -> None:
    assert part([shown], {"a": stored} if stored else {}, full_text) == [expected]


def test_a_time_of_change_that_three_entries_share_is_the_feeds_and_says_nothing_of_them() -> None:
    shown = [entry(key, updated=JUNE) for key in "abc"]
    stored = {key: StoredEntry("page", "Title", MAY) for key in "abc"}
    assert part(shown, stored) == ["skip"] * 3
    assert part(shown[:2], stored) == ["fetch"] * 2
