"""Terms as a reader types them."""

import pytest

from tests.conftest import LEXICON
from tracker.errors import QueryError
from tracker.words.terms import read


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
