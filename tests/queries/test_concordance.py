"""Every mention in its context, exact to the character, newest first."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import LEXICON, Store, collected
from tests.queries.corpus import CORE, EVER, TOLD
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.choices import Split
from tracker.queries.concordance import COLUMNS, ORDERS, kwic, ordered
from tracker.queries.series import series
from tracker.words.matching import Matcher
from tracker.words.text import normalise

TERMS = ["core", "opening", "core + opening", "core / opening", '"core technolog*"', "网络强国", '"the economy"']
TEXT = (
    "\u201cＣＯＲＥ\u3000technolo\u00adgies\u201d, he\nsaid; 改革开放。\n\n"
    "The ½ of key\n technology.  Cafe\u0301s: opening\u2011up!\n\n核心技術，"
)


@pytest.mark.parametrize("term", TERMS)
def test_the_text_at_each_line_normalises_to_a_variant(corpus_archive: Archive, term: str) -> None:
    lines = kwic(corpus_archive, LEXICON, term, EVER)
    assert list(lines.columns)[: len(COLUMNS)] == COLUMNS
    texts = reading.texts(corpus_archive, [int(each) for each in lines["report"].unique()])
    matchers = {concept.id: Matcher([concept]) for concept in LEXICON.concepts.values()}
    for line in lines.to_dict("records"):
        revision = texts[line["report"]]
        said = normalise((revision.title if line["place"] == "title" else revision.body)[line["start"] : line["end"]])
        assert normalise(line["match"]) == said
        if line["concept"] in matchers:
            assert [(found.start, found.end) for found in matchers[line["concept"]].find(said)] == [(0, len(said))]
        else:
            assert said.startswith(normalise(line["concept"].strip('"').rstrip("*")))
    assert len(lines) > 20


def test_offsets_are_those_of_the_original_text(archive: Archive, store: Store) -> None:
    store(collected("k", TEXT, title="\u200bKey-technology"))
    lines = kwic(archive, LEXICON, "core + opening", EVER_LATER)
    found = [(line.place, (TEXT if line.place != "title" else "\u200bKey-technology")[line.start : line.end])
             for line in lines.itertuples()]  # fmt: skip
    assert found == [
        ("title", "Key-technology"),
        ("lead", "ＣＯＲＥ\u3000technolo\u00adgies"),
        ("body", "key\n technology"),
        ("body", "opening\u2011up"),
        ("body", "核心技術"),
    ]


@pytest.mark.parametrize("split", [None, "source", "place"])
def test_where_units_are_told_apart_each_line_has_the_sentences_in_its_own(
    corpus_archive: Archive, split: Split | None
) -> None:
    table = series(corpus_archive, LEXICON, ["core"], EVER, measure="rate", split=split, by="year")
    summed = table.groupby("split")["mentions"].sum()
    assert {"characters", "words"} <= {part.rpartition(" ")[2].strip("()") for part in summed.index}
    for part, mentions in summed.items():
        assert len(kwic(corpus_archive, LEXICON, "core", EVER, split=split, part=str(part))) == mentions, part


EVER_LATER = Selection(date(2026, 7, 6))


@pytest.mark.parametrize("term", TERMS)
def test_lines_are_newest_first_and_a_limit_cuts_only_the_end(corpus_archive: Archive, term: str) -> None:
    whole = kwic(corpus_archive, LEXICON, term, EVER)
    keys = ["report", "date", "place", "start", "concept"]
    assert list(whole["date"]) == sorted(whole["date"], reverse=True)
    assert not whole.duplicated(keys).any()
    for limit in (0, 1, 40, 10_000):
        some = kwic(corpus_archive, LEXICON, term, EVER, limit=limit)
        assert some[keys].to_numpy().tolist() == whole[keys].head(limit).to_numpy().tolist()


def test_lines_are_of_the_newest_revision_and_of_no_reprint(corpus_archive: Archive) -> None:
    lines = kwic(corpus_archive, LEXICON, "core", EVER)
    assert set(lines["source"]) == {"a", "b", "c"}
    assert not lines["left"].str.contains("earlier text", case=False).any()
    assert len(lines) == sum(report.count(CORE) for report in TOLD)


@pytest.mark.parametrize("width", [0, 5, 200])
def test_a_line_is_as_wide_as_was_asked_for_and_stays_in_its_paragraph(corpus_archive: Archive, width: int) -> None:
    lines = kwic(corpus_archive, LEXICON, "core", EVER, width=width)
    assert (lines["left"].str.len() <= width).all()
    assert (lines["right"].str.len() <= width).all()
    assert not (lines["left"] + lines["match"] + lines["right"]).str.contains("\n").any()


def test_lines_are_chosen_by_source_language_day_and_place(corpus_archive: Archive) -> None:
    chosen = replace(EVER, date_from=date(2025, 1, 1), sources=("a",), language="zh")
    lines = kwic(corpus_archive, LEXICON, "core", chosen, places=("lead",))
    assert (set(lines["source"]), set(lines["place"])) == ({"a"}, {"lead"})
    expected = [
        report for report in TOLD if report.source == "a" and report.language == "zh" and report.day.year == 2025
    ]
    assert len(lines) == sum(report.count(CORE, ("lead",)) for report in expected) > 0


def test_lines_are_put_in_order_by_day_source_or_the_words_beside_the_mention(archive: Archive, store: Store) -> None:
    store(
        collected("1", "New core technology wins. Old core technology aged.", "2026-03-01", "b"),
        collected("2", "A BOLD core technology, at last.", "2026-03-02", "a"),
        collected("3", "坚持核心技术", "2026-03-03", "c", "zh"),
    )
    found = kwic(archive, LEXICON, "core", EVER_LATER)
    expected = {
        "newest": ["坚持", "A BOLD", "New", "Old"],
        "oldest": ["Old", "New", "A BOLD", "坚持"],
        "source": ["A BOLD", "New", "Old", "坚持"],
        "left": ["A BOLD", "New", "Old", "坚持"],
        "right": ["坚持", "Old", "A BOLD", "New"],
    }
    assert {order: [left.strip() for left in ordered(found, order)["left"]] for order in ORDERS} == expected
