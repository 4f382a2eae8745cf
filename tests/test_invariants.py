"""What holds whatever the reports: exact places, counted once, sums that agree, counts that can be repeated."""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect

from db import engine as database
from db.tables import metadata
from tests.conftest import archive_at
from tests.feeds.fuzzing import examples
from tests.site import Site, reply, site
from tracker.archive import scores, writing
from tracker.documents import Feed, Revision, Selection, Visit
from tracker.feeds.fetch import Fetcher
from tracker.ingest import poller
from tracker.ingest.collection import Tools
from tracker.ingest.scoring import catch_up
from tracker.ingest.workers import Workers
from tracker.measures.choices import PERIODS, SPLITS
from tracker.queries.concordance import kwic, original
from tracker.queries.series import series
from tracker.settings import lexicon_file
from tracker.words.scorer import Scorer
from tracker.words.text import normalise

__all__ = ["site"]
NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEXICON = lexicon_file.load(Path(__file__).parents[1] / "lexicon.yaml").lexicon
SCORER = Scorer(LEXICON)
WORKERS = Workers(LEXICON)
WORDINGS = [(concept, wording) for concept in LEXICON.concepts.values() for wording in concept.wordings]
TRADITIONAL = opencc.OpenCC("s2t")
ALL = Selection(date(2026, 12, 31))


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text).replace(" ", "\u3000")


DISGUISES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "in Traditional characters": TRADITIONAL.convert,
    "in full width": full_width,
    "broken over lines": lambda text: text.replace(" ", "\n  "),
    "hyphenated": lambda text: text.replace(" ", "\u2011"),
    "with soft hyphens": "\u00ad".join,
    "with zero-width spaces": "\u200b".join,
    "with accents apart": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_variant_of_the_lexicon_counts_for_its_concept_in_any_disguise(disguise: str) -> None:
    missed = []
    for concept, wording in WORDINGS:
        text = DISGUISES[disguise](wording.replace("*", ""))
        scored = SCORER.score(Revision("", text, "feed", NOW), "en")
        if concept.id not in {mention.concept for mention in scored.mentions}:
            missed.append((concept.id, text))
    assert missed == []


