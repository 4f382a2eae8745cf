"""The set phrases that a report drops, takes up, brings back and moves."""

import time
from random import Random

import pytest

from tracker.words.formulas import LEAST, MOST, Formulas, Phrase, formulas
from tracker.words.text import normalise

PATIENT = "the council will be patient as it weighs the data"
STRONG = "labour markets stayed strong"
ZH_OLD, ZH_NEW = "坚持稳健的货币政策", "实施积极的财政政策"


def text(*sentences: str) -> str:
    return normalise(" ".join(f"{each}." for each in sentences))


def zh(*sentences: str) -> str:
    return normalise("".join(f"{each}。" for each in sentences))


def said(phrases: tuple[Phrase, ...]) -> list[str]:
    return [phrase.text for phrase in phrases]


def test_a_phrase_of_the_record_that_is_gone_was_dropped_and_says_how_usual_it_was() -> None:
    before = [text("In May it rained", PATIENT, STRONG), text("It snowed", STRONG), *[text(PATIENT, STRONG)] * 3]
    found = formulas(before, text(STRONG, "All else is new"))
    (dropped,) = found.dropped
    assert dropped.text == "council will be patient as it weighs the data"
    assert (dropped.held, dropped.of) == (4, 5)
    assert before[-1][dropped.start : dropped.end] == dropped.text
    assert (found.added, found.returned, found.known) == ((), (), True)


def test_a_phrase_stood_too_seldom_or_not_in_the_report_before_to_be_dropped_now() -> None:
    seldom = [text(STRONG), *[text(STRONG, PATIENT)] * (LEAST - 1)]
    assert formulas(seldom, text(STRONG)).dropped == ()
    long_gone = [*[text(STRONG, PATIENT)] * 5, text(STRONG)]
    assert formulas(long_gone, text(STRONG)).dropped == ()


def test_only_what_is_gone_of_a_long_phrase_is_named() -> None:
    before = [text(f"In support of its goals and {PATIENT}")] * 3
    found = formulas(before, text(f"In pursuit of the aims and {PATIENT}"))
    assert said(found.dropped) == ["support of its goals"]


def test_a_new_phrase_is_a_set_one_once_it_stayed() -> None:
    before, now = [text(STRONG)] * 4, text(STRONG, PATIENT)
    assert said(formulas(before, now, [text("Else"), text(PATIENT), text(PATIENT)]).added) == [
        "council will be patient as it weighs the data"
    ]
    assert formulas(before, now, [text(PATIENT), text("Else")]).added == ()
    assert formulas(before, now).added == ()


def test_a_phrase_that_comes_back_is_told_from_a_new_one() -> None:
    before = [text(PATIENT, STRONG), text(PATIENT), text(STRONG), text(STRONG)]
    found = formulas(before, text(STRONG, PATIENT), [text(PATIENT)] * 3)
    (returned,) = found.returned
    assert (returned.text, returned.held, returned.of) == ("council will be patient as it weighs the data", 2, 4)
    assert found.added == ()


def test_what_both_have_is_known_in_both_orders() -> None:
    before, now = (
        [text(PATIENT, "and so on", "it keeps the target range where it stood")] * 3,
        text("it keeps the target range where it stood", "but not so", PATIENT),
    )
    found = formulas(before, now)
    first, second = "council will be patient as it weighs the data", "keeps the target range where it stood"
    assert (found.kept_before, found.kept_after) == ((first, second), found.kept_before[::-1])


def test_with_too_few_reports_nothing_is_known() -> None:
    assert formulas([text(PATIENT)] * (LEAST - 1), text(STRONG)) == Formulas()


def test_chinese_phrases_are_strings_of_characters() -> None:
    before = [zh(f"{year}年，{ZH_OLD}", "各位代表请审议") for year in ("一九", "二零", "三一")]
    found = formulas(before, zh(f"今年，{ZH_NEW}", "各位代表请审议"), [zh(ZH_NEW), zh(f"要{ZH_NEW}")])
    assert (said(found.dropped), said(found.added)) == (["坚持稳健的货币政策"], ["实施积极的财政政策"])


@pytest.mark.parametrize("end", ["。", "；", "\n\n", "，", "：", "”"])
def test_no_phrase_runs_across_the_end_of_a_clause(end: str) -> None:
    before = [normalise(f"坚持稳健的货币{end}财政政策要积极")] * 3
    assert said(formulas(before, zh("另一")).dropped) == ["坚持稳健的货币", "财政政策要积极"]


def test_a_word_inside_of_another_is_not_that_word() -> None:
    before = [text("they knew art of war")] * 3
    assert said(formulas(before, text("they knew art of warfare")).dropped) == ["knew art of war"]


def test_few_phrases_are_named_and_none_stands_in_another() -> None:
    chance = Random(3)
    words = [f"w{number}" for number in range(400)]
    usual = [" ".join(chance.sample(words, chance.randrange(3, 9))) for _ in range(60)]
    found = said(formulas([text(*chance.sample(usual, 50)) for _ in range(8)], text("nothing")).dropped)
    assert len(found) == MOST
    assert [one for one in found for other in found if one != other and one in other] == []


def test_seventeen_long_reports_take_a_few_seconds_at_most() -> None:
    chance = Random(5)
    usual = ["".join(chr(0x4E00 + chance.randrange(900)) for _ in range(chance.randrange(4, 30))) for _ in range(1500)]
    reports = [zh(*chance.sample(usual, 1150)) for _ in range(17)]
    assert len(reports[0]) > 19_000
    began = time.perf_counter()
    assert len(formulas(reports[:8], reports[8], reports[9:]).dropped) == MOST
    assert time.perf_counter() - began < 60  # no race: that it ends at all


@pytest.mark.parametrize("odd", ["", "\n", "、、、", "a", "。" * 9])
def test_odd_texts_have_no_phrases(odd: str) -> None:
    found = formulas([odd] * 3, odd, [odd])
    assert (found.dropped, found.added, found.returned, found.kept_before) == ((), (), (), ())
