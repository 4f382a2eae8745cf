"""Coverage: whether a visit overlaps with those before it, and the gap that is kept where it does not."""

from collections.abc import Container
from dataclasses import replace
from datetime import date

from tracker.archive import gaps, reading
from tracker.documents import Feed, FeedStatus, Gap, ParsedFeed, Selection
from tracker.ingest import backfill
from tracker.ingest.collection import Tools
from tracker.ingest.visit_counts import VisitCounts

MIN_OVERLAP = 3  # entries of a feed that should overlap with those of the visit before


def missed(parsed: ParsedFeed, known: Container[str], before: FeedStatus, tools: Tools) -> bool:
    """Whether nothing of the last visits is left in the feed; one that shows a single entry never overlaps.

    A gap is stored before anything newer is, which would hide it from the next visit if this one were killed.
    """
    if not before.reports or not parsed.entries or (len(parsed.entries) < MIN_OVERLAP and not parsed.partial):
        return False
    if any(entry.key in known for entry in parsed.entries):
        return False
    oldest = _oldest(parsed)
    if before.last_day and oldest and before.last_day <= oldest:
        gaps.remember(tools.archive, Gap(before.feed_id, before.last_day, oldest))
    return True


def bridged(
    feed: Feed, url: str, parsed: ParsedFeed, before: FeedStatus, tools: Tools, counts: VisitCounts
) -> tuple[str, ...]:
    """Try to close a gap, and say what came of it; one that remains stays stored."""
    new = counts.new
    if backfill.bridge(feed, url, parsed, tools, counts) and not parsed.partial:
        if before.last_day:
            gaps.close(tools.archive, feed.id, before.last_day)
        return (f"a gap since the last visit was closed with {counts.new - new} older reports",)
    return ("gap suspected: nothing of the last visit is left in the feed, and what lies between could not be had",)


def overlapped(
    feed: Feed, parsed: ParsedFeed, known: Container[str], before: FeedStatus, tools: Tools
) -> tuple[str, ...]:
    """Narrow or close the gaps that a feed now shows to be smaller; say if it is empty though it was not."""
    if not parsed.entries:
        empty = "the feed is empty now, though it had reports before; nothing was deleted"
        return (empty,) if before.reports else ()
    if before.reports and not parsed.partial and not tools.stop.is_set():
        _narrow(feed, parsed, known, tools)
    return ()


def _narrow(feed: Feed, parsed: ParsedFeed, known: Container[str], tools: Tools) -> None:
    """Where a feed had been cut off, its whole shows how much of a gap there is, and if there is one at all."""
    oldest = _oldest(parsed)
    if oldest is None:
        return
    met = min((entry.day for entry in parsed.entries if entry.day and entry.key in known), default=date.max)
    shown = {entry.key for entry in parsed.entries}
    for gap in gaps.within(tools.archive, Selection(date.max, sources=(feed.id,))):
        # What was stored before the gap has its first day; where that is the last too, all of that day must be met.
        of_that_day = reading.listed(tools.archive, Selection(gap.first, gap.first, (feed.id,)))
        if (met <= gap.first and met < gap.last) or (
            of_that_day and shown.issuperset(report.key for report in of_that_day)
        ):
            gaps.close(tools.archive, feed.id, gap.first)
        elif oldest < gap.last:
            gaps.remember(tools.archive, replace(gap, last=max(gap.first, oldest)))


def _oldest(parsed: ParsedFeed) -> date | None:
    return min((entry.day for entry in parsed.entries if entry.day), default=None)
