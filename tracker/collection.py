"""Collection: from an entry of a feed to a report with its text, and into the archive."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from threading import Event

from tracker.archive import reading, writing
from tracker.archive.opening import Archive
from tracker.documents import Collected, Document, Entry, Feed, Visit, needs_page
from tracker.errors import FeedError
from tracker.feeds.address import redact, server
from tracker.feeds.fetch import Fetcher
from tracker.recognition import Known
from tracker.schedule import GIVEN_UP, today
from tracker.workers import Workers

BATCH = 200  # reports in one transaction
PASSING = (408, 425, 429)  # refusals that end, as those of 500 and more do


@dataclass(frozen=True)
class Tools:
    """What every visit needs. ``clock`` gives aware UTC; ``stop`` asks for an end between two reports."""

    archive: Archive
    fetcher: Fetcher
    workers: Workers
    clock: Callable[[], datetime]
    stop: Event


class Pages:
    """The pages behind the entries of one visit; a host that cannot be reached is asked only once, and one
    of which two pages did not come in time no more.

    ``passing`` says that a page failed in a way that may have ended by the next visit.
    """

    def __init__(self, fetcher: Fetcher) -> None:
        """Use ``fetcher``, which keeps the rules of politeness and safety."""
        self._fetcher = fetcher
        self._silent: dict[str, str] = {}
        self._late: set[str] = set()
        self.passing = False

    def fetch(self, url: str) -> tuple[bytes, str]:
        """The bytes of a page and where they came from; FeedError says in plain words why there are none."""
        if problem := self._silent.get(server(url)):
            raise FeedError(redact(url), problem)
        try:
            answer = self._fetcher.page(url)
        except FeedError as error:
            status = getattr(error, "status", None)
            if host := getattr(error, "host", "") or self._twice_late(url, error):
                self._silent[host] = error.problem
            self.passing |= status is None or status in PASSING or status >= 500
            raise
        return answer.body, answer.url

    def _twice_late(self, url: str, error: FeedError) -> str:
        """The host of a page if it is the second that took all the time there is: each more would take as much."""
        if not getattr(error, "late", False):
            return ""
        host = server(url)
        twice = host in self._late
        self._late.add(host)
        return host if twice else ""


def read(entry: Entry, feed: Feed, language: str | None, pages: Pages, workers: Workers, now: datetime) -> Collected:
    """Make a report of an entry: the full text of its page, else the summary with the reason."""
    try:
        if not entry.url:
            raise FeedError("", "the feed gives no address of the full text")
        return workers.of_page(entry, feed, language, now, pages.fetch(entry.url))
    except FeedError as error:
        return workers.of_summary(entry, feed, language, now, f"only the summary: {error.problem}")


class Tally:
    """What one visit brought: entries seen, reports new and revised, pages that could not be read."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.entries = self.new = self.revised = 0
        self.summaries: dict[str, int] = {}
        self.unread_new = self.undated = self.future = 0
        self.farthest: date | None = None
        self.elsewhere = ""

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
        if self.elsewhere:
            said.append(f"its archive goes on at another host, which is not followed: {self.elsewhere}")
        return tuple(said)

    def visit(self, feed: Feed, error: str, more: tuple[str, ...]) -> Visit:
        """The visit that brought this, with how it ended."""
        unread = sum(self.summaries.values())
        return Visit(feed, self.entries, self.new, self.revised, error, (*self.warnings, *more), unread)

    def count(self, collected: Collected, outcome: writing.Outcome) -> None:
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


def collect(document: Document, known: Known, feed: Feed, pages: Pages, tools: Tools, tally: Tally) -> None:
    """Store every entry that is new or changed; stops between two, with all that was read stored.

    ``known`` are its entries that are stored already, as ``recognise`` gives them with the document. Texts that the
    feed itself gave are stored many in one transaction, those of pages one by one as they come.
    """
    waiting: list[Collected] = []
    for batch in _batches(_unread(document.entries, feed, known)):
        ready = dict(document.ready)
        late = [entry for entry in batch if entry.key not in ready and not needs_page(entry, feed)]
        if late:
            read_now = tools.workers.of_entries(late, feed, document.language, tools.clock())
            ready |= {each.report.key: each for each in read_now}
        for entry in batch:
            if tools.stop.is_set():
                break
            made = ready.get(entry.key)
            waiting.append(made or read(entry, feed, document.language, pages, tools.workers, tools.clock()))
            if made is None:
                keep(waiting, tools.archive, tally)
        keep(waiting, tools.archive, tally)
    tally.entries += len(document.entries)


def read_again(besides: Container[str], feed: Feed, pages: Pages, tools: Tools, tally: Tally) -> None:
    """Ask once more for pages that could not be read when they were reported, but for those just tried."""
    for report, summary in reading.unread(tools.archive, feed.id, tools.clock() - GIVEN_UP):
        if report.key in besides or tools.stop.is_set():
            continue
        day = None if report.day_from == "seen" else report.day
        entry = Entry(report.key, summary.title, report.url, report.published, day, summary.body, complete=False)
        if needs_page(entry, feed):
            keep([read(entry, feed, report.language, pages, tools.workers, tools.clock())], tools.archive, tally)
            tally.entries += 1


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


def keep(waiting: list[Collected], archive: Archive, tally: Tally) -> None:
    """Store and count reports, and forget them."""
    for collected, outcome in zip(waiting, writing.store(archive, waiting) if waiting else (), strict=True):
        tally.count(collected, outcome)
    waiting.clear()


def _unread(entries: Sequence[Entry], feed: Feed, known: Known) -> Iterable[Entry]:
    """The entries worth reading: all but those whose page was read already under the same title."""
    for entry in entries:
        text_from, title = known.get(entry.key, ("", ""))
        if text_from != "page" or (entry.title and entry.title != title):
            yield entry
