from dataclasses import replace
from io import BytesIO
from json import loads

import pandas as pd
import pytest
from openpyxl import load_workbook

from tracker.exports.tables import csv, filename, json, xlsx

from .sample import CAPTION, NAMES, table


def test_a_csv_read_back_is_the_table():
    read = pd.read_csv(BytesIO(csv(table())), keep_default_na=False, na_values={"value": "", "low": "", "high": ""})
    assert list(read.columns) == NAMES
    assert read["value"].dropna().tolist() == [7 / 3, 40 / 3]
    assert read["state"].tolist() == ["ok", "ok", "few", "gap"]
    assert read["period"].tolist() == ["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]


def test_a_csv_has_no_mark_before_it_and_empty_cells_where_nothing_is_known():
    assert csv(table()).startswith(b"period,term")
    assert b"2025-01-01,reform,,1,1,2,900,,,,few\n" in csv(table())


def test_the_divisor_is_a_column_only_where_there_is_one():
    assert csv(table(divisor=9)).splitlines()[0].endswith(b",state,divisor")
    assert csv(table(divisor=9)).splitlines()[1].endswith(b",ok,9")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_inert(start):
    term = f"{start}HYPERLINK(1)"
    assert pd.read_csv(BytesIO(csv(table(term))))["term"][0] == "'" + term.replace("\r", " ")
    cell = load_workbook(BytesIO(xlsx(table(term), CAPTION)))["series"]["B2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_a_workbook_has_numbers_days_and_what_they_are_about():
    book = load_workbook(BytesIO(xlsx(table(), CAPTION)))
    first, few = list(book["series"].values)[1], list(book["series"].values)[3]
    assert first[0].date().isoformat() == "2023-01-01"
    assert first[7] == pytest.approx(7 / 3)
    assert few[7:] == (None, None, None, "few")
    about = dict(book["about"].values)
    assert about["title"].startswith("“改革开放” rose to 13.3")
    assert about["lexicon"] == "3f2a9c"
    assert about["permalink"] == CAPTION.permalink
    assert about["definition"] == CAPTION.definition


def test_control_characters_and_years_before_excel_do_not_stop_a_workbook():
    series = load_workbook(BytesIO(xlsx(table("re\x00fo\x0brm\ufffe", first=1790), CAPTION)))["series"]
    assert (series["A2"].value, series["B2"].value) == ("1790-01-01", "reform")


def test_json_says_null_where_nothing_is_known():
    read = loads(json(table(), CAPTION))
    assert read["series"][2]["value"] is None
    assert read["series"][0]["value"] == 7 / 3
    assert read["about"]["sources"][0] == "Central Bank"


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        (["inflation"], "inflation-rate-by-year-2026-11-23.png"),
        (["改革开放", "农业"], "改革开放-农业-rate-by-year-2026-11-23.png"),
        (["core technolog*", "a / b"], "core-technolog-a-b-rate-by-year-2026-11-23.png"),
        (["../../etc/passwd"], "etc-passwd-rate-by-year-2026-11-23.png"),
        (["***"], "series-rate-by-year-2026-11-23.png"),
    ],
)
def test_a_file_is_named_for_what_and_when(terms, name):
    assert filename(CAPTION, terms, "png") == name


def test_a_long_list_of_terms_still_makes_a_file_name():
    assert len(filename(replace(CAPTION, by="quarter"), ["国民经济"] * 50, "xlsx")) < 100
