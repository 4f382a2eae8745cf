"""Concordance: the sentences behind a point, newest first."""

from collections.abc import Iterator, Sequence
from itertools import islice

import pandas as pd

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Mention, Place, Revision, Selection
from tracker.queries import found
from tracker.words import terms as reading_terms
from tracker.words.concordance import context
from tracker.words.lexicon import Lexicon
from tracker.words.text import Alignment

COLUMNS = ["report", "date", "source", "place", "cue", "left", "match", "right", "start", "end"]


def kwic(
    archive: Archive,
    lexicon: Lexicon,
    term: str,
    selection: Selection,
    *,
    places: Sequence[Place] = (),
    width: int | None = None,
    limit: int | None = None,
) -> pd.DataFrame:
    """Every mention of a term in its context, newest report first.

    Columns are those of the command line, then title, url and concept. ``start`` and ``end`` are offsets in
    the original title (place title) or body. ``width`` is in characters a side, None gives whole sentences;
    ``limit`` bounds the number of rows. ``cue`` is empty: no reporting verb is known yet.
    """
    read = reading_terms.read(term, lexicon)
    rows: list[dict[str, object]] = []
    for concept in read.concepts:
        lines = _lines(archive, found.mentions(archive, lexicon, concept, selection), places, width)
        rows += islice(lines, limit)
    table = pd.DataFrame(rows, columns=[*COLUMNS, "title", "url", "concept"])
    table = table.sort_values(["date", "report", "place", "start"], ascending=[False, False, False, True])
    return table.head(limit) if limit is not None else table


def _lines(
    archive: Archive, mentioned: Iterator[tuple[int, list[Mention]]], places: Sequence[Place], width: int | None
) -> Iterator[dict[str, object]]:
    while chunk := list(islice(mentioned, 50)):
        texts = reading.texts(archive, [report_id for report_id, _ in chunk])
        heads = {report.id: report for report in reading.by_ids(archive, list(texts))}
        for report_id, mentions in chunk:
            report, revision = heads[report_id], texts[report_id]
            for mention in original(revision, mentions):
                if places and mention.place not in places:
                    continue
                text = revision.title if mention.place == "title" else revision.body
                left, match, right = context(text, mention.start, mention.end, width)
                yield {
                    "report": report_id,
                    "date": report.day,
                    "source": report.feed_id,
                    "place": mention.place,
                    "cue": "",
                    "left": left,
                    "match": match,
                    "right": right,
                    "start": mention.start,
                    "end": mention.end,
                    "title": report.title,
                    "url": report.url,
                    "concept": mention.concept,
                }


def original(revision: Revision, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions with their offsets mapped from the normalised text to the original, exact to the character."""
    ways: dict[bool, Alignment] = {}
    mapped = []
    for mention in mentions:
        in_title = mention.place == "title"
        if in_title not in ways:
            ways[in_title] = Alignment(revision.title if in_title else revision.body)
        start, end = ways[in_title].span(mention.start, mention.end)
        mapped.append(Mention(mention.concept, mention.variant, mention.place, start, end))
    return mapped
