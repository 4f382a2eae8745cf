from datetime import date

import pytest

from tracker.charts.headline import headline
from tracker.charts.lines import lines

from .sample import caption, table

RATE, COUNTS, SHARE = caption(), caption(measure="mentions"), caption(measure="share")


@pytest.mark.parametrize(
    ("about", "counts", "said"),
    [
        (RATE, [(10, 20), (20, 20), (40, 20), (90, 20)], "“Inflation” rose to 45 per 10,000 words in 2019, from 5 in"),
        (RATE, [(90, 20), (40, 20), (20, 20), (10, 20)], "“Inflation” fell to 5 per 10,000 words in 2019, from 45 in"),
        (RATE, [(40, 20), (1, 20), (1, 20), (41, 20)], "“Inflation” held around 20.5 per 10,000 words in 2019, ag"),
        (RATE, [(40, 20), (41, 20), (42, 20), (40, 20)], "“Inflation” held at 20 per 10,000 words in 2019, as in 20"),
        (RATE, [(20, 20), (9, 20), (9, 20), (34, 20)], "“Inflation” shows no clear change: 17 per 10,000 words in"),
        (RATE, [(40, 20), (0, 20), None, None], "“Inflation” fell to 0 per 10,000 words in 2017, from 20 in 2016"),
        (RATE, [(9, 20), (90, 2), (90, 2), (0, 0)], "“Inflation” stood at 4.5 per 10,000 words in 2016"),
        (RATE, [(9, 2), (90, 2), None], "“Inflation”: too few reports, no year has the 5 needed"),
        (RATE, [(0, 20), (9, 20), (0, 20), (0, 20)], "“Inflation” was not mentioned in 2019, nor in 2016"),
        (RATE, [(0, 20), None, (0, 20)], "No report mentions “inflation” in this selection."),
        (COUNTS, [(30, 20), (1, 20)], "“Inflation” fell to 1 mention in 2017, from 30 in 2016"),
        (SHARE, [(1, 40), (39, 40)], "“Inflation” rose to 97.5 % of reports in 2017, from 2.5 % in 2016"),
    ],
)
def test_a_headline_claims_a_change_only_where_the_intervals_stand_apart(about, counts, said):
    assert headline(table({"inflation": counts}, about), about).replace("\u00a0", " ").startswith(said)


@pytest.mark.parametrize(
    ("about", "counts", "said"),
    [
        (
            RATE,
            [(0, 20)] * 3 + [(9, 20), (99, 20)] + [(20, 20)] * 4,
            "“Inflation” held at 10 per 10,000 words in 2024, as in 2021; first mentioned here in 2019, "
            "highest in 2020, at 49.5 per 10,000 words",
        ),
        (
            RATE,
            [(99, 20), (5, 20)] + [(0, 20)] * 3,
            "“Inflation” has not been mentioned here after 2017; highest in 2016",
        ),
        (COUNTS, [(9, 20)] + [(0, 20)] * 2, "“Inflation” fell to 0 mentions in 2018, from 9 in 2016"),
        (RATE, [(0, 20)] * 2 + [(20, 20)] * 4, "“Inflation” held at 10 per 10,000 words in 2021, as in 2018"),
        (
            RATE,
            [(0, 20)] * 3 + [(21, 20), (20, 20)] * 2,
            "“Inflation” held around 10 per 10,000 words in 2022, against",
        ),
    ],
)
def test_a_headline_tells_when_a_line_began_was_highest_and_ended(about, counts, said):
    told = headline(table({"inflation": counts}, about), about).replace("\u00a0", " ")
    assert told.startswith(said)
    assert ("first mentioned" in told) == (counts[:3] == [(0, 20)] * 3)


def test_rose_and_fell_never_stand_over_overlapping_intervals():
    for mentions in range(0, 80, 3):
        drawn = table({"inflation": [(30, 20), (30, 20), (30, 20), (mentions, 20)]})
        first, *_, last = lines(drawn, RATE)[0].points
        apart = last.low > first.high or last.high < first.low
        assert any(word in headline(drawn, RATE) for word in (" rose ", " fell ")) == apart


def test_a_count_of_a_year_that_still_runs_is_not_compared_and_a_rate_says_so_far():
    counts = {"inflation": [(50, 20), (52, 20), (3, 20)]}
    this_year = date(2024, 1, 1)
    assert "in 2025, " in headline(table(counts, COUNTS, this_year), COUNTS)
    assert "in 2026 so far" in headline(table(counts, RATE, this_year), RATE)


def test_a_ratio_is_not_called_a_rate():
    assert headline(table({"guns / 10": [(20, 20)]}), RATE) == "“Guns” stood at 2 to one in 2016"


@pytest.mark.parametrize(
    ("by", "said"),
    [("day", "on 1 Mar 2021"), ("week", "in the week of 1 Mar 2021"), ("month", "in March 2021"), ("quarter", "in Q1")],
)
def test_periods_are_said_as_a_reader_says_them(by, said):
    about = caption(by=by)
    assert said in headline(table({"inflation": [(9, 20)]}, about, date(2021, 3, 1)), about)
