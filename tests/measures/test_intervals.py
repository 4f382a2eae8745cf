"""Intervals against published numbers, and their coverage by simulation."""

import numpy
import pytest

from tracker.errors import QueryError
from tracker.measures.intervals import mentions, poisson, quotient, rate, weighted, wilson


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904)])
def test_poisson_is_exact(count: int, low: float, high: float) -> None:
    assert poisson(count) == pytest.approx((low, high), abs=1e-4)


def test_wilson_gives_the_published_numbers() -> None:
    assert wilson(39, 3217) == pytest.approx((0.0089, 0.0165), abs=5e-5)
    assert wilson(0, 20)[0] == 0.0
    assert wilson(20, 20)[1] == 1.0


def test_a_quotient_is_one_where_both_counts_are_alike() -> None:
    low, high = quotient(30, 30, 20, 60, 70, 40)
    assert low < 1 < high
    assert low * high == pytest.approx(1)
    assert quotient(0, 5, 4, 0, 7, 0)[0] == 0.0


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


def test_a_lower_bound_of_a_phrase_that_was_said_is_above_zero() -> None:
    """It was said, so its rate is not nothing; the symmetric interval r - t · se would reach below."""
    low, high = rate(*sums([1, 0, 2, 0, 0, 0, 1, 0], [900, 400, 1200, 300, 500, 800, 700, 600]))
    assert 0 < low < 4 / 5400 < high


def test_of_many_mentions_a_rate_has_the_interval_of_the_ratio_estimator() -> None:
    chance = numpy.random.default_rng(2)
    words = chance.integers(400, 900, 400)
    mentions = chance.poisson(words * 0.05)
    ratio = mentions.sum() / words.sum()
    spread = 1.9659 * numpy.sqrt(400 / 399 * ((mentions - ratio * words) ** 2).sum()) / words.sum()
    assert rate(*sums(mentions.tolist(), words.tolist())) == pytest.approx((ratio - spread, ratio + spread), rel=2e-3)


def test_reports_that_are_all_alike_leave_no_doubt() -> None:
    assert rate(*sums([2] * 6, [500] * 6)) == pytest.approx((0.004, 0.004))


@pytest.mark.parametrize("mean", [1, 5, 20, 100])
def test_a_poisson_interval_covers_its_mean_95_times_in_100_or_more(mean: int) -> None:
    counts = numpy.random.default_rng(mean).poisson(mean, 2000).tolist()
    covered = [low <= mean <= high for low, high in map(poisson, counts)]
    assert 0.94 <= sum(covered) / 2000 <= 0.995


@pytest.mark.parametrize(("trials", "share"), [(20, 0.1), (50, 0.5), (200, 0.02), (1000, 0.05)])
def test_wilsons_interval_covers_the_share_about_95_times_in_100(trials: int, share: float) -> None:
    found = numpy.random.default_rng(trials).binomial(trials, share, 2000).tolist()
    covered = [low <= share <= high for low, high in (wilson(each, trials) for each in found)]
    assert 0.925 <= sum(covered) / 2000 <= 0.98


@pytest.mark.parametrize("weights", [(1,), (1, 1, 2), (1, 1, 1, 2, 3, 6)])
@pytest.mark.parametrize(("reports", "expected"), [(30, 10), (30, 60), (100, 10), (100, 300)])
def test_rate_and_emphasis_cover_the_truth_about_95_times_in_100(
    reports: int, expected: int, weights: tuple[int, ...]
) -> None:
    """Reports differ in length, and dwell on a theme unequally; mentions weigh unequally."""
    chance = numpy.random.default_rng(reports + expected)
    truth = expected / (reports * 665)
    inside = 0
    for _ in range(600):
        words = numpy.round(numpy.exp(chance.normal(6.3, 0.6, reports))).astype(int) + 20
        mentions = chance.poisson(truth * words * chance.gamma(2, 1 / 2, reports))
        of = numpy.repeat(numpy.arange(reports), mentions)
        weight = numpy.bincount(of, chance.choice(weights, len(of)), reports)
        whole = (int(words.sum()), reports)
        squares = (float(weight @ weight), float(weight @ words), float(words @ words))
        if len(weights) == 1:
            low, high = rate(int(mentions.sum()), *whole, *map(int, squares))
        else:
            low, high = weighted(float(weight.sum()), int(mentions.sum()), *whole, *squares)
        inside += low <= truth * numpy.mean(weights) <= high
    assert 0.925 <= inside / 600 <= 0.99


def test_unequal_weights_widen_the_interval() -> None:
    """Twelve of weight 2, or eight of 1 and four of 4: the same emphasis, less certain."""
    words = [500, 600, 700] * 4
    even = weighted(24, 12, *sums([2] * 12, words)[1:])
    uneven = weighted(24, 12, *sums([1, 1, 4] * 4, words)[1:])
    assert even[1] - even[0] < uneven[1] - uneven[0]


@pytest.mark.parametrize(
    "asked",
    [
        lambda: poisson(-1),
        lambda: wilson(0, 0),
        lambda: wilson(3, 2),
        lambda: rate(1, 0, 1, 1, 0, 0),
        lambda: rate(0, 0, 0, 0, 0, 0),
        lambda: weighted(0, 3, 100, 2, 0, 0, 5000),
        lambda: quotient(1, 0, 1, 1, 0, 0),
        lambda: mentions(3, 0, 9),
    ],
)
def test_what_has_no_interval_is_refused_in_words(asked: object) -> None:
    with pytest.raises(QueryError, match="interval"):
        asked()  # type: ignore[operator]
