"""Noting: what a visit leaves in the health of its feed, and when the next one is due."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tracker.archive import health
from tracker.archive.opening import Archive
from tracker.documents import Health, Visit
from tracker.errors import TrackerError
from tracker.feeds.address import redact
from tracker.feeds.fetch import Answer
from tracker.measures.rhythm import silence
from tracker.schedule import next_visit

GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a visit ended. ``whole`` says that all the answer brought is safely stored and read."""

    visit: Visit
    answer: Answer | None
    error: TrackerError | None
    whole: bool


def unchanged(answer: Answer, before: Health) -> bool:
    """Whether an answer is the one of the visit before."""
    return answer.status == 304 or _hash(answer.body) == before.body_hash


def note(archive: Archive, outcome: Outcome, before: Health, now: datetime, chance: Random) -> None:
    """Store how a visit went. The validators are kept only when all it brought is safely stored and read."""
    visit, answer, error = outcome.visit, outcome.answer, outcome.error
    failures = before.failures + 1 if visit.error else 0
    known: dict[str, object] = {
        "last_visit": now,
        "failures": failures,
        "next_visit": next_visit(visit.feed, now, failures, getattr(error, "retry_after", None), chance),
        "visit_wanted": False,
        "gone": before.gone + 1 if getattr(error, "status", None) == GONE else 0,
    }
    if visit.error or before.failures or answer is None or not unchanged(answer, before):
        known["message"] = visit.error or "; ".join(visit.warnings)
    if visit.new or visit.revised:
        known["last_new"] = now
    if answer is not None and not visit.error:
        known |= {"last_success": now, "stale": silence(health.days(archive, visit.feed.id), now.date())}
        known |= _moved(answer, before, now) | _validators(answer, before, outcome.whole)
    health.record(archive, visit.feed.id, **known)


def _moved(answer: Answer, before: Health, now: datetime) -> dict[str, object]:
    """Where the feed says it is for good, and since when it says so."""
    where = redact(answer.permanent_url) if answer.permanent_url else None
    since = before.moved_since if before.moved_to == where else now
    return {"moved_to": where, "moved_since": since if where else None}


def _validators(answer: Answer, before: Health, whole: bool) -> dict[str, object]:
    if not whole:
        return {"etag": None, "last_modified": None, "body_hash": None}
    if answer.status == 304:
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        return {"etag": etag or before.etag, "last_modified": modified or before.last_modified}
    etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    return {"etag": etag, "last_modified": modified, "body_hash": _hash(answer.body)}


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
