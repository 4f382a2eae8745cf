from io import BytesIO
from json import loads

import pandas as pd
import pytest
from openpyxl import load_workbook

from tests.charts.contrasts import sides, table
from tracker.exports.comparison import csv, filename, json, xlsx

COUNTS = {"Oil": (40, 4, "faller"), '"new words"': (0, 20, "debut"), "Coal": (10, 12, "")}


def test_a_csv_read_back_is_the_table():
    read = pd.read_csv(BytesIO(csv(table(COUNTS))), keep_default_na=False, na_values={"times": "", "high": ""})
    wanted = table(COUNTS)
    assert list(read.columns) == [name for name in wanted.columns if name != "weight"]
    assert read["z"].tolist() == wanted["z"].tolist()
    assert read["times"].isna().tolist() == [False, True, False]
    assert read["first"].tolist() == ["", "2021-01-05", ""]


def test_a_workbook_has_the_rows_and_what_they_are_about():
    book = load_workbook(BytesIO(xlsx(table(COUNTS), sides())))
    assert [cell.value for cell in book["comparison"]["C"]] == ["before", 40, 0, 10]
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["title"].startswith("“Oil” fell by 90")
    assert about["permalink"] == sides().permalink
    assert "counts once" in about["definition"]


def test_a_json_has_null_where_a_ratio_has_no_end():
    read = loads(json(table(COUNTS), sides()))
    assert [row["times"] for row in read["comparison"]] == [0.1, None, 1.2]
    assert (read["about"]["terms tested"], read["about"]["of them shifted"]) == (40, 3)
    assert read["about"]["before"] == "2018–2019"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_inert(start):
    evil = table({f"{start}HYPERLINK(1)": (40, 4, "faller")})
    assert f"'{start}HYPERLINK" in csv(evil).decode()
    cell = load_workbook(BytesIO(xlsx(evil, sides())))["comparison"]["A2"]
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_a_file_is_named_for_both_sides_and_the_day():
    assert filename(sides(), "png") == "2018-2019-against-2021-2022-2026-11-26.png"
    assert filename(sides(before="国务院", after="A / B"), "csv") == "国务院-against-a-b-2026-11-26.csv"
