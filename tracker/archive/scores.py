"""Scores: which lexicon each report was counted with, and what is out of date."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from db.tables import lexicons, mentions, reports, revisions
from tracker.archive import rollups
from tracker.archive.opening import Archive
from tracker.documents import Mention
from tracker.words.lexicon import Lexicon


class Stale(NamedTuple):
    """A report counted with another lexicon than the present one, with its normalised text."""

    report_id: int
    revision: int
    lexicon: str
    normal_title: str
    normal_body: str


class Rescored(NamedTuple):
    """A report's new mentions, as found in one of its revisions, of the concepts that changed."""

    report_id: int
    revision: int
    concepts: Sequence[str]
    mentions: Sequence[Mention]


def register(archive: Archive, lexicon: Lexicon, now: datetime) -> None:
    """Keep this version of the lexicon, whole, before anything is counted with it."""
    with archive.reading() as connection:
        known = connection.scalar(select(lexicons.c.version).where(lexicons.c.version == lexicon.version))
    if known is not None:
        return
    concepts: dict[str, Any] = {
        concept.id: {
            "label": concept.label,
            "fingerprint": concept.fingerprint,
            "variants": concept.variants,
            "not_within": concept.not_within,
        }
        for concept in lexicon.concepts.values()
    }
    text = json.dumps(concepts, ensure_ascii=False)
    with archive.writing() as connection:
        if connection.scalar(select(lexicons.c.version).where(lexicons.c.version == lexicon.version)) is None:
            connection.execute(insert(lexicons).values(version=lexicon.version, first_used=now, concepts=text))


def fingerprints(archive: Archive, version: str) -> dict[str, str]:
    """Concept to fingerprint in one version of the lexicon; empty if it is not known."""
    with archive.reading() as connection:
        text = connection.scalar(select(lexicons.c.concepts).where(lexicons.c.version == version))
    return {concept: each["fingerprint"] for concept, each in json.loads(text or "{}").items()}


def versions_in_use(archive: Archive) -> list[str]:
    """The lexicon versions that some report was counted with."""
    used = select(reports.c.id).where(reports.c.lexicon == lexicons.c.version).exists()
    with archive.reading() as connection:
        return list(connection.scalars(select(lexicons.c.version).where(used)))


def stale_count(archive: Archive, version: str) -> int:
    """How many reports were not counted with this version."""
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(reports).where(reports.c.lexicon != version)) or 0


def stale(archive: Archive, version: str, limit: int) -> list[Stale]:
    """Up to ``limit`` reports that were not counted with this version."""
    current = (revisions.c.report_id == reports.c.id) & (revisions.c.number == reports.c.revision)
    query = (
        select(reports.c.id, reports.c.revision, reports.c.lexicon, revisions.c.normal_title, revisions.c.normal_body)
        .join(revisions, current)
        .where(reports.c.lexicon != version)
        .order_by(reports.c.day, reports.c.feed_id)
        .limit(limit)
    )
    with archive.reading() as connection:
        return [Stale(*row) for row in connection.execute(query)]


def rescore(archive: Archive, batch: Sequence[Rescored], version: str) -> None:
    """Replace the mentions of the changed concepts in one transaction; what is done once is never redone.

    A report that was revised since its text was read is left alone: it was counted when it was revised.
    """
    with archive.writing() as connection:
        current = select(reports.c.id, reports.c.revision).where(reports.c.id.in_([each.report_id for each in batch]))
        revision = {row.id: row.revision for row in connection.execute(current)}
        batch = [each for each in batch if revision[each.report_id] == each.revision]
        for each in batch:
            changed = mentions.c.concept.in_(each.concepts)
            connection.execute(delete(mentions).where(mentions.c.report_id == each.report_id, changed))
            rows = [
                {"report_id": each.report_id, "concept": found.concept, "variant": found.variant}
                | {"place": found.place, "start": found.start, "end": found.end}
                for found in each.mentions
            ]
            if rows:
                connection.execute(insert(mentions), rows)
        ids = [each.report_id for each in batch]
        connection.execute(update(reports).where(reports.c.id.in_(ids)).values(lexicon=version))
        cells = connection.execute(select(reports.c.day, reports.c.feed_id).where(reports.c.id.in_(ids)).distinct())
        rollups.refresh(connection, [(row.day, row.feed_id) for row in cells])
