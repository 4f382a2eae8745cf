"""The frame of a chart: room for its words, its scales, and the words above and below the plot."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, isfinite, log10
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.graph_objects import Figure as Figure  # the type, for those who pass a figure on

from tracker.charts.caption import Caption, Origin
from tracker.charts.colours import Paper
from tracker.charts.lettering import FONTS, balanced, markup, width, wrap
from tracker.charts.lines import Line
from tracker.charts.wording import count, number, short

Width = Literal["wide", "narrow"]

EDGE = 6  # pixels between the words and the edge of the picture
TICKS = 44  # pixels for the dates under the axis
# Widths are the least a chart of this kind gets, so that its words also fit where there is more room.
ROOM: dict[Width, int] = {"wide": 840, "narrow": 350}
HEIGHT: dict[Width, int] = {"wide": 640, "narrow": 600}
TITLE: dict[Width, int] = {"wide": 23, "narrow": 18}
SUBTITLE: dict[Width, int] = {"wide": 14, "narrow": 12}
NOTE = 11
# Buttons in the corner: the first would upload the chart to a company's server.
UNWANTED = ["sendChartToCloud", "select2d", "lasso2d", "autoscale2d"]
_STEPS: dict[str, tuple[int, str]] = {
    "day": (1, "days"),
    "week": (7, "days"),
    "month": (1, "months"),
    "quarter": (3, "months"),
    "year": (12, "months"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of text around the plot, broken to fit."""

    title: list[str]
    subtitle: list[str]
    footer: list[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies, in pixels from the figure's edges, and what its axes span.

    ``extra`` pixels stand between the subtitle and the plot, for a legend line and names of events.
    """

    width: Width
    paper: Paper
    words: Words
    height: int
    left: int
    right: int
    extra: int
    first: date
    last: date
    top: float

    @property
    def head(self) -> int:
        """Pixels above the plot."""
        return self.title_height + len(self.words.subtitle) * _row(SUBTITLE[self.width]) + self.extra + 14

    @property
    def title_height(self) -> int:
        """Pixels of the title with the edge above it."""
        return 10 + len(self.words.title) * _row(TITLE[self.width])

    @property
    def foot(self) -> int:
        """Pixels below the plot."""
        return TICKS + len(self.words.footer) * _row(NOTE) + EDGE

    @property
    def plot_height(self) -> int:
        """Pixels from the plot's lower to its upper edge."""
        return self.height - self.head - self.foot

    @property
    def plot_width(self) -> int:
        """The least number of pixels from the plot's left to its right edge."""
        return ROOM[self.width] - self.left - self.right


def words(title: str, subtitle: str, caption: Origin, at: Width) -> Words:
    """The words around the plot, broken to the chart's least width."""
    room = ROOM[at] - 2 * EDGE
    return Words(
        balanced(title, TITLE[at] * 1.06, room) if title else [],  # bold letters are wider
        wrap(subtitle, SUBTITLE[at], room) if subtitle else [],
        wrap(footer(caption), NOTE, room),
    )


def footer(caption: Origin) -> str:
    """From what the chart is known: sources, reports counted, lexicon version, date made."""
    named, more = caption.sources[:3], len(caption.sources) - 3
    sources = ", ".join(named) + (f" and {more} more" if more > 0 else "")
    parts = [
        ("Source: " if len(caption.sources) == 1 else "Sources: ") + sources if sources else "No sources",
        f"{count(caption.reports, 'report')} counted",
        f"Lexicon {caption.lexicon}" if caption.lexicon else "",
        f"Made {short(caption.made)}",
    ]
    return "\u00a0· ".join(part for part in parts if part)


def top_of(drawn: tuple[Line, ...], banded: tuple[Line, ...]) -> float:
    """The height of the plot in the measure's unit: a little above every value and every band.

    A period of few words may have a band far above all else, which would press the lines flat: if the highest
    are more than half as high again as 19 in 20 of the bands and every value, the plot cuts them off.
    """
    values = [point.value for line in drawn for point in line.measured]
    highs = sorted(point.high for line in banded for point in line.measured if isfinite(point.high))
    most = max(values + highs[-1 - len(highs) // 20 :][:1], default=0.0)
    top = max(values + highs, default=0.0)
    return ((most if top > 1.5 * most else top) or 1.0) * 1.04


def scale(top: float, is_counts: bool) -> list[float]:
    """Marks of the vertical axis from zero up to ``top``, a round step apart."""
    rough = top / 6
    ten = 10.0 ** floor(log10(rough))
    step = next(ten * nice for nice in (1, 2, 2.5, 5, 10) if ten * nice >= rough * 0.999)
    if is_counts:
        step = float(max(round(step), 1))
    marks = [0.0]
    while len(marks) * step <= top:
        marks.append(len(marks) * step)
    return marks


def layout(frame: Frame) -> dict[str, Any]:
    """Everything of a figure's layout but its axes and labels."""
    quiet, ink = frame.paper.quiet, frame.paper.ink
    return {
        "template": "none",
        "autosize": True,
        "height": frame.height,
        "margin": {"l": frame.left, "r": frame.right, "t": frame.head, "b": frame.foot, "pad": 0},
        "paper_bgcolor": frame.paper.background,
        "plot_bgcolor": frame.paper.background,
        "font": {"family": FONTS, "size": 12, "color": ink},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": frame.paper.background, "font": {"family": FONTS, "size": 13, "color": ink}},
        "clickmode": "event+select",
        "dragmode": "zoom" if frame.width == "wide" else False,
        "modebar": {
            "bgcolor": "rgba(0,0,0,0)",
            "color": quiet,
            "activecolor": ink,
            "remove": UNWANTED,
        },
        "meta": {
            "title": " ".join(frame.words.title),
            "width": 1200 if frame.width == "wide" else 390,
            "head": frame.head - frame.extra - 8,
        },
    }


def notes(frame: Frame) -> list[dict[str, Any]]:
    """Title, subtitle and footer at the figure's left edge.

    The title is a note like the others, because plotly.js sets a title of several lines a line too high.
    """
    common = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - frame.left,
        "yref": "paper",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }
    title = {
        "name": "title",
        "text": markup(frame.words.title),
        "y": 1,
        "yshift": frame.head - 8,
        "font": {"size": TITLE[frame.width], "color": frame.paper.ink, "weight": 700},
    }
    above = {
        "name": "subtitle",
        "text": markup(frame.words.subtitle),
        "y": 1,
        "yshift": frame.head - frame.title_height,
        "font": {"size": SUBTITLE[frame.width], "color": frame.paper.quiet},
    }
    below = {
        "name": "footer",
        "text": markup(frame.words.footer),
        "y": 0,
        "yshift": -TICKS,
        "font": {"size": NOTE, "color": frame.paper.quiet},
    }
    return [common | note for note in (title, above, below) if note["text"]]


def dates_axis(frame: Frame, caption: Caption, periods: int, ticks: int) -> dict[str, Any]:
    """The horizontal axis: one mark a period where there are few, else as many as fit."""
    days, unit = _STEPS[caption.by]
    # A lone period stands in the middle of its neighbours' room, not of a millisecond.
    least = timedelta(days=days if unit == "days" else days * 30)
    pad = max((frame.last - frame.first) * 0.012, least * 0.1 if periods > 1 else least)
    axis: dict[str, Any] = {
        "type": "date",
        "range": [_moment(frame.first, -pad), _moment(frame.last, pad)],
        "showgrid": False,
        "zeroline": False,
        "showline": True,
        "linecolor": frame.paper.quiet,
        "linewidth": 1,
        "ticks": "outside",
        "ticklen": 5,
        "tickcolor": frame.paper.quiet,
        "tickfont": {"color": frame.paper.quiet},
        "nticks": ticks,
    }
    if periods <= ticks:
        axis |= {"tick0": str(frame.first), "dtick": f"M{days}" if unit == "months" else days * 86_400_000}
    return axis


def values_axis(frame: Frame, marks: list[float], texts: list[str]) -> dict[str, Any]:
    """The vertical axis, from zero, with thin lines across the plot."""
    return {
        "range": [0, frame.top],
        "tickvals": marks,
        "ticktext": texts,
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": frame.paper.grid,
        "gridwidth": 1,
        "zeroline": False,
        "tickfont": {"color": frame.paper.quiet},
        "ticklen": 4,
        "ticks": "",
    }


def mark_texts(marks: list[float], is_percent: bool) -> list[str]:
    """The marks of the vertical axis as the reader sees them."""
    return [number(mark, is_percent) for mark in marks]


def left_margin(texts: list[str]) -> int:
    """Pixels that the marks of the vertical axis need."""
    return round(max(width(text, 12) for text in texts)) + 14


def figure(frame: Frame, traces: list[go.Scatter], annotations: list[dict[str, Any]], **axes: Any) -> go.Figure:
    """The figure of a frame with its traces and labels."""
    return go.Figure(traces, go.Layout(**layout(frame), annotations=notes(frame) + annotations, **axes))


def _row(size: int) -> int:
    return round(size * 1.32)


def _moment(day: date, shift: timedelta) -> str:
    hours = shift.total_seconds() / 3600
    whole = day + timedelta(days=hours // 24)
    return f"{whole}T{int(hours % 24):02d}:00"
