"""What can be chosen of a series: what is measured, how long a period is, and how it is split. It loads nothing."""

from typing import Literal

Measure = Literal["mentions", "share", "rate", "emphasis", "tier"]
Shown = Measure | Literal["index"]
By = Literal["day", "week", "month", "quarter", "year"]
Split = Literal["source", "cue", "speaker", "variant", "place"]
MEASURES: tuple[Measure, ...] = ("mentions", "share", "rate", "emphasis", "tier")
SHOWN: tuple[Shown, ...] = ("mentions", "share", "rate", "emphasis", "index", "tier")
PERIODS: tuple[By, ...] = ("day", "week", "month", "quarter", "year")
SPLITS: tuple[Split, ...] = ("source", "cue", "speaker", "variant", "place")
MINIMUM_REPORTS = 5
