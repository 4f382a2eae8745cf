"""Discovery ranks phrases that rose, and shows one of the pieces of one sentence."""

from tracker.measures.discovery import rising
from tracker.measures.series import PeriodCounts


def counts(*mentions: int) -> list[PeriodCounts]:
    return [PeriodCounts(m, min(m, 20), 20, 20_000, m, m * 1000, 20_000_000) for m in mentions]


def test_the_strongest_rise_comes_first_and_what_fell_not_at_all() -> None:
    found = rising(["tariffs", "supply", "growth", "haste"], counts(9, 30, 3, 0), counts(0, 2, 12, 0))
    assert [rise.phrase for rise in found] == ["supply", "tariffs"]
    assert found[0].found.q <= 0.05
    assert (found[0].after.mentions, found[0].before.mentions) == (30, 2)


def test_pieces_of_one_sentence_are_shown_once() -> None:
    phrases = ["seeks to achieve", "committee seeks to achieve", "achieve maximum employment", "supply chains"]
    assert [rise.phrase for rise in rising(phrases, counts(9, 9, 9, 9), counts(1, 1, 1, 1))] == [
        "achieve maximum employment", "committee seeks to achieve", "supply chains"
    ]  # fmt: skip
    assert [rise.phrase for rise in rising(["高质量", "质量发展", "数字"], counts(9, 9, 9), counts(1, 1, 1))] == [
        "质量发展", "数字"
    ]  # fmt: skip


def test_nothing_found_is_nothing_risen() -> None:
    assert rising([], [], []) == []
