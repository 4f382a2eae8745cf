"""A site's older pages that are like those of a feed, found by its sitemaps: for feeds without an archive."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import date

from tracker.archive import aliases
from tracker.documents import Entry, Feed, Names, ParsedFeed, ReportDraft
from tracker.errors import FeedError
from tracker.feeds import identity
from tracker.feeds.address import redact
from tracker.feeds.sitemap import Alike, Listed
from tracker.ingest.collection import Tools, store
from tracker.ingest.pages import PageReader
from tracker.ingest.visit_counts import VisitCounts

# What one run does at most; running it again goes on where nothing is stored yet.
MOST_MAPS = 200
MOST_PAGES = 1_000
UNDATED = 20  # pages without a date after which a site is taken to state none


def collect_listed(
    feed: Feed,
    parsed: ParsedFeed,
    tools: Tools,
    counts: VisitCounts,
    since: date | None,
    progress: Callable[[str], None],
) -> tuple[str, ...]:
    """Collect the pages that the sitemaps of a feed's site list and that are like the feed's, newest first.

    Only pages that state their day become reports, as the day of a fetch would be wrong for all of them. Gives
    sentences on what was left; FeedError if the site stops answering, with what was read stored.
    """
    own = [entry.url for entry in parsed.entries if entry.url and entry.names.link_tells]
    alike = Alike(own)
    if not alike:
        return ("it has no archive, and nothing in its addresses tells its reports from other pages of a sitemap",)
    said: list[str] = []
    listed = _listed(feed, own[0], alike, since, tools, said, progress)
    known = aliases.found(tools.archive, feed.id, listed)
    wanted = [(key, page) for key, page in listed.items() if key not in known]
    wanted.sort(key=lambda each: each[1].day or each[1].modified or date.min, reverse=True)
    if len(wanted) > MOST_PAGES:
        said.append(f"its sitemaps list {len(wanted)} more pages, of which {MOST_PAGES} were asked for; run it again")
    return (*said, *_collect(wanted[:MOST_PAGES], feed, parsed.language, since, tools, counts, progress))


def _listed(
    feed: Feed,
    url: str,
    alike: Alike,
    since: date | None,
    tools: Tools,
    said: list[str],
    progress: Callable[[str], None],
) -> dict[str, Listed]:
    """The pages that are like a feed's, by their keys; ``since`` leaves out what was last changed before."""
    first = tools.fetcher.sitemaps(url)
    left = deque(first)
    asked: set[str] = set()
    found: dict[str, Listed] = {}
    while left and len(asked) < MOST_MAPS and not tools.stop.is_set():
        url = left.popleft()
        if url in asked:
            continue
        asked.add(url)
        try:
            answer = tools.fetcher.page(url)
            sitemap = tools.workers.of_sitemap(answer.body, answer.url, feed, alike)
        except FeedError as error:
            if len(first) == 1 and url == first[0]:
                said.append(f"it has no archive, and its site no sitemap that can be read: {error.problem}")
            else:
                said.append(f"{redact(url)}: {error.problem}")
            continue
        left.extend(each.url for each in sitemap.maps if not _older(each, since) and alike.near(each.url))
        found |= {identity.of_link(each.url): each for each in sitemap.pages if not _older(each, since)}
        progress(f"sitemap {len(asked)} of {len(asked) + len(left)}, {len(found)} pages like those of the feed")
    if left:
        said.append(f"{len(left)} more sitemaps of its site were not asked for")
    return found


def _older(listed: Listed, since: date | None) -> bool:
    last = listed.day or listed.modified
    return since is not None and last is not None and last < since


def _collect(
    wanted: Sequence[tuple[str, Listed]],
    feed: Feed,
    language: str | None,
    since: date | None,
    tools: Tools,
    counts: VisitCounts,
    progress: Callable[[str], None],
) -> tuple[str, ...]:
    pages, failed, undated, dated = PageReader(tools.fetcher), Counter[str](), 0, 0
    for number, (key, page) in enumerate(wanted, 1):
        if tools.stop.is_set() or (undated == UNDATED and not dated):
            break
        names = Names(link=key, link_tells=True)
        entry = Entry(key, page.title, page.url, page.published, page.day, "", complete=False, names=names)
        counts.entries += 1
        try:
            collected = tools.workers.of_page(entry, feed, language, tools.clock(), pages.fetch(page.url))
        except FeedError as error:
            if getattr(error, "host", ""):  # the site itself, not the page
                raise
            failed[error.problem] += 1
            continue
        undated += collected.report.day_from == "seen"
        dated += collected.report.day_from != "seen"
        if collected.revision.note:
            failed[collected.revision.note.removeprefix("only the summary: ")] += 1
        elif _wanted(collected, since):
            store([collected], tools.archive, counts)
        progress(f"page {number} of {len(wanted)} in the sitemaps, {counts.new} new")
    left = [f"{count} of {len(wanted)} pages of its sitemaps left out: {problem}" for problem, count in failed.items()]
    if undated:
        left.append(f"{undated} of {len(wanted)} pages of its sitemaps left out: they state no day")
    return tuple(left)


def _wanted(collected: ReportDraft, since: date | None) -> bool:
    return collected.report.day_from != "seen" and (since is None or collected.report.day >= since)
