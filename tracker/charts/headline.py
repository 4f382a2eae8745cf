"""A headline: what a chart shows, as a fact computed from its table."""

from itertools import takewhile

import pandas as pd

from tracker.charts import wording
from tracker.charts.caption import Caption
from tracker.charts.lines import Line, Point, is_blank, lines
from tracker.measures.choices import By

LOOKBACK: dict[By, int] = {"day": 28, "week": 26, "month": 12, "quarter": 4, "year": 3}


def headline(table: pd.DataFrame, caption: Caption) -> str:
    """One sentence about the first line: rose or fell only where the 95 % intervals stand apart.

    Beside it what the whole line tells: from when on it was mentioned, when most, and since when no more.
    """
    drawn = lines(table, caption)
    if is_blank(drawn):
        return unmentioned(caption, drawn)
    line = drawn[0]
    name = _name(line, caption)
    ended = tuple(p for p in line.measured if caption.measure != "mentions" or not _unfinished(p, caption))
    if not ended:
        return f"{name}: {_missing(line, caption)}"
    last = ended[-1]
    if gone := _gone(ended, caption):
        return f"{name} {gone}{_past(ended, line, caption)}"
    now = f"{_amount(last, line, caption)} {wording.during(last.period, caption)}"
    earlier = _earlier(line, last, caption.by)
    if earlier is None:
        return f"{name} stood at {now}"
    return f"{name} {_change(earlier, last, line, caption, now)}{_past(ended, line, caption, earlier)}"


def unmentioned(caption: Caption, drawn: tuple[Line, ...]) -> str:
    """The sentence that stands in place of a chart without a single mention."""
    names = list(dict.fromkeys(caption.labels.get(line.term, line.term) for line in drawn))
    names = names or list(caption.labels.values())
    if not names:
        return "No report in this selection."
    return f"No report mentions {wording.quoted(names, 'or')} in this selection."


def _name(line: Line, caption: Caption) -> str:
    label = caption.labels.get(line.term, line.term)
    name = f"“{label[:1].upper()}{label[1:]}”"
    return f"{name} ({line.split})" if line.split else name


def _unfinished(point: Point, caption: Caption) -> bool:
    # A count of a period that still runs would always seem to fall; a rate or share does not.
    return wording.is_unfinished(point.period, caption)


def _gone(ended: tuple[Point, ...], caption: Caption) -> str:
    """Since when a term is not mentioned any more, if that is long enough to be told."""
    silent = list(takewhile(lambda point: not point.mentions, reversed(ended)))
    if len(silent) < LOOKBACK[caption.by] or len(silent) == len(ended):
        return ""
    return f"has not been mentioned here after {_when(ended[-len(silent) - 1], caption)}"


def _past(ended: tuple[Point, ...], line: Line, caption: Caption, earlier: Point | None = None) -> str:
    """When a term was first mentioned, after long enough without, and when so often that it stands apart from today."""
    if line.is_ratio:
        return ""
    told, last = list[str](), ended[-1]
    before = len(list(takewhile(lambda point: not point.mentions, ended)))
    if LOOKBACK[caption.by] <= before < len(ended) - 1:
        told.append(f"first mentioned here {wording.during(ended[before].period, caption)}")
    peak = max(ended, key=lambda point: point.value)
    if peak is not earlier and peak.low > last.high:
        told.append(f"highest {wording.during(peak.period, caption)}, at {_amount(peak, line, caption)}")
    return "; " + ", ".join(told) if told else ""


def _when(point: Point, caption: Caption) -> str:
    """A period as it follows "after"."""
    return wording.during(point.period, caption).removeprefix("in ").removeprefix("on ")


def _missing(line: Line, caption: Caption) -> str:
    if line.measured:
        return f"the first {caption.by} has not ended"
    if all(point.state == "gap" for point in line.points):
        return "no report in this selection"
    if line.is_ratio and any(point.reports >= caption.minimum for point in line.points):
        return "nothing to divide by"
    return f"too few reports, no {caption.by} has the {caption.minimum} needed"


def _earlier(line: Line, last: Point, by: By) -> Point | None:
    """The measured point a sensible time before the last, or the earliest if the line is shorter."""
    at = line.points.index(last)
    before = [point for point in line.points[:at] if point.state == "ok"]
    wanted = [point for point in line.points[: max(at - LOOKBACK[by] + 1, 0)] if point.state == "ok"]
    return next(iter(wanted[-1:] or before[:1]), None)


def _change(earlier: Point, last: Point, line: Line, caption: Caption, now: str) -> str:
    was, when = _bare(earlier, line, caption), wording.during(earlier.period, caption)
    if not last.value and not earlier.value:
        return f"was not mentioned {wording.during(last.period, caption)}, nor {when}"
    if last.low > earlier.high:
        return f"rose to {now}, from {was} {when}"
    if last.high < earlier.low:
        return f"fell to {now}, from {was} {when}"
    if earlier.low <= last.value <= earlier.high and last.low <= earlier.value <= last.high:
        if _bare(last, line, caption) == was:
            return f"held at {now}, as {when}"
        return f"held around {now}, against {was} {when}"
    return f"shows no clear change: {now}, {was} {when}"


def _amount(point: Point, line: Line, caption: Caption) -> str:
    return wording.amount(point.value, caption, line.is_ratio)


def _bare(point: Point, line: Line, caption: Caption) -> str:
    return wording.number(point.value, caption.is_share and not line.is_ratio)
