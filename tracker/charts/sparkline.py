"""A sparkline: one series as a picture the size of a word."""

from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby
from math import isfinite

WIDTH, HEIGHT, EDGE = 120, 28, 3
STROKE = "#5b7fa6"  # 3 to 1 or more on light and dark alike


def sparkline(values: Sequence[float | None]) -> str:
    """The series from zero up as a data URI of an SVG; None or NaN breaks the line, the last value is dotted."""
    known = [(at, value) for at, value in enumerate(values) if value is not None and isfinite(value)]
    top = max((value for _, value in known), default=0.0) or 1.0
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    spots = [(at, EDGE + at * step, HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE)) for at, value in known]
    runs = [[spot for _, spot in run] for _, run in groupby(enumerate(spots), lambda pair: pair[1][0] - pair[0])]
    marks = [_line(run) if len(run) > 1 else _dot(run[0], 1.2) for run in runs]
    if spots and spots[-1][0] == len(values) - 1:
        marks.append(_dot(spots[-1], 2.2))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(marks)}</svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _line(run: list[tuple[int, float, float]]) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for _, x, y in run)
    return f'<polyline points="{path}" fill="none" stroke="{STROKE}" stroke-width="1.5" stroke-linejoin="round"/>'


def _dot(spot: tuple[int, float, float], radius: float) -> str:
    return f'<circle cx="{spot[1]:.1f}" cy="{spot[2]:.1f}" r="{radius}" fill="{STROKE}"/>'
