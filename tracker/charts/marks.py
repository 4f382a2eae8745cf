"""The marks of one line in a chart: its band, its points, its mean, and where there is too little to say."""

from dataclasses import asdict, dataclass
from html import escape
from math import isfinite
from typing import Any

import plotly.graph_objects as go

from tracker.charts.caption import Caption
from tracker.charts.colours import Paper, with_alpha
from tracker.charts.lines import Line, Point
from tracker.charts.wording import amount, count, is_unfinished, number, per, period

MANY_POINTS = 60  # beyond which a dot on each would thicken the line


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line is drawn, in plotly's words; ``width`` in pixels."""

    color: str
    width: float
    dash: str = "solid"


def band(line: Line, colour: str, opacity: float, top: float, **axes: Any) -> list[go.Scatter]:
    """The 95 % interval, shaded along each unbroken stretch, upright where a point stands alone."""
    x: list[str | None] = []
    y: list[float | None] = []
    upright_x: list[str | None] = []
    upright_y: list[float | None] = []
    for run in line.runs:
        if not all(isfinite(point.low) for point in run):  # a measure without an interval
            continue
        days = [str(point.period) for point in run]
        highs = [point.high if isfinite(point.high) else top * 2 for point in run]
        if len(run) == 1:
            upright_x += [days[0], days[0], None]
            upright_y += [run[0].low, highs[0], None]
        else:
            x += [*days, *reversed(days), None]
            y += [*(point.low for point in run), *reversed(highs), None]
    still = {"mode": "lines", "hoverinfo": "skip", "name": line.label, **axes}
    drawn = []
    if x:
        fill = {"fill": "toself", "fillcolor": with_alpha(colour, opacity), "line": {"width": 0}}
        drawn.append(go.Scatter(x=x, y=y, meta="band", **fill, **still))
    if upright_x:
        stroke = {"width": 2, "color": with_alpha(colour, 0.4)}
        drawn.append(go.Scatter(x=upright_x, y=upright_y, meta="interval", line=stroke, **still))
    return drawn


def points(line: Line, caption: Caption, pen: Pen, *, is_faint: bool = False, **axes: Any) -> go.Scatter:
    """Every period's value, joined unless ``is_faint``; each point carries term, split and period."""
    alone = {run[0].period for run in line.runs if len(run) == 1}
    dot = 5.0 if len(line.points) <= MANY_POINTS else 0.0
    sizes = [7.0 if point.period in alone else max(dot, 4.0) if is_faint else dot for point in line.points]
    return go.Scatter(
        x=[str(point.period) for point in line.points],
        y=[point.value if point.state == "ok" else None for point in line.points],
        customdata=[[line.term, line.split, str(point.period)] for point in line.points],
        hovertext=[_hover(point, line, caption) for point in line.points],
        hovertemplate="%{hovertext}<extra></extra>",
        mode="markers" if is_faint else "lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line=asdict(pen),
        marker={"color": pen.color, "size": sizes, "opacity": 0.45 if is_faint else 1, "line": {"width": 0}},
        unselected={"marker": {"opacity": 0.45 if is_faint else 1}},
        hoverlabel={"bordercolor": pen.color},
        name=line.label,
        meta="points",
        **axes,
    )


def mean(line: Line, pen: Pen, span: int, **axes: Any) -> go.Scatter:
    """The centred moving average over ``span`` periods, of fewer at the ends; it never crosses a gap."""
    smooth = averages(line, span)
    return go.Scatter(
        x=[str(point.period) for point in line.points],
        y=[smooth.get(point) for point in line.points],
        mode="lines",
        connectgaps=False,
        hoverinfo="skip",
        line=asdict(pen),
        name=line.label,
        meta="mean",
        **axes,
    )


def averages(line: Line, span: int) -> dict[Point, float]:
    """The moving average at each measured point; an even ``span`` counts as the odd one above it."""
    half = span // 2
    smooth = {}
    for run in line.runs:
        for at, point in enumerate(run):
            near = [other.value for other in run[max(at - half, 0) : at + half + 1]]
            smooth[point] = sum(near) / len(near)
    return smooth


def few(drawn: tuple[Line, ...], caption: Caption, paper: Paper, **axes: Any) -> list[go.Scatter]:
    """A hollow mark on the axis for each period in which some line has too few reports."""
    said: dict[str, dict[str, list[Line]]] = {}
    for line in drawn:
        for point in line.points:
            if point.state == "few":
                said.setdefault(str(point.period), {}).setdefault(_too_few(point, caption), []).append(line)
    if not said:
        return []
    first = [next(iter(reasons.values()))[0] for reasons in said.values()]
    return [
        go.Scatter(
            x=list(said),
            y=[0] * len(said),
            customdata=[[line.term, line.split, day] for line, day in zip(first, said, strict=True)],
            hovertext=[_reasons(reasons, len(drawn)) for reasons in said.values()],
            hovertemplate="%{hovertext}<extra></extra>",
            mode="markers",
            cliponaxis=False,
            marker={"symbol": "circle-open", "size": 6, "color": paper.quiet, "opacity": 0.7, "line": {"width": 1}},
            unselected={"marker": {"opacity": 0.7}},
            name="too few reports",
            meta="few",
            **axes,
        )
    ]


def _reasons(reasons: dict[str, list[Line]], lines: int) -> str:
    rows = []
    for reason, about in reasons.items():
        names = ", ".join(line.label for line in about[:3]) + ("…" if len(about) > 3 else "")
        rows.append(escape(reason if len(about) == lines else f"{names}: {reason}", quote=False))
    return "<br>".join(rows)


def _too_few(point: Point, caption: Caption) -> str:
    when = _when(point, caption)
    if point.reports >= caption.minimum:
        return f"{when}: nothing to divide by" if point.divisor == 0 else f"{when}: no {caption.unit or 'words'}"
    return f"{when}: too few reports ({point.reports} of at least {caption.minimum})"


def _hover(point: Point, line: Line, caption: Caption) -> str:
    if point.state != "ok":
        return ""
    percent = caption.is_share and not line.is_ratio
    value = amount(point.value, caption, line.is_ratio)
    rows = [f"<b>{escape(line.label, quote=False)}</b> · {_when(point, caption)}", value + point.tier]
    if isfinite(point.low):
        rows.append(f"95 % interval {number(point.low, percent)} to {number(point.high, percent)}")
    return "<br>".join([*rows, _counts(point, caption)])


def _counts(point: Point, caption: Caption) -> str:
    """The numerator and the denominator of a point."""
    if point.divisor is not None:
        above = point.reports_with if caption.is_share else point.mentions
        return f"{above:,} against {point.divisor:,}, in {count(point.reports, 'report')}"
    if caption.is_share or caption.measure == "index":
        return f"{point.reports_with:,} of {count(point.reports, 'report')}"
    unit = caption.unit or per(caption).split("\u00a0", 1)[1]
    weight = f" of weight {number(point.weight)}" if caption.measure == "emphasis" else ""
    return f"{count(point.mentions, 'mention')}{weight} in {point.words:,} {unit}, {count(point.reports, 'report')}"


def _when(point: Point, caption: Caption) -> str:
    return period(point.period, caption.by) + (" so far" if is_unfinished(point.period, caption) else "")


def strokes(line: Line, caption: Caption, pen: Pen, smooth: int, **axes: Any) -> list[go.Scatter]:
    """The line itself: through its points, or as their mean over faint points if ``smooth`` is above one."""
    if smooth <= 1:
        return [points(line, caption, pen, **axes)]
    return [points(line, caption, pen, is_faint=True, **axes), mean(line, pen, smooth, **axes)]
