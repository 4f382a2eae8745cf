"""Figures that verbs write into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from tracker.cli import verb
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.charts.caption import Origin
    from tracker.charts.frame import Figure

KINDS = ("png", "svg", "pdf", "html")
HELP = "A file ending in .png, .svg, .pdf or .html."


def checked(out: Path) -> str:
    """The kind of file that a name asks for; QueryError if it is none of ours."""
    kind = out.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise QueryError(f"--out {out}", "must end in .png, .svg, .pdf or .html")
    return kind


def write(out: Path, figure: Figure, about: Origin) -> None:
    """Draw the figure into a file and say so; QueryError if it cannot be written."""
    from tracker.exports import page, pictures

    kind = checked(out)
    drawn = page.html(figure, about) if kind == "html" else pictures.picture(figure, cast(pictures.Kind, kind))
    try:
        out.write_bytes(drawn)
    except OSError as error:
        raise QueryError(f"--out {out}", f"cannot be written: {error.strerror}") from error
    verb.say(f"wrote {out}")
