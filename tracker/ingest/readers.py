"""Readers: from what was fetched to reports whose text is known and counted. Worker processes do this."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.documents import Entry, Feed, FetchedPage, ParsedFeed, Report, ReportDraft, Revision, TextFrom, needs_page
from tracker.feeds import dates, sitemap
from tracker.feeds.extract import ExtractedPage, from_page
from tracker.feeds.parse import parse
from tracker.feeds.sitemap import Alike, Sitemap
from tracker.feeds.stand_in import stand_in
from tracker.ingest.schedule import page_due
from tracker.words.scorer import Scorer
from tracker.words.text import mostly_han

# Entries made ready together with their feed; a longer feed's are asked for as they are needed.
AHEAD = 100


def of_feed(scorer: Scorer, body: bytes, content_type: str | None, url: str, feed: Feed, now: datetime) -> ParsedFeed:
    """Read a feed and the texts of its first entries; ParseError if the answer is no feed."""
    parsed = parse(body, content_type, url, feed.timezone)
    told = [entry for entry in parsed.entries[:AHEAD] if not needs_page(entry, feed)]
    ready = {entry.key: build_report(scorer, entry, feed, parsed.language, now) for entry in told}
    light = (replace(entry, text="") if entry.key in ready else entry for entry in parsed.entries)
    return replace(parsed, entries=tuple(light), ready=ready)


def of_sitemap(_scorer: Scorer, body: bytes, url: str, feed: Feed, alike: Alike) -> Sitemap:
    """Read a sitemap, and keep of its pages those that are like the feed's; ParseError if it is none."""
    found = sitemap.read(body, url, feed.timezone)
    return replace(found, pages=tuple(alike.among(found.pages)))


def of_entries(
    scorer: Scorer, entries: Sequence[Entry], feed: Feed, language: str | None, now: datetime
) -> list[ReportDraft]:
    """The reports of entries whose texts the feed itself gave."""
    return [build_report(scorer, entry, feed, language, now) for entry in entries]


def build_report(
    scorer: Scorer,
    entry: Entry,
    feed: Feed,
    language: str | None,
    now: datetime,
    page: FetchedPage | None = None,
    note: str = "",
) -> ReportDraft:
    """Make a report of an entry: the text of its ``page`` or of the feed, else the summary.

    ``note`` says why there is no page though one is needed. ``language`` is what the feed says of itself; the
    setting of the feed goes before it, and so does a text that is plainly Chinese.
    """
    body, title, stated = entry.text, entry.title, ""
    text_from: TextFrom = "summary" if needs_page(entry, feed) else "feed"
    if page:
        read, note = _read(page, entry)
        if read and (feed.full_text == "page" or len(read.body) >= len(body)):
            body, title, text_from, stated = read.body, title or read.title, "page", read.published or ""
    found = feed.language or ("zh" if mostly_han(body or title) else entry.language or language or "und")
    revision = Revision(title, body, text_from, now, note=note)
    analysis = scorer.score(revision, found, feed.id)
    report = _dated(entry, feed, stated, now, found)
    due = page_due(report, now, failed=bool(note)) if entry.url and (note or text_from == "page") else None
    return ReportDraft(report, revision, analysis, entry.names, entry.updated, due)


def _read(page: FetchedPage, entry: Entry) -> tuple[ExtractedPage | None, str]:
    """The main text of an entry's page, or why there is none."""
    try:
        read = from_page(page.body, page.url, page.content_type, dated=entry.day is None)
    except Exception as error:  # what a page breaks is not known beforehand, and must cost only itself
        return None, f"only the summary: the page could not be read: {type(error).__name__}"
    if not read.body:
        return None, "only the summary: the page has no text that could be told from its menus"
    if reason := stand_in(read, page, entry.title):
        return None, f"only the summary: {reason}"
    return read, ""


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
