"""Comparison tables and what is beside them, from counts as short as a test can say them."""

from dataclasses import replace
from datetime import date

import pandas as pd

from tracker.charts.sides import Side, Sides
from tracker.measures.keyness import compare
from tracker.measures.ratio import ratio
from tracker.measures.series import PeriodCounts

SIDES = Sides(
    before="2018–2019",
    after="2021–2022",
    are_sources=False,
    units={"words": (Side(20, 20_000), Side(20, 20_000))},
    tested=40,
    shifted=3,
    since=1994,
    sources=("Central Bank",),
    reports=40,
    lexicon="3f2a9c",
    made=date(2026, 11, 26),
    permalink="http://127.0.0.1:8501/compare?sides=periods",
    definition="Mentions per word; a <b>report</b> counts once.",
)


def sides(**changes) -> Sides:
    return replace(SIDES, **changes)


def table(counts: dict[str, tuple[int, int, str]], unit: str = "words") -> pd.DataFrame:
    """One row a term, from mentions before and after and its kind; each side is 20 reports of 1,000 words.

    A term in quotes is a phrase.
    """
    rows = []
    for term, (before, after, kind) in counts.items():
        earlier, later = _count(before), _count(after)
        key, times = compare([later], [earlier])[0], ratio(later, earlier)
        rows.append({
            "term": term, "kind": kind, "before": before, "after": after, "before_words": 20_000,
            "after_words": 20_000, "log_ratio": key.log_ratio, "z": key.z, "g2": key.g2, "q": 0.001 if kind else 0.4,
            "unit": unit, "first": date(2021, 1, 5) if kind == "debut" else None,
            "label": f"“{term[1:-1]}”" if term.startswith('"') else term, "with_before": earlier.reports_with,
            "with_after": later.reports_with, "reports_before": 20, "reports_after": 20, "rate_before": before / 2,
            "rate_after": after / 2, "times": None if times.value == float("inf") else times.value, "low": times.low,
            "high": None if times.high == float("inf") else times.high, "weight": abs(key.z),
        })  # fmt: skip
    return pd.DataFrame(rows)


def _count(mentions: int) -> PeriodCounts:
    each = [mentions // 20 + (place < mentions % 20) for place in range(20)]
    return PeriodCounts(
        mentions, sum(n > 0 for n in each), 20, 20_000, sum(n * n for n in each), mentions * 1000, 20_000_000
    )
