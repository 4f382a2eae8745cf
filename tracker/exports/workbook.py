"""A workbook of two sheets: rows, and what they are about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from tracker.exports.formulas import escape_formula

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def workbook(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], about: Mapping[str, Any]) -> bytes:
    """The sheet ``name`` with a header that stays in view, and the sheet "about" with a line for each fact."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(row))
    sheet.freeze_panes = "A2"
    facts = book.create_sheet("about")
    for fact, value in about.items():
        facts.append([fact, printable("; ".join(value) if isinstance(value, list) else value)])
    for page, first in ((sheet, sheet[1]), (facts, facts["A"])):
        page.column_dimensions["A"].width = 14
        page.column_dimensions["B"].width = 24 if page is sheet else 100
        for cell in first:
            cell.font = Font(bold=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def printable(value: object) -> str:
    """A value as a cell's text: without what no spreadsheet can hold, and nothing that one would run."""
    return escape_formula(_UNPRINTABLE.sub("", str(value)))
