"""Identity: which entry of a feed is which, from one visit to the next."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from courlan import normalize_url


class Marks(NamedTuple):
    """What a feed gives to tell an entry by; any of it may be empty."""

    guid: str
    link: str
    title: str
    date: str


def keys(entries: Sequence[Marks]) -> list[str]:
    """One key for each entry of one feed document, all different for different entries.

    The link tells an entry, as http or https, with or without tracking parameters and a last slash. A link
    that several entries share, or that leads to a home page, does not; then the guid does, if it is not
    shared either, else title and date.
    """
    links = [of_link(entry.link) for entry in entries]
    different = {(link, entry.guid, entry.title, entry.date) for link, entry in zip(links, entries, strict=True)}
    link_uses, guid_uses = Counter(each[0] for each in different), Counter(each[1] for each in different)
    found: list[str] = []
    for entry, link in zip(entries, links, strict=True):
        if link and link_uses[link] == 1:
            found.append(link)
        elif entry.guid and guid_uses[entry.guid] == 1 and entry.guid not in link_uses:
            found.append(entry.guid)
        else:
            told = "\n".join((link, entry.title, entry.date))
            found.append("sha256:" + hashlib.sha256(told.encode()).hexdigest()[:32])
    return found


def of_link(link: str) -> str:
    """A link without what does not tell, which is the key where it is the entry's alone; empty for a home page."""
    try:
        parts = urlsplit(normalize_url(link)) if link else urlsplit("")
    except ValueError:
        return link
    path = parts.path.rstrip("/")
    if not path and not parts.query and not parts.fragment:
        return ""
    return parts._replace(scheme="", path=path, netloc=parts.netloc.lower()).geturl().removeprefix("//")
