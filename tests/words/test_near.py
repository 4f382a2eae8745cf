"""Two phrases within some words of each other: what counts is what a plain reading of the definition counts."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feeds.fuzzing import examples
from tests.words.test_spans import found
from tracker.errors import QueryError
from tracker.words.lexicon import Lexicon
from tracker.words.near import NearMatcher
from tracker.words.terms import FARTHEST, read
from tracker.words.text import normalise

EMPTY = Lexicon()
ENGLISH = ["tech", "techno", "self-reliance", "self", "reliance", "the", "it's", "5G", ",", "—", "\n", "\n\n", "a", "a"]
CHINESE = ["科技", "自立", "科", "技", "的", "，", "自立自强", "AI", "\n\n", "人人", "人"]
TERMS = [
    '"tech*" ~2 "self reliance"', '"tech" ~0 "the"', '"a" ~1 "a"', '"self" ~3 "self-reliance"', '"the" ~4 "5g"',
    '"科技" ~2 "自立"', '"人人" ~1 "人"', '"科" ~0 "技"', '"ai" ~3 "自立"', '"tech*" ~6 "科技"', '"a" ~100 "reliance"',
]  # fmt: skip


def places(phrase: str, text: str) -> list[tuple[int, int]]:
    """Where a phrase stands, by a regular expression with edges of words of its own."""
    literal = re.escape(phrase.lower().replace("-", " ").removesuffix("*"))
    before = "(?<![a-z0-9])" if phrase[0].isascii() else ""
    after = "[a-z0-9]*" if phrase.endswith("*") else "(?![a-z0-9])" if phrase[-1].isascii() else ""
    return [match.span() for match in re.finditer(before + literal + after, text)]


def pairs(one: str, most: int, other: str, text: str) -> list[tuple[int, int]]:
    """Every pair there is, of which the leftmost and then the shortest is taken as long as it overlaps none before."""
    spans = []
    for first, second in ((one, other), (other, one)):
        for start, end in places(first, text):
            for following, last in places(second, text):
                gap = text[end:following]
                number = len(re.findall("[a-z0-9]+(?:'[a-z0-9]+)*|[\u4e00-\u9fff]", gap))
                if following >= end and "\n" not in gap and number <= most:
                    spans.append((start, last))
    taken: list[tuple[int, int]] = []
    for start, last in sorted(spans):
        if not taken or start >= taken[-1][1]:
            taken.append((start, last))
    return taken


def asked(term: str) -> tuple[str, int, str]:
    one, most, other = re.fullmatch('"(.*)" ~(.*) "(.*)"', term).groups()  # type: ignore[union-attr]
    return one, int(most), other


def texts(words: list[str]) -> st.SearchStrategy[str]:
    glue = "" if words is CHINESE else " "
    return st.lists(st.sampled_from(words), max_size=30).map(glue.join)


@examples(400)
@given(
    st.lists(st.one_of(texts(ENGLISH), texts(CHINESE), texts(ENGLISH + CHINESE)), max_size=3), st.sampled_from(TERMS)
)
def test_pairs_are_those_of_a_plain_reading_in_text_and_index(written: list[str], term: str) -> None:
    (concept,) = read(term, EMPTY).above
    normal = [normalise(text) for text in written]
    expected = [pairs(*asked(term), text) for text in normal]
    matcher = NearMatcher(concept)
    assert [[match[2:] for match in matcher.find(text)] for text in normal] == expected
    spots = [(at, len(text[:start].encode())) for at, text in enumerate(normal) for start, _ in expected[at]]
    assert [spot[:2] for spot in found(normal, concept)] == spots


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ('"technology" ~5 "self-reliance"', "Technology is the key to our self-reliance.", ["technology … reliance"]),
        ('"technology" ~4 "self-reliance"', "Technology is the key to our self-reliance.", []),
        ('"technolog*" ~1 "self-reliance"', "Self-reliance in technologies", ["self … technologies"]),
        ('"technology" ~5 "self-reliance"', "Technology.\n\nSelf-reliance.", []),
        ('"科技" ~2 "自立"', "科技水平自立，科技的大水平自立", ["科技水平自立"]),
        ('"科技" ~0 "自立"', "科技自立、自立，科技", ["科技自立", "自立,科技"]),
        ('"a" ~1 "b"', "a a b b a", ["a … b", "b a"]),
    ],
)
def test_a_mention_runs_from_the_first_phrase_to_the_second(term: str, text: str, expected: list[str]) -> None:
    (concept,), normal = read(term, EMPTY).above, normalise(text)
    spans = [normal[match.start : match.end] for match in NearMatcher(concept).find(normal)]
    short = [f"{span.split()[0]} … {span.split()[-1]}" if span.count(" ") > 1 else span for span in spans]
    assert short == expected


def test_a_long_way_between_two_phrases_is_read_no_further_than_needed() -> None:
    (concept,) = read('"one" ~1 "two"', EMPTY).above
    long = "x" * 5_000
    written = [f"one {long} two", f"one {long} {long} two", f"one {long}\ntwo", f"one {', ' * 900} two", "one", "two"]
    spots = found(written, concept)
    assert [spot[0] for spot in spots] == [0, 3]
    assert np.array_equal([spot[1] for spot in spots], [0, 0])


@pytest.mark.parametrize("term", ["“科技” ~ 3 “自立”", "「科技」～3「自立」", "＂科技＂～３＂自立＂"])
def test_it_is_read_as_chinese_keyboards_write_it(term: str) -> None:
    (concept,) = read(term, EMPTY).above
    assert (concept.label, concept.near) == ('"科技" ~3 "自立"', 3)


def test_it_stands_in_sums_and_quotients() -> None:
    term = read('"a" ~3 "b" + "c" / ("d" ~0 "a b" + e)', EMPTY)
    assert [[each.label for each in side] for side in (term.above, term.below)] == [
        ['"a" ~3 "b"', "c"],
        ['"d" ~0 "a b"', "e"],
    ]


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ('"a" ~ "b"', "how many words may be between"),
        ('a ~5 "b"', "two phrases in quotes"),
        ("technology ~5 self-reliance", "two phrases in quotes"),
        ('"a" ~5', "two phrases in quotes"),
        ('~5 "a"', "two phrases in quotes"),
        ('"a" ~5 "b" ~5 "c"', "two phrases in quotes"),
        ('"a" ~-1 "b"', "how many words may be between"),
        ('"a" ~1.5 "b"', "how many words may be between"),
        ('"" ~5 "b"', "two phrases in quotes"),
        (f'"a" ~{FARTHEST + 1} "b"', f"at most {FARTHEST} words"),
        (f'"a" ~{"9" * 5000} "b"', "how many words may be between"),
    ],
)
def test_what_is_badly_written_is_said_with_what_to_write(term: str, problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        read(term, EMPTY)


@pytest.mark.parametrize("phrase", ["2020~2030", '"a ~5 b"', "A~B"])
def test_a_tilde_inside_a_word_or_in_quotes_is_a_part_of_the_phrase(phrase: str) -> None:
    assert read(phrase, EMPTY).above[0].near is None
