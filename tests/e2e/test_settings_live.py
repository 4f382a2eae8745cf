"""The settings change under a real poller: feeds are added one after the other, files are saved cut in half."""

import sqlite3
from pathlib import Path

from tests.patience import child, until
from tests.site import Site, reply
from tests.visits import item, rss
from tracker.archive import health, writing
from tracker.archive.opening import open_archive
from tracker.settings import feeds_editing, feeds_file

FEEDS, SAVES = 50, 20
LEXICON = """themes:
  - id: economy
    label: Economy
    concepts:
      - {id: core, label: Core, variants: {en: [core technolog*]}}
      - {id: own, label: Our own, variants: {en: [our own]}}
"""


def visited(path: Path) -> set[str]:
    """The feeds of a database that were visited and are still polled."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT id FROM feeds WHERE last_success IS NOT NULL AND configured")
        return {row[0] for row in rows}


def test_a_poller_outlives_fifty_feeds_that_are_added_and_files_that_are_saved_cut_in_half(tmp_path: Path) -> None:
    site, feeds, lexicon = Site(), tmp_path / "feeds.yaml", tmp_path / "lexicon.yaml"
    for number in range(FEEDS + 1):
        site.pages[f"/{number}"] = reply(rss(item(1)))
    first = f"feeds:\n  - name: F0\n    url: {site.address}/0\n"
    feeds.write_text(f"settings:\n  allow_private: [127.0.0.1]\n{first}")
    lexicon.write_text(LEXICON)
    database = tmp_path / "tracker.db"
    places = {"TRACKER_DATABASE": f"sqlite:///{database}", "TRACKER_FEEDS": str(feeds), "TRACKER_LEXICON": str(lexicon)}
    archive = open_archive(places["TRACKER_DATABASE"])
    with child("-m", "tracker", "poll", environment=places) as poller:
        until("began", lambda: visited(database) == {"f0"})
        for number in range(1, FEEDS + 1):  # as the Sources page does
            feeds_editing.add(feeds, name=f"F{number}", url=f"{site.address}/{number}")
            writing.sync_feeds(archive, feeds_file.load(feeds).feeds)
            poller.check()
        until("visited all", lambda: len(visited(database)) == FEEDS + 1)
        for path, word in ((feeds, "me: F25"), (lexicon, "variants: {en: [core")):
            whole = path.read_text()
            half = whole[: whole.index(word)]
            for _ in range(SAVES):
                path.write_text(half)
                path.write_text(whole)
                poller.check()
            path.write_text(half)  # and left so
            until("told", lambda path=path: f"{path.name}:" in poller.said())  # type: ignore[misc]
            assert len(visited(database)) == FEEDS + 1
            path.write_text(whole)
        health.want_visit(archive, "f0")
        until("visited again", lambda: not health.of_feed(archive, "f0").visit_wanted)
        assert "unexpected fault" not in poller.said()
    archive.close()
    site.close()
