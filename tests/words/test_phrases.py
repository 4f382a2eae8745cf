"""Phrases that nobody listed: found where they recur, counted as a concept would count them."""

import random

import pytest

from tracker.words.lexicon import Concept
from tracker.words.matching import Matcher
from tracker.words.phrases import Found, Phrase, phrases
from tracker.words.text import Unit, length, normalise

ENGLISH = [
    "Supply chains must be made resilient, and supply chains abroad as well.",
    "The resilience of supply chains is a matter of national security.",
    "In 2024 the 14th plan was adopted; workers' rights weren't forgotten.",
    "Rule of law, rule of law, rule of law rule of law!",
    "Café owners in the U.S. praised “national security”—and national-security\nadvice.",
    "Very very very good.",
]
CHINESE = [
    "加快发展新质生产力，推动新质生产力落地。",
    "新质生产力是关键。我们要坚持改革开放，",
    "改革开放以来，5G网络和AI技术带动新质生产力；",
    "发展才是硬道理，“改革开放”没有完成时。",
    "增长百分之五，达到一百二十亿元。",
    "推动AI技术创新，培育新质生产力，深化改革开放。",
    "用好AI技术；AI技术改变世界。",
]


def texts(sentences: list[str], number: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [normalise("\n\n".join(chance.choices(sentences, k=chance.randint(2, 6)))) for _ in range(number)]


def found(sentences: list[str], unit: Unit, **choices: object) -> Found:
    return phrases(texts(sentences, 40, 1), texts(sentences, 60, 2), unit, **choices)  # type: ignore[arg-type]


def wordings(result: Found) -> set[str]:
    return {phrase.text for phrase in result.phrases}


@pytest.mark.parametrize(("sentences", "unit"), [(ENGLISH, "words"), (CHINESE, "characters")])
def test_a_phrase_has_the_sums_that_it_would_have_as_a_concept(sentences: list[str], unit: Unit) -> None:
    sides = texts(sentences, 40, 1), texts(sentences, 60, 2)
    result = phrases(*sides, unit)
    assert len(result.phrases) >= 5
    for side, whole in zip(sides, (result.before, result.after), strict=True):
        words = [length(text, unit) for text in side]
        assert whole == (len(side), sum(words), sum(each**2 for each in words))
    for phrase in result.phrases:
        matcher = Matcher([Concept("c", "c", {"": (phrase.text,)})])
        for side, sums in zip(sides, phrase[1:], strict=True):
            told = [len(matcher.find(text)) for text in side]
            product = sum(each * length(text, unit) for each, text in zip(told, side, strict=True))
            assert sums == (sum(told), sum(map(bool, told)), sum(each**2 for each in told), product), phrase.text


def test_english_phrases_begin_and_end_with_a_word_that_means_something() -> None:
    words = wordings(found(ENGLISH, "words"))
    assert {"supply chains", "rule of law", "national security", "very good"} - words == {"very good"}
    assert not words & {"the", "of", "the resilience", "of supply chains", "2024", "in 2024", "weren't", "s"}


def test_no_phrase_crosses_a_sign_or_a_paragraph() -> None:
    sides = [["growth\nhope fear, joy; 2.5 percent\nu.s. steel"] * 6, []]
    assert wordings(phrases(*sides, "words")) == {"growth", "hope fear", "joy", "percent", "steel"}


def test_chinese_phrases_hold_together_and_end_where_words_end() -> None:
    words = wordings(found(CHINESE, "characters"))
    assert {"新质生产力", "改革开放"} <= words
    assert not words & {
        "质生产",
        "新质生产",
        "革开",
        "改革开",
        "生产力",
        "力",
        "我们",
        "百分之五",
        "增长百分之五",
        "一百二十",
    }


def test_a_latin_word_in_a_chinese_text_is_one_piece_of_a_phrase() -> None:
    words = wordings(found(CHINESE, "characters"))
    assert "ai技术" in words
    assert not any(word.startswith(("i技", "g网", "a")) and not word.startswith("ai") for word in words)


def test_a_part_of_one_longer_phrase_is_no_phrase_of_its_own() -> None:
    always = [f"new quality productive forces {place}" for place in range(12)]
    assert wordings(phrases(always, [], "words")) == {"new quality productive forces"}
    alone = [f"productive forces, or {place}" for place in range(12)]
    assert "productive forces" in wordings(phrases(always, alone, "words"))


def test_stop_phrases_and_what_the_lexicon_has_are_not_proposed() -> None:
    matcher = Matcher([Concept("law", "law", {"en": ("rule of law",)})])

    def known(phrase: str) -> bool:
        return any(match.start == 0 and match.end == len(phrase) for match in matcher.find(phrase))

    words = wordings(found(ENGLISH, "words", stop=["Supply Chains", "the plan"], known=known))
    assert words
    assert not words & {"supply chains", "rule of law", "plan"}
    assert "改革开放" not in wordings(found(CHINESE, "characters", stop=["改革开放"]))


def test_what_few_reports_have_is_no_phrase() -> None:
    assert wordings(phrases(["quantum leap"] * 4, ["another text"] * 2, "words")) == set()
    assert wordings(phrases(["quantum leap"] * 4, ["quantum leap"], "words")) == {"quantum leap"}
    many = ["some report or other"] * 1994
    assert "quantum leap" not in wordings(phrases(["quantum leap"] * 6, many, "words"))


def test_which_phrases_are_found_does_not_depend_on_the_sides() -> None:
    both = texts(ENGLISH, 60, 3)
    assert wordings(phrases(both[:10], both[10:], "words")) == wordings(phrases(both[40:], both[:40], "words"))


@pytest.mark.parametrize("unit", ["words", "characters"])
def test_no_text_has_no_phrases(unit: Unit) -> None:
    assert phrases([], [], unit) == Found((), (0, 0, 0), (0, 0, 0))  # type: ignore[arg-type]
    empty = phrases(["", "\n"], ["…!?"] * 9, unit)
    assert empty.phrases == ()
    assert (empty.before.reports, empty.after.reports, empty.after.words) == (2, 9, 0)


def test_an_occurrence_that_overlaps_the_last_counts_once() -> None:
    result = phrases(["knock knock knock, knock knock knock knock"] * 5, [], "words")
    assert [(phrase.text, phrase.before.mentions) for phrase in result.phrases] == [
        ("knock", 35), ("knock knock", 15), ("knock knock knock", 10), ("knock knock knock knock", 5)
    ]  # fmt: skip
    assert isinstance(result.phrases[0], Phrase)
