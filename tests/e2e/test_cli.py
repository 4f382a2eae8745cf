"""The command line as a person meets it: a real process, its output, its exit code."""

import csv
import io
import json
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.e2e.board import serving
from tests.patience import ROOT, Child, own_port
from tests.site import Site, reply, site

__all__ = ["site"]
LEXICON = """
themes:
  - id: cyber
    label: Cyber
    concepts:
      - {id: cyber-power, label: Cyber power, variants: {en: [cyber power], zh: [网络强国]}}
      - {id: core, label: Core technology, variants: {en: [core technolog*], zh: [核心技术]}}
"""
ROWS = [
    {"date": f"20{year}-0{month}-05", "title": f"Report {year}{month}", "lang": "en", "source": "readouts",
     "text": "Lead on cyber-power.\n\n" + "He stressed core technologies. " * month}
    for year in (14, 15) for month in range(1, 7)
]  # fmt: skip
CONTRACT = "period,term,split,mentions,reports_with,reports,words,value,low,high,state"


class Tracker:
    """The command line in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "lexicon.yaml").write_text(LEXICON, encoding="utf-8")
        (folder / "feeds.yaml").write_text(
            "# mine\nsettings:\n  allow_private: [127.0.0.1]\nfeeds: []\n", encoding="utf-8"
        )
        (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
        self.environment = {"PYTHONPATH": str(ROOT)}

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        return forked.tracker(*words, cwd=self.folder, environment=self.environment)

    def rows(self, *words: str) -> list[dict[str, str]]:
        printed = self(*words, "--format", "csv")
        assert printed.returncode == 0, printed.stderr
        return list(csv.DictReader(io.StringIO(printed.stdout)))


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    return Tracker(tmp_path)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the rows have been imported, to copy from."""
    tracker = Tracker(tmp_path_factory.mktemp("imported"))
    assert tracker("import", "rows.jsonl").returncode == 0
    return tracker.folder


@pytest.fixture
def filled(tracker: Tracker, imported: Path) -> Tracker:
    shutil.copytree(imported, tracker.folder, dirs_exist_ok=True)
    return tracker


def test_importing_the_same_file_twice_adds_nothing(filled: Tracker) -> None:
    assert "12 rows: 0 new reports, 0 revised, 0 skipped" in filled("import", "rows.jsonl").stdout


def test_bad_rows_are_named_and_skipped_and_the_exit_code_says_so(tracker: Tracker) -> None:
    (tracker.folder / "some.csv").write_text(
        "date,title,text\n2016-01-01,A,one\nnever,B,two\n2016-01-02,C,\n", encoding="utf-8"
    )
    done = tracker("import", "some.csv")
    assert done.returncode == 1
    assert "1 new reports, 0 revised, 2 skipped" in done.stdout
    assert "some.csv:3: date 'never' cannot be read" in done.stderr
    assert "some.csv:4: has no text" in done.stderr


def test_series_prints_the_contract(filled: Tracker) -> None:
    printed = filled("series", "cyber-power", "core", "--by", "year", "--measure", "rate", "--format", "csv")
    assert printed.stdout.splitlines()[0] == CONTRACT
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert [(row["period"], row["term"], row["mentions"], row["reports"], row["state"]) for row in rows] == [
        ("2014-01-01", "cyber-power", "6", "6", "ok"),
        ("2015-01-01", "cyber-power", "6", "6", "ok"),
        ("2014-01-01", "core", "21", "6", "ok"),
        ("2015-01-01", "core", "21", "6", "ok"),
    ]


def test_too_few_reports_have_counts_but_no_value(filled: Tracker) -> None:
    row = filled.rows("series", "core", "--by", "month", "--to", "2014-01-31")[0]
    assert (row["mentions"], row["value"], row["low"], row["state"]) == ("1", "", "", "few")
    assert filled.rows("series", "core", "--by", "month", "--minimum", "1")[0]["state"] == "ok"


def test_series_splits_divides_and_sums(filled: Tracker) -> None:
    by_place = filled.rows("series", "cyber-power", "--by", "year", "--split", "place", "--to", "2014-12-31")
    assert {row["split"]: row["mentions"] for row in by_place} == {"title": "0", "lead": "6", "body": "0"}
    (divided,) = filled.rows("series", "core / cyber-power", "--by", "year", "--to", "2014-12-31")
    assert (float(divided["value"]), divided["divisor"]) == (3.5, "6")
    (summed,) = filled.rows("series", 'core + "cyber power"', "--by", "year", "--to", "2014-12-31")
    assert (summed["mentions"], summed["reports_with"]) == ("27", "6")