def texts(between: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Disguised variants of the lexicon among other text."""
    phrases = st.builds(
        lambda known, disguise: DISGUISES[disguise](known[1].replace("*", "")),
        st.sampled_from(WORDINGS),
        st.sampled_from(sorted(DISGUISES)),
    )
    joints = st.sampled_from([" ", "\n\n", ", ", "。", "，", "的", "s ", "\u3000", "’", "-", "’s", "e\u0301"])
    return st.lists(st.one_of(phrases, joints, between), max_size=14).map("".join)


# Latin, Chinese, Traditional and full-width characters, each of which folds to one.
USUAL = st.one_of(
    st.characters(max_codepoint=0x24F), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
).filter(lambda character: len(normalise(character)) <= 1)  # fmt: skip


def mentioned(title: str, body: str) -> Iterator[tuple[str, str]]:
    """The text at every mention, normalised, and the pattern of its variant."""
    revision = Revision(title, body, "feed", NOW)
    for mention in original(revision, SCORER.score(revision, "zh").mentions):
        assert mention.variant in LEXICON.concepts[mention.concept].wordings
        text = title if mention.place == "title" else body
        pattern = re.escape(normalise(mention.variant)).replace(r"\*", "[\\w\u0300-\u036f]*")
        yield normalise(text[mention.start : mention.end]), pattern


@examples(150)
@given(texts(st.text(USUAL, max_size=4)), texts(st.text(USUAL, max_size=4)))
def test_the_text_at_a_mention_normalises_to_its_variant(title: str, body: str) -> None:
    for found, variant in mentioned(title, body):
        assert re.fullmatch(variant, found)


@examples(150)
@given(texts(st.text(max_size=4)))
def test_no_character_is_cut_in_two_by_a_mention_that_ends_within_it(body: str) -> None:
    """½ folds to three characters, and any letter may carry an accent: the mention then holds all of it."""
    for found, variant in mentioned("", body):
        assert re.search(variant, found)


TEXTS = {
    1: "Core technologies are the lifeblood. We build a strong Internet power.</p><p>Cyber-security; core technology."
    + "</p><p>The text is long enough to be known when another source carries it." * 8,
    2: "建设网络强国，必须掌握核心技术。</p><p>改革开放，推进5G網絡建設。網絡強國！",
    3: "Reform and opening up, reform and opening up again. The Chinese Dream of artificial intelligence.",
    4: "Nothing of the kind stands here, only the weather of the day.",
    5: "Core technologies, opening up, and a strong Internet power; China Dream and 中国梦.",
}
MONTHS = {1: "Jan", 2: "Feb", 3: "Jan", 4: "Jul", 5: "Mar"}
TERMS = ["cyber-power", '"core technolog*"', "网络强国", '"opening up" + cyber-power', '"the"', '"never said"']


def feed_of(*numbers: int) -> bytes:
    """An RSS feed whose reports lie some days or weeks apart."""
    items = (
        f"<item><title>Core technology {number}</title><link>https://example.org/{number}</link>"
        f"<pubDate>{number * 5:02} {MONTHS[number]} 2025 10:00:00 +0000</pubDate>"
        f"<content:encoded><![CDATA[<p>{TEXTS[number]}</p>]]></content:encoded></item>"
        for number in numbers
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<rss version="2.0" {space}><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


class Collected:
    """An archive that two feeds have filled, one of them with a reprint, and the means to poll again."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.file = folder / "tracker.db"
        self.archive = archive_at(self.file)
        scores.register(self.archive, LEXICON, NOW)
        site.pages["/one"], site.pages["/two"] = reply(feed_of(1, 3, 4, 5)), reply(feed_of(1, 2))
        self.feeds = [Feed(name, name, f"{site.address}/{name}", full_text="feed") for name in ("one", "two")]
        writing.sync_feeds(self.archive, self.feeds)
        self.tools = Tools(self.archive, Fetcher(("127.0.0.1",)), WORKERS, lambda: NOW, threading.Event())
        self.visits = self.poll()

    def poll(self) -> list[Visit]:
        return poller.run_once(self.feeds, self.tools, lambda visit: None)

    def held(self, *tables: str) -> dict[str, list[tuple[object, ...]]]:
        """Every row of these tables, in one order."""
        with closing(sqlite3.connect(self.file)) as rows:
            return {table: sorted(rows.execute(f"select * from {table}"), key=repr) for table in tables}


COUNTS = ("reports", "mentions", "rollups", "totals")


@pytest.fixture
def collected(tmp_path: Path, site: Site) -> Collected:
    return Collected(tmp_path, site)


def test_polling_twice_adds_nothing(collected: Collected, site: Site) -> None:
    assert sum(visit.new for visit in collected.visits) == 6
    before = collected.held(*COUNTS, "revisions", "lexicons")
    assert all(before.values())
    again = collected.poll()
    assert len(site.asked) == 4
    assert [(visit.new, visit.revised, visit.error) for visit in again] == [(0, 0, "")] * 2
    assert collected.held(*COUNTS, "revisions", "lexicons") == before


def test_the_bins_of_a_series_sum_to_its_concordance(collected: Collected) -> None:
    for term in TERMS:
        said = kwic(collected.archive, LEXICON, term, ALL)
        assert (len(said) > 0) == (term != '"never said"')
        for by, split in [(by, None) for by in PERIODS] + [("month", split) for split in SPLITS]:
            bins = series(collected.archive, LEXICON, [term], ALL, by=by, split=split)
            assert bins["mentions"].sum() == len(said), (term, by, split)
            if split is None:
                assert bins["reports"].sum() == 5
            if split is None and "+" not in term:
                assert bins["reports_with"].sum() == said["report"].nunique()


def test_counting_anew_under_an_unchanged_lexicon_changes_nothing(collected: Collected) -> None:
    before = collected.held(*COUNTS)
    assert catch_up(collected.archive, LEXICON, NOW) == 0
    assert collected.held(*COUNTS) == before


def test_reports_that_forgot_their_lexicon_are_counted_to_the_same_numbers(collected: Collected) -> None:
    before = collected.held(*COUNTS)
    with closing(sqlite3.connect(collected.file)) as rows, rows:
        rows.execute("delete from spans where carrier_id in (select id from carriers where place = 'title')")
        rows.execute("update reports set lexicon = 'unknown'")
        rows.execute("update rollups set mentions = 99")
    assert catch_up(collected.archive, LEXICON, NOW) == 6
    assert collected.held(*COUNTS) == before


def tables(engine: Engine) -> dict[str, list[list[dict[str, object]]]]:
    """All that the database itself says of its tables."""
    seen = inspect(engine)
    found = {}
    for name in set(seen.get_table_names()) - {"alembic_version"}:
        columns = [each | {"type": str(each["type"])} for each in seen.get_columns(name)]
        # The name of one that a column brought with it is not told.
        foreign = [each | {"name": None} for each in seen.get_foreign_keys(name)]
        keys = [seen.get_pk_constraint(name), *foreign, *seen.get_unique_constraints(name)]
        indexes = [
            each | {"dialect_options": {key: str(value) for key, value in each.get("dialect_options", {}).items()}}
            for each in seen.get_indexes(name)
        ]
        found[name] = [columns, sorted(keys, key=str), sorted(indexes, key=str)]
    return found


def test_migrating_from_empty_gives_exactly_the_tables(tmp_path: Path) -> None:
    migrated, declared = (database.create(f"sqlite:///{tmp_path}/{name}/tracker.db") for name in ("new", "whole"))
    for _ in range(2):
        database.upgrade(migrated)
    metadata.create_all(declared)
    assert tables(migrated) == tables(declared)
    assert {"feeds", "reports", "revisions", "spans"} <= set(tables(migrated))


@pytest.mark.parametrize(
    "change",
    [
        "alter table reports drop column words_lead",
        "alter table reports add column words_body integer",
        "drop index ix_minhash_bands_report_id",
        "create table hits (id integer)",
    ],
)
def test_a_table_that_is_not_as_declared_is_caught(tmp_path: Path, change: str) -> None:
    engine = database.create(f"sqlite:///{tmp_path}/tracker.db")
    metadata.create_all(engine)
    before = tables(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(change)
    assert tables(engine) != before
