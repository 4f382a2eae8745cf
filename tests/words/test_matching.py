"""What counts: word edges, stars, overlaps and exclusions, against a plain oracle."""

import re
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import LexiconError
from tracker.words import matching
from tracker.words.lexicon import Concept
from tracker.words.matching import Match, Matcher, pieces
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
    ("cafés caféя", ("café*",), ["cafés", "café"]),
    ("“core technology” (core technology)—core technology…", ("core technology",), ["core technology"] * 3),
    ("технология и технологии", ("технолог*",), ["технология", "технологии"]),
    ("технологии5", ("технолог*",), ["технологии"]),
    ("AIя яAI", ("AI",), ["AI", "AI"]),
    ("关键AI技术", ("AI技术", "关键AI"), ["关键AI"]),
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


# Letters of each script that has words; Chinese has none. Casefolded and normalised, they are these again.
LATIN, OTHER = "abé5", "яг"
TEXTS = st.text(LATIN + OTHER + "中国國 -\n'ÉＡ５", max_size=30)
WORDINGS = st.lists(st.text(LATIN + OTHER + "中国 *'", min_size=1, max_size=5), min_size=1, max_size=4)


def usable(wordings: list[str]) -> tuple[str, ...]:
    kept = []
    for wording in wordings:
        with suppress(LexiconError):
            pieces(wording)
            kept.append(wording)
    return tuple(kept)


def script(character: str) -> str:
    return next((letters for letters in (LATIN, OTHER) if character and character in letters), "")


def pattern(wording: str) -> re.Pattern[str]:
    """A wording as a plain regular expression with its word edges."""
    parts = normalise(wording).split("*")
    before = f"(?<![{letters}])" if (letters := script(parts[0][:1])) else ""
    text = re.escape(parts[0])
    for last, part in pairwise(parts):
        text += f"[{script(last[-1:])}]*" + re.escape(part)
    ending = script((parts[-1] or parts[-2])[-1:])
    return re.compile(before + text + (f"(?![{ending}])" if ending else ""))


def plain(wordings: tuple[str, ...], not_within: tuple[str, ...], normal: str) -> list[tuple[int, int]]:
    """Leftmost, then longest, of what no exclusion has within, by trying every place with regular expressions."""
    patterns, exclusions = (list(map(pattern, each)) for each in (wordings, not_within))
    shadows = [
        (start, match.end())
        for start in range(len(normal))
        for each in exclusions
        if (match := each.match(normal, start))
    ]
    spans: list[tuple[int, int]] = []
    for start in range(len(normal)):
        ends = [match.end() for each in patterns if (match := each.match(normal, start))]
        lit = [end for end in ends if not any(first <= start and end <= last for first, last in shadows)]
        if lit and (not spans or start >= spans[-1][1]):
            spans.append((start, max(lit)))
    return spans


@pytest.mark.parametrize("few", [0, 10**6])
@given(WORDINGS, WORDINGS, TEXTS)
def test_matching_equals_a_plain_oracle(few: int, wordings: list[str], not_within: list[str], text: str) -> None:
    kept, without, normal = usable(wordings), usable(not_within), normalise(text)
    matcher = Matcher([Concept("c", "C", {"": kept}, without)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_FEW", few)  # one by one, or as columns
        assert [(match.start, match.end) for match in matcher.find(normal)] == plain(kept, without, normal)


@given(st.lists(st.tuples(WORDINGS, WORDINGS), max_size=3), st.lists(TEXTS, max_size=6))
def test_many_texts_at_once_have_what_each_has(concepts: list[tuple[list[str], list[str]]], texts: list[str]) -> None:
    matcher = Matcher(
        Concept(f"c{at}", "C", {"": usable(wordings)}, usable(without))
        for at, (wordings, without) in enumerate(concepts)
    )
    normal = [normalise(text) for text in texts]
    found = matcher.find_in(normal)
    rows = zip(*(column.tolist() for column in found), strict=True)
    assert [
        (text, Match(matcher.patterns[at].concept, matcher.patterns[at].variant, start, end))
        for text, at, start, end in rows
    ] == [(number, match) for number, text in enumerate(normal) for match in matcher.find(text)]


def test_nothing_matches_from_one_text_into_the_next() -> None:
    matcher = Matcher([Concept("c", "C", {"": ("core technology", "核心技术")})])
    assert len(matcher.find_in(["core", "technology", "核心", "技术", "core technology"]).text) == 1


def test_a_phrase_among_very_many_is_found_the_same() -> None:
    many = tuple(f"phrase number {number} of a great many" for number in range(3_000))  # more than a table is made for
    matcher = Matcher([Concept("c", "C", {"": (*many, "café*")})])
    assert [match.variant for match in matcher.find("phrase number 7 of a great many cafés")] == [many[7], "café*"]
