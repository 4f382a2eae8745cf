"""Recognition: which entries of a feed are reports that are stored already."""

from collections.abc import Iterator
from dataclasses import replace

from tracker.archive import aliases
from tracker.archive.opening import Archive
from tracker.documents import Entry, ParsedFeed
from tracker.feeds import identity
from tracker.ingest.plan import StoredEntry


def recognise(parsed: ParsedFeed, feed_id: str, archive: Archive) -> tuple[ParsedFeed, dict[str, StoredEntry]]:
    """A document whose entries have the keys of their reports, and which of these are stored already.

    What known reports are called now is kept: a guid that is new to them, another form of their link.
    """
    known = aliases.found(archive, feed_id, (name for entry in parsed.entries for name in _names(entry)))
    reports = identity.recognised(parsed.entries, known)
    seen = [(entry.names, alias) for entry, alias in zip(parsed.entries, reports, strict=True) if alias]
    aliases.learn(archive, feed_id, seen, known)
    keys = {
        entry.key: alias.key if alias else entry.names.mark
        for entry, alias in zip(parsed.entries, reports, strict=True)
    }
    entries = tuple(replace(entry, key=keys[entry.key]) for entry in parsed.entries)
    ready = {keys[key]: each._replace(report=replace(each.report, key=keys[key])) for key, each in parsed.ready.items()}
    stored = {alias.key: StoredEntry(alias.text_from, alias.title, alias.updated) for alias in reports if alias}
    return replace(parsed, entries=entries, ready=ready), stored


def _names(entry: Entry) -> Iterator[str]:
    named = entry.names
    yield from filter(None, (named.guid, named.link, named.told, *named.older))
