"""Downloads of a chart and its table, each made only when it is asked for."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from tracker.charts.caption import Caption
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


Counted = tuple[pd.DataFrame, Caption]


def downloads(counted: Callable[[], Counted], terms: list[str], figure: Callable[[Counted], Figure]) -> None:
    """A row of buttons; pictures need a browser on this machine, else the reader's own can draw them.

    Not to be drawn inside a part of the page that runs by itself: each run makes the buttons' addresses anew,
    and a click on the old one in between is lost. What is downloaded is counted when it is asked for.
    """
    makers: dict[str, Callable[[Counted], bytes]] = {
        "png": lambda now: pictures.picture(figure(now), "png"),
        "svg": lambda now: pictures.picture(figure(now), "svg"),
        "pdf": lambda now: pictures.picture(figure(now), "pdf"),
        "html": lambda now: page.html(figure(now), now[1]),
        "csv": lambda now: tables.csv(now[0]),
        "xlsx": lambda now: tables.xlsx(*now),
        "json": lambda now: tables.json(*now),
    }
    _, caption = counted()
    drawable = pictures.browser() is not None
    with st.container(horizontal=True, key="downloads"):
        for kind, make in makers.items():
            if kind in ("png", "svg", "pdf") and not drawable:
                continue
            name = tables.filename(caption, terms, kind)
            made = partial(_made, make, counted)
            st.download_button(kind.upper(), made, name, MIME[kind], key=f"download-{kind}", on_click="ignore")
    if not drawable:
        st.caption(
            "This machine has no browser to draw PNG, SVG and PDF with (install chromium). The camera in the chart's "
            "corner draws it with yours."
        )


def _made(make: Callable[[Counted], bytes], counted: Callable[[], Counted]) -> bytes:
    return make(counted())
