"""Normalised text, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.words.text import Alignment, length, mostly_han, normalise

CASES = [
    ("Strong INTERNET Power", "strong internet power"),
    ("ｆｕｌｌ　ｗｉｄｔｈ，", "full width,"),
    ("soft\u00adhyphen and zero\u200bwidth\ufeff", "softhyphen and zerowidth"),
    ("China’s don‘t", "china's don't"),
    ("網絡強國與改革開放", "网络强国与改革开放"),
    ("cyber-\n  security", "cyber security"),
    ("cyber\u2011security", "cyber security"),
    ("one\n\ntwo", "one\ntwo"),
    ("one\n \t\n\n  two ", "one\ntwo"),
    ("one\ntwo", "one two"),
    ("Straße ½ … ﬁ", "strasse 1⁄2 ... fi"),
    ("e\u0301tat", "état"),
    ("  ", ""),
]
MIXED = st.text(
    st.one_of(
        st.characters(), st.sampled_from("ab \n-\u00ad\u200b\u0301\u0345ßİﬁ½…，網絡ﾞｶᄀ각ᆨ’\u2010\u2011　\u0bc6\u0bbe")
    ),
    max_size=40,
)


@pytest.mark.parametrize(("text", "normal"), CASES)
def test_a_text_is_normalised(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(MIXED)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once.replace("\n", "\n\n")) == once


@given(MIXED)
def test_every_character_has_its_place_in_the_original(text: str) -> None:
    aligned = Alignment(text)
    assert aligned.normal == normalise(text)
    for index in range(len(aligned.normal)):
        start, end = aligned.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "words", "characters"),
    [
        ("Don't count 5G twice, O'Neill's", 5, 0),
        ("推进5G网络建设", 1, 6),
        ("state-owned enterprises' reform", 4, 0),
        ("一二三。〇", 0, 4),
        ("", 0, 0),
    ],
)
def test_words_and_han_characters_are_counted_apart(text: str, words: int, characters: int) -> None:
    normal = normalise(text)
    assert (length(normal, "words"), length(normal, "characters")) == (words, characters)


def test_a_text_is_chinese_if_it_has_more_han_characters_than_words() -> None:
    assert mostly_han("推进5G网络建设")
    assert not mostly_han("The phrase 网络强国 means a strong Internet power")
