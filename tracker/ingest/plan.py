"""The plan of a visit: which entries of a feed are stored, which are new or changed, and where their texts are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.documents import Entry, Feed, TextFrom, needs_page

SHARED = 3  # entries that say one time of their last change: it is that of the feed


class StoredEntry(NamedTuple):
    """What is stored of an entry: where its text came from, its title, and when it said that it was last changed."""

    text_from: TextFrom
    title: str
    updated: str = ""


class Plan(NamedTuple):
    """The entries of one document by what is to be done with them, each part in the order of the document.

    Those to ``store`` have their text in the feed, those to ``fetch`` on a page; nothing is new of those to ``skip``.
    """

    store: list[Entry]
    fetch: list[Entry]
    skip: list[Entry]


def plan(entries: Sequence[Entry], stored: Mapping[str, StoredEntry], feed: Feed) -> Plan:
    """Compare what a feed shows with what is ``stored`` of it, by key.

    A page is not fetched again for an entry that says the same of itself as when the page was read: its title, and
    when it was last changed. A text that the feed itself gives is always handed on: whether it changed is seen when
    it is stored.
    """
    planned, said = Plan([], [], []), Counter(entry.updated for entry in entries)
    for entry in entries:
        held = stored.get(entry.key)
        updated = entry.updated if said[entry.updated] < SHARED else ""
        if held and held.text_from == "page" and entry.title in ("", held.title) and updated in ("", held.updated):
            planned.skip.append(entry)
        elif needs_page(entry, feed):
            planned.fetch.append(entry)
        else:
            planned.store.append(entry)
    return planned
