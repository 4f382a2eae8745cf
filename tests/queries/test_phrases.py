"""Phrases outside the lexicon that set two sides apart, tested together with the concepts."""

from datetime import date

import pytest

from tests.conftest import LEXICON, Store
from tests.queries.corpus import LAST
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.series import PeriodCounts
from tracker.queries import phrases
from tracker.queries.phrases import Told, first_day, telling
from tracker.queries.series import series
from tracker.queries.shifts import compared
from tracker.words.lexicon import Concept, Lexicon

from .test_shifts import AFTER, BEFORE, said

REST = "The members took note of the figures and thanked the staff."
NEW = [f"{said} supply bottlenecks. {REST}" for said in ("They warned of", "Some expected", "It was about")] * 10
OLD = [REST] * 30


def test_a_phrase_outside_the_lexicon_is_found_beside_the_concepts(archive: Archive, store: Store) -> None:
    store(*said(OLD, 2025), *said([f"{text} Core technology." for text in NEW], 2026))
    found = compared(archive, LEXICON, BEFORE, AFTER, 5)
    assert {(each.term, each.kind) for each in found.shifts} >= {("core", "debut"), ('"supply bottlenecks"', "debut")}
    assert found.tested > len(found.rows)
    assert not any("core technology" in each.term for each in found.rows)


def test_without_a_wish_for_phrases_only_concepts_are_tested(archive: Archive, store: Store) -> None:
    store(*said(OLD, 2025), *said([f"{text} Core technology." for text in NEW], 2026))
    found = compared(archive, LEXICON, BEFORE, AFTER)
    assert ([each.term for each in found.rows], found.tested, found.unread) == (["core"], 1, (0, 0))


def test_one_false_discovery_rate_covers_all_that_was_looked_at(archive: Archive, store: Store) -> None:
    texts = [f"{REST} {'Core technology' if number < 12 else 'Other matters'}." for number in range(30)]
    store(*said(texts[12:] + texts[18:], 2025), *said(texts, 2026))
    alone, among = (compared(archive, LEXICON, BEFORE, AFTER, number) for number in (0, 5))
    rates = [next(each.keyness.q for each in found.rows if each.term == "core") for found in (alone, among)]
    assert among.tested > 1 == alone.tested
    assert rates[1] == pytest.approx(rates[0] * among.tested)


def test_a_phrase_that_any_source_had_before_is_no_debut(archive: Archive, store: Store) -> None:
    store(*said(NEW[:1], 1999, "elsewhere"), *said(OLD, 2025), *said(NEW, 2026))
    found = next(each for each in compared(archive, LEXICON, BEFORE, AFTER, 5).rows if "bottlenecks" in each.term)
    assert (found.kind, found.first) == ("riser", date(1999, 1, 5))
    assert first_day(archive, LEXICON, "bottlenecks of supply", AFTER.date_to) is None


def test_a_phrase_counts_as_the_same_phrase_typed_into_a_series(corpus_archive: Archive) -> None:
    before, after = Selection(date(2024, 12, 31), None, ("a",)), Selection(LAST, date(2025, 1, 1), ("a",))
    rows = [each for each in compared(corpus_archive, Lexicon(), before, after, 50).rows if each.unit == "words"]
    assert len(rows) > 5
    for row in rows:
        for side, count in ((before, row.before), (after, row.after)):
            table = series(
                corpus_archive, Lexicon(), [row.term], Selection(side.date_to, side.date_from, ("a",), "en"), by="year"
            )
            assert (table["mentions"].sum(), table["words"].sum()) == (count.mentions, count.words), row.term


def test_a_possessive_is_its_noun_and_its_words_are_not_counted_twice(archive: Archive, store: Store) -> None:
    texts = ["The committee's goals were met.", "The committee met the people's goals."] * 10
    store(*said(texts, 2025), *said(texts, 2026))
    row = next(each for each in compared(archive, Lexicon(), BEFORE, AFTER, 50).rows if each.term == '"committee"')
    table = series(archive, Lexicon(), ["committee"], BEFORE, by="year")
    assert (row.before.mentions, row.before.words) == (table["mentions"].sum(), table["words"].sum())


def test_stop_phrases_are_never_found(archive: Archive, store: Store) -> None:
    store(*said(OLD, 2025), *said(NEW, 2026))
    barred = Lexicon(LEXICON.themes, stop_phrases=("supply bottlenecks",))
    found, held = (compared(archive, lexicon, BEFORE, AFTER, 20) for lexicon in (LEXICON, barred))
    assert [any(each.term == '"supply bottlenecks"' for each in rows.rows) for rows in (found, held)] == [True, False]


def test_reports_that_are_too_many_to_be_read_are_told(
    archive: Archive, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "LIMIT", 20)
    store(*said(NEW[:10] + OLD[:20], 2025), *said(NEW[:15], 2026))
    found = compared(archive, LEXICON, BEFORE, AFTER, 20)
    row = next(each for each in found.rows if "bottlenecks" in each.term)
    assert found.unread == (10, 0)
    assert (row.before.reports, row.before.mentions, row.after.mentions) == (20, 0, 15)  # the newest twenty


def told_as(text: str, z: float, *numbers: int, is_shift: bool = True, is_name: bool = False) -> Told:
    before, after = PeriodCounts(numbers[0], numbers[0]), PeriodCounts(numbers[1], numbers[1])
    return Told(text, before, after, z, is_shift, is_name)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ([told_as("markets", 2.0, 0, 9), told_as("energy", -2.1, 9, 0)], ["markets", "energy"]),
        ([told_as("goals", 2.2, 0, 9), told_as("goals of policy", 2.1, 0, 8)], ["goals of policy"]),
        ([told_as("reply to changes", -2, 9, 0), told_as("changes in prospects", -2, 9, 0)], ["changes in prospects"]),
        ([told_as("one thing", 2, 0, 9), told_as("another", 1.9, 0, 8)], ["one thing", "another"]),
        ([told_as("kroszner", 3, 0, 9, is_name=True), told_as("strains", 2, 0, 8)], ["strains", "kroszner"]),
        ([told_as("rare", 3, 0, 9, is_shift=False), told_as("strains", 2, 0, 8)], ["strains", "rare"]),
        ([told_as("sheet", 3, 0, 9), told_as("strains", 2, 0, 8)], ["strains"]),  # a concept's wording has it
        ([told_as("技术", 3, 0, 9), told_as("核心产业", 2, 0, 8)], ["核心产业"]),
    ],
)  # fmt: skip
def test_what_only_repeats_another_is_not_shown(told: list[Told], shown: list[str]) -> None:
    concept = Concept("balance-sheet", "Balance sheet", {"en": ("balance sheet*",), "zh": ("核心技术",)})
    assert [told[place].text for place in telling(told, 5, [(concept, 2.0)])] == shown


def test_no_more_are_shown_a_side_than_asked_for() -> None:
    told = [told_as(f"word{number}", 1 + number / 10 - (number % 2) * 5, number, 9) for number in range(12)]
    assert len(telling(told, 3, [])) == 6
