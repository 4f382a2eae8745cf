"""Variants that cannot change any count."""

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
