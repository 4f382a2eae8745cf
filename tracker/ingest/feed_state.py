"""What is kept of a feed after a visit, and when the next one is due."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tracker.archive import health, reading
from tracker.archive.opening import Archive
from tracker.documents import FeedStatus, Visit
from tracker.errors import TrackerError
from tracker.feeds.address import redact
from tracker.feeds.fetch import Answer
from tracker.feeds.network_errors import max_age
from tracker.ingest.schedule import adapted, next_visit
from tracker.measures.rhythm import silence, usual

GONE = 410
State = dict[str, object]  # what of a feed's status is to be stored, by the names of its fields


@dataclass(frozen=True, slots=True)
class VisitResult:
    """How a visit ended. ``whole`` says that all the answer brought is safely stored and read.

    ``pages_read`` says that pages which were due were read again.
    """

    visit: Visit
    answer: Answer | None
    error: TrackerError | None
    whole: bool
    pages_read: bool = False


def unchanged(answer: Answer, before: FeedStatus) -> bool:
    """Whether an answer is the one of the visit before."""
    return answer.status == 304 or _hash(answer.body) == before.body_hash


def requests_met(before: FeedStatus) -> State:
    """What was asked for when a visit began, asked for no more; what is asked for during it is left for the next."""
    return {"visit_wanted": False} if before.visit_wanted else {}


def next_state(archive: Archive, result: VisitResult, before: FeedStatus, now: datetime, chance: Random) -> State:
    """What is to be stored of a feed after a visit, the time of the next one included.

    The validators are kept only when all it brought is safely stored and read.
    """
    visit, answer, error = result.visit, result.answer, result.error
    failures = before.failures + 1 if visit.error else 0
    known: State = {
        "last_visit": now,
        "failures": failures,
        "gone": before.gone + 1 if getattr(error, "status", None) == GONE else 0,
    }
    known |= requests_met(before)
    if visit.error or before.failures or visit.entries or answer is None or not unchanged(answer, before):
        known["message"] = visit.error or "; ".join(visit.warnings)
    if visit.new or visit.revised:
        known["last_new"] = now
    feed = visit.feed
    if visit.entries or result.pages_read:
        known["pages_due"] = reading.next_page_due(archive, feed.id)
    if answer is not None and not visit.error:
        known["last_success"] = now
        rhythm, stale = before.rhythm, before.stale
        if visit.new or before.last_visit is None or before.last_visit.date() != now.date():
            days = health.days(archive, feed.id)
            rhythm, stale = usual(days), silence(days, now.date())
            known |= {"rhythm": rhythm, "stale": stale}
        newness = visit.new / visit.entries if visit.entries and before.reports else 0.0
        feed = adapted(feed, rhythm, bool(stale), newness, max_age(answer.headers.get("cache-control")))
        known |= _moved(answer, before, now) | _validators(answer, before, result.whole)
    asked = getattr(error, "retry_after", None)
    return known | {"next_visit": next_visit(feed, now, failures, asked, chance)}


def _moved(answer: Answer, before: FeedStatus, now: datetime) -> State:
    """Where the feed says it is for good, and since when it says so."""
    where = redact(answer.permanent_url) if answer.permanent_url else None
    since = before.moved_since if before.moved_to == where else now
    return {"moved_to": where, "moved_since": since if where else None}


def _validators(answer: Answer, before: FeedStatus, whole: bool) -> State:
    if not whole:
        return {"etag": None, "last_modified": None, "body_hash": None}
    if answer.status == 304:
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        return {"etag": etag or before.etag, "last_modified": modified or before.last_modified}
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    return {"etag": etag, "last_modified": modified, "body_hash": _hash(answer.body)}


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
