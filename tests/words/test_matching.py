"""What counts: word edges, stars, overlaps and exclusions, against a plain oracle."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import LexiconError
from tracker.words.lexicon import Concept
from tracker.words.matching import Matcher, pieces
from tracker.words.text import Alignment, normalise


def found(text: str, *wordings: str, not_within: tuple[str, ...] = ()) -> list[str]:
    """The words of the original text that count."""
    matcher = Matcher([Concept("c", "C", {"": wordings}, not_within)])
    aligned = Alignment(text)
    spans = [aligned.span(match.start, match.end) for match in matcher.find(aligned.normal)]
    return [text[start:end] for start, end in spans]


CASES = [
    ("a Strong\n  Internet-power rises", ("strong internet power",), ["Strong\n  Internet-power"]),
    ("cyber-security and cyber security", ("cyber security",), ["cyber-security", "cyber security"]),
    ("cybersecurity", ("cyber security",), []),
    ("climate changes", ("climate change", "climate"), ["climate"]),
    ("climate change", ("climate", "climate change"), ["climate change"]),
    ("core technologies, core technology, core techno", ("core technolog*",), ["core technologies", "core technology"]),
    ("technology's", ("technolog*",), ["technology"]),
    ("new technologies transferred", ("technolog* transfer*",), ["technologies transferred"]),
    ("推进AI技术", ("AI",), ["AI"]),
    ("5G网络", ("5G", "网络"), ["5G", "网络"]),
    ("AIDS and AI", ("AI",), ["AI"]),
    ("网络强国战略", ("网络强国",), ["网络强国"]),
    ("網絡強國", ("网络强国",), ["網絡強國"]),
    ("网络 强国", ("网络强国",), []),
    ("cyber\n\nsecurity", ("cyber security",), []),
    ("don’t don't", ("don't",), ["don’t", "don't"]),
    ("core\u00ad tech\u200bnology", ("core technology",), ["core\u00ad tech\u200bnology"]),
    ("Ｃｏｒｅ　technology", ("core technology",), ["Ｃｏｒｅ　technology"]),
    ("café cafés", ("café",), ["café"]),
    ("Überblick über", ("über",), ["über"]),
    ("aaa", ("aa",), []),
    ("中中中", ("中中",), ["中中"]),
]


@pytest.mark.parametrize(("text", "wordings", "expected"), CASES)
def test_what_counts_keeps_its_edges_and_its_place(text: str, wordings: tuple[str, ...], expected: list[str]) -> None:
    assert found(text, *wordings) == expected


def test_a_match_inside_an_excluded_phrase_does_not_count() -> None:
    assert found("改革开放和开放", "开放", not_within=("改革开放",)) == ["开放"]
    assert found("改革开放", "改革", "开放", not_within=("改革开放",)) == []


def test_two_concepts_are_counted_independently() -> None:
    matcher = Matcher([Concept("a", "A", {"": ("改革开放",)}), Concept("b", "B", {"": ("开放",)})])
    assert [match.concept for match in matcher.find("改革开放")] == ["a", "b"]


@pytest.mark.parametrize("wording", ["", "  ", "*ology", "*", "核心*", "tech*nology", "...", "-"])
def test_a_wording_that_could_never_match_is_refused(wording: str) -> None:
    with pytest.raises(LexiconError):
        pieces(wording)


LETTERS = "ab中国 -\n5"
WORDINGS = st.lists(st.text("ab中国 5*", min_size=1, max_size=5), min_size=1, max_size=4)


def usable(wording: str) -> bool:
    try:
        pieces(wording)
    except LexiconError:
        return False
    return True


def plain(wordings: list[str], normal: str) -> list[tuple[int, int]]:
    """Leftmost, then longest, by trying every place with plain regular expressions."""
    patterns = []
    for wording in wordings:
        text = re.escape(normalise(wording)).replace(r"\*", "[ab5]*").replace(r"\ ", " ")
        first, last = normalise(wording)[0], normalise(wording)[-1]
        before = "(?<![ab5])" if first in "ab5" else ""
        after = "(?![ab5])" if last in "ab5*" else ""
        patterns.append(re.compile(before + text + after))
    spans, position = [], 0
    while position < len(normal):
        ends = [match.end() for pattern in patterns if (match := pattern.match(normal, position))]
        if ends:
            spans.append((position, max(ends)))
            position = max(ends)
        else:
            position += 1
    return spans


@given(WORDINGS, st.text(LETTERS, max_size=30))
def test_matching_equals_a_plain_oracle(wordings: list[str], text: str) -> None:
    wordings = [wording for wording in wordings if usable(wording)]
    matcher = Matcher([Concept("c", "C", {"": tuple(wordings)})])
    normal = normalise(text)
    assert [(match.start, match.end) for match in matcher.find(normal)] == plain(wordings, normal)
