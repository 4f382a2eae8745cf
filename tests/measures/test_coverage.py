"""Where 95 % is said, 95 of 100 intervals hold the truth, or docs/methods.md says how many do."""

import re
from pathlib import Path

import numpy
import pytest

from tests.measures.clustered import KINDS, MEASURES, SIZES, coverage
from tracker.measures.intervals import mentions, poisson, quotient

METHODS = Path(__file__).parents[2] / "docs" / "methods.md"
ROW = re.compile(r"^\| (mentions|rate|a / b) \| ([a-z ]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def told() -> dict[tuple[str, str], list[int]]:
    """How many of 100 intervals hold the truth, as the docs have it: by measure and kind of report, one a size."""
    return {(row[0], row[1]): [int(each) for each in row[2:]] for row in ROW.findall(METHODS.read_text("utf-8"))}


def test_the_docs_tell_every_measure_on_every_kind_of_report() -> None:
    assert set(told()) == {(measure, kind) for measure in MEASURES for kind in KINDS}


@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_cover_as_often_as_the_docs_say(measure: str) -> None:
    """Of 600 archives each; four points are more than three standard deviations at 95."""
    for kind in KINDS:
        for size, expected in zip(SIZES, told()[measure, kind], strict=True):
            found = 100 * coverage(KINDS[kind], measure, size, 600, size)
            assert abs(found - expected) <= (4 if expected > 90 else 6), f"{kind}, {size} reports: {found:.1f}"


@pytest.mark.soak
@pytest.mark.parametrize("measure", MEASURES)
def test_intervals_cover_to_the_point_as_often_as_the_docs_say(measure: str) -> None:
    for kind in KINDS:
        found = [100 * coverage(KINDS[kind], measure, size, 20_000, size + 1) for size in SIZES]
        print(f"| {measure} | {kind} | {' | '.join(f'{each:.0f}' for each in found)} |")
        assert numpy.abs(numpy.array(found) - told()[measure, kind]).max() <= 1.2, kind


@pytest.mark.parametrize("kind", ["even", "clumped"])
@pytest.mark.parametrize("measure", MEASURES)
def test_of_mentions_that_clump_as_in_real_reports_95_of_100_intervals_hold(measure: str, kind: str) -> None:
    for size in SIZES:
        assert 0.93 - 0.015 <= coverage(KINDS[kind], measure, size, 2000, size) <= 0.97 + 0.015, size


def test_mentions_that_stand_in_few_reports_are_less_certain_than_as_many_that_stand_alone() -> None:
    """Fifty in twelve reports, most of them in three."""
    clumped = [0, 2, 0, 11, 1, 0, 0, 8, 0, 25, 0, 3]
    low, high = mentions(sum(clumped), len(clumped), sum(each * each for each in clumped))
    resampled = numpy.random.default_rng(1).choice(clumped, (4000, len(clumped))).sum(1)
    assert 0 < low < numpy.quantile(resampled, 0.025)
    assert numpy.quantile(resampled, 0.975) < high < 12 * sum(clumped)


@pytest.mark.parametrize("said", [[2] * 10, [0, 1] * 40, [0] * 9, [7], [3, 3, 3, 2, 3], [1] + [0] * 30])
def test_mentions_are_never_more_certain_than_if_each_stood_alone(said: list[int]) -> None:
    low, high = mentions(sum(said), len(said), sum(each * each for each in said))
    least, most = poisson(sum(said))
    assert low <= least * (1 + 1e-9)
    assert high >= most * (1 - 1e-9)
    if len(said) == 1 or not sum(said):
        assert (low, high) == pytest.approx((least, most))


def of_reports(above: list[int], below: list[int]) -> tuple[float, float]:
    a, b = numpy.array(above), numpy.array(below)
    return quotient(a.sum(), b.sum(), ((a > 0) | (b > 0)).sum(), a @ a, b @ b, a @ b)


def test_a_quotient_turned_over_has_its_interval_turned_over() -> None:
    one, other = [4, 0, 3, 9, 1, 0, 2], [1, 2, 0, 3, 3, 0, 1]
    low, high = of_reports(one, other)
    assert of_reports(other, one) == pytest.approx((1 / high, 1 / low))


def test_a_quotient_counts_the_report_not_the_mention() -> None:
    """Twenty against twenty: in every report as many of both, in reports of their own, or in one report alone."""
    together, apart = of_reports([2] * 10, [2] * 10), of_reports([2, 0] * 10, [0, 2] * 10)
    alone = of_reports([20] + [0] * 9, [20] + [0] * 9)
    assert together[0] > apart[0] > alone[0] > 0
    assert together[1] < apart[1] < alone[1] < numpy.inf


def test_a_term_that_no_report_has_is_as_uncertain_as_the_reports_with_the_other_are_few() -> None:
    assert (
        of_reports([0] * 5, [40, 0, 0, 0, 0])[1] > of_reports([0] * 5, [8] * 5)[1] > of_reports([0] * 40, [1] * 40)[1]
    )


@pytest.mark.parametrize("reports", [1, 2, 5, 12, 500])
@pytest.mark.parametrize("clump", [1, 20, 5_000])
def test_no_interval_is_infinite_or_missing_when_one_report_has_it_all(reports: int, clump: int) -> None:
    rest = [0] * (reports - 1)
    for low, high in (
        mentions(clump, reports, clump**2),
        of_reports([clump, *rest], [clump, *rest]),
        of_reports([clump, *rest], [1, *rest]),
        of_reports([1, *rest], [clump, *rest]),
        of_reports([0, *rest], [clump, *rest]),
        of_reports([clump, *rest], [*rest, 1]),
    ):
        assert 0 <= low < high < 1e7
