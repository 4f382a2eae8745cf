"""A series table to CSV, XLSX and JSON, with no cell that a spreadsheet would run."""

import re
from csv import writer
from datetime import date
from io import StringIO
from json import dumps
from typing import Any

import pandas as pd

from tracker.charts.caption import Caption
from tracker.charts.headline import headline
from tracker.charts.lines import day
from tracker.exports.formulas import escape_formula
from tracker.exports.workbook import printable, workbook

COLUMNS = (
    "period",
    "term",
    "split",
    "mentions",
    "reports_with",
    "reports",
    "words",
    "value",
    "low",
    "high",
    "state",
)
BESIDE = ("divisor", "weight", "tier")  # of some measures and terms
TEXTS = frozenset({"term", "split", "tier"})
MEASURED = frozenset({"value", "low", "high"})
FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was, and then none


def csv(table: pd.DataFrame) -> bytes:
    """The table as UTF-8 without a mark, values to full precision, empty where a period has none."""
    names = _columns(table)
    out = StringIO()
    rows = writer(out, lineterminator="\n")
    rows.writerow(names)
    rows.writerows([_text(name, row[name]) for name in names] for row in _rows(table))
    return out.getvalue().encode("utf-8", "replace")


def xlsx(table: pd.DataFrame, caption: Caption) -> bytes:
    """A workbook of the sheet "series", and of "about": what was measured, from what, when and how."""
    names, rows = _columns(table), _rows(table)
    has_days = all(row["period"] >= FIRST_EXCEL_DAY for row in rows)
    cells = ([_cell(name, row[name], has_days) for name in names] for row in rows)
    return workbook("series", names, cells, _about(table, caption))


def json(table: pd.DataFrame, caption: Caption) -> bytes:
    """The table under "series" beside what "about" says of it; null where a period has no value."""
    names = _columns(table)
    series = [{name: _plain(row[name]) for name in names} for row in _rows(table)]
    text = dumps({"about": _about(table, caption), "series": series}, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace")


def filename(caption: Caption, terms: list[str], kind: str) -> str:
    """What and when, for a download: "inflation-rate-by-year-2026-11-23.png"; Chinese stays as it is."""
    slug = "-".join(filter(None, (re.sub(r"[\W_]+", "-", term.lower()).strip("-") for term in terms)))
    name = slug[:60].rstrip("-") or "series"
    return f"{name}-{caption.measure}-by-{caption.by}-{caption.made.isoformat()}.{kind}"


def _columns(table: pd.DataFrame) -> list[str]:
    beside = [name for name in BESIDE if name in table and table[name].notna().any() and (table[name] != "").any()]
    return [*COLUMNS, *beside]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with None for what is not there, whole counts as int and periods as days."""
    rows = []
    for record in table.to_dict("records"):
        row: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in record.items()}
        row["period"] = day(row["period"])
        row["split"] = row["split"] or ""
        for name in MEASURED:
            row[name] = float(row[name]) if row["state"] == "ok" and row[name] is not None else None
        for name in ("mentions", "reports_with", "reports", "words"):
            row[name] = None if row.get(name) is None else int(row[name])
        for name in ("divisor", "weight"):  # sums of weights need not be whole
            row[name] = None if row.get(name) is None else float(row[name])
        rows.append(row)
    return rows


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in TEXTS:
        return escape_formula(str(value))
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _cell(name: str, value: Any, has_days: bool) -> Any:
    if name in TEXTS:
        return printable(value)
    return value if not isinstance(value, date) or has_days else value.isoformat()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _about(table: pd.DataFrame, caption: Caption) -> dict[str, Any]:
    return {
        "title": headline(table, caption),
        "measure": caption.measure,
        "by": caption.by,
        "definition": caption.definition,
        "sources": list(caption.sources),
        "reports": caption.reports,
        "minimum reports": caption.minimum,
        "lexicon": caption.lexicon,
        "made": caption.made.isoformat(),
        "permalink": caption.permalink,
    }
