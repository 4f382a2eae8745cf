"""Tiers in a chart: where the steps of the discourse scale begin, named at the left edge."""

from html import escape
from typing import Any

from tracker.charts.caption import Caption
from tracker.charts.colours import with_alpha
from tracker.charts.frame import NOTE, Frame

ROW = 15  # pixels that a name needs


def rules(caption: Caption, frame: Frame) -> list[dict[str, Any]]:
    """A dashed line across the plot at each share from which a tier begins."""
    return [
        {
            "type": "line",
            "x0": 0,
            "x1": 1,
            "xref": "paper",
            "y0": start,
            "y1": start,
            "yref": "y",
            "layer": "below",
            "line": {"width": 1, "dash": "dash", "color": with_alpha(frame.paper.quiet, 0.55)},
        }
        for _, start in caption.tiers
        if 0 < start < frame.top
    ]


def names(caption: Caption, frame: Frame) -> list[dict[str, Any]]:
    """The tiers' names above their lines, those left out that would cover the one below."""
    shown: list[tuple[str, float]] = []
    for name, start in sorted(caption.tiers, key=lambda tier: tier[1]):
        height = (start - (shown[-1][1] if shown else -frame.top)) / frame.top * frame.plot_height
        if start < frame.top and height >= ROW:
            shown.append((name, start))
    return [
        {
            "name": "tier",
            "text": escape(name, quote=False),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 4,
            "y": start,
            "yref": "y",
            "yanchor": "bottom",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": NOTE, "color": frame.paper.quiet},
        }
        for name, start in shown
    ]
