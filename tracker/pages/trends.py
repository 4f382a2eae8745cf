"""Trends: any terms over time, with their interval, their sentences, and every download."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.charts.caption import Caption
from tracker.charts.colours import Theme
from tracker.charts.frame import Figure, Width
from tracker.charts.trend import trend
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.pages import design, evidence, session
from tracker.pages.controls import Asked, controls
from tracker.pages.downloads import downloads
from tracker.queries.caption import caption
from tracker.queries.series import leading_concepts, series, usual_period

LIVE = 3
WIDTHS: tuple[Width, ...] = ("wide", "narrow")


def page() -> None:
    """Controls, one query, one chart, its evidence."""
    archive, lexicon = session.archive(), session.lexicon().lexicon
    everything = Selection(session.today())
    if not reading.newest(archive):
        st.title("Trends", anchor=False)
        st.info("No report is stored yet. As soon as the poller has visited the feeds, their phrases can be charted.")
        return
    with st.container(key="controls"):
        suggested = leading_concepts(archive, lexicon, everything, 2)
        asked = controls(lexicon, reading.names(archive), suggested, usual_period(archive, everything))
    if not asked.terms:
        st.info("Choose a concept above, or type a phrase of your own and press Enter.")
        return
    address = st.context.url or ""
    try:
        _now(asked, address)
    except QueryError as error:
        st.error(str(error))
        return
    _chart(asked, address)
    downloads(lambda: _now(asked, address), list(asked.terms), lambda now: _drawn(asked, *now, "light", "wide"))
    _evidence(asked, address)


@st.fragment(run_every=LIVE)
def _chart(asked: Asked, address: str) -> None:
    if st.session_state.pop("clicked", False):
        st.rerun()  # the sentences follow, which are not part of this fragment
    table, about = _now(asked, address)
    for width in WIDTHS:
        with st.container(key=width):
            figure = _drawn(asked, table, about, design.theme(), width)
            st.plotly_chart(
                figure,
                theme=None,
                key=f"chart-{width}",
                on_select=_clicked(width),
                selection_mode="points",
                config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": asked.terms[0]}},
                alt=f"{figure.layout.meta['title']}. The table below has the numbers.",
            )


@st.fragment(run_every=LIVE)
def _evidence(asked: Asked, address: str) -> None:
    table, about = _now(asked, address)
    evidence.show(asked, session.lexicon().lexicon)
    with st.expander("The numbers"):
        st.dataframe(table.dropna(axis=1, how="all"), hide_index=True)
    with st.expander("What exactly is counted"):
        st.markdown(about.definition)


def _now(asked: Asked, address: str) -> tuple[pd.DataFrame, Caption]:
    version = session.lexicon().lexicon.version
    return _counted(asked, reading.newest(session.archive()), version, session.now().date(), address)


@st.cache_data(show_spinner=False, max_entries=64)
def _counted(asked: Asked, newest: int, version: str, made: date, url: str) -> tuple[pd.DataFrame, Caption]:
    """The table and its caption, counted again only when a report, the lexicon or the day has changed."""
    archive, lexicon = session.archive(), session.lexicon().lexicon
    terms, selection = list(asked.terms), asked.selection
    table = series(
        archive, lexicon, terms, selection, measure=asked.measure, by=asked.by, places=asked.places, split=asked.split,
        minimum=asked.minimum,
    )  # fmt: skip
    about = caption(
        archive, lexicon, terms, selection, measure=asked.measure, by=asked.by, minimum=asked.minimum, made=made,
        permalink=url,
    )  # fmt: skip
    return table, about


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={pd.DataFrame: lambda table: table.to_csv()})
def _drawn(asked: Asked, table: pd.DataFrame, about: Caption, theme: Theme, width: Width) -> Figure:
    """The figure, drawn again only when something in it has changed."""
    return trend(table, about, theme=theme, width=width, smooth=asked.smooth, panels=asked.panels)


def _clicked(width: str) -> Any:
    """Keep the clicked point in the address, so that a link shows the same sentences."""

    def keep() -> None:
        points = st.session_state[f"chart-{width}"].selection.points
        if points and points[0].get("customdata"):
            term, _, period = points[0]["customdata"][:3]
            st.query_params["at"], st.query_params["of"] = str(period), str(term)
            st.session_state["clicked"] = True

    return keep
