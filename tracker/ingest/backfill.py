"""Backfill: a feed's older reports, along its archive links or WordPress pages, else from its site's sitemaps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tracker.archive import gaps, health, reading
from tracker.documents import Feed, ParsedFeed, Visit
from tracker.errors import FeedError, FetchError, ParseError
from tracker.feeds.address import redact
from tracker.ingest import sitemaps
from tracker.ingest.collection import Tools, collect
from tracker.ingest.pages import PageReader
from tracker.ingest.recognition import recognise
from tracker.ingest.visit_counts import VisitCounts

# A feed that is longer than this is told so; running backfill again goes on where nothing is stored yet.
MOST_PAGES = 1_000
# A gap since the last visit is closed within so many pages, or left to be seen.
MOST_BRIDGED = 10


def backfill(
    feed: Feed, tools: Tools, since: date | None = None, progress: Callable[[str], None] = lambda text: None
) -> Visit:
    """Collect a feed's older reports until its archive, or ``since``, is reached.

    Follows RFC 5005 prev-archive links, else ``?paged=N`` of WordPress; never to another host, never to a
    page twice. A feed without either is looked for in the sitemaps of its site. An error ends it with what was
    stored so far; running it again goes on from there.
    """
    counts, pages = VisitCounts(), PageReader(tools.fetcher)
    seen_pages: set[str] = set()
    seen_keys: set[str] = set()
    url: str | None = feed.url
    unlisted: tuple[str, ...] = ()
    first: ParsedFeed | None = None
    problem, oldest, reached = "", None, False
    try:
        while url and url not in seen_pages and len(seen_pages) < MOST_PAGES and not tools.stop.is_set():
            seen_pages.add(url)
            parsed = _page(url, feed, tools, first=len(seen_pages) == 1)
            if parsed is None:
                break
            first = first or parsed
            parsed, known = recognise(parsed, feed.id, tools.archive)
            entries = tuple(entry for entry in parsed.entries if entry.key not in seen_keys)
            seen_keys.update(entry.key for entry in entries)
            collect(replace(parsed, entries=entries), known, feed, pages, tools, counts)
            progress(f"page {len(seen_pages)}, {counts.entries} entries, {counts.new} new")
            if parsed.partial:
                raise ParseError(redact(url), "its end is missing")
            if tools.stop.is_set():
                break
            days = [entry.day for entry in entries if entry.day]
            oldest = min([*days, *filter(None, [oldest])], default=None)
            reached = since is not None and bool(days) and min(days) < since
            url = None if reached or not entries else _older(url, parsed, len(seen_pages) + 1, counts)
        if first and len(seen_pages) == 1 and not (reached or tools.stop.is_set()):
            unlisted = sitemaps.collect_listed(feed, first, tools, counts, since, progress)
    except FeedError as error:
        problem = f"backfill stopped after {len(seen_pages) - 1} pages: {error.problem}; run it again to go on"
    if oldest:
        gaps.close(tools.archive, feed.id, oldest)
    finished = counts.visit(feed, problem, unlisted)
    _note(finished, tools)
    return finished


def _note(finished: Visit, tools: Tools) -> None:
    now, known = tools.clock(), {}
    if finished.new:
        known["last_new"] = now
    if due := reading.next_page_due(tools.archive, finished.feed.id):
        known["pages_due"] = due
    if known:
        health.record(tools.archive, finished.feed.id, **known)


def _page(url: str, feed: Feed, tools: Tools, *, first: bool) -> ParsedFeed | None:
    """One page of the archive; None where it ends, which WordPress says by 404 or a page of HTML."""
    try:
        answer = tools.fetcher.get(url)
        kind = answer.headers.get("content-type")
        return tools.workers.of_feed(answer.body, kind, answer.url, feed, tools.clock())
    except (FetchError, ParseError) as error:
        ended = isinstance(error, ParseError) or error.status in (404, 410)
        if first or not ended or "paged=" not in url:
            raise
        return None


def _older(url: str, parsed: ParsedFeed, number: int, counts: VisitCounts) -> str | None:
    """The address of the page before this one; one at another host is only told of."""
    here = urlsplit(url)
    if parsed.next_page:
        if urlsplit(parsed.next_page).hostname == here.hostname:
            return parsed.next_page
        counts.elsewhere = redact(parsed.next_page)
    if parsed.next_page or not parsed.wordpress:
        return None
    query = [(key, text) for key, text in parse_qsl(here.query) if key != "paged"]
    return urlunsplit(here._replace(query=urlencode([*query, ("paged", str(number))])))


def bridge(feed: Feed, url: str, parsed: ParsedFeed, tools: Tools, counts: VisitCounts) -> bool:
    """Collect older pages behind ``document`` until one shows what was stored before; whether one did."""
    pages, fresh = PageReader(tools.fetcher), {entry.key for entry in parsed.entries}
    page: ParsedFeed | None = parsed
    for number in range(2, MOST_BRIDGED + 2):
        older = _older(url, page, number, counts) if page else None
        if not older or tools.stop.is_set():
            return False
        try:
            page = _page(older, feed, tools, first=False)
        except FeedError:
            return False
        page, known = recognise(page, feed.id, tools.archive) if page else (None, {})
        keys = {entry.key for entry in page.entries} - fresh if page else set()
        if page is None or not keys:
            return False
        collect(page, known, feed, pages, tools, counts)
        if page.partial or tools.stop.is_set():
            return False
        if not keys.isdisjoint(known):
            return True
        url, fresh = older, fresh | keys
    return False
