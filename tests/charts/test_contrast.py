import pytest

from tracker.charts.contrast import headline, interval, times
from tracker.charts.sides import rows

from .contrasts import sides, table


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"Oil": (10, 40, "riser")}, "“Oil” was said 4.0 times as often per word in 2021–2022 as in 2018–2019 (95 % "),
        ({"Oil": (40, 60, "riser")}, "“Oil” rose by 50 % per word in 2021–2022, against 2018–2019 (95 % interval +"),
        ({"Oil": (60, 12, "faller")}, "“Oil” fell by 80 % per word in 2021–2022, against 2018–2019 (95 % interval −"),
        (
            {"Oil": (0, 12, "riser")},
            "“Oil” came up in 2021–2022: in 12 of 20 reports, against none of 20 in 2018–2019; ",
        ),
        ({"Oil": (0, 12, "debut")}, "none of 20 in 2018–2019, and never before in this archive (since 1994); a factor"),
        ({"Oil": (12, 0, "silent")}, "“Oil” fell silent in 2021–2022: in none of 20 reports, against 12 of 20 in 2018"),
        ({'"new words"': (3, 30, "riser")}, "“new words” was said 10 times as often per word in 2021–2022"),
        ({"Oil": (10, 12, "")}, "Nothing sets 2021–2022 apart from 2018–2019 by more than chance"),
        ({"Oil": (10, 12, ""), "Gas": (10, 30, "riser")}, "“Gas” was said 3.0 times as often"),
        ({}, "Neither 2018–2019 nor 2021–2022 has anything to compare"),
    ],
)
def test_a_headline_says_what_happened_with_its_uncertainty(counts, said):
    assert said in headline(rows(table(counts)), sides()).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (40, 10, "A says “Oil” 4.0 times as often per word as B (95 % interval "),
        (10, 40, "B says “Oil” 4.0 times as often per word as A (95 % interval "),
        (0, 12, "Only B says “Oil”: in 12 of 20 reports, against none of 20 of A; a factor of at least "),
        (12, 0, "Only A says “Oil”: in 12 of 20 reports, against none of 20 of B; a factor of at least "),
    ],
)
def test_of_two_sources_it_says_which_one_says_it_more(before, after, said):
    about = sides(before="A", after="B", are_sources=True)
    drawn = rows(table({"Oil": (before, after, "riser" if after > before else "faller")}))
    assert said in headline(drawn, about).replace("\u00a0", " ")


def test_chinese_is_compared_by_the_character():
    said = headline(rows(table({"改革": (10, 40, "riser")}, "characters")), sides())
    assert "4.0 times as often per character in" in said


def test_a_rise_and_the_same_fall_have_the_same_interval_from_their_own_side():
    rise, fall = rows(table({"Rise": (10, 40, "riser"), "Fall": (40, 10, "faller")}))
    assert interval(rise) == interval(fall)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2021", "in 2021"),
        ("May 2021", "in May 2021"),
        ("8 Mar 2021", "on 8 Mar 2021"),
        ("8 Mar to 9 Apr 2021", "from 8 Mar to 9 Apr 2021"),
    ],
)
def test_a_period_has_its_preposition(name, said):
    assert sides(before=name).during(False) == sides(after=name).during(True) == said


@pytest.mark.parametrize(("value", "said"), [(1.04, "1.0"), (9.94, "9.9"), (9.96, "10"), (163, "160"), (4034, "4,000")])
def test_how_many_times_as_often_has_two_figures(value, said):
    assert times(value) == said
