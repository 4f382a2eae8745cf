"""From counts to values, or to a stated absence of one."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.errors import QueryError
from tracker.measures.series import PeriodCounts, first_day, periods, value
from tracker.measures.shifts import change


def test_a_longer_period_is_a_sum_over_a_sum() -> None:
    month = PeriodCounts(reports_with=1, reports=10) + PeriodCounts(reports_with=81, reports=90)
    assert value(month, "share").value == 0.82


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (PeriodCounts(), "gap"),
        (PeriodCounts(reports=4), "few"),
        (PeriodCounts(reports=5), "ok"),
        (PeriodCounts(reports=5, divisor=0), "few"),
        (PeriodCounts(mentions=3, reports=5, divisor=2), "ok"),
    ],
)
def test_a_gap_is_not_a_zero_and_too_few_is_not_a_value(count: PeriodCounts, state: str) -> None:
    measured = value(count, "mentions")
    assert measured.state == state
    assert (measured.value is None) == (state != "ok")


def test_a_value_lies_in_its_interval() -> None:
    count = PeriodCounts(
        12, 6, 20, 9000, 40, 6000, 5_000_000, weight=30.0, sum_weight_sq=260.0, sum_words_weight=15_000.0
    )
    for measure in ("mentions", "share", "rate", "emphasis", "tier"):
        measured = value(count, measure)  # type: ignore[arg-type]
        assert measured.low is not None
        assert measured.value is not None
        assert measured.high is not None
        assert measured.low < measured.value < measured.high
    assert value(count, "rate").value == pytest.approx(12 / 9000 * 10_000)
    assert value(count, "emphasis").value == pytest.approx(30 / 9000 * 10_000)
    assert value(count, "tier") == value(count, "share")


def test_where_every_mention_weighs_one_emphasis_is_the_rate() -> None:
    count = PeriodCounts(12, 6, 20, 9000, 40, 6000, 5_000_000, weight=12.0, sum_weight_sq=40.0, sum_words_weight=6000.0)
    rate, emphasis = value(count, "rate"), value(count, "emphasis")
    assert emphasis.value == rate.value
    assert emphasis.low is not None
    assert rate.low is not None
    assert emphasis.low == pytest.approx(rate.low, rel=0.1)


def test_emphasis_of_mentions_that_were_not_weighed_is_an_error_not_a_zero() -> None:
    with pytest.raises(QueryError, match="emphasis"):
        value(PeriodCounts(mentions=3, reports=9, words=900), "emphasis")
    unsaid = value(PeriodCounts(reports=9, words=900), "emphasis")
    assert (unsaid.state, unsaid.value) == ("ok", 0)


def test_days_add_up_to_the_month_in_every_sum() -> None:
    day = PeriodCounts(1, 2, 3, 4, 5, 6, 7, 8, 9.5, 10.5, 11.5)
    assert day + day == PeriodCounts(2, 4, 6, 8, 10, 12, 14, 16, 19.0, 21.0, 23.0)


@pytest.mark.parametrize(
    ("count", "measure", "ratio"),
    [
        (PeriodCounts(30, 5, 9, divisor=20), "rate", 1.5),
        (PeriodCounts(30, 5, 9, divisor=20), "share", 0.25),
        (PeriodCounts(30, 5, 9, 900, divisor=20.0, weight=60.0), "emphasis", 3.0),
        (PeriodCounts(0, 0, 9, 900, divisor=20.0), "emphasis", 0.0),
        (PeriodCounts(1, 1, 9, 900, divisor=0.5, weight=900.0), "emphasis", 1800.0),
    ],
)
def test_a_quotient_lies_in_its_interval(count: PeriodCounts, measure: str, ratio: float) -> None:
    measured = value(replace(count, words=900), measure)  # type: ignore[arg-type]
    assert measured.value == pytest.approx(ratio)
    assert measured.low is not None
    assert measured.high is not None
    assert measured.low <= ratio < measured.high < float("inf")


@pytest.mark.parametrize(
    ("day", "by", "first"),
    [
        ("2026-07-05", "week", "2026-06-29"),
        ("2026-01-01", "week", "2025-12-29"),
        ("2026-07-31", "month", "2026-07-01"),
        ("2026-06-30", "quarter", "2026-04-01"),
        ("1790-12-31", "year", "1790-01-01"),
        ("2024-02-29", "day", "2024-02-29"),
    ],
)
def test_a_day_falls_into_its_period(day: str, by: str, first: str) -> None:
    assert first_day(date.fromisoformat(day), by) == date.fromisoformat(first)  # type: ignore[arg-type]


@pytest.mark.parametrize(("by", "number"), [("day", 366), ("week", 53), ("month", 12), ("quarter", 4), ("year", 1)])
def test_no_period_is_left_out(by: str, number: int) -> None:
    found = list(periods(date(2024, 1, 1), date(2024, 12, 31), by))  # type: ignore[arg-type]
    assert len(found) == number
    assert found == sorted(set(found))


def test_a_difference_of_shares_has_newcombes_interval() -> None:
    shift = change(48, 80, 56, 70)
    assert (shift.after - shift.before, shift.low, shift.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
