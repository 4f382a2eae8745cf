"""Trends: any terms over time, with their interval, their sentences, and every download."""

from datetime import date, timedelta
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
from tracker.measures.series import By, after
from tracker.pages import design, evidence, session
from tracker.pages.controls import Asked, controls
from tracker.pages.downloads import downloads
from tracker.queries.caption import caption
from tracker.queries.concordance import kwic
from tracker.queries.series import leading_concepts, series, usual_period
from tracker.words.lexicon import Lexicon

LIVE = 3
LINES = 30
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
    _chart(asked)


@st.fragment(run_every=LIVE)
def _chart(asked: Asked) -> None:
    lexicon = session.lexicon().lexicon
    try:
        table, about = _counted(
            asked, reading.newest(session.archive()), lexicon.version, session.now().date(), st.context.url or ""
        )
    except QueryError as error:
        st.error(str(error))
        return
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
    downloads(table, about, list(asked.terms), lambda: _drawn(asked, table, about, "light", "wide"))
    _sentences(asked, lexicon)
    with st.expander("The numbers"):
        st.dataframe(table.dropna(axis=1, how="all"), hide_index=True)
    with st.expander("What exactly is counted"):
        st.markdown(about.definition)


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

    return keep


def _sentences(asked: Asked, lexicon: Lexicon) -> None:
    """The sentences of the clicked point, or the newest of the first term."""
    term, at = st.query_params.get("of", asked.terms[0]), st.query_params.get("at")
    if term not in asked.terms:
        term, at = asked.terms[0], None
    selection = _within(asked.selection, at, asked.by)
    archive = session.archive()
    found = kwic(archive, lexicon, term, selection, places=asked.places, limit=LINES)
    when = f", {selection.first:%-d %B %Y} to {selection.last:%-d %B %Y}" if at else ""
    st.header(f"The sentences: {caption_label(term, lexicon)}{when}", anchor=False)
    if at and st.button("All periods", key="all-periods"):
        del st.query_params["at"]
        st.rerun()
    if not at:
        st.caption("The newest; click a point of the chart for those behind it.")
    if found.empty:
        st.caption("None.")
    st.html(evidence.sentences(found, reading.names(archive)))
    if len(found) == LINES:
        st.caption(f"The newest {LINES}. All of them: `python -m tracker kwic`.")


def caption_label(term: str, lexicon: Lexicon) -> str:
    """A term as a heading shows it."""
    concept = lexicon.concepts.get(term)
    return concept.label if concept else f"“{term}”"


def _within(selection: Selection, at: str | None, by: By) -> Selection:
    """The selection cut down to the period that begins at ``at``."""
    try:
        first = date.fromisoformat(at or "")
    except ValueError:
        return selection
    last = after(first, by) - timedelta(days=1)
    return Selection(
        min(last, selection.last), max(first, selection.first or first), selection.sources, selection.language
    )
