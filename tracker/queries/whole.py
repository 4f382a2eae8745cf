"""The whole archive as rows: reports, mentions, series and sources, each with the meaning of its columns."""

from collections.abc import Iterator
from typing import Any

from tracker.archive import reading
from tracker.archive import whole as archived
from tracker.archive.opening import Archive
from tracker.archive.whole import Whole
from tracker.documents import Mention, Revision, Selection
from tracker.exports.folder import Column
from tracker.feeds.address import redact
from tracker.measures.choices import MEASURES
from tracker.queries.concordance import original
from tracker.queries.series import COLUMNS, series
from tracker.words.lexicon import Lexicon

Row = dict[str, Any]
REPORTS = (
    Column("id", "integer", "Names the report in this archive."),
    Column("source", "string", "Id of its source, as in sources."),
    Column("key", "string", "What identifies it within its source."),
    Column("url", "string", "Its address; empty where there is none."),
    Column("language", "string", "Its language, as en or zh."),
    Column("published", "datetime", "When it was published, where its source says so."),
    Column("day", "date", "The day on which it counts, in its source's time zone."),
    Column("day_from", "string", "Who says so: feed, page, or seen (the day it was first seen)."),
    Column("first_seen", "datetime", "When it was stored first."),
    Column("revisions", "integer", "How many states of its text are kept; the newest is here, and counts."),
    Column("reach", "integer", "How many sources carry the text."),
    Column("reprint_of", "integer", "The report that it is a copy of, which counts in its place; else empty."),
    Column("full_text", "integer", "The report that brought its whole text; else empty."),
    Column("serial", "string", "The recurring reports that it is one of; empty if none."),
    Column("words", "integer", "Its length in words; of a Chinese report in Han characters."),
    Column("words_title", "integer", "Of these, in its title."),
    Column("words_lead", "integer", "Of these, in its first paragraph."),
    Column("lexicon", "string", "The version of the lexicon that it is counted with."),
    Column("title", "string", "Its title."),
    Column("text", "string", "Its own text, paragraphs apart by an empty line."),
    Column("text_from", "string", "Where the text is from: feed, page, summary or import."),
    Column("note", "string", "Why the text is not the full one; empty if it is."),
)
MENTIONS = (
    Column("report", "integer", "The report."),
    Column("concept", "string", "Id of the concept."),
    Column("variant", "string", "The wording that matched, as the lexicon has it."),
    Column("place", "string", "Where: title, lead (the first paragraph) or body."),
    Column("start", "integer", "First character of it in the title (place title) or text, counted from 0."),
    Column("end", "integer", "The character behind its last."),
    Column("start_normal", "integer", "The same in the normalised title or text."),
    Column("end_normal", "integer", "The same in the normalised title or text."),
    Column("cue", "string", "The reporting verb that carries it; empty if none."),
    Column("rank", "integer", "That verb's rank; 0 if none."),
    Column("speaker", "string", "That verb's subject; empty if none."),
    Column("weight", "number", "What it counts for emphasis."),
)
_COUNTS = {"mentions", "reports_with", "reports", "words"}
_MEANINGS = {
    "period": "First day of the month.",
    "term": "Id of the concept.",
    "split": "Words or characters, where a rate would mix the two; else empty.",
    "mentions": "Matches.",
    "reports_with": "Reports with at least one.",
    "reports": "All reports.",
    "words": "Their words; of Chinese reports their Han characters; empty where a selection has both.",
    "value": "The measure; empty unless the state is ok.",
    "low": "Lower bound of its 95 % interval.",
    "high": "Upper bound of its 95 % interval.",
    "state": "ok, few (too few reports to say) or gap (no report).",
}
SERIES = (
    Column("measure", "string", "What is measured, as docs/methods.md defines it."),
    *(
        Column(name, "date" if name == "period" else "integer" if name in _COUNTS else
               "number" if name in ("value", "low", "high") else "string", _MEANINGS[name])
        for name in COLUMNS
    ),
)  # fmt: skip
SOURCES = (
    Column("id", "string", "Names the source."),
    Column("name", "string", "What it is called."),
    Column("url", "string", "The address of its feed, without secrets; empty where it was imported."),
    Column("language", "string", "The language that feeds.yaml gives it."),
    Column("timezone", "string", "The time zone that feeds.yaml gives it."),
    Column("body", "string", "The issuing body."),
    Column("configured", "boolean", "Whether it is in feeds.yaml, or imported."),
    Column("paused", "boolean", "Whether it is polled no more."),
    Column("reports", "integer", "How many reports it brought, reprints too."),
    Column("first_day", "date", "The day of its first report."),
    Column("last_day", "date", "The day of its last report."),
)


def reports(archive: Archive) -> Iterator[tuple[list[Row], list[Row]]]:
    """Reports, and the mentions in them, a hundred reports at a time."""
    for page in archived.everything(archive):
        stored = reading.mentions_in(archive, [each.id for each in page])
        yield [each._asdict() for each in page], [row for each in page for row in _mentions(each, stored[each.id])]


def _mentions(report: Whole, stored: list[Mention]) -> Iterator[Row]:
    revision = Revision(report.title, report.text, "feed", report.first_seen)
    for mention, here in zip(stored, original(revision, stored), strict=True):
        normal = {"start_normal": mention.start, "end_normal": mention.end}
        yield {"report": report.id, **here._asdict(), **normal}


def monthly(archive: Archive, lexicon: Lexicon, selection: Selection) -> Iterator[list[Row]]:
    """Every concept by month in every measure, one concept after the other."""
    for concept in lexicon.concepts:
        rows: list[Row] = []
        for measure in MEASURES:
            table = series(archive, lexicon, [concept], selection, measure=measure, by="month")[COLUMNS]
            table = table.astype(object).where(table.notna(), None)
            rows += ({"measure": measure} | dict(zip(COLUMNS, row, strict=True)) for row in table.to_numpy().tolist())
        yield rows


def sources(archive: Archive) -> list[Row]:
    """Every source, its address without secrets."""
    return [each._asdict() | {"url": redact(each.url)} for each in archived.sources(archive)]
