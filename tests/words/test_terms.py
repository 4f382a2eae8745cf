"""Terms as a reader types them."""

import pytest

from tests.conftest import LEXICON
from tracker.errors import QueryError
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.terms import named, read


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("core", ["core"], []),
        ('"core"', ['"core"'], []),
        ("strong Internet power", ['"strong Internet power"'], []),
        ("core + 网络强国", ["core", '"网络强国"'], []),
        ("core / opening", ["core"], ["opening"]),
        ('"a + b" / core', ['"a + b"'], ["core"]),
        ("core + reform / opening", ["core", "reform"], ["opening"]),
        ("a/b", ['"a/b"'], []),
        ("C++ / 互联网+", ['"C++"'], ['"互联网+"']),
        ("互联网+ + 5G", ['"互联网+"', '"5G"'], []),
        ("core ＋ 网络强国", ["core", '"网络强国"'], []),
        ("core　／　opening", ["core"], ["opening"]),
        ("(core + 网络强国) / 5G", ["core", '"网络强国"'], ['"5G"']),
        ("（core ＋ 网络强国）/(5G + opening)", ["core", '"网络强国"'], ['"5G"', "opening"]),
        ("((core) + (a + b))", ["core", '"a"', '"b"'], []),
        ("G7 (summit) + 金砖（BRICS）", ['"G7 (summit)"', '"金砖(BRICS)"'], []),
        ('"(a + b" / ("core")', ['"(a + b"'], ['"core"']),
        ('"互联网+政务"+“一国两制 + 网络”', ['"互联网+政务"', '"一国两制 + 网络"'], []),
        ("“三农”问题", ['"“三农”问题"'], []),
    ],
)
def test_a_term_is_a_concept_a_phrase_a_sum_or_a_quotient(text: str, above: list[str], below: list[str]) -> None:
    term = read(text, LEXICON)
    assert ([each.id for each in term.above], [each.id for each in term.below]) == (above, below)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "a / b / c", "+ a", "a / ", '""', "网络强国 +", "网络强国 ＋", "／ 网络强国", "a + + b", "+", "()"],
)
def test_what_is_no_term_is_said_so(text: str) -> None:
    with pytest.raises(QueryError):
        read(text, LEXICON)


@pytest.mark.parametrize("text", ["(a + b", "a + b)", "(a / b) + c", "a + (b / c)", "(a) b", 'a "b" c', '"a', '"a" b'])
def test_parentheses_and_quotes_that_do_not_close_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="term"):
        read(text, LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "一国两制+网络强国",
        "一国两制＋网络强国",
        "AI＋5G",
        "互联网+政务",
        "5G/网络",
        "a +b",
        "a+ b",
        "a /b",
        "网络强国+ 5G",
        "+a",
    ],
)
def test_a_sign_that_may_belong_to_a_phrase_is_asked_about_and_counts_no_phrase_that_is_nowhere(text: str) -> None:
    with pytest.raises(QueryError, match="a blank on both sides of"):
        read(text, LEXICON)
    assert read(f'"{text}"', LEXICON).above[0].label == text.replace("＋", "+")


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("core", "core"),
        (" CORE ", "core"),
        ("The core", "core"),
        ("核心", "core"),
        ("cor", "cor"),
        ("  The  Core values ", "The Core values"),
        ("core + opening", "core + opening"),
        ('"core"', '"core"'),
        ("", ""),
    ],
)
def test_what_is_typed_is_the_concept_of_just_that_name_or_itself(typed: str, term: str) -> None:
    themes = (Theme("t", "T", (Concept("core", "The Core", {"en": ("core",)}, label_zh="核心"),)),)
    assert named(typed, Lexicon(themes)) == term
