"""Archives that tempt to say too much: a plain sentence or an honest wide interval, never NaN or infinity."""

import math
from datetime import date

import pytest

from tests.conftest import LEXICON, Store, collected
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.choices import MEASURES
from tracker.queries.series import series
from tracker.queries.shifts import compared
from tracker.queries.signals import signals

BEFORE, AFTER = Selection(date(2025, 12, 31), date(2025, 1, 1)), Selection(date(2026, 12, 31), date(2026, 1, 1))


def texts(number: int, said: int) -> list[str]:
    return [f"{'Core technology' if at < said else 'Weather'} and number {at}{number}." for at in range(number)]


def test_one_report_that_is_half_of_all_words_makes_no_shift_and_a_wide_interval(
    archive: Archive, store: Store
) -> None:
    store(*(collected(f"b{at}", each, "2025-03-01") for at, each in enumerate(texts(10, 1))))
    long = "Core technology. " * 30 + "And so on. " * 5
    store(*(collected(f"a{at}", each, "2026-03-01") for at, each in enumerate([*texts(11, 1), long])))
    assert compared(archive, LEXICON, BEFORE, AFTER).shifts == ()
    found = signals(archive, LEXICON, Selection(date(2026, 3, 1)), 365)
    assert found is not None
    assert found.signals == ()
    for measure in ("mentions", "rate"):
        row = series(archive, LEXICON, ["core"], AFTER, measure=measure, by="year").iloc[-1]  # type: ignore[arg-type]
        assert 0 <= row["low"] < row["value"] / 3
        assert 2 * row["value"] < row["high"] < math.inf


@pytest.mark.parametrize("term", ["core", '"never said"', '"core technology" / weather', 'weather / "never said"'])
@pytest.mark.parametrize("measure", MEASURES)
def test_of_reports_that_are_all_of_one_day_every_value_is_whole_or_says_why_not(
    archive: Archive, store: Store, measure: str, term: str
) -> None:
    store(*(collected(f"a{at}", each, "2026-03-01") for at, each in enumerate(texts(12, 5))))
    table = series(archive, LEXICON, [term], AFTER, measure=measure, by="day")  # type: ignore[arg-type]
    assert len(table) == 1
    for row in table.to_dict("records"):
        if row["state"] == "ok":
            assert 0 <= row["low"] <= row["value"] <= row["high"] < math.inf
        else:
            assert (row["state"], row["divisor"]) == ("few", 0)


def test_of_reports_that_are_all_of_one_day_signals_says_that_there_are_too_few(archive: Archive, store: Store) -> None:
    store(*(collected(f"a{at}", each, "2026-03-01") for at, each in enumerate(texts(12, 5))))
    found = signals(archive, LEXICON, Selection(date(2026, 3, 1)))
    assert found is not None
    assert (found.enough, found.signals, found.tested) == (False, (), 0)
    assert "no report" in compared(archive, LEXICON, BEFORE, AFTER).problem


def test_a_concept_without_a_variant_in_a_language_is_no_silence_there(archive: Archive, store: Store) -> None:
    """Reform has Chinese variants only: English reports that never say it are not tested for it."""
    for year, key in ((2025, "b"), (2026, "a")):
        store(*(collected(f"{key}{at}", each, f"{year}-03-01") for at, each in enumerate(texts(10, 2))))
        store(
            *(collected(f"{key}z{at}", f"改革开放之{at}{year}。", f"{year}-03-02", language="zh") for at in range(10))
        )
    found = compared(archive, LEXICON, BEFORE, AFTER)
    assert {row.unit for row in found.rows if row.term == "reform"} == {"characters"}
    assert found.shifts == ()
