"""A comparison as dots on both sides of a line: what either side says more, and by how far that sets them apart."""

from dataclasses import dataclass, replace
from html import escape
from math import isfinite
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from tracker.charts import contrast
from tracker.charts.colours import PALETTE, PAPER, Theme, with_alpha
from tracker.charts.frame import EDGE, ROOM, Frame, Width, figure, words
from tracker.charts.lettering import balanced, markup, wrap
from tracker.charts.sides import Row, Sides, rows
from tracker.charts.wording import SPACE, count, number

MOST = 12  # rows a side
MIN_OVERLAP = 3  # rows a side that are drawn even if chance could have made them
LETTERS: dict[Width, int] = {"wide": 13, "narrow": 12}
LINE: dict[Width, int] = {"wide": 17, "narrow": 15}  # pixels of a line of a label
APART: dict[Width, int] = {"wide": 8, "narrow": 9}  # pixels between two labels
BESIDE = 10  # pixels between the line, or a dot, and its words
BEYOND = 54  # pixels for "1,200×" beyond the farthest dot
EMPTY = 90


@dataclass(frozen=True, slots=True)
class _Mark:
    """One row where it is drawn: its label in lines, the pixels from the plot's upper edge, its colour."""

    row: Row
    label: list[str]
    centre: float
    colour: str

    @property
    def is_right(self) -> bool:
        """Whether the later side, or the second source, says it more."""
        return self.row.z > 0


def keyness(table: pd.DataFrame, sides: Sides, *, theme: Theme = "light", width: Width = "wide") -> go.Figure:
    """The figure of a comparison's table; a dot's customdata is its term and unit. Show it with ``theme=None``."""
    every = rows(table)
    drawn = chosen(every)
    said = words(contrast.headline(every, sides), subtitle(drawn, sides), sides, width)
    tints = PALETTE[theme][1], PALETTE[theme][0]
    heads = [wrap(text, LETTERS[width], ROOM[width] / 2 - 3 * EDGE) for text in _heads(sides)]
    above = max(map(len, heads)) * LINE[width] + 10
    half = ROOM[width] / 2 - EDGE
    marks, room = _marks(drawn, tints, half, width)
    frame = Frame(width, PAPER[theme], said, 0, EDGE, EDGE, above, sides.made, sides.made, 1.0)
    frame = replace(frame, height=frame.head + room + frame.foot)
    reach = max((abs(row.z) for row in drawn), default=1.0) * half / (half - BEYOND - BESIDE)
    notes = [_head(text, frame, tint, side) for side, (text, tint) in enumerate(zip(heads, tints, strict=True))]
    notes += [note for mark in marks for note in (_label(mark, frame), _size(mark))]
    traces = [_stems(marks, tint) for tint in tints] + [_dots(marks, frame, sides)]
    return figure(
        frame,
        traces,
        notes if drawn else [*notes, _nothing(frame)],
        xaxis=_across(frame, reach),
        yaxis={"visible": False, "range": [room, 0], "fixedrange": True},
    )


