"""Downloads of a chart and its table, each made only when it is asked for."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import cycle
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime import get_instance

from tracker.charts.caption import Caption, Origin
from tracker.charts.frame import Figure
from tracker.exports import page, pictures, tables

MIME = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# Streamlit drops a file made on a click once two parts of anybody's page have run, before a slow browser has asked
# for it; the last ones made, of all readers, are held until then.
_HELD = cycle(f"download {place}" for place in range(16))


Counted = tuple[pd.DataFrame, Caption]
Now = TypeVar("Now")  # what is counted when a file is asked for


def downloads(counted: Callable[[], Counted], terms: list[str], figure: Callable[[Counted], Figure]) -> None:
    """The files of a series: a row of buttons."""
    makers: dict[str, Callable[[Counted], bytes]] = {
        **drawn(figure, lambda now: now[1]),
        "csv": lambda now: tables.csv(now[0]),
        "xlsx": lambda now: tables.xlsx(*now),
        "json": lambda now: tables.json(*now),
    }
    _, caption = counted()
    offer(counted, makers, lambda kind: tables.filename(caption, terms, kind))


def drawn(figure: Callable[[Now], Figure], origin: Callable[[Now], Origin]) -> dict[str, Callable[[Now], bytes]]:
    """What makes the files that have a picture in them."""
    return {
        "png": lambda now: pictures.picture(figure(now), "png"),
        "svg": lambda now: pictures.picture(figure(now), "svg"),
        "pdf": lambda now: pictures.picture(figure(now), "pdf"),
        "html": lambda now: page.html(figure(now), origin(now)),
    }


def offer(
    counted: Callable[[], Now],
    makers: Mapping[str, Callable[[Now], bytes]],
    filename: Callable[[str], str],
    key: str = "download",
) -> None:
    """A row of buttons; pictures need a browser on this machine, else the reader's own can draw them.

    Not to be drawn inside a part of the page that runs by itself: each run makes the buttons' addresses anew,
    and a click on the old one in between is lost. What is downloaded is counted when it is asked for. ``key`` tells
    two rows of one page apart.
    """
    drawable = pictures.browser() is not None
    with st.container(horizontal=True, key=f"{key}s"):
        for kind, make in makers.items():
            if kind in ("png", "svg", "pdf") and not drawable:
                continue
            name = filename(kind)
            made = partial(_made, make, counted, MIME[kind], name)
            st.download_button(kind.upper(), made, name, MIME[kind], key=f"{key}-{kind}", on_click="ignore")
    if not drawable and "png" in makers:
        st.caption(
            "This machine has no browser to draw PNG, SVG and PDF with (install chromium). The camera in the chart's "
            "corner draws it with yours."
        )


def _made(make: Callable[[Now], bytes], counted: Callable[[], Now], mime: str, name: str) -> bytes:
    made = make(counted())
    get_instance().media_file_mgr.add(made, mime, next(_HELD), name, is_for_static_download=True)
    return made
