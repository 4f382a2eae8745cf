"""Keyness against published numbers; the test behind it stands in test_chance.py."""

import math

import pytest

from tracker.errors import QueryError
from tracker.measures.keyness import compare, g2, log_odds, log_ratio, p_value, q_values
from tracker.measures.series import PeriodCounts
from tracker.measures.shifts import kind


@pytest.mark.parametrize(
    ("first", "second", "words", "expected", "within"),
    [
        (52, 57, (50_000, 75_000), 2.65, 0.005),
        (392, 170, (1_000_000, 1_000_000), 90, 0.5),
        (348, 99, (1_000_000, 1_000_000), 147, 0.5),
        (15, 14, (1_000_000, 1_000_000), 0, 0.5),
        (9, 32, (1_000_000, 1_000_000), -14, 0.5),
        (0, 0, (10, 10), 0, 0),
    ],
)
def test_g2_is_positive_where_the_first_side_says_it_more(
    first: int, second: int, words: tuple[int, int], expected: float, within: float
) -> None:
    assert g2(first, second, *words) == pytest.approx(expected, abs=within)
    assert g2(second, first, *reversed(words)) == pytest.approx(-g2(first, second, *words))


def test_a_log_ratio_of_three_times_is_published() -> None:
    assert log_ratio(6, 2, 10_000, 10_000) == pytest.approx(1.585, abs=5e-4)
    assert log_ratio(2, 6, 10_000, 10_000) == pytest.approx(-1.585, abs=5e-4)


@pytest.mark.parametrize(
    ("first", "second", "words", "expected"),
    [
        (8, 0, (1000, 1000), 4),  # half of one stands for none
        (0, 8, (1000, 1000), -4),
        (0, 1, (100, 100_000), 0),  # so short a side could not have said it: no rise, whatever the half says
        (1, 0, (100_000, 100), 0),
    ],
)
def test_a_side_without_mentions_is_neither_infinite_nor_of_the_wrong_sign(
    first: int, second: int, words: tuple[int, int], expected: float
) -> None:
    assert log_ratio(first, second, *words) == pytest.approx(expected)


@pytest.mark.parametrize(("first", "second", "z"), [(2, 0, 0.954566), (1, 0, 0.615452), (1, 1, 0), (0, 1, -0.615452)])
def test_log_odds_give_the_published_numbers(first: int, second: int, z: float) -> None:
    """Six words a side; the prior is both sides together."""
    assert log_odds([first], [second], 6, 6).z[0] == pytest.approx(z, abs=5e-7)


def test_a_prior_draws_rare_phrases_towards_no_difference() -> None:
    weak = log_odds([2, 200], [0, 0], 10_000, 10_000, prior=[0.01, 0.01], prior_words=1)
    strong = log_odds([2, 200], [0, 0], 10_000, 10_000)
    assert all(abs(strong.delta) < abs(weak.delta))
    assert strong.z[1] > 5 > strong.z[0]


@pytest.mark.parametrize(("signed", "p"), [(3.841459, 0.05), (-3.841459, 0.05), (10.827566, 0.001), (0, 1)])
def test_the_p_of_a_g2_is_that_of_chi_square(signed: float, p: float) -> None:
    assert p_value(signed) == pytest.approx(p, rel=1e-6)


def test_false_discovery_rates_are_those_of_benjamini_and_hochberg() -> None:
    """The fifteen p of their paper (1995, section 4.1): at 5 % the first four are discoveries."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert [q <= 0.05 for q in q_values(p)] == [True] * 4 + [False] * 11
    assert q_values(p)[0] == pytest.approx(0.0015)
    assert q_values([]) == []


def side(*mentions: int, reports: int = 20, words: int = 10_000) -> list[PeriodCounts]:
    """One count a phrase: so many mentions, one in each report that has any."""
    each = words // reports
    return [PeriodCounts(m, m, reports, words, m, m * each, reports * each * each) for m in mentions]


def test_each_phrase_has_its_row_and_one_that_nobody_says_has_none() -> None:
    rows = compare(side(18, 0, 5, 0), side(2, 0, 5, 16))
    assert rows[1] is None
    assert [row is not None and (row.z > 0, row.z < 0) for row in rows] == [
        (True, False),
        False,
        (False, False),
        (False, True),
    ]
    assert rows[0] is not None
    assert rows[0].log_ratio == pytest.approx(math.log2(9))
    assert rows[0].g2 == pytest.approx(g2(18, 2, 10_000, 10_000))
    assert rows[0].p <= rows[0].q <= 0.05
    assert rows[2] is not None
    assert rows[2].p == 1
    assert compare([], []) == []


def test_a_phrase_that_outnumbers_the_words_has_no_row() -> None:
    """Latin names in a text that is measured in Chinese characters, of which it has nearly none."""
    assert compare(side(7, words=5, reports=5), side(1)) == [None]


@pytest.mark.parametrize(
    "asked",
    [
        lambda: g2(1, 1, 0, 10),
        lambda: g2(-1, 1, 10, 10),
        lambda: g2(math.nan, 1, 10, 10),
        lambda: log_ratio(1, 1, 10, math.inf),
        lambda: log_ratio(0, 0, 10, 10),
        lambda: log_odds([0], [0], 10, 10),
        lambda: log_odds([30], [1], 10, 10),
        lambda: log_odds([math.nan], [1], 10, 10),
        lambda: p_value(math.nan),
        lambda: q_values([0.1, math.nan]),
        lambda: q_values([1.5]),
        lambda: compare(side(1), side(1, 2)),
        lambda: compare(side(1), [PeriodCounts(1)]),
        lambda: compare([PeriodCounts(reports=5)], side(1)),
    ],
)
def test_what_has_no_answer_is_refused_in_words(asked: object) -> None:
    with pytest.raises(QueryError, match=r": .{20,}"):
        asked()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("after", "before", "ever", "expected"),
    [(18, 2, 2, "riser"), (2, 18, 18, "faller"), (18, 0, 0, "debut"), (18, 0, 3, "riser"), (0, 18, 18, "silent"),
     (6, 5, 5, None), (2, 0, 0, None)],
)  # fmt: skip
def test_a_shift_is_named_only_if_its_q_is_low(after: int, before: int, ever: int, expected: str | None) -> None:
    [row] = compare(side(after), side(before))
    assert row is not None
    assert kind(row, before, after, is_new=not ever) == expected
