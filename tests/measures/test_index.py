"""The newspaper index: each source on its own scale, and a base that is 100."""

from math import hypot

import numpy as np
import pytest

from tracker.errors import QueryError, TrackerError
from tracker.measures import intervals
from tracker.measures.index import Estimate, index


def told(shares: dict[str, list[float | None]]) -> dict[str, list[Estimate | None]]:
    """Shares that are known exactly."""
    return {
        source: [None if value is None else Estimate(value, value, value) for value in values]
        for source, values in shares.items()
    }


def values(found: list[Estimate | None]) -> list[float | None]:
    return [None if each is None else each.value for each in found]


def test_with_one_source_it_is_the_share_over_its_mean() -> None:
    """The base has a mean share of 2.99938; a later month of 14.96 stands at 498.8."""
    base = [2.0, 2.99938, 3.99876]
    found = values(index(told({"paper": [*base, 14.96]}), range(3)))
    assert found[3] == pytest.approx(498.8, abs=0.2)
    assert found[3] == pytest.approx(100 * 14.96 / 2.99938)


def test_the_base_has_a_mean_of_100_whatever_the_unit() -> None:
    shares: dict[str, list[float | None]] = {"a": [0.01, 0.03, 0.02, 0.09], "b": [0.4, 0.2, 0.3, 0.1]}
    found = values(index(told(shares), range(3)))
    assert sum(each or 0 for each in found[:3]) / 3 == pytest.approx(100)
    percent = {source: [100 * share for share in each if share] for source, each in shares.items()}
    assert values(index(told(percent), range(3))) == pytest.approx(found)


def test_a_source_that_shouts_does_not_drown_one_that_whispers() -> None:
    """Both vary by a third of their own mean in the base, and both double: so does the index."""
    found = index(told({"loud": [30.0, 60.0, 90.0, 120.0], "quiet": [0.3, 0.6, 0.9, 1.2]}), range(3))
    assert values(found) == pytest.approx([50, 100, 150, 200])


def test_where_a_source_is_missing_the_mean_is_over_those_that_spoke() -> None:
    shares = {"a": [1.0, 3.0, 2.0, None], "b": [2.0, 6.0, None, None], "c": [1.0, 3.0, 2.0, None]}
    found = values(index(told(shares), range(2)))
    assert found[3] is None
    assert found[2] == pytest.approx(100)


@pytest.mark.parametrize(
    ("shares", "problem"),
    [([0.2, 0.2, 0.2, 0.4], "constant"), ([0.0, 0.0, 0.0, 0.4], "constant"), ([0.1 + 0.2, 0.3, 0.3, 0.4], "constant"),
     ([None, None, None, 0.4], "fewer than two"), ([0.2, None, None, 0.4], "fewer than two"),
     ([0.1, float("nan"), 0.2, 0.3], "number"), ([0.1, -0.1, 0.2, 0.3], "number")],
)  # fmt: skip
def test_a_source_that_has_no_scale_is_named(shares: list[float | None], problem: str) -> None:
    with pytest.raises(QueryError, match=problem) as refused:
        index(told({"good": [0.1, 0.2, 0.3, 0.4], "the bad one": shares}), range(3))
    assert isinstance(refused.value, TrackerError)
    assert refused.value.about == "the bad one"


@pytest.mark.parametrize(
    ("shares", "base"),
    [({}, range(2)), ({"a": [0.1, 0.2]}, range(0)), ({"a": [0.1, 0.2]}, range(3)), ({"a": [0.1, 0.2]}, range(-1, 1)),
     ({"a": [0.1, 0.2], "b": [0.1]}, range(1))],
)  # fmt: skip
def test_a_base_outside_the_periods_is_refused(shares: dict[str, list[float | None]], base: range) -> None:
    with pytest.raises(QueryError, match="index"):
        index(told(shares), base)


def test_with_one_source_the_interval_is_that_of_its_share() -> None:
    shares = [Estimate(0.1, 0.05, 0.2), Estimate(0.3, 0.2, 0.45), None, Estimate(0.0, 0.0, 0.04)]
    found = index({"paper": shares}, range(2))
    assert found[0] == pytest.approx((50, 25, 100))
    assert found[2] is None
    assert found[3] == pytest.approx((0, 0, 20))


def test_sources_that_err_apart_err_less_together() -> None:
    """Two alike: the ends of the mean are nearer by the square root of two than those of either."""
    shares = [Estimate(0.2, 0.1, 0.4), Estimate(0.4, 0.3, 0.5)]
    found = index({"a": shares, "b": shares}, range(2))[0]
    assert found is not None
    ends = (0.2 - hypot(0.1, 0.1) / 2, 0.2 + hypot(0.2, 0.2) / 2)
    assert found[1:] == pytest.approx([100 / 0.3 * end for end in ends])


def test_of_a_hundred_intervals_about_95_hold_the_index_on_its_scale() -> None:
    """Three sources of 8 to 60 reports a period, with unequal shares: the true shares, on the scale that was found."""
    chance = np.random.default_rng(1)
    reports = np.array([[8], [20], [60]])
    held = []
    for _ in range(200):
        truth = chance.beta(2, [[18], [6], [3]], (3, 20))
        told = chance.binomial(reports, truth)
        low, high = intervals.wilson(told, reports)
        rows = [
            [Estimate(*each) for each in zip(*row, strict=True)] for row in zip(told / reports, low, high, strict=True)
        ]
        found = index({str(source): row for source, row in enumerate(rows)}, range(20))
        spread = (told / reports).std(1, ddof=1)
        level = 100 / ((told / reports) / spread[:, None]).mean(0).mean()
        true = level * (truth / spread[:, None]).mean(0)
        held += [each is not None and each.low <= at <= each.high for each, at in zip(found, true, strict=True)]
    assert 0.93 <= np.mean(held) <= 0.97
