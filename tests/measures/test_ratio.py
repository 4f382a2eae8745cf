"""How many times as often one side says a phrase, with an interval that covers."""

from math import inf, isinf

import numpy as np
import pytest

from tracker.errors import QueryError
from tracker.measures import intervals
from tracker.measures.ratio import ratio
from tracker.measures.series import PeriodCounts


def side(*mentions: int, words: int = 500) -> PeriodCounts:
    """Reports of equal length with so many mentions each."""
    numbers = np.array(mentions)
    sums = int((numbers**2).sum()), int(numbers.sum()) * words, len(mentions) * words**2
    return PeriodCounts(int(numbers.sum()), int((numbers > 0).sum()), len(mentions), len(mentions) * words, *sums)


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [((2, 2, 1, 3), (1, 1, 1, 1), 2), ((1, 1, 1, 1), (2, 2, 1, 3), 0.5), ((0, 0, 0), (1, 2, 0), 0)],
)
def test_the_ratio_of_two_rates_lies_inside_its_interval(
    first: tuple[int, ...], second: tuple[int, ...], value: float
) -> None:
    found = ratio(side(*first), side(*second))
    assert found.value == pytest.approx(value)
    assert found.low <= found.value <= found.high


def test_seen_from_the_other_side_it_is_the_inverse() -> None:
    one, other = side(2, 0, 1, 3, 1), side(1, 1, 4, 3, 3)
    there, back = ratio(one, other), ratio(other, one)
    assert (back.value, back.low, back.high) == pytest.approx(
        (there.inverse.value, there.inverse.low, there.inverse.high)
    )


def test_newcombes_formula_as_published_gives_the_same_limits() -> None:
    one, other = side(5, 7, 6, 9, 8), side(3, 4, 2, 4, 5)
    (a, (la, ua)), (b, (lb, ub)) = (
        (
            each.mentions / each.words,
            intervals.rate(
                each.mentions,
                each.words,
                each.reports,
                each.sum_mentions_sq,
                each.sum_words_mentions,
                each.sum_words_sq,
            ),
        )
        for each in (one, other)
    )
    low = (a * b - (a**2 * b**2 - la * ub * (2 * a - la) * (2 * b - ub)) ** 0.5) / (ub * (2 * b - ub))
    high = (a * b + (a**2 * b**2 - ua * lb * (2 * a - ua) * (2 * b - lb)) ** 0.5) / (lb * (2 * b - lb))
    found = ratio(one, other)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_where_the_other_side_never_says_it_only_the_least_is_known() -> None:
    found = ratio(side(3, 2, 2, 4, 3), side(0, 0, 0, 0, 0))
    assert (found.value, found.high) == (inf, inf)
    assert 1 < found.low < 20
    assert isinf(found.value)


@pytest.mark.parametrize(("first", "second"), [(side(0, 0), side(0, 0)), (PeriodCounts(), side(1))])
def test_without_mentions_or_words_there_is_no_ratio(first: PeriodCounts, second: PeriodCounts) -> None:
    with pytest.raises(QueryError):
        ratio(first, second)


@pytest.mark.parametrize(("rates", "spread"), [((2e-3, 4e-3), 0.0), ((1e-3, 3e-3), 1.0), ((5e-4, 5e-4), 0.0)])
def test_nineteen_intervals_in_twenty_cover_the_true_ratio(rates: tuple[float, float], spread: float) -> None:
    """Of 500: 95 % is 475, and fewer than 460 come once in a thousand times."""
    chance = np.random.default_rng(3)
    covered = 0
    for _ in range(500):
        sides = []
        for rate in rates:
            words = chance.integers(200, 600, 25)
            own = chance.gamma(1 / spread, spread, 25) if spread else np.ones(25)
            numbers = chance.poisson(words * rate * own)
            sums = int((numbers**2).sum()), int(numbers @ words), int((words**2).sum())
            sides.append(PeriodCounts(int(numbers.sum()), int((numbers > 0).sum()), 25, int(words.sum()), *sums))
        if sides[0].mentions or sides[1].mentions:
            found = ratio(sides[1], sides[0])
            covered += found.low <= rates[1] / rates[0] <= found.high
    assert covered >= 460
