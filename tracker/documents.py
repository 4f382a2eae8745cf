"""The nouns that travel between rooms: feed, entry, report, revision, mention.

All are frozen values. Dates are calendar days of the feed's own zone; instants are aware UTC. Those that come from
worker processes by the thousand have no slots, with which a dataclass takes ten times as long to travel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

FullText = Literal["auto", "feed", "page"]
Place = Literal["title", "lead", "body"]
DayFrom = Literal["feed", "page", "seen"]
TextFrom = Literal["feed", "page", "summary", "import"]

PLACES: tuple[Place, ...] = ("title", "lead", "body")


@dataclass(frozen=True, slots=True)
class Feed:
    """An address we poll, as feeds.yaml describes it; ``url`` is empty for an imported source.

    ``own_interval`` says that the interval stands at the feed itself, and is kept; else it is adapted to its rhythm.
    """

    id: str
    name: str
    url: str = ""
    language: str | None = None
    timezone: str | None = None
    body: str | None = None
    full_text: FullText = "auto"
    interval: timedelta = timedelta(minutes=30)
    own_interval: bool = False
    paused: bool = False
    reason: str | None = None


class Names(NamedTuple):
    """What an entry may be recognised by at a later visit; any of it may be empty.

    ``guid`` and ``link`` tell it from the other entries of its document only if so said. ``told`` stands for link,
    title and date, ``mark`` for these and the guid; ``older`` are names that earlier versions of this program gave it.
    """

    guid: str = ""
    link: str = ""
    told: str = ""
    mark: str = ""
    older: tuple[str, ...] = ()
    guid_tells: bool = False
    link_tells: bool = False


NAMELESS = Names()


class Alias(NamedTuple):
    """A name under which a report is known, and the report as it is stored.

    ``guid`` is the one that its entry had when it was last seen under this name; empty if none was known.
    """

    name: str
    guid: str
    report_id: int
    key: str
    url: str
    title: str
    published: datetime | None
    day: date
    day_from: DayFrom
    text_from: TextFrom
    updated: str


@dataclass(frozen=True)
class Entry:
    """What a feed said once. Never scored: it becomes a report when its text is known.

    ``key`` identifies it within its document, and is its report's once it is recognised. ``published`` is aware UTC
    and ``day`` the calendar day in the feed's zone; both are None where the feed gave no usable date. ``text`` is the
    longest text the feed gave, paragraphs apart by a blank line; ``complete`` says that the feed claims it to be the
    full text. ``updated`` is when it says that it was last changed, as it writes that.
    """

    key: str
    title: str
    url: str
    published: datetime | None
    day: date | None
    text: str
    complete: bool
    language: str | None = None
    names: Names = NAMELESS
    updated: str = ""


class FetchedPage(NamedTuple):
    """A page as it was fetched: its bytes, where they came from, what was asked for, and the kind the server named."""

    body: bytes
    url: str
    asked: str
    content_type: str | None = None


def needs_page(entry: Entry, feed: Feed) -> bool:
    """Whether the full text of an entry is to be had from its page only."""
    return feed.full_text == "page" or (feed.full_text == "auto" and not entry.complete)


@dataclass(frozen=True)
class Revision:
    """One version of a report's cleaned text. Paragraphs of ``body`` stand apart by a blank line.

    ``note`` says in plain words why the text is not the full one (a page that could not be fetched).
    """

    title: str
    body: str
    text_from: TextFrom
    seen_at: datetime
    number: int = 1
    note: str = ""


@dataclass(frozen=True)
class Report:
    """One official document of one source. ``reach`` counts the sources that carried this text."""

    feed_id: str
    key: str
    url: str
    language: str
    published: datetime | None
    day: date
    day_from: DayFrom
    first_seen: datetime
    id: int = 0
    title: str = ""
    revisions: int = 1
    reach: int = 1


class Mention(NamedTuple):
    """A variant of a concept at [start, end) of a revision's title or body.

    The archive keeps offsets in the normalised text; whatever a reader sees has them in the original. ``cue`` is the
    reporting verb that carries it, as the lexicon writes it, ``rank`` that verb's and ``speaker`` its subject as the
    normalised text has it; without a cue they are empty and 0. ``weight`` is what it counts for emphasis.
    """

    concept: str
    variant: str
    place: Place
    start: int
    end: int
    cue: str = ""
    rank: int = 0
    speaker: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Analysis:
    """A revision's normalised text, its lengths (words, or characters for Chinese) and its mentions.

    ``bands`` are numbers (MinHash) of which nearly equal texts have one in common; a short text has none.
    ``full_text_said`` is whether it speaks of a full text, which it is or which it is not.
    """

    normal_title: str
    normal_body: str
    words: int
    words_title: int
    words_lead: int
    mentions: tuple[Mention, ...]
    lexicon: str
    bands: tuple[int, ...] = ()
    full_text_said: bool = False
    serial: str = ""


class ReportDraft(NamedTuple):
    """A report with the revision to store, what was counted in it, and what its entry may be recognised by.

    ``updated`` is when the entry says that it was last changed; ``page_due`` is when its page is to be read again.
    """

    report: Report
    revision: Revision
    analysis: Analysis
    names: Names = NAMELESS
    updated: str = ""
    page_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read: its entries, newest first as a rule, and where its older ones are.

    ``warnings`` are plain sentences on what could not be read of it; ``partial`` says that its end is missing.
    ``ready`` has, by key, the first of those entries whose text needs no page.
    """

    title: str
    language: str | None
    entries: tuple[Entry, ...]
    next_page: str | None
    wordpress: bool
    warnings: tuple[str, ...] = ()
    partial: bool = False
    ready: Mapping[str, ReportDraft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which reports a question is about: days from ``date_from`` to ``date_to``, sources, a language's prefix.

    None and empty mean all. ``date_to`` is always set: a report dated in the future is held back until then.
    """

    date_to: date
    date_from: date | None = None
    sources: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FeedStatus:
    """What is known of a feed's visits. ``status`` is one plain word, ``message`` one plain sentence.

    ``backfill`` is empty, or says how far one has come; ``pages_due`` is when the first of its
    pages is to be read again; ``gone`` counts visits answered 410 in a row. ``rhythm``
    is the usual number of days between two of its days with reports, ``stale`` says that it is silent for long.
    """

    feed_id: str
    name: str
    url: str
    status: Literal["new", "ok", "failing", "paused", "imported", "removed"]
    message: str = ""
    last_visit: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    next_visit: datetime | None = None
    failures: int = 0
    reports: int = 0
    last_day: date | None = None
    visit_wanted: bool = False
    backfill: str = ""
    pages_due: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    gone: int = 0
    rhythm: float | None = None
    stale: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, of which reports of a feed are missing: they came and went between two visits."""

    feed_id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Visit:
    """How one visit to a feed ended: what came, what was new, what went wrong, in plain words.

    ``unread`` counts reports whose pages were asked for in vain.
    """

    feed: Feed
    entries: int = 0
    new: int = 0
    revised: int = 0
    error: str = ""
    warnings: tuple[str, ...] = field(default=())
    unread: int = 0
