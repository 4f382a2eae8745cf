"""Names of lines and events in a chart, placed so that none covers another."""

from dataclasses import dataclass
from html import escape
from typing import Any

from tracker.charts.frame import EDGE, Frame
from tracker.charts.label_layout import apart
from tracker.charts.lettering import markup, width, wrap
from tracker.charts.lines import Line

NAME = 13
NAME_ROOM = 160  # pixels a name may take beside the plot before it is broken
NAME_ROW = 17
EVENT_ROW = 16


@dataclass(frozen=True, slots=True)
class Name:
    """A line's name with its colour and the value at which its line ends (None: it has no value)."""

    line: Line
    colour: str
    end: float | None
    dash: str = "solid"

    @property
    def rows(self) -> list[str]:
        """The name broken to the room beside the plot."""
        return wrap(named(self.line, self.end is not None), NAME * 1.05, NAME_ROOM)


def named(line: Line, has_value: bool) -> str:
    """The line's label, with the reason if no point of it is drawn."""
    if has_value:
        return line.label
    return f"{line.label} (no reports)" if all(p.state == "gap" for p in line.points) else f"{line.label} (too few)"


def right_margin(names: list[Name]) -> int:
    """Pixels that names at the line ends need beside the plot."""
    return round(max(width(row, NAME * 1.05) for name in names for row in name.rows)) + 16


def at_ends(names: list[Name], frame: Frame) -> list[dict[str, Any]]:
    """Names beside the ends of their lines; those that do not fit into the height are left to the hover."""
    fitting: list[Name] = []
    used = 0
    for name in names:
        used += len(name.rows) * NAME_ROW
        if used <= frame.plot_height:
            fitting.append(name)
    places = [(name.end or 0.0) / frame.top * frame.plot_height for name in fitting]
    heights = [float(len(name.rows) * NAME_ROW) for name in fitting]
    centres = apart(places, heights, frame.plot_height)
    return [
        {
            "name": "label",
            "text": markup(name.rows),
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": name.end or 0.0,
            "yref": "y",
            "yanchor": "middle",
            "yshift": centre - place,
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {"size": NAME, "color": name.colour, "weight": 700 if name is names[0] else 500},
        }
        for name, place, centre in zip(fitting, places, centres, strict=True)
    ]


def legend_rows(names: list[Name], room: float) -> list[list[Name]]:
    """Names in rows of at most ``room`` pixels, for above the plot."""
    rows: list[list[Name]] = []
    used = room + 1
    for name in names:
        takes = width(f"— {named(name.line, name.end is not None)}   ", NAME)
        if used + takes > room:
            rows.append([])
            used = 0
        rows[-1].append(name)
        used += takes
    return rows


def legend(rows: list[list[Name]], frame: Frame, lift: int) -> dict[str, Any]:
    """The coloured names as lines of text ``lift`` pixels above the plot."""
    text = "<br>".join("\u2002".join(_coloured(name) for name in row) for row in rows)
    return {
        "name": "legend",
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - frame.left,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": lift,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": NAME},
    }


def _coloured(name: Name) -> str:
    text = escape(named(name.line, name.end is not None), quote=False)
    sample = "—" if name.dash == "solid" else "- -"
    return f'<span style="color:{name.colour}"><b>{sample} {text}</b></span>'
