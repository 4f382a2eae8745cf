"""lexicon.yaml: every mistake with its line, and the concepts that can be read."""

from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.settings import lexicon_file
from tracker.words.shadows import warnings

HEAD = "themes:\n  - id: t\n    label: T\n    concepts:\n      - id: good\n        variants: {en: [good]}\n"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ("      - id: bad\n", 7, "has no variants"),
        ("      - id: bad\n        variants: {en: [5]}\n", 7, "put numbers in quotes"),
        ("      - id: bad\n        variants: {en: ['*x']}\n", 7, "has no letter or digit to begin with"),
        ("      - id: good\n        variants: {en: [b]}\n", 7, "is there twice"),
        ("      - id: 'a b'\n        variants: {en: [b]}\n", 7, "letters, digits and hyphens"),
        ("      - id: bad\n        variants: {en: [b]}\n        colour: red\n", 9, "unknown field 'colour'"),
    ],
)
def test_a_mistake_costs_only_its_concept(tmp_path: Path, rows: str, line: int, says: str) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text(HEAD + rows, encoding="utf-8")
    read = lexicon_file.load(path)
    assert list(read.lexicon.concepts) == ["good"]
    (error,) = read.errors
    assert error.about == f"{path}:{line}"
    assert says in error.problem


@pytest.mark.parametrize("text", ["themes: [", "themes: 5", "", "\tthemes:"])
def test_a_file_that_is_no_lexicon_names_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"lexicon.yaml:\d"):
        lexicon_file.load(path)


def test_the_lexicon_we_ship_is_sound() -> None:
    read = lexicon_file.load(ROOT / "lexicon.yaml")
    assert not read.errors
    assert list(warnings(read.lexicon)) == []
    concepts = read.lexicon.concepts.values()
    assert len(concepts) >= 80
    assert len(read.lexicon.themes) >= 8
    assert all(concept.note and concept.label_zh for concept in concepts)
    assert all(concept.variants.get("en") and concept.variants.get("zh") for concept in concepts)
