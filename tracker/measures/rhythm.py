"""Rhythm: how often a source speaks, and whether it has fallen silent."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

MIN_OVERLAP = 4  # days with reports from which a rhythm can be told
PATIENCE = 3
LEAST, MOST = 3, 365  # days of silence that mean nothing, and that mean something whatever the rhythm


def usual(days: Sequence[date]) -> float | None:
    """The usual number of days from one day with reports to the next, as the median; None if too few are known."""
    if len(days) < MIN_OVERLAP:
        return None
    steps = sorted((later - earlier).days for earlier, later in pairwise(sorted(days)))
    middle = len(steps) // 2
    return steps[middle] if len(steps) % 2 else (steps[middle - 1] + steps[middle]) / 2


def silence(days: Sequence[date], today: date) -> str:
    """That a source has been silent for three times its usual interval, in plain words; else empty.

    ``days`` are different days with reports, as many of the newest as are known.
    """
    past = [day for day in days if day <= today]
    if not past:
        return ""
    silent, beat = (today - max(past)).days, usual(past)
    if silent <= LEAST or (silent <= MOST and (beat is None or silent <= PATIENCE * beat)):
        return ""
    length = f"{silent // 365} year{'s' * (silent >= 730)}" if silent >= 365 else f"{silent} days"
    rhythm = f", where one every {beat:g} day{'s' * (beat != 1)} is usual" if beat else ""
    return f"stale: nothing new for {length}{rhythm}"
