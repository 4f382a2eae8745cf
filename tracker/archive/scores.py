"""Scores: the lexicons that reports were counted with, each whole, and how many are counted with another than now."""

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, insert, or_, select, update

from db.tables import lexicons, reports
from tracker.archive.opening import Archive
from tracker.errors import QueryError, ReadOnlyError
from tracker.words.lexicon import Concept, Cue, Lexicon, Serial, Theme, Tier, Weights


class Version(NamedTuple):
    """A lexicon that once counted reports, and when it first did."""

    version: str
    first_used: datetime


def register(archive: Archive, lexicon: Lexicon, now: datetime) -> None:
    """Keep this version of the lexicon, whole, before anything is counted with it.

    In an archive that may only be read nothing will be.
    """
    with archive.reading() as connection:
        known = connection.scalar(select(lexicons.c.version).where(lexicons.c.version == lexicon.version))
    if known is not None:
        return
    row = {"version": lexicon.version, "first_used": now, "concepts": _concepts(lexicon), "rules": _rules(lexicon)}
    with suppress(ReadOnlyError), archive.writing() as connection:
        if connection.scalar(select(lexicons.c.version).where(lexicons.c.version == lexicon.version)) is None:
            connection.execute(insert(lexicons).values(row))


def _concepts(lexicon: Lexicon) -> str:
    concepts = {
        concept.id: asdict(concept) | {"theme": theme.id, "fingerprint": lexicon.fingerprints[concept.id]}
        for theme in lexicon.themes
        for concept in theme.concepts
    }
    return json.dumps(concepts, ensure_ascii=False)


def _rules(lexicon: Lexicon) -> str:
    rules = {
        "themes": [{"id": theme.id, "label": theme.label, "label_zh": theme.label_zh} for theme in lexicon.themes],
        "cues": [asdict(cue) for cue in lexicon.cues],
        "weights": {"place": list(lexicon.weights.place.items()), "rank": list(lexicon.weights.rank.items())},
        "tiers": [asdict(tier) for tier in lexicon.tiers],
        "stop_phrases": lexicon.stop_phrases,
        "serials": [asdict(serial) for serial in lexicon.serials],
    }
    return json.dumps(rules, ensure_ascii=False)


def versions(archive: Archive) -> list[Version]:
    """Every lexicon that ever counted a report, the newest first."""
    query = select(lexicons.c.version, lexicons.c.first_used).order_by(lexicons.c.first_used.desc(), lexicons.c.version)
    with archive.reading() as connection:
        return [Version(*row) for row in connection.execute(query)]


def lexicon_of(archive: Archive, version: str) -> Lexicon:
    """The lexicon of a version, as it was when it first counted; QueryError if there is none.

    One that counted before reporting verbs were known has none, nor weights, tiers and serials.
    """
    with archive.reading() as connection:
        query = select(lexicons.c.concepts, lexicons.c.rules).where(lexicons.c.version == version)
        row = connection.execute(query).one_or_none()
    if row is None:
        known = ", ".join(each.version for each in versions(archive)) or "none yet"
        raise QueryError(f"lexicon version {version!r}", f"is not kept here; known are {known}")
    concepts, rules = json.loads(row.concepts), json.loads(row.rules)
    themes = rules.get("themes", [{"id": "", "label": ""}])
    weights = {part: dict(map(tuple, rules.get("weights", {}).get(part, ()))) for part in ("place", "rank")}
    return Lexicon(
        tuple(Theme(**theme, concepts=tuple(_of_theme(concepts, theme["id"]))) for theme in themes),
        tuple(Cue(**cue) for cue in rules.get("cues", ())),
        Weights(**weights),
        tuple(Tier(**tier) for tier in rules.get("tiers", ())),
        tuple(rules.get("stop_phrases", ())),
        tuple(Serial(**_tuples(serial)) for serial in rules.get("serials", ())),
    )


def _of_theme(concepts: dict[str, dict[str, Any]], theme: str) -> Iterable[Concept]:
    for identity, concept in concepts.items():
        if concept.get("theme", "") == theme:
            fields = {name: concept[name] for name in ("label", "note", "label_zh") if name in concept}
            variants = _tuples(concept["variants"])
            yield Concept(identity, variants=variants, not_within=tuple(concept["not_within"]), **fields)


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    """With tuples where JSON has lists."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def counted_with(archive: Archive) -> dict[str, int]:
    """How many reports are counted with each version."""
    query = select(reports.c.lexicon, func.count()).group_by(reports.c.lexicon)
    with archive.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


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
    """How many reports were not counted with this version; where none is left, it takes no longer with many reports."""
    other = or_(reports.c.lexicon < version, reports.c.lexicon > version)  # which an index has; unequal, it has not
    with archive.reading() as connection:
        return connection.scalar(select(func.count()).select_from(reports).where(other)) or 0


def any_counted_with(archive: Archive, some: Collection[str]) -> bool:
    """Whether a report was counted with one of these versions; it takes no longer where there are many reports."""
    with archive.reading() as connection:
        return connection.scalar(select(reports.c.id).where(reports.c.lexicon.in_(some)).limit(1)) is not None


def renew(archive: Archive, old: str, version: str) -> None:
    """What was counted with one version counts as counted with another that counts the same."""
    with archive.writing() as connection:
        same = {"changed": reports.c.changed}  # of the reports themselves nothing does
        connection.execute(update(reports).where(reports.c.lexicon == old).values(lexicon=version, **same))


def forget(archive: Archive) -> None:
    """Take every report for one that is not counted yet, so that it is counted anew."""
    with archive.writing() as connection:
        connection.execute(update(reports).values(lexicon="", changed=reports.c.changed))
