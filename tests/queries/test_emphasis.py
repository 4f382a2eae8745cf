"""Emphasis: every mention weighs what its place and its verb make it, and what it is made of adds up."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import LEXICON, Store, collected
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.measures.choices import Split
from tracker.queries.concordance import kwic
from tracker.queries.ladder import ladder
from tracker.queries.series import series
from tracker.words.lexicon import Cue, Weights

EVER = Selection(date(2026, 12, 31))
TEXT = """The text begins with core technology.

Li Ming pointed out that core technology matters. Li Ming stressed that opening up and core technology go on."""
RULES = {
    "cues": (Cue("pointed out", 1), Cue("stressed", 2)),
    "weights": Weights({"title": 3.0, "lead": 2.0}, {0: 1.0, 1: 1.5, 2: 4.0}),
}
CUED = replace(LEXICON, **RULES)


def report(number: int, text: str = TEXT, title: str = "Core technology") -> ReportDraft:
    return collected(f"k{number}", f"{text} Number {number}.", title=title, lexicon=CUED)


@pytest.fixture
def told(archive: Archive, store: Store) -> Archive:
    store(*(report(number) for number in range(5)))
    return archive


# Of each report: 3 in the title, 2 in the lead, 1.5 pointed out, 4 stressed.
@pytest.mark.parametrize("term", ["core", '"core technolog*"'])
def test_emphasis_is_the_weight_per_ten_thousand_words(told: Archive, term: str) -> None:
    (row,) = series(told, CUED, [term], EVER, measure="emphasis").to_dict("records")
    assert (row["mentions"], row["weight"], row["state"]) == (20, 5 * 10.5, "ok")
    assert row["value"] == pytest.approx(10_000 * 5 * 10.5 / row["words"])
    assert row["low"] <= row["value"] <= row["high"]


def test_a_concept_counted_before_its_phrase_is_typed_gives_the_same(told: Archive) -> None:
    for more in ({}, {"places": ("title", "body")}, {"split": "place"}, {"split": "cue"}, {"split": "speaker"}):
        tables = [
            series(told, CUED, [term], EVER, measure="emphasis", **more)  # type: ignore[arg-type]
            for term in ("core", '"core technolog*"')
        ]
        assert tables[0].drop(columns="term").equals(tables[1].drop(columns="term")), more


def test_a_split_by_cue_adds_up(told: Archive) -> None:
    table = series(told, CUED, ["core"], EVER, measure="mentions", split="cue")
    assert dict(zip(table["split"], table["mentions"], strict=True)) == {
        "unattributed": 10, "pointed out": 5, "stressed": 5,
    }  # fmt: skip


def test_a_split_by_speaker_adds_up(told: Archive) -> None:
    table = series(told, CUED, ["core"], EVER, measure="mentions", split="speaker")
    assert dict(zip(table["split"], table["mentions"], strict=True)) == {"unattributed": 10, "Li Ming": 10}


@pytest.mark.parametrize("split", ["cue", "speaker", "variant", "place", "source"])
@pytest.mark.parametrize("term", ["core", '"core technolog*"', "core + opening"])
def test_behind_each_line_of_a_split_stand_its_own_sentences(told: Archive, term: str, split: Split) -> None:
    table = series(told, CUED, [term], EVER, split=split, minimum=1)
    assert len(table) > (split not in ("source", "variant"))
    for line in table.to_dict("records"):
        behind = kwic(told, CUED, term, EVER, split=split, part=line["split"])
        assert len(behind) == line["mentions"] > 0, line["split"]
    assert table["mentions"].sum() == len(kwic(told, CUED, term, EVER))


def test_of_a_quotient_both_sides_are_weighed(told: Archive) -> None:
    (row,) = series(told, CUED, ["core / opening"], EVER, measure="emphasis").to_dict("records")
    assert (row["weight"], row["divisor"], row["value"]) == (52.5, 20.0, 52.5 / 20)


def test_the_ladder_shows_what_the_emphasis_is_made_of(told: Archive) -> None:
    rows = ladder(told, CUED, "core", EVER).to_dict("records")
    assert [(row["verb"], row["rank"], row["mentions"], row["weight"]) for row in rows] == [
        ("stressed", 2, 5, 20.0), ("pointed out", 1, 5, 7.5), ("unattributed", 0, 10, 25.0),
    ]  # fmt: skip
    assert [rows[2][place] for place in ("title", "lead", "body")] == [5, 5, 0]
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert ladder(told, CUED, "reform", EVER).empty


def test_the_sentences_name_cue_and_speaker(told: Archive) -> None:
    table = kwic(told, CUED, "core", EVER)
    assert table["cue"].value_counts().to_dict() == {"": 10, "pointed out": 5, "stressed": 5}
    assert set(table[table["cue"] != ""]["speaker"]) == {"Li Ming"}


def test_a_speaker_is_one_line_however_reports_write_the_name_and_is_called_as_the_newest_does(
    archive: Archive, store: Store
) -> None:
    texts = ["LI-MING stressed core technology.", "Li-Ming stressed core technology.\n\nUnattributed: core technology."]
    store(*(collected(f"k{at}", text, f"2026-03-0{at + 1}", lexicon=CUED) for at, text in enumerate(texts)))
    table = series(archive, CUED, ["core"], EVER, split="speaker", by="year", minimum=1)
    assert table[["split", "mentions"]].to_numpy().tolist() == [["Li-Ming", 2], ["unattributed", 1]]
    for part in ("Li-Ming", "li ming"):
        behind = kwic(archive, CUED, "core", EVER, split="speaker", part=part)
        assert behind["speaker"].tolist() == ["Li-Ming", "LI-MING"]
