"""Sentences as files: every cell is text, and each report can be found and cited."""

import csv
import io
import json
from datetime import date

import openpyxl
import pandas as pd

from tests.exports.sample import CAPTION
from tracker.exports import sentences

ROWS = [
    (7, date(2024, 1, 5), "bank", "body", "judges", "The ", "core technology", " grew.", 4, 19, "=On, prices", "https://e.org/1",
     "core", "Committee"),
    (9, date(2024, 2, 5), "gone", "title", "", "", "核心技术", "", 0, 4, "", "", "core", ""),
]  # fmt: skip
NAMES = [
    *("report", "date", "source", "place", "cue", "left", "match", "right", "start", "end"),
    *("title", "url", "concept", "speaker"),
]
TABLE = sentences.table(pd.DataFrame(ROWS, columns=NAMES), {"bank": "The Bank"}, "http://127.0.0.1:8501/")


def test_each_report_has_its_link_its_place_in_the_dashboard_and_a_citation() -> None:
    assert TABLE["citation"].tolist() == [
        "The Bank: “=On, prices”. 5 January 2024. https://e.org/1",
        "gone: “untitled”. 5 February 2024.",
    ]
    assert TABLE["report"].tolist() == [f"http://127.0.0.1:8501/reports?report={number}" for number in (7, 9)]


def test_every_file_has_the_same_rows_and_no_cell_that_a_spreadsheet_would_run() -> None:
    read = list(csv.DictReader(io.StringIO(sentences.csv(TABLE).decode("utf-8"))))
    assert [row["match"] for row in read] == ["core technology", "核心技术"]
    assert read[0]["title"] == "'=On, prices"
    about = sentences.about("Core", "2024", CAPTION)
    book = openpyxl.load_workbook(io.BytesIO(sentences.xlsx(TABLE, about)))
    cells = [[cell.value or "" for cell in row] for row in book["sentences"].iter_rows(min_row=2)]
    assert cells == [[row[name] for name in sentences.COLUMNS] for row in read]
    assert book["about"]["B1"].value == "Core"
    told = json.loads(sentences.json(TABLE, about))
    assert told["about"]["permalink"] == CAPTION.permalink
    assert told["sentences"][0]["title"] == "=On, prices"


def test_a_file_is_named_by_what_and_when() -> None:
    assert sentences.filename('"core technolog*"', "2020-01-01", date(2026, 11, 23), "csv") == (
        "core-technolog-sentences-2020-01-01-2026-11-23.csv"
    )
    assert sentences.filename("网络强国", None, date(2026, 11, 23), "xlsx") == "网络强国-sentences-2026-11-23.xlsx"
