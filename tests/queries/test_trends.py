"""Trends: the measures that are made of several series, each value's parts known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import mean, stdev

import pytest

from tests.conftest import LEXICON, Store, collected
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.errors import QueryError
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
