"""Changing lexicon.yaml: comments and style stay, nobody's change is lost, nothing wrong is written."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tracker.errors import LexiconError, SettingsError
from tracker.settings import lexicon_editing, lexicon_file
from tracker.settings.replacing import Replaced
from tracker.words.lexicon import Concept

TEXT = """# our lexicon
themes:
  # all of it
  - id: cyber
    label: Cyber
    concepts:
      - id: power   # the first
        label: Cyber power
        variants:
          en: [cyber power, cyber superpower]  # in one line
          zh: [网络强国]
      # the second
      - id: core
        label: Core
        variants:
          en:
            - core technolog*   # with a star
            # those below are rare
            - key technology
          # Chinese
          zh:
            - 核心技术
        not_within: [core technology park]
        note: n
  - {id: empty, label: Empty, concepts: []}
# the verbs
cues:
  en: [{verb: stressed, rank: 2}]
"""
COMMENTS = [line.partition("#")[2] for line in TEXT.splitlines() if "#" in line]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lexicon.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def concept(path: Path, name: str) -> Concept:
    read = lexicon_file.load(path)
    assert read.errors == ()
    return read.lexicon.concepts[name]


def test_wordings_come_change_and_go_in_the_style_of_their_list_and_every_comment_stays(path: Path) -> None:
    lexicon_editing.add_variant(path, "power", "en", "cyber great power")
    lexicon_editing.add_variant(path, "core", "en", "vital technology")
    lexicon_editing.rename_variant(path, "core", "核心技术", "关键技术")
    lexicon_editing.remove_variant(path, "power", "cyber power")
    text = path.read_text(encoding="utf-8")
    assert "en: [cyber superpower, cyber great power]  # in one line\n" in text
    assert "            - key technology\n            - vital technology\n          # Chinese\n" in text
    assert concept(path, "core").variants == {
        "en": ("core technolog*", "key technology", "vital technology"), "zh": ("关键技术",)
    }  # fmt: skip
    assert all(comment in text for comment in COMMENTS)


def test_the_first_wording_of_a_language_makes_its_list(path: Path) -> None:
    lexicon_editing.add_variant(path, "core", "fr", "technologie clé")
    assert concept(path, "core").variants["fr"] == ("technologie clé",)


def test_a_concept_comes_is_edited_and_goes(path: Path) -> None:
    name, _ = lexicon_editing.add_concept(
        path, "empty", "New: frontier", {"en": ["new frontier"], "zh": []}, label_zh="新疆域", note="why: 'so'"
    )
    assert concept(path, name) == Concept(
        "new-frontier", "New: frontier", {"en": ("new frontier",)}, (), "why: 'so'", "新疆域"
    )
    lexicon_editing.edit_concept(
        path, "core", label="Core 2", label_zh="核心", note="", not_within=["a park", "the park"]
    )
    core = concept(path, "core")
    assert (core.label, core.label_zh, core.note, core.not_within) == ("Core 2", "核心", "", ("a park", "the park"))
    lexicon_editing.edit_concept(path, "core", not_within=[])
    assert concept(path, "core").not_within == ()
    lexicon_editing.remove_concept(path, "core")
    text = path.read_text(encoding="utf-8")
    assert list(lexicon_file.load(path).lexicon.concepts) == ["power", name]
    assert all(comment in text for comment in (" all of it", " the first", " the second", " the verbs"))


def test_a_theme_comes_is_edited_and_goes_once_it_is_empty(path: Path) -> None:
    lexicon_editing.add_theme(path, "Growth", "增长")
    lexicon_editing.add_concept(path, "growth", "Steady", {"en": ["steady growth"]})
    lexicon_editing.edit_theme(path, "growth", label="Economic growth")
    with pytest.raises(LexiconError, match="still has concepts"):
        lexicon_editing.remove_theme(path, "cyber")
    lexicon_editing.remove_theme(path, "empty")
    themes = lexicon_file.load(path).lexicon.themes
    assert [(theme.id, theme.label, theme.label_zh) for theme in themes] == [
        ("cyber", "Cyber", ""), ("growth", "Economic growth", "增长")
    ]  # fmt: skip
    assert path.read_text(encoding="utf-8").endswith("cues:\n  en: [{verb: stressed, rank: 2}]\n")


def test_events_come_and_go_and_the_first_makes_the_list(path: Path) -> None:
    days = date(2008, 9, 15), date(2001, 12, 11)
    lexicon_editing.add_event(path, days[0], "Lehman: it fails")
    lexicon_editing.add_event(path, days[1], "世贸组织")
    assert lexicon_file.load(path).events == ((days[1], "世贸组织"), (days[0], "Lehman: it fails"))
    for wrong, said in (("世贸组织", "already"), ("", "no name")):
        with pytest.raises(LexiconError, match=said):
            lexicon_editing.add_event(path, days[1], wrong)
    lexicon_editing.remove_event(path, days[0], "Lehman: it fails")
    with pytest.raises(LexiconError, match="any more"):
        lexicon_editing.remove_event(path, days[0], "Lehman: it fails")
    assert lexicon_file.load(path).events == ((days[1], "世贸组织"),)
    lexicon_editing.remove_event(path, days[1], "世贸组织")
    assert path.read_text(encoding="utf-8") == f"{TEXT}events: []\n"


def test_the_first_theme_may_make_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    lexicon_editing.add_theme(path, "One")
    lexicon_editing.add_concept(path, "one", "First", {"zh": ["第一"]})
    assert concept(path, "first").variants == {"zh": ("第一",)}


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "a wording that counts the same": (
        lambda path: lexicon_editing.add_variant(path, "power", "en", "Cyber-Power"), "has “cyber power” already"
    ),
    "a wording that could never match": (
        lambda path: lexicon_editing.add_variant(path, "power", "en", "?!"), "no letter or digit"
    ),
    "a star in the middle": (lambda path: lexicon_editing.add_variant(path, "core", "en", "te*ch"), "a star may only"),
    "a wording renamed to another": (
        lambda path: lexicon_editing.rename_variant(path, "core", "key technology", "核心技術"), "“核心技术” already"
    ),
    "a wording that is gone": (lambda path: lexicon_editing.remove_variant(path, "core", "x"), "any more"),
    "the last wording": (lambda path: lexicon_editing.add_concept(path, "empty", "E", {"en": []}), "has no variants"),
    "a concept of the same id": (
        lambda path: lexicon_editing.add_concept(path, "empty", "Core", {"en": ["x"]}), "concept 'core' already"
    ),
    "a concept without a name": (
        lambda path: lexicon_editing.add_concept(path, "empty", "…", {"en": ["x"]}), "no letter or digit"
    ),
    "a theme of the same id": (lambda path: lexicon_editing.add_theme(path, "cyber"), "theme 'cyber' already"),
    "no such concept": (lambda path: lexicon_editing.remove_concept(path, "x"), "no concept 'x'"),
    "no such theme": (lambda path: lexicon_editing.edit_theme(path, "x", label="y"), "no theme 'x'"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_be_wrong_is_refused_and_nothing_is_written(path: Path, case: str) -> None:
    edit, says = REFUSED[case]
    with pytest.raises(SettingsError, match=says):
        edit(path)
    assert path.read_text(encoding="utf-8") == TEXT
    assert [each.name for each in path.parent.iterdir()] == ["lexicon.yaml"]


def test_the_last_wording_of_a_concept_stays(path: Path) -> None:
    lexicon_editing.remove_variant(path, "power", "cyber power")
    lexicon_editing.remove_variant(path, "power", "cyber superpower")
    with pytest.raises(LexiconError, match="its last wording; remove the concept"):
        lexicon_editing.remove_variant(path, "power", "网络强国")


def test_a_file_with_a_mistake_can_be_changed_where_it_is_sound(path: Path) -> None:
    path.write_text(TEXT.replace("note: n", "color: red"), encoding="utf-8")
    lexicon_editing.add_variant(path, "power", "zh", "网络大国")
    assert lexicon_file.load(path).lexicon.concepts["power"].variants["zh"] == ("网络强国", "网络大国")


def test_a_file_that_is_not_yaml_is_left_alone_and_its_line_named(path: Path) -> None:
    path.write_text(TEXT + "x: [", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"lexicon.yaml:\d+: is not YAML"):
        lexicon_editing.add_variant(path, "power", "en", "x")


def test_a_change_is_undone_to_the_letter_unless_the_file_was_changed_since(path: Path) -> None:
    done: list[Replaced] = [
        lexicon_editing.remove_concept(path, "core"),
        lexicon_editing.add_variant(path, "power", "en", "x"),
    ]
    for each in reversed(done):
        lexicon_editing.undo(path, each)
    assert path.read_text(encoding="utf-8") == TEXT
    last = lexicon_editing.add_variant(path, "power", "en", "y")
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="changed since"):
        lexicon_editing.undo(path, last)
    assert path.read_text(encoding="utf-8").endswith("# by hand\n")


def test_what_an_editor_wrote_meanwhile_is_kept(path: Path) -> None:
    tries: list[str] = []

    def meanwhile(text: str) -> str:
        tries.append(text)
        if len(tries) == 1:
            path.write_text(text.replace("label: Core", "label: By hand"), encoding="utf-8")
        return text.replace("label: Cyber power", "label: Power")

    lexicon_editing.change(path, meanwhile)
    assert (concept(path, "core").label, concept(path, "power").label, len(tries)) == ("By hand", "Power", 2)


def test_many_who_add_at_once_lose_nothing(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tracker.settings.lexicon_editing import add_variant\n"
        "for n in range(4): add_variant(Path(sys.argv[1]), 'core', 'en', f'{sys.argv[2]} {n}')"
    )
    adding = [subprocess.Popen([sys.executable, "-c", script, str(path), name], cwd=ROOT) for name in "ab"]
    assert [each.wait(60) for each in adding] == [0, 0]
    assert len(concept(path, "core").variants["en"]) == 10


def test_concepts_of_the_shipped_lexicon_can_be_changed_and_put_back(tmp_path: Path) -> None:
    shipped = (ROOT / "lexicon.yaml").read_text(encoding="utf-8")
    path = tmp_path / "lexicon.yaml"
    path.write_text(shipped, encoding="utf-8")
    read = lexicon_file.load(path).lexicon
    first, *_, last = read.concepts
    for name in (first, last):
        done = [
            lexicon_editing.add_variant(path, name, "zh", "丙丁戊己"),
            lexicon_editing.edit_concept(path, name, label="L", note="n"),
        ]
        changed = lexicon_file.load(path).lexicon.concepts
        assert (changed[name].label, changed[name].note, changed[name].variants["zh"][-1]) == ("L", "n", "丙丁戊己")
        assert {each: changed[each] for each in changed if each != name} == {
            each: read.concepts[each] for each in read.concepts if each != name
        }
        for each in reversed(done):
            lexicon_editing.undo(path, each)
    assert path.read_text(encoding="utf-8") == shipped
