"""Events in a chart: dotted lines, their names above the plot so that none covers another."""

from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from tracker.charts.caption import Caption
from tracker.charts.colours import with_alpha
from tracker.charts.frame import NOTE, Frame
from tracker.charts.lettering import width
from tracker.charts.wording import short
from tracker.measures.series import after

EVENT_ROW = 16


@dataclass(frozen=True, slots=True)
class Event:
    """A named day with its row above the plot (None: there is no room for the name)."""

    day: date
    name: str
    row: int | None
    anchor: str


def placed(events: tuple[tuple[date, str], ...], first: date, last: date, room: float, rows: int) -> tuple[Event, ...]:
    """Events within the dates, each in the lowest row where its name covers no other, within ``room`` pixels."""
    ends = [-1e9] * rows
    found = []
    days = max((last - first).days, 1)
    for day, name in sorted(events):
        if not first <= day <= last:
            continue
        x, half = (day - first).days / days * room, width(name, NOTE) / 2
        anchor = "left" if x < half else "right" if x > room - half else "center"
        start = x if anchor == "left" else x - 2 * half if anchor == "right" else x - half
        row = next((at for at, end in enumerate(ends) if start >= end + 8), None)
        if row is not None:
            ends[row] = start + 2 * half
        found.append(Event(day, name, row, anchor))
    return tuple(found)


def room_above(events: tuple[Event, ...]) -> int:
    """Pixels above the plot that the events' names take."""
    return EVENT_ROW * (1 + max((event.row for event in events if event.row is not None), default=-1))


def names(events: tuple[Event, ...], frame: Frame) -> list[dict[str, Any]]:
    """The events' names above the plot."""
    return [
        {
            "name": "event",
            "text": escape(event.name, quote=False),
            "x": str(event.day),
            "xref": "x",
            "xanchor": event.anchor,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "yshift": 2 + event.row * EVENT_ROW,
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": NOTE, "color": frame.paper.quiet},
        }
        for event in events
        if event.row is not None
    ]


def stretches(caption: Caption, frame: Frame) -> list[dict[str, Any]]:
    """A grey ground behind each burst."""
    return [
        {
            "type": "rect",
            "x0": str(first),
            "x1": str(last if last > first else after(last, caption.by)),
            "xref": "x",
            "y0": 0,
            "y1": 1,
            "yref": "y domain",
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": with_alpha(frame.paper.quiet, 0.14),
        }
        for first, last in caption.bursts
    ]


def rules(events: tuple[Event, ...], frame: Frame, axis: str = "") -> list[dict[str, Any]]:
    """A dotted upright line for each event, up to its name."""
    return [
        {
            "type": "line",
            "x0": str(event.day),
            "x1": str(event.day),
            "xref": f"x{axis}",
            "y0": 0,
            "y1": 1,
            "yref": f"y{axis} domain",
            "layer": "below",
            "line": {"width": 1, "dash": "dot", "color": with_alpha(frame.paper.quiet, 0.55)},
        }
        for event in events
    ]


def spots(events: tuple[Event, ...], frame: Frame) -> list[go.Scatter]:
    """An unseen mark at the head of each event's line, so that the hover names it where its name has no room."""
    if not events:
        return []
    return [
        go.Scatter(
            x=[str(event.day) for event in events],
            y=[frame.top] * len(events),
            hovertext=[f"{escape(event.name, quote=False)}<br>{short(event.day)}" for event in events],
            hovertemplate="%{hovertext}<extra></extra>",
            mode="markers",
            marker={"size": 12, "color": frame.paper.quiet, "opacity": 0},
            selected={"marker": {"opacity": 0}},
            unselected={"marker": {"opacity": 0}},
            name="events",
            meta="events",
        )
    ]
