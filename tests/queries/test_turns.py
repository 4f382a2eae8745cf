"""When a series moved to another level, and when it burst."""

from datetime import date

import pandas as pd
import pytest

from tracker.measures.choices import Shown
from tracker.queries.turns import turns

YEARS = [date(year, 1, 1) for year in range(2000, 2020)]
WITH = [2] * 8 + [9] * 4 + [2] * 8


def table(**more: object) -> pd.DataFrame:
    """Twenty years of ten reports and a thousand words each; four in the middle are another matter."""
    about = {"term": "core", "split": "", "mentions": [3 * each for each in WITH], "reports_with": WITH}
    return pd.DataFrame({"period": YEARS, **about, "reports": 10, "words": 1000, "divisor": None} | more)


@pytest.mark.parametrize(
    ("measure", "levels"),
    [
        ("rate", [(2008, 60, 270), (2012, 270, 60)]),
        ("emphasis", [(2008, 60, 270), (2012, 270, 60)]),
        ("mentions", [(2008, 0.6, 2.7), (2012, 2.7, 0.6)]),
        ("share", [(2008, 0.2, 0.9), (2012, 0.9, 0.2)]),
        ("index", []),
    ],
)
def test_levels_are_in_the_unit_of_the_measure(measure: Shown, levels: list[tuple[int, float, float]]) -> None:
    found = turns(table(), measure).levels
    assert [each.first.year for each in found] == [year for year, *_ in levels]
    assert [(each.before, each.after) for each in found] == [pytest.approx(each[1:]) for each in levels]


def test_a_burst_has_its_years() -> None:
    (burst,) = turns(table(), "rate").bursts
    assert (burst.first.year, burst.last.year) == (2008, 2011)
    assert burst.weight > 1


def test_a_gap_is_no_fall_and_a_quotient_has_no_turns() -> None:
    gap = [0 if 2008 <= year.year < 2012 else 2 for year in YEARS]
    lengths = {"reports": [5 * each for each in gap], "words": [500 * each for each in gap]}
    assert turns(table(mentions=gap, reports_with=gap, **lengths), "rate").levels == ()
    assert turns(table(divisor=4), "rate") == turns(table().head(0), "rate")


def test_of_a_term_that_is_split_the_turns_are_those_of_its_most_mentioned_line() -> None:
    much, little = table(), table(mentions=[0] * len(table()), reports_with=[0] * len(table()))
    both = pd.concat([little.assign(split="announced"), much.assign(split="stressed")])
    assert turns(both, "rate") == turns(much, "rate") != turns(little, "rate")
