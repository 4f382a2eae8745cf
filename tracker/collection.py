"""Collection: from an entry of a feed to a report with its text, and into the archive."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tracker.archive import reading, writing
from tracker.archive.opening import Archive
from tracker.documents import Entry, Feed, Report, Revision, TextFrom
from tracker.errors import FeedError
from tracker.feeds import dates
from tracker.feeds.extract import Page, from_markup, from_page
from tracker.feeds.fetch import Fetcher
from tracker.schedule import today
from tracker.scoring import Scorer
from tracker.words.text import mostly_han

BATCH = 400  # reports in one transaction


@dataclass(frozen=True)
class Tools:
    """What every visit needs. ``clock`` gives aware UTC; ``stop`` asks for an end between two reports."""

    archive: Archive
    fetcher: Fetcher
    scorer: Scorer
    clock: Callable[[], datetime]
    stop: Event


class Pages:
    """The pages behind the entries of one visit; a host that does not answer is asked only once."""

    def __init__(self, fetcher: Fetcher) -> None:
        """Use ``fetcher``, which keeps the rules of politeness and safety."""
        self._fetcher = fetcher
        self._silent: dict[str, str] = {}

    def read(self, url: str) -> Page:
        """The main text of a page; FeedError says in plain words why there is none."""
        host = urlsplit(url).netloc
        if host in self._silent:
            raise FeedError(url, self._silent[host])
        try:
            answer = self._fetcher.page(url)
        except FeedError as error:
            if getattr(error, "status", None) is None:
                self._silent[host] = error.problem
            raise
        try:
            page = from_page(answer.body, answer.url)
        except Exception as error:  # what a page breaks is not known beforehand, and must cost only itself
            raise FeedError(url, f"the page could not be read: {type(error).__name__}") from error
        if not page.body:
            raise FeedError(url, "the page has no text that could be told from its menus")
        return page


def read(entry: Entry, feed: Feed, language: str | None, pages: Pages, now: datetime) -> tuple[Report, Revision]:
    """Make a report of an entry: full text from the feed or its page, else the summary with the reason.

    ``language`` is what the feed says of itself; the setting of the feed goes before it, and so does a text
    that is plainly Chinese.
    """
    body, title, note, stated = from_markup(entry.html), entry.title, "", ""
    text_from: TextFrom = "feed" if entry.complete or feed.full_text == "feed" else "summary"
    if feed.full_text == "page" or (feed.full_text == "auto" and not entry.complete):
        text_from = "summary"
        try:
            page = pages.read(entry.url) if entry.url else None
        except FeedError as error:
            note = f"only the summary: {error.problem}"
        else:
            if page is None:
                note = "only the summary: the feed gives no address of the full text"
            elif feed.full_text == "page" or len(page.body) >= len(body):
                body, title, text_from, stated = page.body, title or page.title, "page", page.published or ""
    found = feed.language or ("zh" if mostly_han(body or title) else entry.language or language or "und")
    report = _dated(entry, feed, stated, now, found)
    return report, Revision(title, body, text_from, now, note=note)


def _dated(entry: Entry, feed: Feed, stated: str, now: datetime, language: str) -> Report:
    """The report on its day: as the feed dates it, else its page, else the day it was first seen."""
    published, day = entry.published, entry.day
    day_from = "feed"
    if day is None and stated:
        published, day = dates.when(stated, feed.timezone)
        day_from = "page"
    if day is None:
        published, day = None, now.astimezone(ZoneInfo(feed.timezone or "UTC")).date()
        day_from = "seen"
    return Report(
        feed_id=feed.id,
        key=entry.key,
        url=entry.url,
        language=language,
        published=published,
        day=day,
        day_from="feed" if day_from == "feed" else "page" if day_from == "page" else "seen",
        first_seen=now,
    )


class Tally:
    """What one visit brought: entries seen, reports new and revised, pages that could not be read."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.entries = self.new = self.revised = 0
        self.summaries: dict[str, int] = {}
        self.unread_new = self.undated = self.future = 0
        self.farthest: date | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """One sentence for each reason why only summaries were stored, and for days that are not as they seem."""
        said = [f"{count} of {self.entries} entries: {reason}" for reason, count in self.summaries.items()]
        if self.undated:
            said.append(
                f"{self.undated} of {self.new} new entries have no date that can be read;"
                " they count on the day they were seen"
            )
        if self.future:
            said.append(
                f"{self.future} of {self.new} new entries are dated in the future, up to {self.farthest};"
                " each is held back until its day"
            )
        return tuple(said)

    def count(self, collected: writing.Collected, outcome: writing.Outcome) -> None:
        """Count what became of one entry."""
        report, note = collected.report, collected.revision.note
        self.revised += outcome == "revised"
        if note:
            self.summaries[note] = self.summaries.get(note, 0) + 1
        if outcome == "new":
            self.new += 1
            self.unread_new += bool(note)
            self.undated += report.day_from == "seen"
            if report.day > today(report.first_seen):
                self.future += 1
                self.farthest = max(report.day, self.farthest or report.day)


def collect(
    entries: Sequence[Entry], feed: Feed, language: str | None, pages: Pages, tools: Tools, tally: Tally
) -> None:
    """Store every entry that is new or changed; stops between two, with all that was read stored.

    Texts that the feed itself gave are stored many in one transaction, those of pages one by one as they come.
    """
    known = reading.known(tools.archive, feed.id, [entry.key for entry in entries])
    waiting: list[writing.Collected] = []
    for entry in _unread(entries, feed, known):
        if tools.stop.is_set():
            break
        report, revision = read(entry, feed, language, pages, tools.clock())
        waiting.append(writing.Collected(report, revision, tools.scorer.score(revision, report.language)))
        if revision.text_from != "feed" or len(waiting) >= BATCH:
            _store(waiting, tools.archive, tally)
    _store(waiting, tools.archive, tally)
    tally.entries += len(entries)


def _store(waiting: list[writing.Collected], archive: Archive, tally: Tally) -> None:
    for collected, outcome in zip(waiting, writing.store(archive, waiting) if waiting else (), strict=True):
        tally.count(collected, outcome)
    waiting.clear()


def _unread(entries: Sequence[Entry], feed: Feed, known: dict[str, tuple[str, str]]) -> Iterable[Entry]:
    """The entries worth reading: all but those whose page was read already under the same title."""
    for entry in entries:
        text_from, title = known.get(entry.key, ("", ""))
        if text_from != "page" or (entry.title and entry.title != title):
            yield entry
