"""From counts to values, or to a stated absence of one."""

from datetime import date

import pytest

from tracker.measures.series import Count, first_day, periods, value
from tracker.measures.shifts import change, kind


def test_a_longer_period_is_a_sum_over_a_sum() -> None:
    month = Count(reports_with=1, reports=10) + Count(reports_with=81, reports=90)
    assert value(month, "share").value == 0.82


@pytest.mark.parametrize(
    ("count", "state"),
    [
        (Count(), "gap"),
        (Count(reports=4), "few"),
        (Count(reports=5), "ok"),
        (Count(reports=5, divisor=0), "few"),
        (Count(mentions=3, reports=5, divisor=2), "ok"),
    ],
)
def test_a_gap_is_not_a_zero_and_too_few_is_not_a_value(count: Count, state: str) -> None:
    measured = value(count, "mentions")
    assert measured.state == state
    assert (measured.value is None) == (state != "ok")


def test_a_value_lies_in_its_interval() -> None:
    count = Count(mentions=12, reports_with=6, reports=20, words=9000, yy=40, xy=6000, xx=5_000_000)
    for measure in ("mentions", "share", "rate"):
        measured = value(count, measure)  # type: ignore[arg-type]
        assert measured.low is not None
        assert measured.value is not None
        assert measured.high is not None
        assert measured.low < measured.value < measured.high
    assert value(count, "rate").value == pytest.approx(12 / 9000 * 10_000)


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


@pytest.mark.parametrize(
    ("before", "after", "ever", "expected"),
    [((1, 40), (12, 38), 1, "riser"), ((12, 40), (1, 38), 12, "faller"), ((0, 40), (2, 38), 0, "debut"),
     ((10, 40), (0, 38), 10, "silent"), ((3, 40), (0, 4), 3, None), ((4, 40), (5, 38), 4, None)],
)  # fmt: skip
def test_a_shift_is_named_only_if_chance_could_not_have_made_it(
    before: tuple[int, int], after: tuple[int, int], ever: int, expected: str | None
) -> None:
    assert kind(change(*before, *after), before[0], after[0], after[1], ever) == expected
