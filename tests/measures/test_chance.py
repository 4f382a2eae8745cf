"""The test behind a shift: shuffled reports have none, doubled phrases do, and a talkative report is one witness."""

from itertools import combinations

import numpy as np
import pytest

from tracker.measures.chance import Floats, Side, p_values
from tracker.measures.keyness import FALSE_DISCOVERIES, compare, q_values
from tracker.measures.series import PeriodCounts

Chance = np.random.Generator


def world(chance: Chance, reports: int, concepts: int, tail: float) -> tuple[Floats, Floats]:
    """Words of each report, and mentions by concept and report; the smaller the ``tail``, the more they clump."""
    words = np.round(np.exp(chance.normal(6.3, 0.8, reports))) + 20
    common = np.exp(chance.normal(-7.5, 1.3, concepts))
    dwelt = chance.gamma(tail, 1 / tail, (concepts, reports)) * np.exp(chance.normal(-0.5, 1, (concepts, reports)))
    return words, chance.poisson(common[:, None] * words * dwelt).astype(float)


def counts(words: Floats, mentions: Floats) -> list[PeriodCounts]:
    whole = (len(words), int(words.sum()))
    return [
        PeriodCounts(int(y.sum()), int((y > 0).sum()), *whole, int(y @ y), int(y @ words), int(words @ words))
        for y in mentions
    ]


def discoveries(words: Floats, mentions: Floats, first: Floats) -> list[bool]:
    """Which concepts would be called shifted, ``first`` saying which reports are on the first side."""
    here = first.astype(bool)
    rows = compare(counts(words[here], mentions[:, here]), counts(words[~here], mentions[:, ~here]))
    return [row is not None and row.q <= FALSE_DISCOVERIES for row in rows]


@pytest.mark.parametrize(
    ("sizes", "tail"), [((16, 16), 0.5), ((8, 120), 0.3), ((200, 200), 0.3), ((60, 240), 1.0), ((5, 5), 1.0)]
)
def test_shuffled_archives_hardly_ever_have_a_shift(sizes: tuple[int, int], tail: float) -> None:
    """In the long run 5 of 100 may, by the promise of the false discovery rate."""
    chance = np.random.default_rng(sum(sizes))
    wrong = 0
    for archive in range(60):
        if archive % 20 == 0:
            words, mentions = world(chance, sum(sizes), 150, tail)
        dealt = chance.permutation(np.repeat([1.0, 0.0], sizes))
        wrong += any(discoveries(words, mentions, dealt))
    assert wrong <= 4


def test_a_doubling_is_found_among_150_concepts() -> None:
    chance = np.random.default_rng(4)
    found = false = 0
    for _ in range(10):
        words, mentions = world(chance, 800, 150, 1.0)
        frequent = np.argsort(-mentions.sum(axis=1))[:30]
        doubled, first = frequent[::3], np.repeat([1.0, 0.0], 400)
        mentions[np.ix_(doubled, range(400, 800))] = chance.binomial(mentions[doubled, 400:].astype(int), 0.5)
        shifted = np.flatnonzero(discoveries(words, mentions, first))
        found += len(set(doubled) & set(shifted))
        false += len(set(shifted) - set(doubled))
    assert found >= 60  # of 100
    assert false <= 0.1 * found


def test_longer_reports_alone_are_no_shift() -> None:
    """They mention everything once, so the share of reports would rise for every concept."""
    chance = np.random.default_rng(5)
    wrong = 0
    for _ in range(40):
        words, _ = world(chance, 200, 1, 1.0)
        words[:100] *= 3
        mentions = chance.poisson(np.exp(chance.normal(-7.5, 1, (60, 1))) * words * chance.gamma(1, 1, (60, 200)))
        wrong += any(discoveries(words, mentions.astype(float), np.repeat([1.0, 0.0], 100)))
    assert wrong <= 4


def one(first: list[int], second: list[int]) -> float:
    """The p of a phrase in reports of 500 words."""
    sides = [np.array(side, float) for side in (first, second)]
    words = [np.full(len(side), 500.0) for side in sides]
    return float(p_values(*(
        Side(len(y), x.sum(), x @ x, np.array([y.sum()]), np.array([y @ y]), np.array([y @ x]))
        for x, y in zip(words, sides, strict=True)
    ))[0])  # fmt: skip


def test_twenty_mentions_of_one_report_weigh_like_one() -> None:
    assert one([20] + [0] * 9, [0] * 90) == pytest.approx(one([1] + [0] * 9, [0] * 90), rel=0.05)
    assert one([2] * 10, [0] * 90) < 1e-6


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([3, 1, 2, 4], [0, 1, 0, 1]),
        ([1] * 6, [0] * 6),
        ([0, 5, 0, 0, 9], [0, 0, 1, 0, 0]),
        ([1, 1, 1, 0, 0, 0], [0] * 8),
    ],
)
def test_it_stands_near_the_exact_test_of_all_ways_to_deal_the_reports(first: list[int], second: list[int]) -> None:
    told, size = np.array(first + second), len(first)
    middle = told.sum() * size / len(told)
    apart = abs(sum(first) - middle) - 1e-9
    ways = [abs(told[list(way)].sum() - middle) >= apart for way in combinations(range(len(told)), size)]
    exact = sum(ways) / len(ways)
    assert exact / 2 <= one(first, second) <= min(1, 3 * exact)


def test_no_p_is_lower_than_the_ways_to_deal_the_reports_allow() -> None:
    assert one([9, 9, 9], [0, 0, 0]) == pytest.approx(2 / 20)
    assert one([1], [0]) == 1


@pytest.mark.parametrize(("first", "second"), [([0, 0], [0, 0]), ([1, 1], [1, 1, 1]), ([2, 2, 2], [2])])
def test_what_does_not_differ_has_p_1(first: list[int], second: list[int]) -> None:
    assert one(first, second) == 1


def test_p_does_not_depend_on_which_side_is_first() -> None:
    assert one([3, 0, 1], [0, 0, 0, 1, 0]) == pytest.approx(one([0, 0, 0, 1, 0], [3, 0, 1]))
    assert q_values([one([3, 0, 1], [0, 0])]) == [one([3, 0, 1], [0, 0])]
