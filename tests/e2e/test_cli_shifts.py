"""shifts as a person meets it: a real process over a real import, its rows, its words, its exit code."""

import json
from pathlib import Path

import pytest

from tests import forked
from tests.e2e.replay import SHARED
from tests.e2e.test_cli import Tracker

CONTRACT = "term,kind,before,after,before_words,after_words,log_ratio,z,g2,q,unit,first"
STATEMENTS = SHARED / "data" / "corpora" / "fomc_statements.jsonl"
PLAIN = "The board met as planned and thanked the staff for the work done."


def row(year: int, number: int, source: str, text: str) -> dict[str, object]:
    title = f"{source} {year} {number}"
    return {"date": f"{year}-{number + 1:02}-05", "title": title, "text": text, "source": source, "id": title}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Tracker:
    """Two years of a source that took up a concept and a phrase, and one source that joined in the second."""
    new = ["They feared fiscal dominance.", "Some expected fiscal dominance.", "None saw fiscal dominance."]
    rows = [row(2014, number, "bank", f"{PLAIN} It also had this and that.") for number in range(12)]
    rows += [row(2015, number, "bank", f"{PLAIN} {new[number % 3]} Core technologies.") for number in range(12)]
    rows += [row(2015, number, "joined", PLAIN) for number in range(12)]
    tracker = Tracker(tmp_path_factory.mktemp("shifts"))
    (tracker.folder / "more.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert tracker("import", "more.jsonl").returncode == 0
    return tracker


YEARS = ("--before", "2014-01-01:2014-12-31", "--after", "2015-01-01:2015-12-31")


def test_shifts_lists_concepts_and_phrases_that_go_back_into_series(filled: Tracker) -> None:
    rows = filled.rows("shifts", *YEARS)
    assert ",".join(rows[0]) == CONTRACT
    assert {each["term"]: (each["kind"], each["before"], each["after"], each["first"]) for each in rows} == {
        "core": ("debut", "0", "12", "2015-01-05"),
        '"fiscal dominance"': ("debut", "0", "12", "2015-01-05"),
    }
    counted = filled.rows("series", '"fiscal dominance"', "--by", "year", "--source", "bank")
    assert [(each["mentions"], each["words"]) for each in counted] == [
        ("0", rows[0]["before_words"]),
        ("12", rows[0]["after_words"]),
    ]


def test_shifts_says_what_was_compared_tested_and_left_out(filled: Tracker) -> None:
    said = filled("shifts", *YEARS).stderr
    assert "sources: bank\n" in said
    assert "12 reports of 264 words before, 12 of 264 after" in said
    assert "left out, with reports on one side only: joined" in said
    assert " shifted, at a false discovery rate of 5 %" in said


def test_shifts_of_concepts_alone_and_with_what_chance_could_have_made(filled: Tracker) -> None:
    assert [each["term"] for each in filled.rows("shifts", *YEARS, "--phrases", "0")] == ["core"]
    every = filled.rows("shifts", *YEARS, "--all")
    assert len(every) > 2
    assert {each["kind"] for each in every} == {"debut", ""}
    listed = json.loads(filled("shifts", "--before", "2014:2014", "--after", "2015:2015", "--format", "json").stdout)
    assert {(each["term"], each["first"]) for each in listed} == {
        ("core", "2015-01-05"),
        ('"fiscal dominance"', "2015-01-05"),
    }


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("2008:2005", "2009:2010", "--before 2008:2005: ends before it begins"),
        ("garbage", "2009:2010", "--before garbage: write two days as 2005-01-01:2006-12-31"),
        ("2014:2014", "2015-13-01:2015-14-01", "--after 2015-13-01:2015-14-01: write two days"),
        ("2014:2014", "2014-12-31:2015-12-31", "overlap; give each side its own days"),
        ("2014:2014", "2990:2991", "--after 2990:2991: has not begun yet"),
        ("1990:1991", "2015:2015", "There is no report from 1990-01-01 to 1991-12-31. The archive has some from 2014"),
        ("2014:2014", "2016:2016", "There is no report from 2016-01-01 to 2016-12-31."),
        ("2014-01:2014-03", "2015:2015", "There are too few reports to compare: each side needs 5"),
    ],
)
def test_spans_that_cannot_be_compared_are_one_sentence_and_exit_code_2(
    filled: Tracker, before: str, after: str, says: str
) -> None:
    done = filled("shifts", "--before", before, "--after", after)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def ours(folder: Path, *words: str) -> str:
    """What the program says that counts with the shipped lexicon."""
    done = forked.tracker(*words, environment={"TRACKER_DATABASE": f"sqlite:///{folder}/tracker.db"})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def statements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not STATEMENTS.is_file():
        pytest.skip(f"real statements are not beside this checkout ({STATEMENTS})")
    folder = tmp_path_factory.mktemp("statements")
    ours(folder, "import", str(STATEMENTS))
    return folder


@pytest.mark.parametrize(
    ("before", "after", "risen", "fallen"),
    [
        (
            "2005:2006", "2007:2008",
            {"financial-stability", "housing-and-property", '"credit"', '"promote moderate growth over time"'},
            {"fossil-fuels", "inflation-expectations", '"contained"', '"measured"'},
        ),
        (
            "2018:2019", "2021:2022",
            {"balance-sheet", "epidemic-disease", "russia-ukraine", '"tremendous human and economic hardship"',
             '"reflecting supply and demand imbalances"', '"progress on vaccinations"'},
            {'"symmetric 2 percent"', '"gradual increases"', "policy-rate", "price-stability"},
        ),
    ],
)  # fmt: skip
def test_the_federal_reserves_turns_are_found(
    statements: Path, before: str, after: str, risen: set[str], fallen: set[str]
) -> None:
    printed = ours(statements, "shifts", "--before", before, "--after", after, "--format", "json")
    kinds = {each["term"]: each["kind"] for each in json.loads(printed)}
    assert {term for term in risen if kinds.get(term) not in ("riser", "debut")} == set()
    assert {term for term in fallen if kinds.get(term) not in ("faller", "silent")} == set()
