"""Where sentences end, in English and Chinese."""

import pytest

from tracker.words.concordance import sentence
from tracker.words.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[first:last].strip() for first, last in sentences(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "The rate stays at 3-1/2 percent.",
        "The rate is 5.25 percent, or 5.0 percent at most.",
        "The U.S. banking system is sound.",
        "Voting were Jerome H. Powell, Chair; John C. Williams, Vice Chair; and Roger W. Ferguson, Jr.",
        "The Bank of St. Louis, Mr. Smith and Dr. Jones agreed.",
        "As No. 5 of Jan. 3 says, see p. 12 and Art. 7.",
        "It grew, e.g. in towns, i.e. everywhere, vs. 3 percent.",
        "It slowed... and then grew.",
        "1. Promote employment.",
        "坚持创新、协调、绿色的发展：一要改革，二要开放。",
        "他说：“要坚持改革。”",
    ],
)
def test_a_sentence_stays_whole(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rose. It fell!  Did it?", ["It rose.", "It fell!", "Did it?"]),
        ("He said “yes.” She left.", ["He said “yes.”", "She left."]),
        ("It grew in the U.S. The board met.", ["It grew in the U.S.", "The board met."]),
        ("even better.The Party met.", ["even better.", "The Party met."]),
        ("A heading\n\nA text\nin two lines.", ["A heading", "A text\nin two lines."]),
        ("Buy MBS. Hold City. 2024 begins.", ["Buy MBS.", "Hold City.", "2024 begins."]),
        (
            "物价稳定。就业增加！是吗？一要改革；二要开放",
            ["物价稳定。", "就业增加！", "是吗？", "一要改革；", "二要开放"],
        ),
        ("　　各位代表：\n\n现在开始。”说完。", ["各位代表：", "现在开始。”", "说完。"]),
        ("", []),
        (" \n ", [""]),
    ],
)
def test_a_text_is_cut_at_the_ends_of_its_sentences(text: str, parts: list[str]) -> None:
    assert cut(text) == parts
    assert "".join(text[first:last] for first, last in sentences(text)) == text


@pytest.mark.parametrize(
    "text", ["One. Two is here.\n\nThree. Four.", "一。二在这里。\n\n三。四。", "No end\n \nA word"]
)
def test_every_letter_lies_in_just_the_sentence_that_is_found_around_it(text: str) -> None:
    for first, last in sentences(text):
        for at in filter(lambda at: text[at].isalpha(), range(first, last)):
            begin, end = sentence(text, at, at + 1)
            assert text[begin:end].strip() == text[first:last].strip()
