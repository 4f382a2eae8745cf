"""The newspaper index: each source on its own scale, and a base that is 100."""

import pytest

from tracker.errors import QueryError, TrackerError
from tracker.measures.index import index


def test_with_one_source_it_is_the_share_over_its_mean() -> None:
    """The base has a mean share of 2.99938; a later month of 14.96 stands at 498.8."""
    base = [2.0, 2.99938, 3.99876]
    found = index({"paper": [*base, 14.96]}, range(3))
    assert found[3] == pytest.approx(498.8, abs=0.2)
    assert found[3] == pytest.approx(100 * 14.96 / 2.99938)


def test_the_base_has_a_mean_of_100_whatever_the_unit() -> None:
    shares = {"a": [0.01, 0.03, 0.02, 0.09], "b": [0.4, 0.2, 0.3, 0.1]}
    found = index(shares, range(3))
    assert sum(each or 0 for each in found[:3]) / 3 == pytest.approx(100)
    percent = index({source: [100 * share for share in each] for source, each in shares.items()}, range(3))
    assert percent == pytest.approx(found)


def test_a_source_that_shouts_does_not_drown_one_that_whispers() -> None:
    """Both vary by a third of their own mean in the base, and both double: so does the index."""
    found = index({"loud": [30.0, 60.0, 90.0, 120.0], "quiet": [0.3, 0.6, 0.9, 1.2]}, range(3))
    assert found == pytest.approx([50, 100, 150, 200])


def test_where_a_source_is_missing_the_mean_is_over_those_that_spoke() -> None:
    found = index({"a": [1.0, 3.0, 2.0, None], "b": [2.0, 6.0, None, None], "c": [1.0, 3.0, 2.0, None]}, range(2))
    assert found[3] is None
    assert found[2] == pytest.approx(100)


@pytest.mark.parametrize(
    ("values", "problem"),
    [([0.2, 0.2, 0.2, 0.4], "constant"), ([0.0, 0.0, 0.0, 0.4], "constant"), ([0.1 + 0.2, 0.3, 0.3, 0.4], "constant"),
     ([None, None, None, 0.4], "fewer than two"), ([0.2, None, None, 0.4], "fewer than two"),
     ([0.1, float("nan"), 0.2, 0.3], "number"), ([0.1, -0.1, 0.2, 0.3], "number")],
)  # fmt: skip
def test_a_source_that_has_no_scale_is_named(values: list[float | None], problem: str) -> None:
    with pytest.raises(QueryError, match=problem) as refused:
        index({"good": [0.1, 0.2, 0.3, 0.4], "the bad one": values}, range(3))
    assert isinstance(refused.value, TrackerError)
    assert refused.value.about == "the bad one"


@pytest.mark.parametrize(
    ("shares", "base"),
    [({}, range(2)), ({"a": [0.1, 0.2]}, range(0)), ({"a": [0.1, 0.2]}, range(3)), ({"a": [0.1, 0.2]}, range(-1, 1)),
     ({"a": [0.1, 0.2], "b": [0.1]}, range(1))],
)  # fmt: skip
def test_a_base_outside_the_periods_is_refused(shares: dict[str, list[float | None]], base: range) -> None:
    with pytest.raises(QueryError, match="index"):
        index(shares, base)
