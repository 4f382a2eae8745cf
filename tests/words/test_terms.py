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
    ],
)
def test_a_term_is_a_concept_a_phrase_a_sum_or_a_quotient(text: str, above: list[str], below: list[str]) -> None:
    term = read(text, LEXICON)
    assert ([each.id for each in term.above], [each.id for each in term.below]) == (above, below)


@pytest.mark.parametrize("text", ["", "  ", "a / b / c", "+ a", "a / ", '""'])
def test_what_is_no_term_is_said_so(text: str) -> None:
    with pytest.raises(QueryError):
        read(text, LEXICON)


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
