"""Small multiples: each line in a plot of its own, all on the same scales."""

from dataclasses import replace
from math import ceil
from typing import Any

import plotly.graph_objects as go

from tracker.charts import events, labels, marks
from tracker.charts.caption import Caption
from tracker.charts.frame import Frame, dates_axis, figure
from tracker.charts.lettering import markup, wrap

PANEL_HEIGHT = 190
GAP = 0.06  # of the plot's width, between columns
TITLE_ROOM = 50  # pixels above each panel for its name and the dates of the one above
Axis = dict[str, Any]


def panels(frame: Frame, caption: Caption, names: list[labels.Name], smooth: int, axis: Axis) -> go.Figure:
    """One panel a line, three in a row (two where narrow), named in its colour."""
    columns = min(len(names), 2 if frame.width == "narrow" else 3)
    rows = ceil(len(names) / columns)
    frame = replace(frame, extra=20, height=frame.head + frame.foot + rows * PANEL_HEIGHT)
    dates = dates_axis(frame, caption, len(names[0].line.points), 3 if frame.width == "narrow" else 4)
    happened = events.placed(caption.events, frame.first, frame.last, frame.plot_width, 0)
    axes: dict[str, Axis] = {}
    traces: list[go.Scatter] = []
    annotations, shapes = [], []
    for at, name in enumerate(names):
        row, column = divmod(at, columns)
        key = "" if at == 0 else str(at + 1)
        across, up = _domains(row, column, rows, columns, frame.plot_height)
        follows = {"matches": "x"} if at else {}
        axes[f"xaxis{key}"] = dates | follows | {"domain": across, "anchor": f"y{key}"}
        axes[f"yaxis{key}"] = axis | {"domain": up, "anchor": f"x{key}", "showticklabels": column == 0}
        on = {"xaxis": f"x{key}", "yaxis": f"y{key}"}
        traces += marks.band(name.line, name.colour, 0.18, frame.top, **on)
        traces += marks.strokes(name.line, caption, marks.Pen(name.colour, 2.2), smooth, **on)
        traces += marks.few((name.line,), caption, frame.paper, **on)
        annotations.append(_title(name, across[0], up[1], frame.plot_width / columns))
        shapes += events.rules(happened, frame, key)
    return figure(frame, traces, annotations, shapes=shapes, **axes)


def _domains(row: int, column: int, rows: int, columns: int, height: int) -> tuple[list[float], list[float]]:
    wide = (1 - GAP * (columns - 1)) / columns
    left = column * (wide + GAP)
    gap = TITLE_ROOM / height
    tall = (1 - gap * (rows - 1)) / rows
    top = 1 - row * (tall + gap)
    return [left, left + wide], [max(top - tall, 0.0), min(top, 1.0)]


def _title(name: labels.Name, left: float, top: float, room: float) -> dict[str, Any]:
    rows = wrap(labels.named(name.line, name.end is not None), labels.NAME, room)
    short = rows if len(rows) == 1 else [rows[0] + "…"]
    return {
        "name": "label",
        "text": markup(short),
        "x": left,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": labels.NAME, "color": name.colour, "weight": 700},
    }
