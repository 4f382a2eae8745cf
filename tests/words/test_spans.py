"""Whole arrays of text give the matches that the matcher gives, one text after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.fuzzing import examples
from tests.words.test_matching import CASES
from tracker.archive.flat.indexing import indexed
from tracker.errors import LexiconError
from tracker.words.lexicon import Concept
from tracker.words.matching import Matcher, pieces
from tracker.words.spans import Finder, containing
from tracker.words.text import normalise

Spot = tuple[int, int, str]  # a text, the place in its bytes where a match begins, and the wording


def matched(texts: list[str], concept: Concept) -> list[Spot]:
    """What the matcher finds in each text."""
    matcher = Matcher([concept])
    return [
        (number, len(text[: match.start].encode()), match.variant)
        for number, text in enumerate(texts)
        for match in matcher.find(text)
    ]


def found(texts: list[str], concept: Concept) -> list[Spot]:
    """What is found in all of them at once."""
    index, starts = indexed([text.encode() for text in texts])
    finder = Finder(concept)
    spots = finder.find(index)
    where = [max(number for number in range(len(texts)) if starts[number] <= at) for at in spots.starts]
    return [
        (number, int(at - starts[number]), finder.wordings[wording])
        for number, at, wording in zip(where, spots.starts, spots.wordings, strict=True)
    ]


@pytest.mark.parametrize(("text", "wordings", "_expected"), CASES)
def test_every_case_of_the_matcher_is_one_of_the_index(text: str, wordings: tuple[str, ...], _expected: object) -> None:
    concept, texts = Concept("c", "C", {"": wordings}), [normalise(text), "", normalise(text)]
    assert found(texts, concept) == matched(texts, concept)


@pytest.mark.parametrize(
    ("text", "phrase", "number"),
    [
        ("哈哈哈哈哈", "哈哈", 2),
        ("aa aa aa aa aa aa", "aa aa", 3),
        ("aa aa aa aa", "aa aa aa", 1),
        ("aa aaa aa", "aa*", 3),
        ("aa aa aab aa", "aa aa*", 1),
        ("5G网络5G", "5G", 2),
        ("15G网络, 5Gs", "5G", 0),
        ("е5g", "5g", 1),
        ("cafe\u0301 café cafés", "café", 2),
        ("推進AI技術", "AI技术", 1),
        ("a.b a.b.c", "a.b", 2),
        ("technologies of the technology of", "technolog* of", 2),
        ("x\n\ny", "x y", 0),
        ("xof rare of of", "of rare", 0),
        ("éof rare of of", "of rare", 0),
        ("яof rare of of", "of rare", 1),
        ("中of rare of of", "of rare", 1),
        ("cafés x", "caf* x", 1),
    ],
)
def test_phrases_that_overlap_themselves_or_meet_another_script(text: str, phrase: str, number: int) -> None:
    concept, texts = Concept("c", "C", {"": (phrase,)}), [normalise(text)]
    assert len(found(texts, concept)) == number
    assert found(texts, concept) == matched(texts, concept)


PIECES = st.sampled_from([
    "a", "aa", "aa ", "the ", "of ", " ", "  ", "-", "\n\n", "。", "，", "哈", "哈哈", "经济", "經濟", "5G", "网络",
    "é", "ü", "e\u0301", "s", "'s", ".", "$", "改革", "开放", "я", "яя", "½", "ﬁ", "\U0001f600", "\U00020000",
    "한", "か", "カ", "ab", "technology ", "technolog", "core ", "\u0301", "٣", "א", "\x00", "\ufffd",
    "a long word that goes on and on ",
])  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, max_size=25).map("".join), min_size=1, max_size=5)


@st.composite
def concepts(draw: st.DrawFn, texts: list[str]) -> Concept:
    """A concept whose wordings and exclusions are cut out of the texts, some with stars put in, or made of pieces."""

    def wordings(least: int, most: int) -> tuple[str, ...]:
        made = []
        for _ in range(draw(st.integers(least, most))):
            text = draw(st.one_of(st.sampled_from(texts), st.lists(PIECES, max_size=4).map("".join)))
            first = draw(st.integers(0, len(text)))
            cut = text[first : first + draw(st.integers(1, 12))]
            for _ in range(draw(st.integers(0, 2))):
                at = draw(st.integers(0, len(cut)))
                cut = cut[:at] + "*" + cut[at + draw(st.integers(0, 3)) :]
            try:
                pieces(cut)
            except LexiconError:
                continue
            made.append(cut)
        return tuple(dict.fromkeys(made))

    return Concept("c", "C", {"": wordings(1, 4)}, wordings(0, 2))


@examples(1_000)
@given(st.data(), TEXTS)
def test_all_texts_at_once_give_what_each_gives_alone(data: st.DataObject, drawn: list[str]) -> None:
    texts = [normalise(text) for text in drawn]
    concept = data.draw(concepts(texts))
    if concept.wordings:
        assert found(texts, concept) == matched(texts, concept)


@examples(500)
@given(st.data(), TEXTS)
def test_what_a_text_contains_is_found_whether_or_not_a_word_begins_there(
    data: st.DataObject, drawn: list[str]
) -> None:
    texts = [normalise(text) for text in drawn]
    text = data.draw(st.one_of(st.sampled_from(texts), st.lists(PIECES, max_size=3).map("".join).map(normalise)))
    first = data.draw(st.integers(0, len(text)))
    phrase = text[first : first + data.draw(st.integers(1, 8))]
    index, starts = indexed([each.encode() for each in texts])
    places = containing(index, phrase)
    if places is None:
        assert not any(letter.isalnum() for letter in phrase)
    else:
        here = {max(number for number in range(len(texts)) if starts[number] <= at) for at in places.tolist()}
        assert here == {number for number, each in enumerate(texts) if phrase in each}
