"""Intervals against published numbers, and their coverage by simulation."""

import numpy
import pytest

from tracker.measures.intervals import poisson, quotient, rate, wilson


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_poisson_is_exact(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), abs=1e-4)


def test_wilson_gives_the_published_numbers() -> None:
    assert wilson(39, 3217) == pytest.approx((0.0089, 0.0165), abs=5e-5)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(20, 20)[1] == 1.0


def test_a_quotient_is_one_where_both_counts_are_alike() -> None:
    low, high = quotient(30, 30)
    assert low < 1 < high
    assert low * high == pytest.approx(1)
    assert quotient(0, 5)[0] == 0.0


def sums(mentions: list[int], words: list[int]) -> tuple[int, int, int, int, int, int]:
    pairs = list(zip(mentions, words, strict=True))
    return (
        sum(mentions), sum(words), len(words),
        sum(y * y for y in mentions), sum(x * y for y, x in pairs), sum(x * x for x in words),
    )  # fmt: skip


def test_a_rate_counts_the_report_not_the_word() -> None:
    """The same mentions spread over reports, or all in one: the second says far less."""
    spread = rate(*sums([2] * 10, [1000] * 10))
    lumped = rate(*sums([20] + [0] * 9, [1000] * 10))
    assert spread[1] - spread[0] < lumped[1] - lumped[0]


@pytest.mark.parametrize(("mentions", "words"), [([0] * 8, [100] * 8), ([3], [500])])
def test_without_a_spread_to_see_the_poisson_interval_stands_in(mentions: list[int], words: list[int]) -> None:
    low, high = poisson(sum(mentions))
    assert rate(*sums(mentions, words)) == pytest.approx((low / sum(words), high / sum(words)))


def test_the_interval_of_a_rate_covers_the_truth_about_95_times_in_100() -> None:
    chance = numpy.random.default_rng(7)
    inside = 0
    for _ in range(600):
        words = chance.integers(200, 3000, 30)
        own = chance.gamma(4, 1 / 4, 30)  # reports differ in how much they dwell on a theme
        mentions = chance.poisson(words * 0.01 * own)
        low, high = rate(*sums(mentions.tolist(), words.tolist()))
        inside += low <= 0.01 <= high
    assert 0.91 <= inside / 600 <= 0.985
