"""The main job on real documents: poll, backfill, count, and survive being killed."""

import csv
import io
import random
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import forked
from tests.e2e import replay
from tests.e2e.replay import CORPORA, Replay, documents, tokens
from tests.patience import ROOT, Child

pytestmark = pytest.mark.skipif(not replay.SCRIPT.exists(), reason=replay.MISSING)
# The first file repeats nine of its entries: the same address, id, title and date up to three times. The second ends
# in the middle of its last entry, which is told as a warning and stored when it comes whole.
FEWER = {"rssant__https-blogs-vmware-com-wprss.xml": 9, "rssant__https-tmioe-com-feed.xml": 1}
FURNITURE = ("Leave a Reply", "Share this", "Related", "Notify me", "Posted on", "Older post")
CHOSEN = tuple(word for name in CORPORA for word in ("--feed", name))
ENGLISH = (
    "inflation", "federal funds rate", "labor market", "price stability", "economic growth", "balance sheet",
    "supply chains", "maximum employment", "financial conditions", "uncertainty", "household spending",
    "business investment", "longer-term inflation expectations", "open market operations", "mortgage-backed securities",
    "accommodative", "monetary policy", "productivity", "discount rate", "job gains", "energy prices", "coronavirus",
)  # fmt: skip
CHINESE = (
    "改革开放", "农业", "工业", "人民公社", "社会主义", "五年计划", "科学技术", "对外开放", "市场经济", "民生",
    "农民", "就业", "教育", "国防", "阶级斗争", "毛泽东", "邓小平理论", "科学发展观", "和谐社会", "通货膨胀",
    "基础设施", "环境保护",
)  # fmt: skip


@dataclass(frozen=True)
class Collected:
    """An archive filled by poll and backfill from the replay, with what they printed."""

    replay: Replay
    database: Path
    said: str


def places(place: Replay, database: Path) -> list[str]:
    return ["--database", f"sqlite:///{database}", "--feeds", str(place.feeds), "--lexicon", str(ROOT / "lexicon.yaml")]


