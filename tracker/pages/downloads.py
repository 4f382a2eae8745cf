"""Downloads of a chart and its table, each made only when it is asked for."""

from collections.abc import Callable

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


def downloads(table: pd.DataFrame, caption: Caption, terms: list[str], figure: Callable[[], Figure]) -> None:
    """A row of buttons; pictures need a browser on this machine, else the reader's own can draw them."""
    makers: dict[str, Callable[[], bytes]] = {
        "png": lambda: pictures.picture(figure(), "png"),
        "svg": lambda: pictures.picture(figure(), "svg"),
        "pdf": lambda: pictures.picture(figure(), "pdf"),
        "html": lambda: page.html(figure(), caption),
        "csv": lambda: tables.csv(table),
        "xlsx": lambda: tables.xlsx(table, caption),
        "json": lambda: tables.json(table, caption),
    }
    drawable = pictures.browser() is not None
    with st.container(horizontal=True, key="downloads"):
        for kind, make in makers.items():
            if kind in ("png", "svg", "pdf") and not drawable:
                continue
            name = tables.filename(caption, terms, kind)
            st.download_button(kind.upper(), make, name, MIME[kind], key=f"download-{kind}", on_click="ignore")
    if not drawable:
        st.caption(
            "This machine has no browser to draw PNG, SVG and PDF with (install chromium). The camera in the chart's "
            "corner draws it with yours."
        )