def chosen(every: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows to draw, from what the later side says more: the most telling shifts, or else a few that are none."""
    drawn: list[Row] = []
    for is_right in (True, False):
        side = sorted((row for row in every if (row.z > 0) == is_right), key=lambda row: -row.weight)
        shifted = [row for row in side if row.kind][:MOST]
        drawn += shifted + [row for row in side if not row.kind][: max(MIN_OVERLAP - len(shifted), 0)]
    return tuple(sorted(drawn, key=lambda row: -row.z))


def subtitle(drawn: tuple[Row, ...], sides: Sides) -> str:
    """The measure with its denominator, what each mark means, and from how much it is known."""
    per = " or ".join({"words": "word", "characters": "Chinese character"}[unit] for unit in sides.units) or "word"
    parts = [f"Log-odds per {per}, in standard deviations from alike. Beside a dot: how many times as often."]
    parts.append(
        f"{sides.shifted:,} of {count(sides.tested, 'term')} tested differ by more than chance (false discovery rate "
        f"5{SPACE}%)."
    )
    if any(not row.kind for row in drawn):
        parts.append("Hollow: chance could have made it.")
    if any(row.label.startswith("“") for row in drawn):
        parts.append("In quotes: phrases outside the lexicon.")
    for unit, both in sides.units.items():
        known = " and ".join(f"{count(side.reports, 'report')} of {side.words:,}{SPACE}{unit}" for side in both)
        parts.append(f"Left and right: {known}.")
    return " ".join(parts)


def _heads(sides: Sides) -> tuple[str, str]:
    if sides.are_sources:
        return f"← more from {sides.before}", f"more from {sides.after} →"
    return f"← more {sides.during(False)}", f"more {sides.during(True)} →"


def _marks(drawn: tuple[Row, ...], tints: tuple[str, str], half: float, width: Width) -> tuple[list[_Mark], int]:
    """The rows one under the other, and how many pixels they take."""
    marks, used = [], 0.0
    for row in drawn:
        label = balanced(row.label, LETTERS[width] * 1.05, half - 2 * BESIDE)
        height = len(label) * LINE[width] + APART[width]
        marks.append(_Mark(row, label, used + height / 2, tints[row.z > 0]))
        used += height
    return marks, round(used) or EMPTY


def _stems(marks: list[_Mark], tint: str) -> go.Scatter:
    """A line from no difference to each dot of one side."""
    mine = [mark for mark in marks if mark.colour == tint]
    x = [place for mark in mine for place in (0.0, mark.row.z, None)]
    y = [place for mark in mine for place in (mark.centre, mark.centre, None)]
    return go.Scatter(
        x=x, y=y, mode="lines", hoverinfo="skip", line={"color": with_alpha(tint, 0.45), "width": 2}, meta="stem"
    )


def _dots(marks: list[_Mark], frame: Frame, sides: Sides) -> go.Scatter:
    """The dots, filled where chance hardly made the difference; each says its counts and can be clicked."""
    fills = [mark.colour if mark.row.kind else frame.paper.background for mark in marks]
    return go.Scatter(
        x=[mark.row.z for mark in marks],
        y=[mark.centre for mark in marks],
        customdata=[[mark.row.term, mark.row.unit] for mark in marks],
        hovertext=[_hover(mark.row, sides) for mark in marks],
        hovertemplate="%{hovertext}<extra></extra>",
        mode="markers",
        cliponaxis=False,
        marker={
            "size": 11,
            "color": fills,
            "opacity": 1,
            "line": {"width": 2, "color": [mark.colour for mark in marks]},
        },
        unselected={"marker": {"opacity": 1}},
        hoverlabel={"bordercolor": [mark.colour for mark in marks]},
        name="terms",
        meta="dots",
    )


def _label(mark: _Mark, frame: Frame) -> dict[str, Any]:
    """The term's name across the line from its dot, where there is room."""
    tint = frame.paper.ink if mark.row.kind else frame.paper.quiet
    font = {"size": LETTERS[frame.width], "color": tint, "weight": 400 if mark.row.label.startswith("“") else 600}
    side = {"xanchor": "right", "xshift": -BESIDE, "align": "right"} if mark.is_right else {
        "xanchor": "left", "xshift": BESIDE, "align": "left"
    }  # fmt: skip
    return {"name": "label", "text": markup(mark.label), "x": 0, "font": font, **side, **_at(mark)}


def _size(mark: _Mark) -> dict[str, Any]:
    """By how much, beyond the dot: times as often, or the mentions where the other side has none."""
    row, value = mark.row, contrast.more(mark.row)
    text = f"{contrast.times(value)}×" if isfinite(value) else f"{max(row.before, row.after):,} to 0"
    side = {"xanchor": "left", "xshift": BESIDE} if mark.is_right else {"xanchor": "right", "xshift": -BESIDE}
    return {"name": "size", "text": text, "x": row.z, "font": {"size": 12, "color": mark.colour}, **side, **_at(mark)}


def _at(mark: _Mark) -> dict[str, Any]:
    return {"y": mark.centre, "xref": "x", "yref": "y", "yanchor": "middle", "showarrow": False, "borderpad": 0}


def _head(text: list[str], frame: Frame, tint: str, is_right: int) -> dict[str, Any]:
    """Which side is which, above the plot."""
    return {
        "name": "head",
        "text": markup(text),
        "x": is_right,
        "xref": "paper",
        "xanchor": ("left", "right")[is_right],
        "align": ("left", "right")[is_right],
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 6,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": LETTERS[frame.width], "color": tint, "weight": 700},
    }


def _nothing(frame: Frame) -> dict[str, Any]:
    at = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper", "showarrow": False}
    return {"name": "message", "text": "Nothing to draw.", "font": {"size": 15, "color": frame.paper.quiet}, **at}


def _across(frame: Frame, reach: float) -> dict[str, Any]:
    """The horizontal axis: standard deviations to both sides of none."""
    return {
        "range": [-reach, reach],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": frame.paper.quiet,
        "zerolinewidth": 1,
        "nticks": 9 if frame.width == "wide" else 5,
        "tickfont": {"color": frame.paper.quiet},
        "tickformat": "~g",
        "ticks": "",
    }


def _hover(row: Row, sides: Sides) -> str:
    unit = f"{SPACE}{row.unit}"
    value, is_more = contrast.more(row), sides.after if row.z > 0 else sides.before
    size = f"{contrast.times(value)} times as often" if isfinite(value) else "the other side never"
    chance = "more than chance" if row.kind else "chance could have made it"
    lines = [
        f"<b>{escape(row.label, quote=False)}</b>",
        _said(
            sides.before,
            row.before,
            f"{row.words_before:,}{unit}",
            row.rate_before,
            row.with_before,
            row.reports_before,
        ),
        _said(sides.after, row.after, f"{row.words_after:,}{unit}", row.rate_after, row.with_after, row.reports_after),
        f"{escape(is_more, quote=False)}: {size}, 95{SPACE}% interval {contrast.interval(row)}",
        f"{abs(row.z):.1f} standard deviations; false discovery rate {_rate(row.q)}: {chance}",
    ]
    return "<br>".join(lines)


def _said(name: str, mentions: int, words: str, rate: float, with_it: int, reports: int) -> str:
    """One side's counts and what they are counts of."""
    told = f"{count(mentions, 'mention')} in {words}, {number(rate)} per 10,000"
    return f"{escape(name, quote=False)}: {told}; in {with_it:,} of {count(reports, 'report')}"


def _rate(q: float) -> str:
    return f"below 0.1{SPACE}%" if q < 0.001 else f"{100 * q:.1f}{SPACE}%"
