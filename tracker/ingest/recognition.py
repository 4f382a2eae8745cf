"""Recognition: which entries of a feed are reports that are stored already."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from tracker.archive import aliases
from tracker.archive.opening import Archive
from tracker.archive.writing import text_hash
from tracker.documents import Alias, Entry, ParsedFeed, ReportDraft
from tracker.feeds import identity
from tracker.ingest.plan import StoredEntry


def recognise(parsed: ParsedFeed, feed_id: str, archive: Archive) -> tuple[ParsedFeed, dict[str, StoredEntry]]:
    """A document whose entries have the keys of their reports, and which of these are stored already.

    What known reports are called now is kept: a guid that is new to them, another form of their link, and all of
    their names where the site has moved.
    """
    known = aliases.found(archive, feed_id, (name for entry in parsed.entries for name in _names(entry)))
    reports = identity.recognised(parsed.entries, known)
    seen = [(entry.names, alias) for entry, alias in zip(parsed.entries, reports, strict=True) if alias]
    aliases.learn(archive, feed_id, seen, known)
    fresh = [entry for entry, alias in zip(parsed.entries, reports, strict=True) if not alias]
    ready_made = [parsed.ready[entry.key] for entry in fresh if entry.key in parsed.ready]
    again = moved(ready_made, feed_id, archive, {alias.key for alias in reports if alias})
    reports = [alias or again.get(entry.key) for entry, alias in zip(parsed.entries, reports, strict=True)]
    keys = {
        entry.key: alias.key if alias else entry.names.mark
        for entry, alias in zip(parsed.entries, reports, strict=True)
    }
    entries = tuple(replace(entry, key=keys[entry.key]) for entry in parsed.entries)
    ready = {keys[key]: each._replace(report=replace(each.report, key=keys[key])) for key, each in parsed.ready.items()}
    stored = {alias.key: StoredEntry(alias.text_from, alias.title, alias.updated) for alias in reports if alias}
    return replace(parsed, entries=entries, ready=ready), stored


def moved(drafts: Sequence[ReportDraft], feed_id: str, archive: Archive, present: Collection[str]) -> dict[str, Alias]:
    """By key, the stored reports that reports under new names are: the same title and text, dated the same.

    Such is a site that has moved. The reports that are ``present`` under names of their own are no others', and the
    same notice of another day or hour is another report. What these are called now is kept.
    """
    dated = {each.report.key: text_hash(each.analysis) for each in drafts if _tells(each)}
    if not dated:
        return {}
    left = [each for each in aliases.with_text(archive, feed_id, dated.values()) if each[1].text_from != "summary"]
    found: dict[str, Alias] = {}
    taken = set(present)
    for draft in drafts:
        key = draft.report.key
        same = (each for text, each in left if text == dated.get(key) and each.key not in taken)
        if alias := next((each for each in same if _same_time(draft, each)), None):
            found[key] = alias
            taken.add(alias.key)
    seen = [(draft.names, found[draft.report.key]) for draft in drafts if draft.report.key in found]
    aliases.learn(archive, feed_id, seen, {})
    return found


def _tells(draft: ReportDraft) -> bool:
    """Whether a report can be told by its text: it is whole, and its date is not that of being seen."""
    revision = draft.revision
    return (
        draft.report.day_from != "seen" and revision.text_from != "summary" and bool(revision.title and revision.body)
    )


def _same_time(draft: ReportDraft, alias: Alias) -> bool:
    report = draft.report
    return (alias.day, alias.published) == (report.day, report.published) and alias.day_from != "seen"


def _names(entry: Entry) -> Iterator[str]:
    named = entry.names
    yield from filter(None, (named.guid, named.link, named.told, *named.older))
