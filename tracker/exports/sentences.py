"""Sentences with their links and a citation of each report, to CSV, XLSX and JSON, with no cell that would be run."""

import re
from collections.abc import Mapping
from csv import writer
from datetime import date
from io import StringIO
from json import dumps
from typing import Any

import pandas as pd

from tracker.charts.caption import Origin
from tracker.exports.formulas import escape_formula
from tracker.exports.workbook import printable, workbook

COLUMNS = ("date", "source", "title", "place", "speaker", "cue", "left", "match", "right", "url", "report", "citation")


def table(found: pd.DataFrame, names: Mapping[str, str], address: str) -> pd.DataFrame:
    """The rows of a concordance as they go into a file.

    ``names`` are those of the sources, ``address`` that of the dashboard: ``report`` is where each report can be read.
    """
    rows = []
    for row in found.to_dict("records"):
        source = names.get(str(row["source"]), str(row["source"]))
        more = {"source": source, "report": f"{address.rstrip('/')}/reports?report={row['report']}"}
        cited = citation(source, str(row["title"]), row["date"], str(row["url"]))
        rows.append({str(name): value for name, value in row.items()} | more | {"citation": cited})
    return pd.DataFrame(rows, columns=list(COLUMNS))


def citation(source: str, title: str, day: date, url: str) -> str:
    """A report as a list of references has it: who, what, when, where.

    >>> citation("The Bank", "On prices", date(2024, 1, 5), "https://example.org/1")
    'The Bank: “On prices”. 5 January 2024. https://example.org/1'
    """
    return f"{source}: “{title or 'untitled'}”. {day:%-d %B %Y}.{f' {url}' if url else ''}"


def csv(sentences: pd.DataFrame) -> bytes:
    """The table as UTF-8 without a mark."""
    out = StringIO()
    rows = writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows([escape_formula(_text(value)) for value in row] for row in sentences.itertuples(index=False))
    return out.getvalue().encode("utf-8", "replace")


def xlsx(sentences: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    """A workbook of the sheet "sentences", and of "about"."""
    cells = ([printable(_text(value)) for value in row] for row in sentences.itertuples(index=False))
    return workbook("sentences", COLUMNS, cells, about)


def json(sentences: pd.DataFrame, about: Mapping[str, Any]) -> bytes:
    """The table under "sentences" beside what "about" says of it."""
    rows = [dict(zip(COLUMNS, map(_text, row), strict=True)) for row in sentences.itertuples(index=False)]
    text = dumps({"about": dict(about), "sentences": rows}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace")


def about(term: str, span: str, origin: Origin) -> dict[str, Any]:
    """What the sentences are, from what they are known, and when they were listed."""
    return {
        "term": term,
        "span": span,
        "definition": origin.definition,
        "sources": list(origin.sources),
        "lexicon": origin.lexicon,
        "made": origin.made.isoformat(),
        "permalink": origin.permalink,
    }


def filename(term: str, at: str | None, made: date, kind: str) -> str:
    """What and when, for a download: "inflation-sentences-2020-01-01-2026-11-23.csv"; Chinese stays as it is."""
    slug = re.sub(r"[\W_]+", "-", term.lower()).strip("-")[:60].rstrip("-") or "term"
    return "-".join(filter(None, (slug, "sentences", at, made.isoformat()))) + f".{kind}"


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
