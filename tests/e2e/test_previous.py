"""`show --previous`, `redline` and `ranks` as a person meets them: a real process over a real archive."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import forked
from tests.conftest import NOW
from tests.serials import LEXICON, member
from tracker.archive import scores, writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed
from tracker.exports.pictures import browser

Verb = Callable[..., subprocess.CompletedProcess[str]]
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
def verb(tmp_path: Path) -> Verb:
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

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return forked.tracker(*words, "--database", database, cwd=tmp_path)

    return run


def test_a_report_is_printed_against_the_one_before_it(verb: Verb) -> None:
    assert verb("show", "5", "--previous").stdout.splitlines() == [
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


def test_a_report_without_one_before_it_is_said_and_nothing_is_done(verb: Verb) -> None:
    done = verb("show", "1", "--previous")
    assert (done.returncode, done.stdout) == (2, "")
    assert "report 1: has none before it; serials in lexicon.yaml say which reports recur" in done.stderr


def test_any_two_reports_are_compared_and_those_of_one_serial_as_show_does(verb: Verb) -> None:
    assert verb("redline", "4", "5").stdout == verb("show", "5", "--previous").stdout
    assert "-Job gains rose 0 times." in verb("redline", "1", "5").stdout.splitlines()
    missing = verb("redline", "4", "99")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "report 99: there is no such report" in missing.stderr


def test_ranks_say_what_each_report_of_a_serial_comes_to_first_and_what_changed(verb: Verb) -> None:
    rows = verb("ranks", "statement", "--format", "csv").stdout.splitlines()
    assert rows[0] == "report,date,concept,rank,before,of"
    assert rows[1:3] == ["1,2026-01-01,jobs,1,,2", "1,2026-01-01,banks,2,,2"]
    assert rows[-4:] == [
        "4,2026-04-01,banks,1,2,2", "4,2026-04-01,jobs,2,1,2", "5,2026-05-01,jobs,1,2,2", "5,2026-05-01,reform,2,,2",
    ]  # fmt: skip
    alone = json.loads(verb("ranks", "statement", "banks", "--format", "json").stdout)
    assert [(row["report"], row["rank"], row["of"]) for row in alone] == [(each, 1, 1) for each in range(1, 5)]
    assert "2026-05-01" in verb("ranks", "statement").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("speech",), "serial speech: the lexicon has statement"),
        (("statement", "war"), "concept war: is none of the lexicon"),
        (("statement", "--lang", "French"), "language 'French': write en or zh"),
    ],
)
def test_ranks_of_what_is_unknown_are_refused(verb: Verb, words: tuple[str, ...], says: str) -> None:
    done = verb("ranks", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_a_readout_and_its_full_text_name_each_other_and_what_stands_in_one_only(verb: Verb, tmp_path: Path) -> None:
    speech = [f"Paragraph {number} of the speech set out step {number} of reform in detail." for number in range(12)]
    archive = open_archive(f"sqlite:///{tmp_path}/tracker.db")
    short = member("6", "\n\n".join(["In short.", *speech[:4]]), "2026-06-01", title="A speech was given")
    whole = member("7", "\n\n".join(speech), "2026-06-09", title="Full text of the speech")
    writing.store(archive, [short, whole])
    archive.close()
    said = "`redline 6 7` lists what stands in one only"
    assert f"full text: report 7, 2026-06-09; {said}" in verb("show", "6").stdout.splitlines()
    assert f"reported before, in short: report 6, 2026-06-01; {said}" in verb("show", "7").stdout.splitlines()
    listed = verb("redline", "6", "7").stdout.splitlines()[2:]
    assert [line for line in listed if line[0] == "-"] == ["-In short."]
    assert [line for line in listed if line[0] == "+"] == [f"+{each}" for each in speech[4:]]


def test_a_redline_is_a_file_that_asks_for_nothing(verb: Verb, tmp_path: Path) -> None:
    done = verb("redline", "4", "5", "--out", "red.html")
    assert (done.returncode, done.stdout) == (0, "")
    page = (tmp_path / "red.html").read_text(encoding="utf-8")
    assert "<title>Board statement 2026-05-01, 1 May 2026</title>" in page
    assert "Board statement 2026-04-01, 1 April 2026" in page
    assert "An Bo <ins>and Chen De</ins> attended the meeting." in page
    assert "default-src 'none'" in page
    assert "http" not in page.replace("http-equiv", "")
    wrong = verb("redline", "4", "5", "--out", "red.doc")
    assert (wrong.returncode, wrong.stderr) == (2, "--out red.doc: must end in .html or .pdf\n")


@pytest.mark.skipif(browser() is None, reason="no browser on this machine prints sheets")
def test_a_redline_is_printed_as_sheets_whose_words_can_be_found(verb: Verb, tmp_path: Path) -> None:
    done = verb("redline", "4", "5", "--out", "red.pdf")
    assert done.returncode == 0, done.stderr
    pages = PdfReader(tmp_path / "red.pdf").pages
    assert [round(float(each)) for each in (pages[0].mediabox.width, pages[0].mediabox.height)] == [595, 842]  # A4
    text = " ".join(page.extract_text() for page in pages)
    assert "Reform goes on." in text
    assert "Sentence 2 stays the same." in text  # on paper nothing can be unfolded
    assert "compared with Board statement 2026-04-01" in text
