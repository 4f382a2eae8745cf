"""feeds.yaml and lexicon.yaml while a program runs: read again only when changed, never worse off by a mistake."""

from pathlib import Path
from typing import Any

import pytest

from tracker.errors import SettingsError
from tracker.settings import lexicon_file, watched
from tracker.settings.watched import SettingsFiles

LEXICON = """themes:
  - id: economy
    label: Economy
    concepts:
      - {id: inflation, variants: {en: [inflation]}}
      - {id: reform, variants: {en: [reform], zh: [改革]}}
"""


def row(name: str, more: str = "") -> str:
    return f"  - name: {name}\n    url: https://example.org/{name}\n{more}"


def feeds(*rows: str) -> str:
    return "settings:\n  allow_private: [127.0.0.1]\nfeeds:\n" + "".join(rows)


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def files(tmp_path: Path) -> SettingsFiles:
    (tmp_path / "feeds.yaml").write_text(feeds(row("one"), row("two")))
    (tmp_path / "lexicon.yaml").write_text(LEXICON)
    return SettingsFiles(tmp_path / "feeds.yaml", tmp_path / "lexicon.yaml")


def ids(files: SettingsFiles) -> list[str]:
    return [feed.id for feed in files.feeds().feeds]


def test_a_file_that_has_not_changed_is_not_read_again(
    files: SettingsFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Path] = []

    def load(path: Path) -> Any:
        reads.append(path)
        return lexicon_file.load(path)

    kept = watched.Watched(tmp_path / "lexicon.yaml", load, lambda _, found: found)
    for _ in range(5):
        kept.current()
    assert len(reads) == 1
    (tmp_path / "lexicon.yaml").write_text(LEXICON + "# a comment\n")
    assert kept.current() is kept.current()
    assert len(reads) == 2


@pytest.mark.parametrize("size", range(0, len(feeds(row("one"), row("two"))), 7))
def test_of_a_feeds_file_cut_off_anywhere_no_feed_leaves_if_it_cannot_be_read(
    files: SettingsFiles, tmp_path: Path, size: int
) -> None:
    whole = files.feeds()
    (tmp_path / "feeds.yaml").write_text(feeds(row("one"), row("two"))[:size])
    cut = files.feeds()
    if cut.errors:
        assert {feed.url for feed in cut.feeds} >= {feed.url for feed in whole.feeds}
        assert cut.allow_private == whole.allow_private
        assert all(str(error).startswith(f"{tmp_path / 'feeds.yaml'}:") for error in cut.errors)
    (tmp_path / "feeds.yaml").write_text(feeds(row("one"), row("two"), row("three")))
    assert ids(files) == ["one", "two", "three"]
    assert files.feeds().errors == ()


def test_an_empty_or_missing_feeds_file_takes_no_feed_away(files: SettingsFiles, tmp_path: Path) -> None:
    assert ids(files) == ["one", "two"]
    (tmp_path / "feeds.yaml").write_text("")
    assert ids(files) == ["one", "two"]
    assert "has no feeds" in str(files.feeds().errors[0])
    (tmp_path / "feeds.yaml").unlink()
    assert ids(files) == ["one", "two"]
    assert "no such file" in str(files.feeds().errors[0])


def test_a_feed_with_a_mistake_stays_as_it_was_while_others_come_and_go(files: SettingsFiles, tmp_path: Path) -> None:
    files.feeds()
    (tmp_path / "feeds.yaml").write_text(feeds(row("one", "    interval: soon\n"), row("three")))
    assert sorted(ids(files)) == ["one", "three"]  # two was taken out, by hand
    assert "is no interval" in str(files.feeds().errors[0])


def test_a_lexicon_with_a_mistake_counts_as_before_and_says_its_line(files: SettingsFiles, tmp_path: Path) -> None:
    before = files.lexicon().lexicon.version
    for text, line in ((LEXICON[:-30], 6), (LEXICON.replace("[reform]", "7"), 6), ("", 1)):
        (tmp_path / "lexicon.yaml").write_text(text)
        now = files.lexicon()
        assert now.lexicon.version == before
        assert [str(error).startswith(f"{tmp_path / 'lexicon.yaml'}:{line}: ") for error in now.errors] == [True]
    (tmp_path / "lexicon.yaml").write_text(LEXICON.replace("[reform]", "[reforms]"))
    assert files.lexicon().lexicon.version != before
    assert files.lexicon().errors == ()


def test_a_file_that_could_never_be_read_says_so_until_it_can(files: SettingsFiles, tmp_path: Path) -> None:
    (tmp_path / "lexicon.yaml").write_text("themes: [")
    for _ in range(2):
        with pytest.raises(SettingsError, match=r"lexicon.yaml:1: is not YAML"):
            files.lexicon()
    (tmp_path / "lexicon.yaml").write_text(LEXICON)
    assert len(files.lexicon().lexicon.concepts) == 2


def test_a_file_is_read_once_it_has_been_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(watched.time, "monotonic", clock.monotonic)
    (tmp_path / "feeds.yaml").write_text(feeds(row("one"), row("two")))
    files = SettingsFiles(tmp_path / "feeds.yaml", tmp_path / "lexicon.yaml", settled=1.0)
    assert ids(files) == ["one", "two"]
    for text in (feeds(row("one")), feeds(row("one"), "  ")):  # still being written
        (tmp_path / "feeds.yaml").write_text(text)
        assert ids(files) == ["one", "two"]
        clock.now += 0.9
        assert ids(files) == ["one", "two"]
    (tmp_path / "feeds.yaml").write_text(feeds(row("one"), row("three")))
    files.feeds()
    clock.now += 1.1
    assert ids(files) == ["one", "three"]
