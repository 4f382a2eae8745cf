"""Concordance: the sentences behind a point, newest first."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Literal, get_args

import pandas as pd

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Mention, Place, Revision, Selection
from tracker.measures.choices import Split
from tracker.queries import occurrences, spoken
from tracker.queries.counted import UNITS
from tracker.queries.found import UNATTRIBUTED
from tracker.words import terms as reading_terms
from tracker.words.concordance import context
from tracker.words.lexicon import Lexicon
from tracker.words.text import Alignment, Unit, normalise, unit_of
from tracker.words.written import written

Order = Literal["newest", "oldest", "source", "left", "right"]
ORDERS: tuple[Order, ...] = get_args(Order)
COLUMNS = ["report", "date", "source", "place", "cue", "speaker", "left", "match", "right", "start", "end"]


def kwic(
    archive: Archive,
    lexicon: Lexicon,
    term: str,
    selection: Selection,
    *,
    places: Sequence[Place] = (),
    split: Split | None = None,
    part: str = "",
    width: int | None = None,
    limit: int | None = None,
    own_language: bool = False,
) -> pd.DataFrame:
    """Every mention of a term in its context, newest report first.

    ``part`` is one of the lines that a series by ``split`` has, by its name there, a speaker's however it is written:
    then only those behind that line.

    ``own_language`` leaves out the mentions that a series with it does not count.

    Columns are those of the command line, then title, url and concept. ``start`` and ``end`` are offsets
    in the original title (place title) or body. ``width`` is in characters a side, None gives whole sentences;
    ``limit`` bounds the number of rows. ``cue`` is the verb that carries a mention, as the lexicon writes it, and
    ``speaker`` its subject as the text does; both are empty for the text's own voice.
    """
    read = reading_terms.read(term, lexicon)
    name, unit = _named(part)
    if name and split == "source":
        selection = replace(selection, sources=(name,))
    rows: list[dict[str, object]] = []
    with archive.snapshot() as now:
        if own_language and unit is None and len(own := spoken.within(now, lexicon, [term], selection)) == 1:
            (unit,) = own
        for concept in read.concepts:
            mentioned = _of_part(occurrences.mentions(now, lexicon, concept, selection), split, name)
            rows += islice(lines(now, mentioned, places, width, unit), limit)
        table = pd.DataFrame(rows, columns=[*COLUMNS, "title", "url", "concept"])
        table = table.sort_values(["date", "report", "place", "start"], ascending=[False, False, False, True])
        return table.head(limit) if limit is not None else table


def _named(part: str) -> tuple[str, Unit | None]:
    """What a line of a series is of, and the unit it is counted in where others are counted in another."""
    for unit in UNITS:
        if part == unit or part.endswith(f" ({unit})"):
            return part.removesuffix(unit).removesuffix(f" ({unit})"), unit
    return part, None


def _of_part(
    mentioned: Iterator[tuple[int, list[Mention]]], split: Split | None, name: str
) -> Iterator[tuple[int, list[Mention]]]:
    keys: dict[str, Callable[[Mention], str]] = {
        "cue": lambda mention: mention.cue or UNATTRIBUTED,
        "speaker": lambda mention: mention.speaker or UNATTRIBUTED,
        "variant": lambda mention: mention.variant,
        "place": lambda mention: mention.place,
    }
    key = keys.get(split or "")
    name = normalise(name) if split == "speaker" else name
    if not name or key is None:
        return mentioned
    kept = ((report_id, [each for each in mentions if key(each) == name]) for report_id, mentions in mentioned)
    return ((report_id, mentions) for report_id, mentions in kept if mentions)


def ordered(table: pd.DataFrame, order: Order) -> pd.DataFrame:
    """The rows of ``kwic`` in another order; within it the newest come first.

    ``left`` goes by the words before a mention, the nearest first, ``right`` by those after it, as concordances are
    read: of Chinese, which has no blanks, by characters.
    """
    if order == "oldest":
        return table.iloc[::-1]
    if order == "newest":
        return table
    keys = {"source": table["source"], "left": table["left"].map(_leftwards), "right": table["right"].map(_words)}
    return table.iloc[sorted(range(len(table)), key=keys[order].tolist().__getitem__)]


def _leftwards(text: str) -> list[str]:
    return _words(text)[::-1]


def _words(text: str) -> list[str]:
    """Words without their signs, and single Chinese characters."""
    return re.findall(r"[\u2e80-\u9fff]|[^\W_]+", text.casefold())


def lines(
    archive: Archive,
    mentioned: Iterator[tuple[int, list[Mention]]],
    places: Sequence[Place] = (),
    width: int | None = None,
    unit: Unit | None = None,
) -> Iterator[dict[str, object]]:
    """A row for each mention, in the order given; ``mentioned`` has reports with offsets in their normalised texts.

    Only in these places, and only in reports that are measured in this unit, if given.
    """
    while chunk := list(islice(mentioned, 50)):
        texts = reading.texts(archive, [report_id for report_id, _ in chunk])
        heads = {report.id: report for report in reading.by_ids(archive, list(texts))}
        for report_id, mentions in chunk:
            report, revision = heads[report_id], texts[report_id]
            if unit and unit_of(report.language) != unit:
                continue
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
                    "cue": mention.cue,
                    "speaker": mention.speaker,
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
    """Mentions with their offsets mapped from the normalised text to the original, and speakers as it writes them."""
    ways: dict[bool, Alignment] = {}
    names = {each: written(each, (revision.title, revision.body)) for each in {one.speaker for one in mentions} if each}
    mapped = []
    for mention in mentions:
        in_title = mention.place == "title"
        if in_title not in ways:
            ways[in_title] = Alignment(revision.title if in_title else revision.body)
        start, end = ways[in_title].span(mention.start, mention.end)
        mapped.append(mention._replace(start=start, end=end, speaker=names.get(mention.speaker, "")))
    return mapped
