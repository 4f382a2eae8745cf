"""Bursts: stretches of a series in which a phrase is said at a raised rate, as a two-state automaton sees them."""

from collections.abc import Sequence
from itertools import groupby
from math import inf, lgamma, log
from typing import NamedTuple

from tracker.errors import QueryError

SCALE, PRICE = 2.0, 1.0


class Burst(NamedTuple):
    """A burst from one place of the series to another, both within it; ``weight`` is the cost that it saves."""

    start: int
    end: int
    weight: float


class Bursts(NamedTuple):
    """The cheapest sequence of states (0 usual, 1 burst), what it costs, and the bursts in it by time."""

    states: tuple[int, ...]
    cost: float
    bursts: tuple[Burst, ...]


def bursts(told: Sequence[int], total: Sequence[int], scale: float = SCALE, price: float = PRICE) -> Bursts:
    """Kleinberg's two-state automaton over batched arrivals (Data Mining and Knowledge Discovery 7, 2003, section 4).

    ``told`` of the ``total`` reports of each period have the phrase. The usual state expects the share of the whole
    series, the burst ``scale`` times as much, though less than all; entering it costs ``price`` · ln(periods). The
    sequence that costs least is found exactly, by Viterbi's recursion; of two that cost the same, the one with the
    later and shorter bursts. A period without reports costs nothing in either state, and is not counted among the
    periods. A phrase never told has no burst. QueryError if the lengths differ or more have it than there are.
    """
    _check(told, total, scale, price)
    states, cost = (0,) * len(told), 0.0
    if not sum(told):
        return Bursts(states, cost, ())
    usual = sum(told) / sum(total)
    raised = min(scale * usual, 1 - 1 / (sum(total) + 1))
    pairs = list(zip(told, total, strict=True))
    costs = [(_cost(r, d, usual), _cost(r, d, raised) if raised > usual else inf) for r, d in pairs]
    states, cost = _cheapest(costs, price * log(sum(1 for d in total if d)))
    found = []
    for state, group in groupby(range(len(states)), key=states.__getitem__):
        places = list(group)
        if state:
            found.append(Burst(places[0], places[-1], sum(costs[place][0] - costs[place][1] for place in places)))
    return Bursts(states, cost, tuple(found))


def _check(told: Sequence[int], total: Sequence[int], scale: float, price: float) -> None:
    if len(told) != len(total):
        raise QueryError("bursts", f"{len(told)} periods with a phrase, {len(total)} in all; give the same periods")
    if any(not 0 <= r <= d for r, d in zip(told, total, strict=True)):
        raise QueryError("bursts", "in a period the phrase is in at least none and at most all of the reports")
    if not (1 < scale < inf and 0 <= price < inf):
        raise QueryError("bursts", "the scale is a number above 1, the price none below 0")


def _cost(told: int, total: int, share: float) -> float:
    """The negative logarithm of a binomial probability."""
    ways = lgamma(total + 1) - lgamma(told + 1) - lgamma(total - told + 1)
    likely = told * log(share) if told else 0.0
    unlikely = (total - told) * log(1 - share) if total > told else 0.0
    return -(ways + likely + unlikely)


def _cheapest(costs: Sequence[tuple[float, float]], entrance: float) -> tuple[tuple[int, ...], float]:
    """The cheapest states, beginning from the usual one; leaving a burst is free."""
    best, steps = (0.0, inf), []
    for usual, raised in costs:
        back, on = best[1] < best[0], best[0] + entrance >= best[1]
        steps.append((int(back), int(on)))
        best = min(best) + usual, (best[1] if on else best[0] + entrance) + raised
    state, states = int(best[1] < best[0]), []
    for step in reversed(steps):
        states.append(state)
        state = step[state]
    return tuple(reversed(states)), min(best)
