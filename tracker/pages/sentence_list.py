"""Sentences as a list that links onward."""

from collections.abc import Hashable
from html import escape
from typing import Any

import pandas as pd


def html(table: pd.DataFrame, names: dict[str, str]) -> str:
    """Concordance rows as HTML, each with its day, source and report; everything from feeds is escaped."""
    return f'<ol class="lines">{"".join(_line(row, names) for row in table.to_dict("records"))}</ol>'


def _line(row: dict[Hashable, Any], names: dict[str, str]) -> str:
    left, match, right = (escape(str(row[part])) for part in ("left", "match", "right"))
    source = escape(names.get(str(row["source"]), str(row["source"])))
    place = "" if row["place"] == "body" else f" · {row['place']}"
    link = f'<a href="/reports?report={row["report"]}" target="_self">{escape(str(row["title"]) or "untitled")}</a>'
    day = f"{row['date']:%-d %B %Y}"
    voice = " · " + escape(" ".join(filter(None, [str(row["speaker"]), str(row["cue"])]))) if row["cue"] else ""
    return (
        f'<li><span class="from">{day} · {source}{place}{voice} · {link}</span>{left}<mark>{match}</mark>{right}</li>'
    )
