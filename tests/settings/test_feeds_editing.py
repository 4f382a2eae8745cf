"""Changing feeds.yaml: comments stay, nobody's change is lost, nothing wrong is written."""

import subprocess
import sys
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.settings import feeds_editing, feeds_file

TEXT = """# our feeds
settings:
  interval: 30m   # often
feeds:
  # the first
  - name: One
    url: https://one.example/   # keep me
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_adding_editing_and_removing_keep_every_comment(path: Path) -> None:
    assert feeds_editing.add(path, name="二号", url="https://two.example/", language="zh") == "二号"
    feeds_editing.edit(path, "one", paused=True, reason="too loud", name="First")
    text = path.read_text(encoding="utf-8")
    assert all(comment in text for comment in ("# our feeds", "# often", "# the first", "# keep me"))
    first, second = feeds_file.load(path).feeds
    assert (first.id, first.name, first.paused, first.reason) == ("one", "First", True, "too loud")
    assert second.language == "zh"
    feeds_editing.remove(path, "二号")
    assert [feed.id for feed in feeds_file.load(path).feeds] == ["one"]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "One", "url": "https://other.example/"},
        {"name": "Two", "url": "https://one.example/"},
        {"name": "Two", "url": "nowhere"},
        {"name": "Two", "url": "https://two.example/", "timezone": "Mars/One"},
    ],
)
def test_a_feed_that_could_not_be_read_back_is_not_written(path: Path, fields: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        feeds_editing.add(path, **fields)
    assert path.read_text(encoding="utf-8") == TEXT
    assert [each.name for each in path.parent.iterdir()] == ["feeds.yaml"]


def test_the_first_feed_may_make_the_file(tmp_path: Path) -> None:
    feeds_editing.add(tmp_path / "new.yaml", name="One", url="https://one.example/")
    assert [feed.id for feed in feeds_file.load(tmp_path / "new.yaml").feeds] == ["one"]


def test_many_who_add_at_once_lose_nothing(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from tracker.settings.feeds_editing import add\n"
        "for n in range(5): add(Path(sys.argv[1]), name=f'{sys.argv[2]}{n}', url=f'https://{sys.argv[2]}{n}.example/')"
    )
    adding = [subprocess.Popen([sys.executable, "-c", script, str(path), name], cwd=ROOT) for name in "abc"]
    assert [each.wait(60) for each in adding] == [0, 0, 0]
    assert len(feeds_file.load(path).feeds) == 16
