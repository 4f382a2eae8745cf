"""A trend chart: terms over time, each value with its interval, and from what it is known."""

from dataclasses import replace
from math import isfinite
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.charts import events, labels, marks, tiers
from tracker.charts.caption import Caption
from tracker.charts.colours import PALETTE, PAPER, Theme, colours
from tracker.charts.frame import (
    EDGE,
    HEIGHT,
    ROOM,
    Frame,
    Width,
    dates_axis,
    figure,
    left_margin,
    mark_texts,
    scale,
    top_of,
    values_axis,
    words,
)
from tracker.charts.headline import headline, unmentioned
from tracker.charts.lettering import markup, wrap
from tracker.charts.lines import Line, is_blank, lines, span
from tracker.charts.panels import panels as in_panels
from tracker.charts.wording import per

BANDS = 3  # more bands than these hide each other: then the first line alone keeps its own
BLANK_TEXT = 17
Axis = dict[str, Any]


def trend(
    table: pd.DataFrame,
    caption: Caption,
    *,
    theme: Theme = "light",
    width: Width = "wide",
    smooth: int = 1,
    panels: bool = False,
) -> go.Figure:
    """The figure of a series table; a point's customdata is its term, split and period.

    ``smooth`` periods are averaged into the line over faint points; ``panels`` gives each line its own
    plot on the same scales. Without a mention the figure says so. Show it with ``theme=None``.
    """
    drawn = lines(table, caption)
    if is_blank(drawn):
        return _blank(unmentioned(caption, drawn), caption, theme, width)
    panels = panels and len(drawn) > 1
    banded = drawn if panels or len(drawn) <= BANDS else drawn[:1]
    names = _names(drawn, theme, smooth)
    is_ratio, top = any(line.is_ratio for line in drawn), top_of(drawn, banded)
    below = subtitle(drawn, banded, caption, smooth, top)
    if rest := len(table[["term", "split"]].drop_duplicates()) - len(drawn):
        below += f" The {rest} least mentioned of {rest + len(drawn)} lines are in the table only."
    said = words(headline(table, caption), below, caption, width)
    ticks = scale(top, caption.measure == "mentions" and not is_ratio)
    texts = mark_texts(ticks, caption.is_share and not is_ratio)
    right = labels.right_margin(names) if width == "wide" and not panels else 14
    first, last = span(drawn)
    frame = Frame(width, PAPER[theme], said, HEIGHT[width], left_margin(texts), right, 0, first, last, top)
    axis = values_axis(frame, ticks, texts)
    if panels:
        return in_panels(frame, caption, names, smooth, axis)
    return _one_plot(frame, caption, names, banded, smooth, axis)


def subtitle(drawn: tuple[Line, ...], banded: tuple[Line, ...], caption: Caption, smooth: int, top: float) -> str:
    """The measure with its denominator and period, and what each kind of mark means."""
    what = {
        "rate": f"Mentions per {per(caption)}",
        "share": "Share of reports with at least one mention",
        "tier": "Share of reports with at least one mention, on the discourse scale",
        "emphasis": f"Mentions weighted by place and verb, per {per(caption)}",
        "index": "Index of the share of reports with at least one mention",
        "mentions": "Number of mentions",
    }[caption.measure]
    if drawn[0].is_ratio:
        what = f"{'Reports with' if caption.is_share else 'Mentions of'} the first to one of the second"
    parts = [f"{what}, by {caption.by}.", caption.beside]
    if smooth > 1:
        parts.append(f"Line: mean of {smooth // 2 * 2 + 1} {caption.by}s; dots: each {caption.by}.")
    only = f" of {banded[0].label}" if len(banded) < len(drawn) else ""
    above = any(point.high > top for line in banded for point in line.measured)
    if any(isfinite(point.low) for line in banded for point in line.measured):
        parts.append(f"Shaded: 95 % interval{only}{', in places reaching above the chart' if above else ''}.")
    if caption.bursts:
        parts.append(f"Grey: bursts of {drawn[0].label}.")
    if any(point.state == "few" for line in drawn for point in line.points):
        parts.append("Hollow marks: too few reports.")
    return " ".join(part.replace("95 %", "95\u00a0%") for part in parts if part)


def _one_plot(
    frame: Frame, caption: Caption, names: list[labels.Name], banded: tuple[Line, ...], smooth: int, axis: Axis
) -> go.Figure:
    is_narrow = frame.width == "narrow"
    happened = events.placed(caption.events, frame.first, frame.last, frame.plot_width, 2 if is_narrow else 3)
    rows = labels.legend_rows(names, ROOM[frame.width]) if is_narrow else []
    lift = events.room_above(happened)
    frame = replace(frame, extra=lift + len(rows) * labels.NAME_ROW)
    drawn = tuple(name.line for name in names)
    traces = []
    for line, name in zip(banded, names, strict=False):
        traces += marks.band(line, name.colour, 0.18 if line is drawn[0] else 0.11, frame.top)
    for at, name in reversed(list(enumerate(names))):
        pen = marks.Pen(name.colour, 2.6 if at == 0 else 1.8, name.dash)
        traces += marks.strokes(name.line, caption, pen, smooth)
    traces += marks.few(drawn, caption, frame.paper) + events.spots(happened, frame)
    annotations = events.names(happened, frame) + tiers.names(caption, frame)
    annotations += [labels.legend(rows, frame, lift + 2)] if is_narrow else labels.at_ends(names, frame)
    dates = dates_axis(frame, caption, len(drawn[0].points), 5 if is_narrow else 10)
    return figure(
        frame,
        traces,
        annotations,
        xaxis=dates,
        yaxis=axis,
        shapes=events.stretches(caption, frame) + events.rules(happened, frame) + tiers.rules(caption, frame),
    )


def _names(drawn: tuple[Line, ...], theme: Theme, smooth: int) -> list[labels.Name]:
    tints = colours((line.label if line.split else line.term for line in drawn), theme).values()
    # Where colours come round again, dashes tell the second line from the first.
    dashes = ["solid" if at < len(PALETTE[theme]) else "dash" for at in range(len(drawn))]
    return [
        labels.Name(*name) for name in zip(drawn, tints, [_end(line, smooth) for line in drawn], dashes, strict=True)
    ]


def _end(line: Line, smooth: int) -> float | None:
    """The height at which the drawn line ends."""
    if not line.measured:
        return None
    last = line.measured[-1]
    return marks.averages(line, smooth)[last] if smooth > 1 else last.value


def _blank(message: str, caption: Caption, theme: Theme, width: Width) -> go.Figure:
    day = caption.made
    frame = Frame(width, PAPER[theme], words("", "", caption, width), HEIGHT[width], EDGE, EDGE, 0, day, day, 1.0)
    said = {
        "name": "message",
        "text": markup(wrap(message, BLANK_TEXT, ROOM[width] - 40)),
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": BLANK_TEXT, "color": frame.paper.quiet},
    }
    return figure(frame, [], [said], xaxis={"visible": False}, yaxis={"visible": False})