def test_kwic_lists_what_series_counts(filled: Tracker) -> None:
    rows = filled.rows("kwic", "core", "--width", "12")
    columns = ["report", "date", "source", "place", "cue", "speaker", "left", "match", "right", "start", "end"]
    assert list(rows[0]) == columns
    assert len(rows) == 42
    assert {(row["left"], row["match"], row["place"]) for row in rows} >= {
        ("He stressed ", "core technologies", "body")
    }


def test_reports_and_show(filled: Tracker) -> None:
    rows = filled.rows("reports", "--search", "core technologies", "--from", "2015-06-01")
    assert list(rows[0]) == ["id", "date", "source", "title", "url", "revisions", "reach", "found"]
    assert [(row["title"], row["found"][:33]) for row in rows] == [("Report 156", "He stressed [[core technologies]]")]
    assert "[[core: core technologies]]" in filled("show", rows[0]["id"]).stdout


def test_a_revision_is_shown_with_what_changed(filled: Tracker) -> None:
    row = ROWS[0] | {"text": f"{ROWS[0]['text']}And he demanded it."}
    (filled.folder / "rows.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert "1 revised" in filled("import", "rows.jsonl").stdout
    (report,) = filled.rows("reports", "--to", "2014-01-31")
    assert report["revisions"] == "2"
    assert "+He stressed core technologies. And he demanded it." in filled("show", report["id"], "--diff").stdout
    assert "demanded" not in filled("show", report["id"], "--revision", "1").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("series", "core", "--by", "moon"), "--by moon: write one of day"),
        (("series", "a / b / c"), "divide once only"),
        (("series", "core", "--source", "nobody"), "source 'nobody': is not in the archive"),
        (("series", "core", "--lang", "cn"), "language 'cn': write en or zh; the reports here are in en"),
        (("kwic", "core", "--lang", "Chinese"), "language 'Chinese': write en or zh"),
        (("chart", "core", "--lang", "fr", "--out", "chart.svg"), "language 'fr': write en or zh"),
        (("series", "core ＋"), "write a concept, a phrase, a + b, or a / b"),
        (("show", "999"), "report 999: there is no such report"),
        (("poll", "--once", "--feed", "nobody"), "feed 'nobody': is not in feeds.yaml"),
        (("import", "missing.jsonl"), "missing.jsonl: cannot be read"),
        (("import", "missing.doc"), "is none of .jsonl"),
        (("chart", "core", "--out", "chart.gif"), "must end in .png"),
        (("poll", "--once", "--feeds", "none.yaml"), "none.yaml: there is no such file"),
        (("reports", "--database", "sqlite:////proc/no/tracker.db"), "database sqlite:////proc/no/tracker.db: "),
        (("reports", "--database", "nonsense"), "write for example sqlite:///data/tracker.db"),
        (("feeds", "remove", "nobody"), "has no feed 'nobody'"),
        (("nonsense",), "No such command"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    filled: Tracker, words: tuple[str, ...], says: str
) -> None:
    done = filled(*words)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_mistake_in_a_file_is_named_with_its_line_and_the_rest_still_runs(tracker: Tracker, site: Site) -> None:
    site.pages["/feed"] = reply(b'<rss version="2.0"><channel><title>T</title></channel></rss>')
    (tracker.folder / "feeds.yaml").write_text(
        "settings:\n  allow_private: [127.0.0.1]\nfeeds:\n  - name: Good\n"
        f"    url: {site.address}/feed\n  - name: Bad\n    url: nowhere\n",
        encoding="utf-8",
    )
    done = tracker("poll", "--once")
    assert done.returncode == 1
    assert "feeds.yaml:7: 'nowhere' is no http or https address" in done.stderr
    assert "good: 0 entries, 0 new" in done.stderr


def test_a_failing_feed_is_named_with_its_cause(tracker: Tracker, site: Site) -> None:
    site.pages["/feed"] = reply(status=404)
    path = tracker.folder / "feeds.yaml"
    path.write_text(path.read_text().replace("feeds: []", f"feeds:\n  - name: Gone\n    url: {site.address}/feed\n"))
    for words in (("poll", "--once"), ("feeds", "health")):
        done = tracker(*words)
        assert done.returncode == 1
        assert "gone: FAILED: HTTP 404 not found" in done.stderr


