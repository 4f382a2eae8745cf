"""feeds.yaml: every mistake with its line, and the feeds that can be read."""

from datetime import timedelta
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.settings import feeds_file

GOOD = "  - name: Good\n    url: https://good.example/feed\n"
ROOT = Path(__file__).parents[2]
CASES = [
    (
        "unknown field",
        GOOD + "  - name: B\n    url: https://b.example/\n    colour: red\n",
        6,
        "unknown field 'colour'",
    ),
    ("duplicate address", GOOD + "  - name: B\n    url: https://good.example/feed\n", 4, "is there twice"),
    ("duplicate name", GOOD + "  - name: Good\n    url: https://b.example/\n", 4, "id 'good' is there twice"),
    ("no address", GOOD + "  - name: B\n", 4, "a feed needs url"),
    ("no web address", GOOD + "  - name: B\n    url: ftp://b.example\n", 5, "no http or https address"),
    ("backslash", GOOD + "  - name: B\n    url: 'http://127.0.0.1\\@good/'\n", 5, "no http or https address"),
    ("number", GOOD + "  - name: 5\n    url: https://b.example/\n", 4, "put it in quotes"),
    ("zone", GOOD + "  - name: B\n    url: https://b.example/\n    timezone: Mars/One\n", 6, "unknown time zone"),
    ("interval", GOOD + "  - name: B\n    url: https://b.example/\n    interval: often\n", 6, "write 15m, 2h or 1d"),
    (
        "text",
        GOOD + "  - name: B\n    url: https://b.example/\n    full_text: all\n",
        6,
        "full_text is auto, feed, page",
    ),
    ("paused", GOOD + "  - name: B\n    url: https://b.example/\n    paused: maybe\n", 6, "true or false"),
    ("object", GOOD + "  - !!python/object:os.system\n    name: B\n", 4, "needs"),
    ("a word", GOOD + "  - hello\n", 4, "a feed needs name and url"),
    ("tab", GOOD + "  - name: B\n\turl: https://b.example/\n", 5, "is not YAML"),
    ("twice the same key", GOOD + "  - name: B\n    name: C\n    url: https://b.example/\n", 5, "is not YAML"),
    ("broken quote", GOOD + "  - name: 'B\n    url: https://b.example/\n", 4, "is not YAML"),
]


def write(folder: Path, text: str) -> Path:
    path = folder / "feeds.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("rows", "line", "says"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_mistake_is_named_with_its_line_and_costs_only_its_feed(
    tmp_path: Path, rows: str, line: int, says: str
) -> None:
    path = write(tmp_path, "feeds:\n" + rows)
    read = feeds_file.load(path)
    assert [feed.id for feed in read.feeds] == ["good"]
    about = [error.about for error in read.errors]
    assert any(says in error.problem for error in read.errors), list(map(str, read.errors))
    assert any(
        abs(int(where.rsplit(":", 1)[1]) - line) <= (1 if "YAML" in says or says == "needs" else 0) for where in about
    )


@pytest.mark.parametrize("text", ["", "[]", "feeds: 5", "hello", "feeds: ["])
def test_a_file_without_feeds_says_so_or_is_empty(tmp_path: Path, text: str) -> None:
    read = feeds_file.load(write(tmp_path, text))
    assert not read.feeds
    assert read.errors


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="make one, or name another"):
        feeds_file.load(tmp_path / "none.yaml")


def test_names_and_addresses_suffice_and_a_country_called_no_is_text(tmp_path: Path) -> None:
    text = "settings:\n  interval: 2h\nfeeds:\n  - name: Norges Bank\n    url: https://n.example/\n    language: no\n"
    (feed,) = feeds_file.load(write(tmp_path, text)).feeds
    assert (feed.id, feed.language, feed.interval, feed.full_text) == ("norges-bank", "no", timedelta(hours=2), "auto")


def test_the_feeds_we_ship_are_sound() -> None:
    read = feeds_file.load(ROOT / "feeds.yaml")
    assert not read.errors
    assert len(read.feeds) >= 30
    assert read.feeds[0].name == "China Copyright and Media"
    assert all(feed.timezone and feed.language and feed.body for feed in read.feeds)
    assert all(feed.reason for feed in read.feeds if feed.paused)


@pytest.mark.parametrize(
    ("said", "code"), [("cn", "zh"), ("Chinese", "zh"), ("中文", "zh"), ("zh_TW", "zh-TW"), ("EN", "en")]
)
def test_a_language_is_known_by_its_code_however_it_is_called(tmp_path: Path, said: str, code: str) -> None:
    read = feeds_file.load(write(tmp_path, f"feeds:\n  - name: A\n    url: https://a.example/\n    language: {said}\n"))
    assert [feed.language for feed in read.feeds] == [code]


def test_what_is_no_language_is_named_with_its_line(tmp_path: Path) -> None:
    read = feeds_file.load(write(tmp_path, "feeds:\n  - name: A\n    url: https://a.example/\n    language: xx\n"))
    (error,) = read.errors
    assert str(error).endswith("feeds.yaml:4: language 'xx' is no language; write en, zh or another code")
