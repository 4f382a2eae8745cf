"""Identity: which entry of a feed is which, from one visit to the next.

A guid decides, once it is known, unless nothing else of the entry is as it was: neither title, day nor link. A link
decides for an entry without a guid. It is one report's at a time, and never goes over to an entry with another guid,
unless title and day are the same too: then the feed makes its guids anew at every visit. Of a report whose guid is not
known, as of all that were stored before guids were kept, the link accepts the first guid that comes with the same
title or the same day.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from courlan import normalize_url

from tracker.documents import Alias, Entry, Names

# Parameters of an address that are certain to say only how a reader came to it.
_TRACKING = {"dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid"}
_TRACKING |= {"_hsenc", "_hsmi", "twclid", "ttclid", "wbraid", "yclid"}


LONGEST = 1_000  # bytes of a guid or link


class Identifiers(NamedTuple):
    """What a feed gives to tell an entry by; any of it may be empty."""

    guid: str
    link: str
    title: str
    date: str


def keys(entries: Sequence[Identifiers]) -> list[str]:
    """One key for each entry of one feed document, all different for different entries.

    The link tells an entry, as http or https, with or without tracking parameters and a last slash. A link
    that several entries share, or that leads to a home page, does not; then the guid does, if it is not
    shared either, else title and date.
    """
    links = [of_link(entry.link) for entry in entries]
    link_uses, guid_uses = _uses(entries, links)
    found: list[str] = []
    for entry, link in zip(entries, links, strict=True):
        if link and link_uses[link] == 1:
            found.append(_stored(link))
        elif entry.guid and guid_uses[entry.guid] == 1 and entry.guid not in link_uses:
            found.append(_stored(entry.guid))
        else:
            found.append(_digest(link, entry.title, entry.date))
    return found


def names(entries: Sequence[Identifiers]) -> list[Names]:
    """What each entry of one feed document may be recognised by."""
    links = [of_link(entry.link) for entry in entries]
    link_uses, guid_uses = _uses(entries, links)
    found = []
    for entry, link in zip(entries, links, strict=True):
        told, older_link = _digest(link, entry.title, entry.date), _older(entry.link)
        older = dict.fromkeys((older_link, entry.guid, _digest(older_link, entry.title, entry.date)))
        named = Names(
            guid=f"guid:{_stored(entry.guid)}" if entry.guid else "",
            link=_stored(link),
            told=told,
            mark=_digest(entry.guid, told),
            older=tuple(_stored(name) for name in older if name and name not in (link, told)),
            guid_tells=bool(entry.guid) and guid_uses[entry.guid] == 1,
            link_tells=bool(link) and link_uses[link] == 1,
        )
        found.append(named)
    return found


def recognised(entries: Sequence[Entry], known: Mapping[str, Alias]) -> list[Alias | None]:
    """The report that each entry of one document is, by the names that are known; no report is two entries'."""
    found: dict[int, Alias] = {}
    taken: set[int] = set()
    for rule in _RULES:
        for place, entry in enumerate(entries):
            fits = (alias for alias in rule(entry, known) if place not in found and alias.report_id not in taken)
            if alias := next(fits, None):
                found[place] = alias
                taken.add(alias.report_id)
    return [found.get(place) for place in range(len(entries))]


def of_link(link: str) -> str:
    """A link without what does not tell; empty for a home page."""
    try:
        parts = urlsplit(link)
        bare = urlsplit(normalize_url(parts._replace(query="", fragment="").geturl())) if link else parts
    except ValueError:
        return link
    query, fragment = _telling(parts.query), parts.fragment
    if "=" in fragment:
        fragment = _telling(fragment)
    return _pruned(bare._replace(query=query, fragment=fragment).geturl())


def _older(link: str) -> str:
    """A link as reports were once stored under it: without parameters that may have told entries apart."""
    try:
        return _pruned(normalize_url(link)) if link else ""
    except ValueError:
        return link


def _pruned(link: str) -> str:
    parts = urlsplit(link)
    path = parts.path.rstrip("/")
    if not path and not parts.query and not parts.fragment:
        return ""
    return parts._replace(scheme="", path=path, netloc=parts.netloc.lower()).geturl().removeprefix("//")


def _telling(query: str) -> str:
    """The parameters that may tell an entry, in one order; not decoded, for not all are in UTF-8."""
    pieces = {piece: piece.partition("=")[0].lower() for piece in query.split("&") if piece}
    told = (piece for piece, name in pieces.items() if name not in _TRACKING and not name.startswith("utm_"))
    return quote("&".join(sorted(told)), safe="/%!=:,-+&;?@~*'()$[]")


def _uses(entries: Sequence[Identifiers], links: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """How many different entries have each link and each guid."""
    different = {(link, entry.guid, entry.title, entry.date) for link, entry in zip(links, entries, strict=True)}
    return Counter(each[0] for each in different), Counter(each[1] for each in different)


def _stored(name: str) -> str:
    """A guid or link as it is stored: PostgreSQL's indexes take no long ones."""
    return name if len(name.encode()) <= LONGEST else _digest(name)


def _digest(*told: str) -> str:
    return "sha256:" + hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


def _same_title(entry: Entry, alias: Alias) -> bool:
    return not entry.title or entry.title == alias.title


def _same_day(entry: Entry, alias: Alias) -> bool:
    """Whether both have one date, to the minute if it goes so far, or neither has any from the feed."""
    if entry.published and alias.published:
        return entry.published == alias.published
    return entry.day == (alias.day if alias.day_from == "feed" else None)


def _alike(entry: Entry, known: Mapping[str, Alias], *among: str) -> Iterator[Alias]:
    for alias in filter(None, map(known.get, among)):
        if _same_title(entry, alias) and _same_day(entry, alias):
            yield alias


def _by_guid_alike(entry: Entry, known: Mapping[str, Alias]) -> Iterator[Alias]:
    return _alike(entry, known, entry.names.guid)


def _by_any_alike(entry: Entry, known: Mapping[str, Alias]) -> Iterator[Alias]:
    return _alike(entry, known, entry.names.link, entry.names.told, *entry.names.older)


def _by_guid(entry: Entry, known: Mapping[str, Alias]) -> Iterator[Alias]:
    alias = known.get(entry.names.guid) if entry.names.guid_tells else None
    if alias and (
        _same_title(entry, alias) or _same_day(entry, alias) or (entry.url and of_link(alias.url) == entry.names.link)
    ):
        yield alias


def _by_link(entry: Entry, known: Mapping[str, Alias]) -> Iterator[Alias]:
    named = entry.names
    candidates = (named.link if named.link_tells else "", named.told, *named.older)
    for alias in filter(None, map(known.get, candidates)):
        unclaimed = not alias.guid and (_same_title(entry, alias) or _same_day(entry, alias))
        if unclaimed or not named.guid_tells:
            yield alias


_RULES: tuple[Callable[[Entry, Mapping[str, Alias]], Iterator[Alias]], ...] = (
    *(_by_guid_alike, _by_any_alike, _by_guid, _by_link),
)
