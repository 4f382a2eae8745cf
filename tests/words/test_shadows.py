"""Variants that cannot change any count, or that were meant as several."""

import pytest

from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.shadows import warnings


def complaints(*concepts: Concept) -> list[str]:
    return list(warnings(Lexicon((Theme("t", "T", concepts),))))


def test_a_variant_that_another_always_covers_is_named() -> None:
    (complaint,) = complaints(Concept("c", "C", {"en": ("core technolog*", "core technology")}))
    assert "“core technology” is shadowed" in complaint


def test_a_shorter_variant_shadows_nothing() -> None:
    assert complaints(Concept("c", "C", {"en": ("climate", "climate change")})) == []


def test_the_same_variant_in_two_concepts_is_named() -> None:
    (complaint,) = complaints(Concept("a", "A", {"en": ("cyber-power",)}), Concept("b", "B", {"en": ("Cyber power",)}))
    assert "also in a" in complaint


def test_the_same_wording_under_two_languages_is_no_slip() -> None:
    assert complaints(Concept("c", "C", {"en": ("AI",), "zh": ("AI",)})) == []


def test_a_variant_that_is_always_excluded_is_named() -> None:
    (complaint,) = complaints(Concept("c", "C", {"zh": ("改革开放",)}, ("改革开放",)))
    assert "never counts" in complaint


@pytest.mark.parametrize(
    "wording", ["网络强国，信息化", "通货膨胀；物价", "就业、消费", "物价,房价", "inflation，prices"]
)
def test_two_wordings_written_as_one_are_named(wording: str) -> None:
    (complaint,) = complaints(Concept("c", "C", {"zh": ("别的", wording)}))
    assert complaint.startswith(f"c: “{wording}” is one wording with ")


def test_a_wording_to_be_left_out_may_be_two_as_well() -> None:
    (complaint,) = complaints(Concept("c", "C", {"zh": ("开放",)}, ("改革开放，对外开放",)))
    assert "a full-width comma" in complaint


@pytest.mark.parametrize("wording", ["创新、协调、绿色、开放、共享", "peace, security", "互联网+"])
def test_a_phrase_that_has_signs_of_its_own_is_no_slip(wording: str) -> None:
    assert complaints(Concept("c", "C", {"zh": (wording,)})) == []
