"""Rows on standard output, as a table to read or as CSV or JSON to go on with."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from tracker.errors import QueryError
from tracker.exports.formulas import escape_formula

FORMATS = ("table", "csv", "json")


def print_rows(table: pd.DataFrame, form: str) -> None:
    """Print rows as ``form``; QueryError for an unknown one."""
    if form not in FORMATS:
        raise QueryError(f"--format {form}", f"write one of {', '.join(FORMATS)}")
    if form == "csv":
        # As objects, for whole numbers stay whole where some are missing.
        cells = ([escape_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in _cells(table))
        sys.stdout.write(pd.DataFrame(cells, columns=table.columns, dtype=object).to_csv(index=False))
    elif form == "json":
        rows = [{key: _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print_table(list(table.columns), _cells(table))


def _cells(table: pd.DataFrame) -> list[list[Any]]:
    rows: list[list[Any]] = table.to_numpy(dtype=object).tolist()
    return rows


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = None if sys.stdout.isatty() else max(200, 40 * len(columns))
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        numbers = all(isinstance(row[columns.index(column)], int | float) for row in rows) and rows
        shown.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(_short(cell)) for cell in row))
    Console(width=wide, highlight=False).print(shown)


def _short(cell: Any) -> str:
    if _plain(cell) is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    return (
        f"{cell:.4g}"
        if isinstance(cell, float) and not cell.is_integer()
        else f"{cell:.0f}"
        if isinstance(cell, float)
        else str(cell)
    )


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, float) and value != value) or value is pd.NaT:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
