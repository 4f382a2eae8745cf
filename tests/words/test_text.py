"""Normalised text, and the way back to the original."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.words.text import (
    Alignment,
    _aligned,
    _clusters,
    _letter_by_letter,
    length,
    located,
    mostly_han,
    normalise,
    simplified,
)

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


@given(st.lists(MIXED, max_size=4).map("\n \n".join))
def test_a_span_is_located_where_the_whole_text_aligns_it(text: str) -> None:
    aligned = Alignment(text)
    spans = [(at, at + 1) for at, letter in enumerate(aligned.normal) if letter != "\n"]
    assert located(text, spans) == [aligned.span(*span) for span in spans]


@given(st.text(st.one_of(st.characters(), st.sampled_from("ab \n\n--\u2010\u2011　，：é網絡’ßĲ\u00ad")), max_size=40))
def test_what_folds_letter_by_letter_is_aligned_as_any_other(text: str) -> None:
    normal, starts, ends = _letter_by_letter(text)
    if normal == normalise(text):
        assert (normal, starts, ends) == _aligned(text, _clusters(text))


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


CHARACTERS = st.sampled_from(
    "aAéÉ ß'’ -\u2010\u00a0\t\n\r\v\x1c\x85\u1680\u2028\u3000，：Ａ％０國国中“”…½①ﬁŉİǅ"
    "\u00ad\u200b\u200d\ufe0f\u034f\u0301\u0300가\u1100\u1161я\U0001f600\U00020000"
)
DROPPED = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
APOSTROPHES = "\u2018\u2019\u201b\u02bc\u055a\ua78b\ua78c"


@given(st.text(CHARACTERS, max_size=24))
def test_normalising_equals_its_plain_definition(text: str) -> None:
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text):
        plain = unicodedata.normalize("NFKC", re.sub(f"[{DROPPED}]", "", paragraph))
        plain = simplified(re.sub(f"[{APOSTROPHES}]", "'", plain).casefold())
        paragraphs.append(" ".join(plain.replace("-", " ").replace("\u2010", " ").split()))
    assert normalise(text) == "\n".join(filter(None, paragraphs))


@pytest.mark.parametrize(
    ("traditional", "plain"),
    [
        ("著力", "着力"),
        ("瞭解", "了解"),
        ("答覆", "答复"),
        ("憑藉", "凭借"),
        ("甦醒", "苏醒"),
        ("計畫", "计划"),
        ("綵排", "彩排"),
    ],
)
def test_a_word_that_opencc_simplifies_only_as_a_whole_is_one_word(traditional: str, plain: str) -> None:
    assert normalise(traditional) == normalise(plain)
