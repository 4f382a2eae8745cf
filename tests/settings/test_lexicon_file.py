"""lexicon.yaml: every mistake with its line, and the concepts that can be read."""

from datetime import date
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
        ("cues: stressed\n", 7, "a list of verbs for each language"),
        ("cues:\n  en: [{verb: stressed, rank: high}]\n", 8, "a rank from 1 to 9"),
        ("cues:\n  en: [{verb: stressed}]\n", 8, "has no rank"),
        ("weights: {place: {title: -1}}\n", 7, "write a number above 0"),
        ("weights: {place: {title: 101}}\n", 7, "up to 100"),
        ("weights: {verb: {1: 1}}\n", 7, "has place"),
        ("tiers:\n  - {name: hot, from: 5}\n", 8, "must be a share from 0 to 1"),
        ("serials:\n  - {id: a, titles: ['(']}\n", 8, "cannot be read"),
        ("serials:\n  - {id: a, title: b}\n", 8, "unknown field 'title'"),
        ("stop_phrases: the\n", 7, "write a list"),
        ("events:\n  - {date: 2008, label: Lehman}\n", 8, "must be a day"),
        ("events:\n  - {date: 2008-09-15}\n", 8, "has no label"),
    ],
)
def test_a_mistake_costs_only_the_concept_or_rule_it_is_in(tmp_path: Path, rows: str, line: int, says: str) -> None:
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


RULES = """
cues:
  en: [{verb: stressed, rank: 2}, {verb: "point* out", rank: 1}]
  zh: [{verb: 要求, rank: 3}]
weights: {place: {title: 3}, cue: {2: 1.5}}
tiers:
  - {name: 冷, label: cold, from: 0, ours: true}
  - {name: 沸, label: blazing, from: 0.0518}
stop_phrases: [last year]
serials:
  - {id: fomc, label: FOMC statement, titles: ["^fomc statement"], sources: [fed]}
events:
  - {date: 2020-03-11, label: Pandemic}
  - {date: 2008-09-15, label: Lehman}
"""


def test_the_rules_beside_the_themes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    path.write_text(HEAD + RULES, encoding="utf-8")
    read = lexicon_file.load(path)
    lexicon = read.lexicon
    assert not read.errors
    assert [(cue.verb, cue.rank) for cue in lexicon.cues] == [("stressed", 2), ("point* out", 1), ("要求", 3)]
    assert (lexicon.weights.of("title", 2), lexicon.weights.of("body", 0)) == (4.5, 1.0)
    assert [tier.name for tier in lexicon.tiers] == ["沸", "冷"]
    assert lexicon.serials[0].sources == ("fed",)
    assert read.events == ((date(2008, 9, 15), "Lehman"), (date(2020, 3, 11), "Pandemic"))


def test_the_version_changes_with_every_rule_that_a_value_depends_on(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.yaml"
    changes = [
        ("rank: 2", "rank: 3"),
        ("title: 3", "title: 2"),
        ("0.0518", "0.06"),
        ("^fomc", "fomc"),
        ("last", "this"),
    ]
    texts = [HEAD + RULES, *(HEAD + RULES.replace(*change) for change in changes)]
    versions = []
    for text in texts:
        path.write_text(text, encoding="utf-8")
        versions.append(lexicon_file.load(path).lexicon.version)
    assert len(set(versions)) == len(texts)
