"""A comparison as a table and its caption, and the spans to begin with."""

from datetime import date, timedelta

import pytest

from tests.conftest import LEXICON, Store
from tests.queries.corpus import LAST
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.queries import spans
from tracker.queries.comparison import COLUMNS, caption, span, table
from tracker.queries.shifts import compared

from .test_shifts import AFTER, BEFORE, CORE_TOO, said

OLD, NEW = Selection(date(2024, 12, 31), date(2024, 1, 1)), Selection(LAST, date(2025, 1, 1))


def test_the_table_begins_with_the_columns_of_the_command_line_and_agrees_with_itself(corpus_archive: Archive) -> None:
    found = compared(corpus_archive, LEXICON, OLD, NEW, 10)
    rows = table(found, LEXICON)
    assert list(rows.columns[: len(COLUMNS)]) == COLUMNS
    assert rows["z"].abs().is_monotonic_decreasing
    for row in rows.to_dict("records"):
        assert row["rate_after"] == pytest.approx(10_000 * row["after"] / row["after_words"])
        if row["before"]:
            assert row["times"] == pytest.approx(row["rate_after"] / row["rate_before"])
            assert row["low"] <= row["times"]
        assert row["with_after"] <= row["reports_after"]
        assert row["with_before"] <= row["before"]


def test_labels_tell_words_from_characters_where_both_are_compared(corpus_archive: Archive) -> None:
    spoken = [Selection(NEW.date_to, NEW.date_from, (), language) for language in (None, "zh")]
    both, one = (table(compared(corpus_archive, LEXICON, OLD, each), LEXICON) for each in spoken)
    assert {"Core (other)", "Core (Chinese)"} <= set(both["label"])
    assert "Core" not in set(both["label"])
    assert set(one["unit"]) <= {"characters"}


def test_the_caption_counts_what_was_compared(archive: Archive, store: Store) -> None:
    store(*said(["-"] * 10, 2025), *said([CORE_TOO] * 12, 2026), *said([CORE_TOO] * 12, 2026, "joined"))
    about = caption(archive, LEXICON, compared(archive, LEXICON, BEFORE, AFTER), made=date(2026, 7, 6))
    assert (about.before, about.after, about.are_sources, about.since) == ("2025", "2026", False, 2025)
    assert (about.sources, about.reports, about.tested) == (("A",), 22, 1)
    assert about.units["words"][1].reports == 12
    sides = [Selection(AFTER.date_to, sources=(source,)) for source in ("a", "joined")]
    of_sources = caption(archive, LEXICON, compared(archive, LEXICON, *sides), made=date(2026, 7, 6))
    assert (of_sources.before, of_sources.after, of_sources.are_sources) == ("A", "JOINED", True)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (date(2007, 1, 1), date(2008, 12, 31), "2007–2008"),
        (date(2021, 5, 1), date(2021, 5, 31), "May 2021"),
        (date(2021, 3, 8), date(2021, 4, 9), "8 Mar to 9 Apr 2021"),
        (date(2020, 3, 8), date(2021, 3, 7), "8 Mar 2020 to 7 Mar 2021"),
        (date(2021, 3, 8), date(2021, 3, 8), "8 Mar 2021"),
        (None, date(2021, 3, 8), "the beginning to 8 Mar 2021"),
    ],
)
def test_days_are_said_as_a_reader_says_them(first: date | None, last: date, said: str) -> None:
    assert span(first, last) == said


def test_two_spans_touch_and_are_equally_long() -> None:
    before, after = spans.two(date(2026, 3, 30), 30)
    days = [(each.date_from or date.min, each.date_to) for each in (before, after)]
    assert days[0][1] + timedelta(1) == days[1][0]
    assert [last - first for first, last in days] == [timedelta(29)] * 2


def test_the_usual_window_is_the_shortest_with_plenty_of_reports(archive: Archive, store: Store) -> None:
    store(*said(["-"] * 15, 2025), *said(["-"] * 15, 2024))
    until = Selection(date(2025, 1, 25))
    assert spans.usual(archive, until) == 365
    assert spans.newest(archive, until, 30) == date(2025, 1, 25)
    assert spans.newest(archive, Selection(date(2026, 1, 25)), 30) == date(2025, 1, 19)


def test_where_no_window_has_plenty_the_one_with_most_is_taken(archive: Archive, store: Store) -> None:
    assert spans.usual(archive, AFTER) == spans.WINDOWS[0]
    store(*said(["-"] * 3, 2025), *said(["-"] * 3, 2024))
    assert spans.usual(archive, Selection(date(2025, 1, 9))) == 365


def test_the_usual_two_sources_are_those_with_most_reports_in_one_unit(archive: Archive, store: Store) -> None:
    assert spans.pair(archive, AFTER) == ()
    numbers = {"one": 9, "two": 5, "three": 4}
    for source, number in numbers.items():
        store(*said([f"What {source} said."] * number, 2025, source, "zh" if source == "one" else "en"))
    assert spans.pair(archive, Selection(AFTER.date_to)) == ("two", "three")