def test_feeds_are_tested_added_and_removed_with_comments_kept(tracker: Tracker, site: Site) -> None:
    item = "<item><title>R</title><link>http://127.0.0.1:9/1</link><description>Short.</description></item>"
    site.pages["/feed"] = reply(f'<rss version="2.0"><channel><title>The Feed</title>{item}</channel></rss>'.encode())
    site.pages["/"] = reply(b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>')
    tested = tracker("feeds", "test", f"{site.address}/feed")
    assert "The Feed" in tested.stdout
    assert not (tracker.folder / "data").exists()
    assert "added the-feed" in tracker("feeds", "add", f"{site.address}/").stdout
    text = (tracker.folder / "feeds.yaml").read_text()
    assert text.startswith("# mine")
    assert f"url: {site.address}/feed" in text
    assert [row["id"] for row in tracker.rows("feeds", "list")] == ["the-feed"]
    assert tracker("feeds", "remove", "the-feed").returncode == 0
    assert "the-feed" not in (tracker.folder / "feeds.yaml").read_text()


def test_the_secrets_of_an_untitled_feeds_address_are_shown_nowhere(tracker: Tracker, site: Site) -> None:
    item = "<item><title>R</title><description>Short.</description></item>"
    site.pages["/untitled"] = reply(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())
    server = site.address.removeprefix("http://")
    address = f"http://user:t0ken@{server}/untitled?key=sesame"
    assert tracker("feeds", "add", address).returncode == 0
    row = next(row for row in tracker.rows("feeds", "list"))
    verbs = (("feeds", "list"), ("feeds", "health"), ("poll", "--once"), ("feeds", "remove", row["id"]))
    said = [tracker("feeds", "test", address), *(tracker(*verb) for verb in verbs)]
    shown = "".join(done.stdout + done.stderr for done in said) + str(row)
    assert "t0ken" not in shown
    assert "sesame" not in shown
    assert row["name"] == f"{server}/untitled"


def test_lexicon_rescore_counts_anew_what_a_changed_lexicon_makes_stale(filled: Tracker) -> None:
    count = ("series", "core", "--by", "year", "--from", "2014-01-01", "--to", "2014-12-31")
    before = filled.rows(*count)
    assert filled("lexicon", "rescore").stdout.startswith("0 reports counted anew")
    path = filled.folder / "lexicon.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[core technolog*]", "[technologies]"), encoding="utf-8")
    done = filled("lexicon", "rescore")
    assert (done.returncode, done.stdout[:24]) == (0, "12 reports counted anew,")
    assert "counting anew: 12 of 12" in done.stderr
    assert filled.rows(*count) == before
    assert filled("lexicon", "rescore").stdout.startswith("0 reports counted anew")
    assert filled("lexicon", "rescore", "--all").stdout.startswith("12 reports counted anew")
    assert filled.rows(*count) == before


def test_lexicon_check_finds_slips(tracker: Tracker) -> None:
    assert tracker("lexicon", "check").returncode == 0
    path = tracker.folder / "lexicon.yaml"
    path.write_text(LEXICON.replace("[core technolog*]", "[core technolog*, core technology]"), encoding="utf-8")
    done = tracker("lexicon", "check")
    assert done.returncode == 1
    assert "“core technology” is shadowed" in done.stderr


def test_doctor_says_how_a_backup_is_made_that_a_plain_copy_is_not(filled: Tracker) -> None:
    (said,) = (line for line in filled("doctor").stdout.splitlines() if "backup" in line)
    assert said.startswith("ok    backup     a plain copy of the file is none")
    command = shlex.split(said.partition("; run python ")[2])
    subprocess.run([sys.executable, *command], cwd=filled.folder, check=True)
    kept = filled("reports", "--database", "sqlite:///backup.db").stdout
    assert kept == filled("reports").stdout


def test_doctor_says_that_all_is_well_and_what_is_not(tracker: Tracker) -> None:
    assert tracker("doctor").returncode == 0
    (tracker.folder / "data" / "tracker.db").write_bytes(b"this is no database" * 100)
    done = tracker("doctor")
    assert done.returncode == 1
    assert "FAULT database" in done.stdout


def test_run_serves_the_dashboard_and_stops_both_cleanly(filled: Tracker) -> None:
    with own_port() as port:
        running = Child(
            "-m", "tracker", "run", "--port", str(port),
            environment=filled.environment, cwd=filled.folder, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert f"http://127.0.0.1:{port}/" in running.line()
        serving(port)
        assert running.end(signal.SIGINT) == 0
        with socket.create_server(("127.0.0.1", port)):
            pass


def test_a_port_in_use_is_one_clear_sentence(tracker: Tracker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = tracker("run", "--port", str(port))
    assert done.returncode == 2
    assert f"port {port}: " in done.stderr
    assert "--port" in done.stderr
