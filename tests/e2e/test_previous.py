"""`show --previous` as a person meets it: a real process over a real archive."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import NOW
from tests.serials import LEXICON, member
from tracker.archive import scores, writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed

Show = Callable[[int], subprocess.CompletedProcess[str]]
FILE = """
themes:
  - id: t
    label: T
    concepts:
      - {id: jobs, label: Jobs, variants: {en: [job gains]}}
      - {id: banks, label: Banks, variants: {en: [banking system]}}
      - {id: reform, label: Reform, variants: {en: [reform]}}
serials:
  - {id: statement, label: Board statement, titles: ["^board statement"]}
"""
SOUND = "The banking system is sound and resilient."
RECORD = "Present in 4 of the last 4 reports of this serial; never absent before."
SAME = " ".join(f"Sentence {number} stays the same." for number in range(5))


@pytest.fixture
def show(tmp_path: Path) -> Show:
    database = f"sqlite:///{tmp_path}/tracker.db"
    archive = open_archive(database)
    scores.register(archive, LEXICON, NOW)
    writing.add_source(archive, Feed("bank", "The Bank"))
    texts = [f"Job gains rose {number} times. {SOUND}" for number in range(3)]
    texts += [f"{SOUND} {SAME} Job gains rose.\n\nAn Bo attended the meeting."]
    texts += [f"{SAME} Job gains fell. Reform goes on.\n\nAn Bo and Chen De attended the meeting."]
    writing.store(archive, [member(str(n), text, f"2026-0{n}-01") for n, text in enumerate(texts, 1)])
    archive.close()
    (tmp_path / "lexicon.yaml").write_text(FILE, encoding="utf-8")

    def run(report: int) -> subprocess.CompletedProcess[str]:
        return forked.tracker("show", str(report), "--previous", "--database", database, cwd=tmp_path)

    return run


def test_a_report_is_printed_against_the_one_before_it(show: Show) -> None:
    assert show(5).stdout.splitlines() == [
        "--- report 4, 2026-04-01: Board statement 2026-04-01",
        "+++ report 5, 2026-05-01: Board statement 2026-05-01",
        f"-{SOUND}",
        " Sentence 0 stays the same.",
        "@@ 3 unchanged @@",
        " Sentence 4 stays the same.",
        "-Job gains rose.",
        "+Job gains fell.",
        "+Reform goes on.",
        "-An Bo attended the meeting.",
        "+An Bo and Chen De attended the meeting.",
        "phrase dropped: banking system is sound and resilient (4 of 4)",
        "phrase dropped: Job gains rose (4 of 4)",
        "concept new: reform",
        f"concept gone: banks, {RECORD}",
        "attendee new: Chen De",
        f"silent: banks, last 2026-04-01, {RECORD}",
        "debut: reform, after 4 reports since 2026-01-01: Reform goes on.",
    ]


def test_a_report_without_one_before_it_is_said_and_nothing_is_done(show: Show) -> None:
    done = show(1)
    assert (done.returncode, done.stdout) == (2, "")
    assert "report 1: has none before it; serials in lexicon.yaml say which reports recur" in done.stderr
