"""Change points: steps are found where they are, and series without one are left alone."""

from itertools import combinations, pairwise
from math import log

import numpy as np
import pytest

from tracker.errors import QueryError
from tracker.measures.changes import PENALTY, Step, _Distance, _variances, changes


@pytest.mark.parametrize(("mean", "clump"), [(0.5, None), (4, None), (30, None), (4, 2.0), (30, 2.0)])
@pytest.mark.parametrize("uneven", [0.0, 0.5])
def test_a_constant_rate_hardly_ever_has_a_change(mean: float, clump: float | None, uneven: float) -> None:
    """Of 100 series of 60 periods; clumped ones vary more than a Poisson count, uneven ones in their words."""
    chance = np.random.default_rng(int(mean * 10))
    alarms = 0
    for _ in range(100):
        words = np.exp(chance.normal(0, uneven, 60))
        dwelt = chance.gamma(clump, 1 / clump, 60) if clump else 1.0
        alarms += bool(changes(chance.poisson(mean * words * dwelt), words * 5000))
    assert alarms <= 5


@pytest.mark.parametrize(("before", "after"), [(2, 8), (10, 25), (25, 10), (12, 1)])
def test_a_step_is_found_within_one_period(before: float, after: float) -> None:
    chance = np.random.default_rng(8)
    near = 0
    for _ in range(50):
        rates = np.repeat([before, after], [31, 29])
        found = changes(chance.poisson(rates), np.ones(60))
        near += any(abs(step.place - 31) <= 1 for step in found)
    assert near >= 44


def test_the_levels_are_those_of_the_stretches_beside_it() -> None:
    assert changes([4, 4, 4, 4, 40, 40, 40, 40], [2000] * 8) == [Step(4, 0.002, 0.02)]


def test_a_gap_is_left_out_and_never_a_zero() -> None:
    told, words = [5, 6, 5, 4] * 4, [1000.0] * 16
    for place in (3, 4, 9, 10, 11):
        told[place], words[place] = 0, 0.0
    assert changes(told, words) == []
    told[12:], words[12:] = [60, 55, 62, 58], [1000.0] * 4
    assert [step.place for step in changes(told, words)] == [12]


def test_a_single_month_that_stands_out_is_no_new_level() -> None:
    assert changes([5, 4, 6, 5, 5, 30, 4, 6, 5, 5, 4, 6], [1.0] * 12) == []


@pytest.mark.parametrize("told", [[], [3], [1, 9, 9], [0] * 20, [7] * 20])
def test_too_little_or_nothing_that_moves_has_no_change(told: list[int]) -> None:
    assert changes(told, [100] * len(told)) == []


def test_the_segmentation_is_the_best_there_is() -> None:
    """Against every way to cut a short series into stretches of two or more."""
    chance = np.random.default_rng(3)
    for _ in range(60):
        number = int(chance.integers(5, 11))
        told, over = chance.poisson(chance.choice([1, 9], number)).astype(float), np.ones(number)
        if not told.sum():
            continue
        steady = np.sqrt(told) + np.sqrt(told + 1)
        cost = _Distance().fit(np.column_stack([steady, 1 / _variances(steady, over)]))

        def total(cuts: tuple[int, ...], cost: _Distance = cost, number: int = number) -> float:
            bounds = [0, *cuts, number]
            pieces = list(pairwise(bounds))
            if min(end - start for start, end in pieces) < 2:
                return float("inf")
            return sum(cost.error(*piece) for piece in pieces) + PENALTY * log(number) * len(cuts)

        ways = [cuts for size in range(number // 2) for cuts in combinations(range(1, number), size)]
        found = tuple(step.place for step in changes(told, over))
        assert total(found) == pytest.approx(min(map(total, ways)))


@pytest.mark.parametrize(
    ("told", "over"), [([1, 2], [1]), ([-1, 2], [1, 1]), ([1, 2], [1, -1]), ([1, float("nan")], [1, 1])]
)
def test_what_is_no_series_is_refused(told: list[float], over: list[float]) -> None:
    with pytest.raises(QueryError, match="change points"):
        changes(told, over)
