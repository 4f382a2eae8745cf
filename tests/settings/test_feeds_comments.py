"""Comments of feeds.yaml that stand between groups of feeds stay where they are, whatever changes beside them."""

from pathlib import Path

import pytest

from tracker.settings import feeds_editing, feeds_file

BANKS = """# whose feeds these are
settings: {interval: 1h}  # seldom

feeds:
  # --- banks ---
  - name: Alpha   # the oldest
    url: https://alpha.example/feed
    paused: true
    # why it rests

  # --- ministries ---
  # moved to a new site in spring
  - id: beta
    name: 乙部
    url: https://beta.example/feed
    language: zh


  # === 新闻 ===
  - {name: Gamma, url: https://gamma.example/feed}  # short
  # the last word
"""
INDENTED_LESS = """feeds:
# --- one ---
- name: Alpha
  url: https://alpha.example/feed
# --- two ---
- name: Beta
  url: https://beta.example/feed
# end
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def without(text: str, *lines: int) -> str:
    return "".join(line for number, line in enumerate(text.splitlines(keepends=True), 1) if number not in lines)


@pytest.mark.parametrize(
    ("text", "feed", "gone"),
    [
        (BANKS, "alpha", (6, 7, 8)),
        (BANKS, "beta", (13, 14, 15, 16)),
        (BANKS, "gamma", (20,)),
        (INDENTED_LESS, "alpha", (3, 4)),
        (INDENTED_LESS, "beta", (6, 7)),
    ],
)
def test_a_feed_goes_with_its_own_lines_and_no_comment_of_others(
    tmp_path: Path, text: str, feed: str, gone: tuple[int, ...]
) -> None:
    path = written(tmp_path, text)
    feeds_editing.remove(path, feed)
    assert path.read_text(encoding="utf-8") == without(text, *gone)
    assert feed not in [each.id for each in feeds_file.load(path).feeds]


def test_a_field_that_goes_or_changes_takes_no_heading_with_it(tmp_path: Path) -> None:
    path = written(tmp_path, BANKS)
    feeds_editing.edit(path, "beta", language=None)
    feeds_editing.edit(path, "alpha", paused=None, url="https://alpha.example/new")
    feeds_editing.edit(path, "gamma", paused=True, reason="too: loud")
    wanted = without(BANKS.replace("alpha.example/feed", "alpha.example/new"), 8, 16)
    wanted = wanted.replace("alpha.example/new\n", "alpha.example/new\n    id: alpha\n")
    wanted = wanted.replace("gamma.example/feed}", "gamma.example/feed, id: gamma, paused: true, reason: 'too: loud'}")
    assert path.read_text(encoding="utf-8") == wanted
    assert [feed.paused for feed in feeds_file.load(path).feeds] == [False, False, True]


def test_a_feed_that_is_added_stands_below_the_last_and_moves_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, BANKS)
    feeds_editing.add(path, name="Delta", url="https://delta.example/feed", paused=False)
    added = "  - name: Delta\n    url: https://delta.example/feed\n    paused: false\n"
    assert path.read_text(encoding="utf-8") == BANKS.replace("# short\n", f"# short\n{added}")


@pytest.mark.parametrize(
    "text",
    ["", "# nothing yet\n", "feeds:\n", "feeds: []  # none\n", "feeds:   # none\nsettings: {interval: 1h}\n",
     "settings:\n  interval: 1h  # often\n"],
)  # fmt: skip
def test_the_first_feed_and_the_last_one_leave_the_rest_of_the_file(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    for name in ("One", "Two"):
        feeds_editing.add(path, name=name, url=f"https://{name}.example/")
    assert [feed.id for feed in feeds_file.load(path).feeds] == ["one", "two"]
    feeds_editing.remove(path, "one")
    feeds_editing.remove(path, "two")
    made = feeds_file.load(path)
    assert (made.feeds, made.errors) == ((), ())
    assert all(part in path.read_text() for part in ("# nothing", "# none", "1h", "# often") if part in text)
