"""feeds.yaml: mistakes in it, feeds that leave it, and several hands that write it."""

from collections.abc import Sequence
from pathlib import Path

from tests.beside import started
from tests.faults.case import Case
from tests.faults.paper import item, rss
from tests.faults.server import http
from tests.faults.stage import HEALTHY, Stage
from tracker.archive import leases
from tracker.settings import feeds_editing, splicing

# The lines of one feed, and which of them the mistake is said to be in.
MISTAKES = {
    "duplicate key": ("  - name: case\n    url: URL\n    url: URL/b\n", (2, 3)),
    "duplicate address": ("  - name: case\n    url: URL\n  - name: other\n    url: URL\n", (3,)),
    "duplicate id": ("  - name: case\n    url: URL\n  - name: case\n    url: URL/b\n", (3,)),
    "tab": ("  - name: case\n\turl: URL\n", (1, 2)),
    "python": ("  - name: !!python/object/apply:os.system ['touch PWNED']\n    url: URL\n", (1,)),
    "python object": ("  - !!python/object:builtins.dict {name: case, url: URL}\n", (1,)),
    "empty name": ("  - name:\n    url: URL\n", (1,)),
    "empty feed": ("  -\n", (1,)),
    "no map": ("  - URL\n", (1,)),
    "list for a name": ("  - name: [case]\n    url: URL\n", (1,)),
    "number for a language": ("  - name: case\n    url: URL\n    language: 7\n", (3,)),
    "word for paused": ("  - name: case\n    url: URL\n    paused: perhaps\n", (3,)),
    "number for an interval": ("  - name: case\n    url: URL\n    interval: 30\n", (3,)),
    "unknown field": ("  - name: case\n    url: URL\n    country: no\n", (3,)),
    "unended quote": ('  - name: "case\n    url: URL\n', (1,)),
}


def _rows(name: str, urls: dict[str, str]) -> str:
    return f"  - name: {name}\n    url: {urls[name]}\n"


def mistakes(stage: Stage) -> None:
    stage.site.pages["/feed"] = http(rss(item(1)))
    urls = {name: f"{server.address}/feed" for name, server in stage.healthy.items()}
    head = "settings:\n  allow_private: [localhost]\nfeeds:\n" + _rows(HEALTHY[0], urls)
    tail = _rows(HEALTHY[1], urls)
    before = head.count("\n")
    for text, lines in MISTAKES.values():
        stage.yaml.write_text(head + text.replace("URL", f"{stage.site.address}/feed") + tail)
        errors = stage.files().errors
        assert errors, text
        for error in errors:
            assert str(error).startswith(tuple(f"{stage.yaml}:{before + line}: " for line in lines)), (text, str(error))
        assert {each.id for each in stage.files().feeds} - {"case"} == set(HEALTHY), text
        visit = stage.poll("before", write=False)
        assert (text, visit.error) == (text, "")
        assert stage.codes[-1] == 1
    stage.yaml.write_text(head + f"  - {{name: norway, url: {stage.site.address}/feed, language: no}}\n" + tail)
    assert stage.poll("norway", write=False).error == ""  # a language, not a "false"
    assert [each.language for each in stage.reports("norway")] == ["no"]
    for text in ("", "# nothing yet\n", "- a\n- b\n", "feeds: 7\n"):
        stage.yaml.write_text(text)
        assert stage.files().feeds == ()
        assert all(str(error).startswith(f"{stage.yaml}:1: ") for error in stage.files().errors)
    assert not Path("PWNED").exists()
    stage.feed("norway", url=f"{stage.site.address}/feed", language="no")


def removed(stage: Stage) -> None:
    for name in ("case", "stays"):
        stage.feed(name, http(rss(item(f"{name}-1"), item(f"{name}-2"))))
    stage.poll()
    case = stage.feeds.pop("case")
    stage.poll("stays")
    row = stage.row()
    assert (row.status, row.reports) == ("removed", 2)
    assert "case" not in leases.due(stage.archive, stage.now)
    assert (len(stage.reports()), stage.counted("case")) == (2, 2)
    assert len(stage.site.asked("/case")) == 1
    stage.feeds["case"] = case
    assert stage.poll().new == 0
    assert (stage.row().status, stage.row().reports) == ("ok", 2)


def save(path: Path, names: Sequence[str], language: str) -> None:
    for name in names:
        feeds_editing.add(path, name=name, url=f"https://example.org/{name}")
        feeds_editing.edit(path, "case", language=language, body=name)


def many_hands(stage: Stage) -> None:
    stage.feed("case", http(rss(item(1))), reason="before")
    stage.write()
    desk = "# of the ministry's desk\n"
    stage.yaml.write_text(desk + stage.yaml.read_text().replace("reason: before", "reason: why"))
    names = {person: [f"{person}-{number}" for number in range(2)] for person in ("anna", "bo", "chen")}
    hands = [started(save, stage.yaml, each, "en") for each in names.values()]
    for hand in hands:
        hand.join()
        assert hand.exitcode == 0
    tries = []

    def meanwhile(text: str) -> str:
        tries.append(text)
        if len(tries) == 1:  # an editor, which knows of no lock
            by_hand = stage.yaml.read_text().replace("reason: why", "reason: by hand")
            stage.yaml.write_text(by_hand + "# at the end\n")
        return splicing.append(text, ("feeds",), {"name": "last", "url": "https://example.org/last"})

    feeds_editing.change(stage.yaml, meanwhile)
    assert len(tries) == 2
    assert stage.files().errors == ()
    feeds = {each.id: each for each in stage.files().feeds}
    assert feeds.keys() == {"case", "last", *HEALTHY, *(name for each in names.values() for name in each)}
    assert (feeds["case"].reason, feeds["case"].language) == ("by hand", "en")
    text = stage.yaml.read_text()
    assert text.startswith(desk)
    assert "# at the end" in text
    stage.poll()


CASES = (
    Case(90, "mistakes in feeds.yaml", mistakes),
    Case(91, "a feed removed from feeds.yaml", removed),
    Case(95, "several hands write feeds.yaml", many_hands),
)
