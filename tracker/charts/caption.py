"""A caption: everything beside the numbers that a reader needs to judge a chart."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from tracker.measures.choices import By, Shown


class Origin(Protocol):
    """From what any figure is known, as its footer and its files say it: see Caption for what each is."""

    @property
    def sources(self) -> tuple[str, ...]: ...
    @property
    def reports(self) -> int: ...
    @property
    def lexicon(self) -> str: ...
    @property
    def made(self) -> date: ...
    @property
    def permalink(self) -> str: ...
    @property
    def definition(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Caption:
    """What was measured, from what, when and how. ``labels`` maps a term to the label shown for it.

    ``sources`` are names, ``reports`` counts all reports behind the chart, ``lexicon`` is the short
    version, ``minimum`` the reports a period needs, ``unit`` what the rate is counted per (empty where
    languages mix), ``definition`` the exact one in words, ``permalink`` the address of the same view, ``beside`` what
    a reader must know of the measure at once (weights, a base), ``tiers`` names and shares from which they begin,
    ``bursts`` the first and last period of each burst of the first line.
    """

    measure: Shown
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
    beside: str = ""
    tiers: tuple[tuple[str, float], ...] = ()
    bursts: tuple[tuple[date, date], ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether values are fractions of reports."""
        return self.measure in ("share", "tier")