def tracker(place: Replay, database: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forked.tracker(*words, *places(place, database))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    folder = tmp_path_factory.mktemp("replay")
    with replay.replay(folder, "--now", "2026-11-01") as place:
        database = folder / "tracker.db"
        polled = tracker(place, database, "poll", "--once")
        older = tracker(place, database, "backfill", *CHOSEN)
        assert older.returncode == 0, older.stderr
        yield Collected(place, database, polled.stderr + older.stderr)


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchall()


CONTENT = """select feed_id, key, day, title, body, revision from reports
             join revisions on report_id = reports.id and number = revision order by feed_id, key"""
TEXTS = """select feed_id, url, body from reports
           join revisions on report_id = reports.id and number = revision"""
MENTIONS = """select feed_id, key, concept, variant, place, start, end from mentions
              join reports on reports.id = report_id order by 1, 2, 3, 5, 6"""


@pytest.mark.parametrize("name", CORPORA)
def test_every_document_is_stored_with_its_full_text_and_nothing_else(collected: Collected, name: str) -> None:
    stored = {
        str(url).rsplit("/", 1)[1].removesuffix(".html"): str(body)
        for feed, url, body in rows(collected.database, TEXTS)
        if feed == name
    }
    expected = documents(name)
    assert len(stored) == len(expected)
    for number, document in enumerate(expected):
        wanted, got = Counter(tokens(document["text"])), Counter(tokens(stored[str(number)]))
        overlap = (wanted & got).total() / max(wanted.total(), got.total())
        assert overlap >= 0.98, (document["id"], overlap)
        assert not [words for words in FURNITURE if words in stored[str(number)] and words not in document["text"]]


def test_every_entry_of_the_real_feed_files_is_stored(collected: Collected) -> None:
    with (replay.SHARED / "data" / "feeds" / "index.tsv").open(encoding="utf-8") as lines:
        expected = {
            row["file"]: int(row["entries_feedparser"]) - FEWER.get(row["file"], 0)
            for row in csv.DictReader(lines, delimiter="\t")
        }
    held = dict(
        rows(collected.database, "select name, count(*) from feeds join reports on feed_id = feeds.id group by 1")
    )
    differing = {name: (number, held.get(name, 0)) for name, number in expected.items() if held.get(name, 0) != number}
    assert len(expected) == 34
    assert not differing


def test_a_second_poll_adds_nothing(collected: Collected) -> None:
    before = rows(collected.database, CONTENT), rows(collected.database, MENTIONS)
    again = tracker(collected.replay, collected.database, "poll", "--once")
    assert " 0 new reports, 0 revised" in again.stderr
    assert (rows(collected.database, CONTENT), rows(collected.database, MENTIONS)) == before


@pytest.mark.parametrize(("name", "phrases"), [*zip(CORPORA, (ENGLISH, CHINESE), strict=True)])
def test_series_by_year_equals_a_plain_count_over_the_corpus_files(
    collected: Collected, name: str, phrases: tuple[str, ...]
) -> None:
    printed = tracker(
        collected.replay, collected.database,
        "series", *phrases, "--by", "year", "--source", name, "--format", "csv",
    )  # fmt: skip
    assert printed.returncode == 0, printed.stderr
    got = {
        (row["term"], row["period"][:4]): tuple(
            int(row[key]) for key in ("mentions", "reports_with", "reports", "words")
        )
        for row in csv.DictReader(io.StringIO(printed.stdout))
    }
    texts = [(document["date"][:4], f"{document['title']}\n\n{document['text']}") for document in documents(name)]
    years = range(int(min(texts)[0]), int(max(texts)[0]) + 1)
    for phrase in phrases:
        for year in map(str, years):
            here = [text for when, text in texts if when == year]
            counts = [plain_count(phrase, text) for text in here]
            plain = (sum(counts), sum(map(bool, counts)), len(here), sum(map(plain_words, here)))
            assert got[phrase, year] == plain, (phrase, year)


def plain_count(phrase: str, text: str) -> int:
    """Occurrences of a phrase by a plain regular expression, apart from all code under test."""
    if phrase[0] > "\u2e80":
        return text.count(phrase)
    words = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", phrase)))
    return len(re.findall(rf"(?<![A-Za-z0-9]){words}(?![A-Za-z0-9])", text, re.IGNORECASE))


def plain_words(text: str) -> int:
    han = re.findall(r"[\u3007\u3400-\u9fff]", text)
    words = re.findall(r"[A-Za-zÀ-ÿ0-9]+(?:['’][A-Za-zÀ-ÿ0-9]+)*", text)
    return len(han) if len(han) > len(words) else len(words)


# Runs the command line, and is killed at the n-th change of the database that it would keep.
DIES = """
import os, runpy, signal, sys
from sqlalchemy import Engine, event
left = int(sys.argv.pop(1))
@event.listens_for(Engine, "commit")
def count(_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
if __name__ == "__main__":
    sys.argv[0] = "tracker"
    runpy.run_module("tracker", run_name="__main__")
"""
POLL, BACKFILL = ("poll", "--once"), ("backfill",)


@pytest.mark.soak  # F84 kills a visit at its statements, and test_pollers a backfill
@pytest.mark.parametrize("work", [[POLL, BACKFILL], [POLL] * 3 + [BACKFILL] * 7], ids=["two", "ten"])
def test_killed_at_random_moments_the_archive_is_that_of_an_undisturbed_run(
    collected: Collected, tmp_path: Path, work: list[tuple[str, ...]]
) -> None:
    database, chance = tmp_path / "killed.db", random.Random(9)
    for words in work:
        arguments = [*words, *CHOSEN, *places(collected.replay, database)]
        most = 25 if words == BACKFILL else 12
        poller = Child("-c", DIES, str(chance.randint(2, most)), *arguments)
        assert poller.wait() == -signal.SIGKILL, poller.said()
    for words in (POLL, BACKFILL):
        assert tracker(collected.replay, database, *words, *CHOSEN).returncode == 0
    chosen = tuple(CORPORA)
    for query in (CONTENT, MENTIONS):
        undisturbed = [row for row in rows(collected.database, query) if row[0] in chosen]
        assert [row for row in rows(database, query) if row[0] in chosen] == undisturbed
    rolled = "select name, day, feed_id, mentions, reports_with, sum_mentions_sq, sum_words_mentions from rollups"
    rolled += " join concepts on concepts.id = concept_id order by 1, 2, 3"
    assert [row for row in rows(collected.database, rolled) if row[2] in chosen] == rows(database, rolled)
