"""Trends: the measures that are made of several series, each value's parts known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import mean, stdev
from typing import Any

import pandas as pd
import pytest

from tests.conftest import LEXICON, Store, collected
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.errors import QueryError
from tracker.queries.caption import caption
from tracker.queries.concordance import kwic
from tracker.queries.joining import joined_and_left
from tracker.queries.trends import trends
from tracker.words.lexicon import Lexicon, Tier

EVER = Selection(date(2026, 12, 31))
TIERED = replace(LEXICON, tiers=(Tier("沸", "blazing", 0.5), Tier("冷", "cold", 0.0, True)))


def said(source: str, shares: Sequence[int], of: int = 10) -> list[ReportDraft]:
    """One year after the other, so many of its reports speak of core technology."""
    return [
        collected(
            f"{source}{year}-{number}",
            f"{'Core technology' if number < share else 'Nothing'}, {source} {year} {number}.",
            f"{2020 + year}-01-{1 + number:02}",
            source,
        )
        for year, share in enumerate(shares)
        for number in range(of)
    ]


def test_the_index_is_the_mean_of_the_sources_on_their_own_scales(archive: Archive, store: Store) -> None:
    shares = {"a": [1, 2, 3, 8], "b": [6, 4, 6, 4]}
    store(*(each for source, numbers in shares.items() for each in said(source, numbers)))
    table = trends(archive, LEXICON, ["core"], EVER, measure="index", by="year")
    scaled = [[number / stdev(numbers) for number in numbers] for numbers in shares.values()]
    means = [mean(year) for year in zip(*scaled, strict=True)]
    assert list(table["value"]) == pytest.approx([100 * each / mean(means) for each in means])
    assert list(table["state"]) == ["ok"] * 4
    assert list(table["reports"]) == [20] * 4
    assert list(table["reports_with"]) == [7, 6, 9, 12]
    assert (table["low"] < table["value"]).all()
    assert (table["high"] > table["value"]).all()
    based = trends(
        archive, LEXICON, ["core"], EVER, measure="index", by="year", base=(date(2020, 1, 1), date(2021, 12, 31))
    )
    assert based["value"].head(2).mean() == pytest.approx(100)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"base": (date(1990, 1, 1), date(1991, 1, 1))}, "no period in its base"),
        ({"split": "source"}, "cannot be split"),
        ({"terms": ["core / opening"]}, "cannot be made of a / b"),
        ({}, "b: is constant over the base"),
    ],
)
def test_an_index_that_cannot_be_made_says_why(
    archive: Archive, store: Store, more: dict[str, object], says: str
) -> None:
    store(*said("a", [1, 2, 3]), *said("b", [5, 5, 5]))
    asked: dict[str, object] = {"terms": ["core"], "measure": "index", "by": "year"} | more
    with pytest.raises(QueryError, match=says):
        trends(archive, LEXICON, selection=EVER, **asked)  # type: ignore[arg-type]


def test_a_share_is_named_by_its_tier_or_uncertain_where_its_interval_straddles(archive: Archive, store: Store) -> None:
    store(*said("a", [0, 6, 10, 1]), *said("b", [0, 5, 10], of=4))
    table = trends(archive, TIERED, ["core"], EVER, measure="tier", by="year")
    assert list(table["tier"]) == ["冷 cold", "uncertain, 沸 blazing or 冷 cold", "沸 blazing", "冷 cold"]
    few = trends(archive, TIERED, ["core"], EVER, measure="tier", by="year", minimum=11)
    assert list(few["tier"])[-1] == ""
    with pytest.raises(QueryError, match="no tiers"):
        trends(archive, Lexicon(), ["core"], EVER, measure="tier")


def mixed() -> list[ReportDraft]:
    """An English source from 2020 on, a Chinese one from 2022 on, which also writes 5G."""
    english = [
        collected(f"e{year}-{n}", "Market reform. 改革开放 is a phrase.", f"{year}-02-{n + 1:02}", "e")
        for year in range(2020, 2025)
        for n in range(6)
    ]
    chinese = [
        collected(f"z{year}-{n}", "坚持改革开放，核心技术，5G。", f"{year}-03-{n + 1:02}", "z", "zh")
        for year in range(2022, 2025)
        for n in range(5)
    ]
    return [*english, *chinese]


@pytest.mark.parametrize("measure", ["mentions", "share", "rate"])
def test_a_term_of_one_language_is_one_line_of_the_reports_in_it(archive: Archive, store: Store, measure: Any) -> None:
    store(*mixed())
    asked: dict[str, Any] = {"measure": measure, "by": "year", "own_language": True}
    for term, reports, first in (("reform", 5, 2022), ("改革开放", 5, 2022), ("market", 6, 2020)):
        table = trends(archive, LEXICON, [term], EVER, **asked)
        assert set(table["split"]) == {""}
        assert (table["period"].iloc[0].year, set(table["reports"])) == (first, {reports})
    chosen = trends(archive, LEXICON, ["reform"], replace(EVER, language="zh"), measure=measure, by="year")
    pd.testing.assert_frame_equal(trends(archive, LEXICON, ["reform"], EVER, **asked), chosen, check_dtype=False)


def test_a_concept_with_wordings_of_both_languages_is_counted_in_both(archive: Archive, store: Store) -> None:
    store(*mixed())
    table = trends(archive, LEXICON, ["core"], EVER, measure="rate", by="year", own_language=True)
    assert set(table["split"]) == {"words", "characters"}


def test_a_term_whose_language_no_report_has_is_counted_in_those_there_are(archive: Archive, store: Store) -> None:
    store(*mixed())
    table = trends(
        archive, LEXICON, ["5G"], replace(EVER, sources=("z",)), measure="share", by="year", own_language=True
    )
    assert list(table["value"]) == [1, 1, 1]


def test_a_split_by_source_leaves_out_sources_of_another_language(archive: Archive, store: Store) -> None:
    store(*mixed())
    table = trends(archive, LEXICON, ["改革开放"], EVER, measure="share", by="year", split="source", own_language=True)
    assert set(table["split"]) == {"z"}


def test_caption_marks_and_sentences_are_those_of_the_reports_counted(archive: Archive, store: Store) -> None:
    store(*mixed())
    about = caption(
        archive, LEXICON, ["reform"], EVER, measure="share", by="year", minimum=5, made=EVER.date_to, own_language=True
    )
    assert (about.reports, len(about.sources), about.unit) == (15, 1, "characters")
    assert "its own language" in about.definition
    assert set(kwic(archive, LEXICON, "reform", EVER, own_language=True)["source"]) == {"z"}
    assert set(kwic(archive, LEXICON, "reform", EVER)["source"]) == {"e", "z"}
    assert joined_and_left(archive, EVER, ["characters"]) == ()
