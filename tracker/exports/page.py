"""A chart as one HTML file that works offline."""

from html import escape
from typing import Any

import plotly.graph_objects as go

from tracker.charts.caption import Origin
from tracker.charts.lettering import FONTS
from tracker.exports.typeface import typeface

# The file may run its own script and show its own pictures, and reach nothing else.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)

CONFIG = {"responsive": True, "displaylogo": False}
LEAST_WIDTH = 560  # pixels below which a chart laid out for a wide page is scrolled instead of squeezed
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>
{typeface}
body {{ margin: 0; background: {background}; color: {ink}; font: 15px/1.5 {fonts}; }}
main {{ max-width: 1200px; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; }}
p {{ margin: .25rem 0; overflow-wrap: anywhere; }}
p, a {{ color: {quiet}; }}
.chart {{ overflow-x: auto; }}
.chart > div {{ min-width: {least}px; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{subtitle}</p>
<div class="chart" role="img" aria-label="{title}">{chart}</div>
<p>{definition}</p>
<p>{permalink}</p>
</main>
</body>
</html>
"""


def html(figure: go.Figure, caption: Origin) -> bytes:
    """The chart with its library inside, its headline as the page's, its definition and permalink below."""
    title = _plain(_note(figure, "title")) or _plain(_note(figure, "message"))
    chart = _without_words(figure).to_html(full_html=False, include_plotlyjs=True, config=CONFIG)
    page = PAGE.format(
        policy=POLICY,
        title=title,
        subtitle=_plain(_note(figure, "subtitle")),
        background=figure.layout.paper_bgcolor,
        ink=figure.layout.font.color,
        quiet=next((note.font.color for note in figure.layout.annotations if note.name == "footer"), "inherit"),
        typeface=typeface(),
        fonts=FONTS,
        least=LEAST_WIDTH if figure.layout.meta["width"] > LEAST_WIDTH else 0,
        chart=chart,
        definition=escape(caption.definition),
        permalink=_link(caption.permalink),
    )
    return page.encode("utf-8", "replace")


def _without_words(figure: go.Figure) -> go.Figure:
    """The chart without its title and subtitle, which the page sets as text that wraps."""
    spec: dict[str, Any] = figure.to_dict()
    layout = spec["layout"]
    cut = layout["meta"]["head"] if _note(figure, "title") else 0
    layout["annotations"] = [note for note in layout["annotations"] if note.get("name") not in ("title", "subtitle")]
    layout["height"] -= cut
    layout["margin"]["t"] -= cut
    return go.Figure(spec)


def _note(figure: go.Figure, name: str) -> str:
    return next((note.text for note in figure.layout.annotations if note.name == name), "")


def _plain(text: str | None) -> str:
    """A figure's text as the page's: it is escaped already, only its lines were broken by hand."""
    return (text or "").replace("<br>", " ").replace('"', "&quot;")


def _link(address: str) -> str:
    text = escape(address)
    return f'<a href="{text}">{text}</a>' if address.startswith(("http://", "https://")) else text
