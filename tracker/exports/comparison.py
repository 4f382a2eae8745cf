"""A comparison's table to CSV, XLSX and JSON, with no cell that a spreadsheet would run."""

import re
from csv import writer
from datetime import date
from io import StringIO
from json import dumps
from typing import Any

import pandas as pd

from tracker.charts.contrast import headline
from tracker.charts.sides import Sides, rows
from tracker.exports.formulas import escape_formula
from tracker.exports.workbook import printable, workbook

UNSAID = "weight"  # only says what a chart draws


def csv(table: pd.DataFrame) -> bytes:
    """The table as UTF-8 without a mark, values to full precision, empty where there is none."""
    out = StringIO()
    lines = writer(out, lineterminator="\n")
    lines.writerow(_names(table))
    lines.writerows([_text(value) for value in row.values()] for row in _rows(table))
    return out.getvalue().encode("utf-8", "replace")


def xlsx(table: pd.DataFrame, sides: Sides) -> bytes:
    """A workbook of the sheet "comparison", and of "about": what was compared, from what, when and how."""
    cells = (
        [printable(value) if isinstance(value, str) else _plain(value) for value in row.values()]
        for row in _rows(table)
    )
    return workbook("comparison", _names(table), cells, _about(table, sides))


def json(table: pd.DataFrame, sides: Sides) -> bytes:
    """The table under "comparison" beside what "about" says of it; null where there is no value."""
    found = [{name: _plain(value) for name, value in row.items()} for row in _rows(table)]
    text = dumps({"about": _about(table, sides), "comparison": found}, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace")


def filename(sides: Sides, kind: str) -> str:
    """Both sides and when, for a download: "2005-2006-against-2007-2008-2026-11-26.png"; Chinese stays as it is."""
    slugs = [re.sub(r"[\W_]+", "-", side.lower()).strip("-")[:40].rstrip("-") for side in (sides.before, sides.after)]
    return f"{slugs[0]}-against-{slugs[1]}-{sides.made.isoformat()}.{kind}"


def _names(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if name != UNSAID]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with None for what is not there."""
    names = _names(table)
    return [
        {name: None if pd.isna(record[name]) else record[name] for name in names} for record in table.to_dict("records")
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return escape_formula(value) if isinstance(value, str) else repr(value) if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _about(table: pd.DataFrame, sides: Sides) -> dict[str, Any]:
    return {
        "title": headline(rows(table), sides),
        "before": sides.before,
        "after": sides.after,
        "definition": sides.definition,
        "terms tested": sides.tested,
        "of them shifted": sides.shifted,
        "sources": list(sides.sources),
        "reports": sides.reports,
        "lexicon": sides.lexicon,
        "made": sides.made.isoformat(),
        "permalink": sides.permalink,
    }
