"""Kin of a formula: with words put in, or cut, and nothing that only looks like it."""

import pytest

from tracker.words.text import normalise
from tracker.words.wordings import Kin

FORMULAS = ("strong Internet power", "cyber power", "core technolog*", "网络强国", "关键信息基础设施", "AI+制造")


def kin(text: str, *formulas: str) -> list[tuple[str, str]]:
    return [(found.kind, found.wording) for found in Kin(formulas or FORMULAS).find(normalise(text))]


@pytest.mark.parametrize(
    ("text", "wordings"),
    [
        ("A strong and secure Internet power.", [("insertion", "strong and secure Internet power")]),
        ("STRONG-AND-SECURE INTERNET\nPOWER", [("insertion", "strong and secure Internet power")]),
        ("An Internet power it is.", [("truncation", "Internet power")]),
        ("a strong Internet of things", [("truncation", "strong Internet")]),
        ("core digital technologies, core digital technology", [("insertion", "core digital technolog*")] * 2),
        ("建设网络安全强国。", [("insertion", "网络安全强国")]),
        ("保護信息基礎設施", [("truncation", "信息基础设施"), ("truncation", "基础设施")]),
    ],
)
def test_words_put_in_and_ends_cut_off_are_found(text: str, wordings: list[tuple[str, str]]) -> None:
    assert set(kin(text)) >= set(wordings)
    assert all(kin(text).count(each) == wordings.count(each) for each in wordings)


@pytest.mark.parametrize(
    "text",
    [
        "A strong Internet power; cyber power, cyber-power; core technology; 网络强国，关键信息基础设施",  # themselves
        "strong and really very secure internet of power",  # too much put in
        "strong, secure internets: power",  # other words between
        "cyber. Powers of the power",
        "cyber of the power",  # nothing that names anything
        "网络的强国",
        "建设网络安全和信息化强国",  # five characters put in
        "cyber\n\npower",  # another paragraph
        "cyber new powers",  # no whole word
        "AI+智能制造",  # of two scripts
        "power, technology, 强国",  # too short to be a formula
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    assert [each for each in kin(text) if each[0] == "insertion"] == []
    assert [each for each in kin(text, "cyber power", "网络强国", "core technolog*") if each[0] == "truncation"] == []


def test_a_cut_formula_inside_the_whole_one_is_none() -> None:
    assert kin("strong Internet power, then Internet power", "strong Internet power") == [
        ("truncation", "Internet power")
    ]


def test_kin_that_is_a_variant_already_is_none() -> None:
    assert kin("a new cyber power, an internet power", "cyber power", "new cyber power", "strong internet power",
               "Internet-power") == []  # fmt: skip


def test_kin_of_two_formulas_is_found_once() -> None:
    assert kin("an Internet power", "strong Internet power", "great Internet power") == [
        ("truncation", "Internet power")
    ]


def test_where_it_stands_is_exact() -> None:
    text = "the strong and secure internet power."
    (found,) = [each for each in Kin(["strong Internet power"]).find(text) if each.kind == "insertion"]
    assert text[found.start : found.end] == "strong and secure internet power"


def test_a_text_without_the_literals_of_any_group_has_no_kin() -> None:
    groups = Kin(FORMULAS).literals
    assert ("internet power",) in groups
    assert ("strong", "internet power") not in groups  # implied
    for text in ("strong and secure internet power", "core digital technologies", "网络安全强国", "信息基础设施"):
        assert list(Kin(FORMULAS).find(text))
        assert any(all(literal in text for literal in group) for group in groups)
