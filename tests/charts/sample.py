"""Series tables and captions to draw, from counts as short as a test can say them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from tracker.charts.caption import Caption
from tracker.measures.series import PeriodCounts, after, value

CAPTION = Caption(
    measure="rate",
    by="year",
    unit="words",
    sources=("Central Bank", "Ministry of Finance", "State Council", "Statistics Office", "Parliament"),
    reports=1234,
    lexicon="3f2a9c",
    made=date(2026, 11, 23),
    labels={},
    permalink="http://127.0.0.1:8501/trends?terms=inflation",
    minimum=5,
    definition="Mentions per 10,000 words.",
)

NAMES = ["period", "term", "split", "mentions", "reports_with", "reports", "words", "value", "low", "high", "state"]


def caption(**changes: Any) -> Caption:
    return replace(CAPTION, **changes)


def table(
    counts: dict[str, list[tuple[int, int] | None]], about: Caption = CAPTION, first: date = date(2016, 1, 1)
) -> pd.DataFrame:
    """One row a term and period, from (mentions, reports) of 1,000 words each; None is a period without reports.

    A term as "term|split" has a split, as "term / 7" is divided by 7 in every period.
    """
    rows = []
    for key, line in counts.items():
        name, _, divisor = key.partition(" / ")
        term, _, split = name.partition("|")
        period = first
        for mentions, reports in (pair or (0, 0) for pair in line):
            count = _count(mentions, reports, divisor)
            measured = value(count, about.measure, about.minimum)
            rows.append(
                {
                    "period": period,
                    "term": term,
                    "split": split,
                    "mentions": mentions,
                    "reports_with": count.reports_with,
                    "reports": reports,
                    "words": count.words,
                    "value": measured.value,
                    "low": measured.low,
                    "high": measured.high,
                    "state": measured.state,
                    "divisor": count.divisor,
                }
            )
            period = after(period, about.by)
    return pd.DataFrame(rows, columns=[*NAMES, "divisor"])


def _count(mentions: int, reports: int, divisor: str) -> PeriodCounts:
    return PeriodCounts(
        mentions,
        min(mentions, reports),
        reports,
        reports * 1000,
        # Reports that differ a little from their mean, so that intervals have a width.
        round(mentions * mentions / max(reports, 1) + mentions),
        mentions * 1000,
        reports * 1_000_000,
        int(divisor) if divisor else None,
    )
