"""A small table with every state, and its caption."""

from datetime import date

import pandas as pd

from tracker.charts.caption import Caption

CAPTION = Caption(
    measure="rate",
    by="year",
    unit="words",
    sources=("Central Bank", "=cmd|' /C calc'!A0"),
    reports=60,
    lexicon="3f2a9c",
    made=date(2026, 11, 23),
    labels={"reform": "改革开放"},
    permalink="http://127.0.0.1:8501/trends?terms=reform&by=year",
    minimum=5,
    definition="Mentions per 10,000 words; a <b>report</b> counts once.",
)
NAMES = ["period", "term", "split", "mentions", "reports_with", "reports", "words", "value", "low", "high", "state"]


def table(term: str = "reform", divisor: int | None = None, first: int = 2023) -> pd.DataFrame:
    rows = [
        (date(first, 1, 1), term, "", 7, 5, 20, 30_000, 7 / 3, 1.1, 3.9, "ok"),
        (date(first + 1, 1, 1), term, "", 40, 15, 20, 30_000, 40 / 3, 9.7, 17.1, "ok"),
        (date(first + 2, 1, 1), term, "", 1, 1, 2, 900, None, None, None, "few"),
        (date(first + 3, 1, 1), term, "", 0, 0, 0, 0, None, None, None, "gap"),
    ]
    return pd.DataFrame(rows, columns=NAMES).assign(divisor=divisor)
