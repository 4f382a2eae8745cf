"""The lexicon that is kept as it was read is the one in the file, and never stands in for another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tracker.settings import lexicon_file, lexicon_kept

OWN = Path(__file__).parents[2] / "lexicon.yaml"
SMALL = "themes: [{id: t, label: T, concepts: [{id: %s, variants: {en: [growth, 'tech*'], zh: [增长]}, note: '1'}]}]\n"
RULES = "cues: {en: [{verb: said, rank: 1}]}\nweights: {place: {title: 2}, cue: {0: 0.5}}\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize("text", [OWN.read_text(encoding="utf-8"), SMALL % "growth", SMALL % "growth" + RULES])
def test_what_is_kept_equals_what_the_file_says(text: str, tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text(text, encoding="utf-8")
    first, read = lexicon_kept.load(file)
    again, not_read = lexicon_kept.load(file)
    assert read is not None
    assert not_read is None
    assert first == again == lexicon_file.load(file).lexicon
    assert first.version == again.version


def test_a_changed_file_is_read_anew(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    for name in ("one", "two", "one"):
        file.write_text(SMALL % name, encoding="utf-8")
        assert list(lexicon_kept.load(file)[0].concepts) == [name]
    assert len(list(cache.iterdir())) == 1


def test_a_mistake_in_the_file_is_told_every_time(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text(SMALL % "growth" + "unknown: 1\n", encoding="utf-8")
    for _ in range(2):
        _, read = lexicon_kept.load(file)
        assert read is not None
        assert len(read.errors) == 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"themes"', '"thames"'),
        lambda text: "[]",
    ],
)
def test_a_damaged_copy_is_not_taken(spoil: Callable[[str], str], tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text(SMALL % "growth", encoding="utf-8")
    lexicon_kept.load(file)
    (kept,) = cache.iterdir()
    kept.write_text(spoil(kept.read_text(encoding="utf-8")), encoding="utf-8")
    assert lexicon_kept.load(file)[1] is not None
    assert lexicon_kept.load(file)[1] is None


def test_where_nothing_can_be_kept_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "lexicon.yaml"
    file.write_text(SMALL % "growth", encoding="utf-8")
    monkeypatch.setenv("TRACKER_CACHE", str(file / "cache"))
    for _ in range(2):
        assert list(lexicon_kept.load(file)[0].concepts) == ["growth"]
