"""Bursts: the automaton finds the cheapest states, which brute force proves."""

from itertools import product
from math import comb, inf, log

import numpy as np
import pytest

from tracker.errors import QueryError
from tracker.measures.bursts import Burst, bursts

TOLD, TOTAL = [0, 2, 1, 6, 7, 2, 8, 7, 2, 1], [9, 11, 12, 10, 10, 8, 12, 10, 13, 11]


def test_two_bursts_come_out_with_their_weights() -> None:
    found = bursts(TOLD, TOTAL, scale=2, price=1)
    assert found.states == (0, 0, 0, 1, 1, 0, 1, 1, 0, 0)
    assert found.cost == pytest.approx(25.5244, abs=5e-5)
    assert [(burst.start, burst.end) for burst in found.bursts] == [(3, 4), (6, 7)]
    assert [burst.weight for burst in found.bursts] == pytest.approx([3.95597, 5.34226], abs=5e-6)


def cost(states: tuple[int, ...], told: list[int], total: list[int]) -> float:
    """Of one sequence of states, straight from the definition."""
    usual = sum(told) / sum(total)
    raised = min(2 * usual, 1 - 1 / (sum(total) + 1))
    if raised <= usual and any(states):
        return inf
    spent = 0.0
    for before, state, r, d in zip((0, *states), states, told, total, strict=False):
        share = raised if state else usual
        spent -= log(comb(d, r)) + (r * log(share) if r else 0) + ((d - r) * log(1 - share) if d > r else 0)
        spent += log(sum(1 for each in total if each)) * (state > before)
    return spent


def test_no_sequence_of_states_is_cheaper() -> None:
    chance = np.random.default_rng(1)
    for _ in range(200):
        total = chance.integers(0, 12, chance.integers(1, 9)).tolist()
        told = [int(chance.integers(0, d + 1)) for d in total]
        if sum(told):
            cheapest = min(cost(states, told, total) for states in product((0, 1), repeat=len(told)))
            assert bursts(told, total).cost == pytest.approx(cheapest)


@pytest.mark.parametrize(
    ("told", "total"), [([], []), ([0, 0], [4, 9]), ([0, 0], [0, 0]), ([5], [5]), ([3, 4], [3, 4])]
)
def test_nothing_said_or_always_said_is_no_burst(told: list[int], total: list[int]) -> None:
    assert bursts(told, total).bursts == ()
    assert bursts(told, total).states == (0,) * len(told)
    assert bursts(told, total).cost == 0


def test_a_raised_share_stays_below_one() -> None:
    """Said in six of ten reports, twice as often is impossible: all ten are a burst, and costs are finite."""
    found = bursts([6, 5, 10, 10, 4, 5, 2], [10] * 7)
    assert found.bursts[0][:2] == (2, 3)
    assert found.cost < inf


def test_a_gap_neither_ends_a_burst_nor_begins_one() -> None:
    found = bursts([0, 1, 8, 0, 9, 0, 0, 1], [10, 10, 10, 0, 10, 0, 10, 10])
    assert [burst[:2] for burst in found.bursts] == [(2, 4)]
    assert bursts([1, 9, 0], [10, 10, 0]).states[-1] == 0


def test_a_higher_price_leaves_fewer_bursts() -> None:
    assert len(bursts(TOLD, TOTAL, price=0).bursts) >= 2
    assert bursts(TOLD, TOTAL, price=9).bursts == ()
    assert all(isinstance(burst, Burst) and burst.weight > 0 for burst in bursts(TOLD, TOTAL, price=0).bursts)


@pytest.mark.parametrize(
    ("told", "total", "settings"),
    [([1], [1, 2], {}), ([3], [2], {}), ([-1], [2], {}), ([1], [2], {"scale": 1}), ([1], [2], {"price": -1}),
     ([1], [2], {"scale": inf}), ([1], [2], {"price": float("nan")})],
)  # fmt: skip
def test_what_is_no_series_is_refused(told: list[int], total: list[int], settings: dict[str, float]) -> None:
    with pytest.raises(QueryError, match="bursts"):
        bursts(told, total, **settings)
