"""A caption: everything beside the numbers that a reader needs to judge a chart."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.measures.series import By, Measure


@dataclass(frozen=True, slots=True)
class Caption:
    """What was measured, from what, when and how. ``labels`` maps a term to the label shown for it.

    ``sources`` are names, ``reports`` counts all reports behind the chart, ``lexicon`` is the short
    version, ``minimum`` the reports a period needs, ``unit`` what the rate is counted per (empty where
    languages mix), ``definition`` the exact one in words, ``permalink`` the address of the same view.
    """

    measure: Measure
    by: By
    unit: Literal["words", "characters", ""]
    sources: tuple[str, ...]
    reports: int
    lexicon: str
    made: date
    labels: dict[str, str]
    permalink: str
    minimum: int
    definition: str
    events: tuple[tuple[date, str], ...] = ()
