"""Reports: lists of them, and one of them with its mentions, revisions and copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tracker.archive import reading, reprints
from tracker.archive.flat import copying
from tracker.archive.opening import Archive
from tracker.documents import Mention, Report, Revision, Selection
from tracker.errors import QueryError
from tracker.queries.concordance import original
from tracker.words.concordance import context, sentence
from tracker.words.lexicon import Lexicon
from tracker.words.scorer import Scorer
from tracker.words.text import Alignment, normalise

Passage = tuple[str, str, str]  # what stands before what was found, it itself, and what follows, on one line
BATCH = 200  # reports whose texts are read at a time


@dataclass(frozen=True, slots=True)
class Opened:
    """A report opened for reading: one revision, its mentions (offsets in the original), all revisions, copies.

    ``full_text`` is the report that brought its whole text later, ``readouts`` are those whose whole text it is.
    """

    report: Report
    revision: Revision
    mentions: tuple[Mention, ...]
    revisions: tuple[Revision, ...]
    copies: tuple[Report, ...]
    full_text: Report | None
    readouts: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report as it arrived: its most telling sentence, with the mentions in it (offsets in the sentence)."""

    report: Report
    sentence: str
    mentions: tuple[Mention, ...]


def opened(archive: Archive, lexicon: Lexicon, report_id: int, number: int | None = None) -> Opened:
    """Open a report at a revision, by default the newest; QueryError if there is none such."""
    with archive.snapshot() as now:
        known = reading.report(now, report_id)
        if known is None:
            raise QueryError(f"report {report_id}", "there is no such report; `reports` lists them")
        report, revisions = known
        chosen = next((each for each in revisions if each.number == (number or len(revisions))), None)
        if chosen is None:
            raise QueryError(f"report {report_id}", f"has revisions 1 to {len(revisions)}, not {number}")
        if chosen is revisions[-1]:
            mentions = reading.mentions_in(now, [report_id])[report_id]
        else:
            mentions = list(Scorer(lexicon).score(chosen, report.language).mentions)
        copies, readouts = reading.copies(now, report_id), reading.readouts(now, report_id)
        whole = reading.full_text(now, report_id)
        found = tuple(original(chosen, mentions))
        return Opened(report, chosen, found, tuple(revisions), tuple(copies), whole, tuple(readouts))


def similar(archive: Archive, report_id: int) -> list[Report]:
    """What other sources say in nearly the same words but for what a form leaves open; each counts for itself."""
    with archive.snapshot() as now:
        return sorted(reading.by_ids(now, reprints.similar(now, report_id)), key=lambda each: (each.day, each.id))


def listed(
    archive: Archive, selection: Selection, search: str = "", limit: int = 100, offset: int = 0
) -> tuple[list[Report], int]:
    """A page of reports, newest first, and how many there are in all.

    ``search`` keeps those that contain it, and puts first those that do so most often for their length in words or
    Han characters; of equals the newest. A negative limit is none.
    """
    wanted = normalise(search)
    with archive.snapshot() as now:
        if not wanted:
            return reading.listed(now, selection, limit=limit, offset=offset), reading.count(now, selection)
        copy = copying.current(now)
        numbers = copy.containing(wanted) if copy else None
        if copy is None or numbers is None:
            ranked = reading.densest(now, selection, search)
        else:
            ranked = copy.columns.id[copy.densest_first(numbers, copy.chosen(selection))].tolist()
        ids = ranked[offset:] if limit < 0 else ranked[offset : offset + limit]
        some = (ids[first : first + reading.MAX_KEYS] for first in range(0, len(ids), reading.MAX_KEYS))
        reports = {report.id: report for each in some for report in reading.by_ids(now, each)}
        return [reports[report_id] for report_id in ids if report_id in reports], len(ranked)


def table(archive: Archive, selection: Selection, search: str = "") -> pd.DataFrame:
    """All reports that ``listed`` gives, one a row, without their texts; of a search with the first sentence found."""
    columns = ["id", "date", "source", "title", "url", "revisions", "reach"]
    with archive.snapshot() as now:
        found, _ = listed(now, selection, search, limit=-1)
        rows: list[list[Any]] = [
            [each.id, each.day, each.feed_id, each.title, each.url, each.revisions, each.reach] for each in found
        ]
        if not normalise(search):
            return pd.DataFrame(rows, columns=columns)
        for first in range(0, len(rows), BATCH):
            some = rows[first : first + BATCH]
            shown = passages(now, [row[0] for row in some], search)
            for row in some:
                left, match, right = shown.get(row[0], ("", "", ""))
                row.append(f"{left}[[{match}]]{right}" if match else "")
    return pd.DataFrame(rows, columns=[*columns, "found"])


def passages(archive: Archive, report_ids: Sequence[int], search: str) -> dict[int, Passage]:
    """Of each report, the sentence in which what was searched for first stands, in the body or else the title."""
    wanted = normalise(search)
    shown: dict[int, Passage] = {}
    for report_id, revision in reading.texts(archive, report_ids).items():
        for text in (revision.body, revision.title):
            at = normalise(text).find(wanted)
            if at >= 0:
                start, end = Alignment(text).span(at, at + len(wanted))
                shown[report_id] = context(text, start, end)
                break
    return shown


def arrivals(archive: Archive, selection: Selection, limit: int = 10) -> list[Arrival]:
    """The newest reports by their day, each with the sentence that mentions most."""
    with archive.snapshot() as now:
        reports = reading.listed(now, selection, limit=limit)
        ids = [report.id for report in reports]
        texts, stored = reading.texts(now, ids), reading.mentions_in(now, ids)
        return [_arrival(report, texts[report.id], stored[report.id]) for report in reports]


def _arrival(report: Report, revision: Revision, stored: list[Mention]) -> Arrival:
    mentions = [mention for mention in original(revision, stored) if mention.place != "title"]
    spans = [sentence(revision.body, mention.start, mention.end) for mention in mentions]
    if not spans:
        first, last = sentence(revision.body, 0, 0)
        return Arrival(report, revision.body[first:last].strip()[:300], ())
    first, last = max(dict.fromkeys(spans), key=spans.count)
    inside = tuple(
        Mention(mention.concept, mention.variant, mention.place, mention.start - first, mention.end - first)
        for mention, span in zip(mentions, spans, strict=True)
        if span == (first, last)
    )
    return Arrival(report, revision.body[first:last], inside)
