"""How a feed is, in plain words."""

from datetime import datetime, timedelta
from html import escape

from tracker.documents import FeedStatus


def status(health: FeedStatus) -> tuple[str, str]:
    """How a feed is, in a word or two, and a sentence that says why or what it is at."""
    times = f" ({health.failures} times in a row)" if health.failures > 1 else ""
    word, sentence = {
        "ok": ("answering", health.message),
        "failing": ("failing", f"{health.message}{times}"),
        "paused": ("paused", health.message),
        "new": ("not visited yet", ""),
        "imported": ("imported", ""),
        "removed": ("removed", "no longer in feeds.yaml; its reports stay"),
    }[health.status]
    if health.backfill:
        at = "waiting for the poller" if health.backfill == "wanted" else health.backfill
        sentence = f"fetching older reports: {at}"
    return word, sentence


def mark(health: FeedStatus) -> str:
    """What the state's sign is drawn from: one that answers, but with something to look at, has a sign of its own."""
    return "noted" if health.status == "ok" and health.message else health.status


def upcoming(health: FeedStatus, now: datetime) -> str:
    """When a feed is visited next; empty if it is not."""
    if health.status in ("paused", "imported", "removed"):
        return ""
    if health.visit_wanted or health.next_visit is None or health.next_visit <= now:
        return "now"
    return f"in {_span(health.next_visit - now)}"


def moment(when: datetime | None, now: datetime) -> str:
    """A moment as one says it: "3 min ago" within a day, else the date; empty if there was none."""
    if when is None:
        return ""
    if now - when < timedelta(minutes=1):
        return "just now"
    if now - when < timedelta(days=1):
        return f"{_span(now - when)} ago"
    return f"{when:%-d %b %Y}"


def _span(length: timedelta) -> str:
    minutes = max(1, round(length.total_seconds() / 60))
    return f"{minutes} min" if minutes < 90 else f"{round(minutes / 60)} h"


def facts(health: FeedStatus, now: datetime) -> str:
    """One feed's state as a short paragraph."""
    word, sentence = status(health)
    said = {
        "last answer": moment(health.last_success, now) or "none yet",
        "last new report": moment(health.last_new, now) or "none yet",
        "next visit": upcoming(health, now) or "none",
        "reports": f"{health.reports:,}",
    }
    more = f": {escape(sentence)}" if sentence else ""
    rest = " · ".join(f"{label} {value}" for label, value in said.items())
    return f'<p class="so"><span class="state {mark(health)}"><b>{word}</b>{more}</span><small>{rest}</small></p>'
