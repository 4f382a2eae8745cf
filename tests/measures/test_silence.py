"""Silence: an absence is told with its record, and called unusual only where the record makes it so."""

import numpy as np
import pytest

from tracker.measures.silence import Silence, debut, silence


def held(reports: str) -> list[bool]:
    return [each == "x" for each in reports]


def test_an_absence_comes_with_its_record() -> None:
    found = silence(held("..xx.xxx..x.xx..."))
    assert found is not None
    assert found[:6] == (3, 8, 12, 4, 3, 2)
    assert (
        found.record == "Present in 8 of the last 12 reports of this serial; absent 4 times before, came back 3 times."
    )


@pytest.mark.parametrize(
    ("reports", "record"),
    [
        ("xxxxx.", "Present in 5 of the last 5 reports of this serial; never absent before."),
        ("xx.xx.", "Present in 4 of the last 5 reports of this serial; absent once before, came back once."),
        ("x..x...", "Present in 2 of the last 4 reports of this serial; absent twice before, came back once."),
    ],
)
def test_the_record_is_said_in_plain_words(reports: str, record: str) -> None:
    found = silence(held(reports))
    assert found is not None
    assert found.record == record


@pytest.mark.parametrize("reports", ["", "....", "x", "..x.x"])
def test_what_is_there_or_never_was_is_not_silent(reports: str) -> None:
    assert silence(held(reports)) is None


def chances(*reports: str) -> list[float]:
    found = [silence(held(each)) for each in reports]
    return [each.probability for each in found if each]


def test_the_longer_an_absence_the_less_probable() -> None:
    once, twice, thrice = chances("xxxxxxxxxx.", "xxxxxxxxxx..", "xxxxxxxxxx...")
    assert 1 > once > twice > thrice > 0
    assert once == pytest.approx(0.5 / 11)


def test_a_concept_that_comes_in_stretches_is_not_missed_too_soon() -> None:
    alternating, stretches = chances("x.x.x.x.x.x....", "xxx......xxx....")
    assert alternating < stretches


def test_a_short_record_is_never_called_unusual() -> None:
    found = silence(held("xx" + "." * 30))
    assert found is not None
    assert found.probability < 0.1
    assert not found.unusual
    long = silence(held("x" * 24 + "..."))
    assert long is not None
    assert long.unusual


def test_few_absences_that_chance_made_are_called_unusual() -> None:
    """At a report taken at random, of concepts that come by chance, often or seldom."""
    chance = np.random.default_rng(6)
    for share in (0.95, 0.7, 0.4):
        found = [silence((chance.random(40) < share).tolist()) for _ in range(1500)]
        assert sum(isinstance(each, Silence) and each.unusual for each in found) <= 0.02 * 1500


@pytest.mark.parametrize(("reports", "place"), [("..x.x", 2), ("x", 0), ("...", None), ("", None)])
def test_a_debut_is_the_first_report_that_has_it(reports: str, place: int | None) -> None:
    assert debut(held(reports)) == place


@pytest.mark.parametrize(
    ("marks", "missed"),
    [
        ("1111.", True),
        ("111.", False),
        ("1.1.1.1.1.", False),
        ("111111...", True),
        ("1........", False),
        ("1111", None),
    ],
)
def test_what_was_usual_is_missed_sooner_than_what_came_and_went(marks: str, missed: bool | None) -> None:
    found = silence([mark == "1" for mark in marks])
    assert (found and found.missed) == missed
