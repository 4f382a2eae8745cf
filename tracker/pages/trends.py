"""Trends: any terms over time, with their interval, their sentences, and every download."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.charts.caption import Caption
from tracker.charts.colours import Theme
from tracker.charts.frame import Figure, Width
from tracker.charts.trend import trend
from tracker.errors import QueryError
from tracker.pages import address, design, embed, evidence, faults, sentence_files, session, vintage
from tracker.pages.controls import Asked, controls
from tracker.pages.downloads import downloads
from tracker.queries import spoken
from tracker.queries.caption import caption
from tracker.queries.counted import UNITS
from tracker.queries.joining import joined_and_left
from tracker.queries.ladder import ladder
from tracker.queries.trends import trends
from tracker.queries.turns import Turns, turns

LIVE = 3
WIDTHS: tuple[Width, ...] = ("wide", "narrow")


def page() -> None:
    """Controls, one query, one chart, its evidence."""
    if reading.is_empty(session.archive()):
        st.title("Trends", anchor=False)
        st.info("No report is stored yet. As soon as the poller has visited the feeds, their phrases can be charted.")
        return
    version = vintage.asked()
    lexicon = vintage.lexicon(version)
    vintage.notice(version)
    with st.container(key="controls"):
        asked = controls(lexicon)
    asked = replace(asked, version=version)
    if not asked.terms:
        st.info("Choose a concept above, or type a phrase of your own and press Enter.")
        return
    permalink = address.whole(of=None, at=None, order=None)
    try:
        _now(asked, permalink)
    except QueryError as error:
        st.error(str(error))
        return
    _chart(asked, permalink)
    if embed.asked():
        st.html(embed.BARE)
        return
    downloads(lambda: _now(asked, permalink), list(asked.terms), lambda now: _drawn(asked, *now, "light", "wide"))
    embed.offer(permalink)
    _evidence(asked, permalink)
    sentence_files.offer(asked, _now(asked, permalink)[1], permalink)


@st.fragment(run_every=LIVE)
@faults.told
def _chart(asked: Asked, permalink: str) -> None:
    evidence.follow()  # the sentences are not part of this fragment
    table, about = _now(asked, permalink)
    for width in WIDTHS:
        with st.container(key=width):
            figure = _drawn(asked, table, about, design.theme(), width)
            st.plotly_chart(
                figure,
                theme=None,
                key=f"chart-{width}",
                on_select=_clicked(width, asked),
                selection_mode="points",
                config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": asked.terms[0]}},
                alt=f"{figure.layout.meta['title']}. The table below has the numbers.",
            )


@st.fragment(run_every=LIVE)
@faults.told
def _evidence(asked: Asked, permalink: str) -> None:
    table, about = _now(asked, permalink)
    evidence.show(asked, vintage.lexicon(asked.version))
    if asked.measure == "emphasis":
        _composition(asked)
    with st.expander("The numbers"):
        st.dataframe(table.dropna(axis=1, how="all"), hide_index=True)
    with st.expander("What exactly is counted"):
        st.markdown(about.definition)


def _composition(asked: Asked) -> None:
    archive, lexicon = session.archive(), vintage.lexicon(asked.version)
    for term in asked.terms:
        st.subheader(f"What the emphasis of {evidence.label(term, lexicon)} is made of", anchor=False)
        st.dataframe(
            ladder(archive, lexicon, term, asked.selection), hide_index=True,
            column_config={"share": st.column_config.ProgressColumn("share of the weight", format="percent")},
        )  # fmt: skip


def _now(asked: Asked, permalink: str) -> tuple[pd.DataFrame, Caption]:
    version, today = asked.version or session.lexicon().lexicon.version, session.now().date()
    return _counted(asked, reading.generation(session.archive()), version, session.edited(), today, permalink)


@st.cache_data(show_spinner=False, max_entries=64)
def _counted(
    asked: Asked, generation: int, version: str, edited: float, made: date, url: str
) -> tuple[pd.DataFrame, Caption]:
    """The table and its caption, counted again only when a report, the lexicon or the day has changed."""
    lexicon, terms, selection = vintage.lexicon(asked.version), list(asked.terms), asked.selection
    with session.archive().snapshot() as now:
        table = trends(
            now, lexicon, terms, selection, measure=asked.measure, by=asked.by, places=asked.places, split=asked.split,
            minimum=asked.minimum, base=asked.base, own_language=asked.own_language,
        )  # fmt: skip
        units = spoken.within(now, lexicon, terms, selection) if asked.own_language else UNITS
        events = session.lexicon().events if "events" in asked.marks else ()
        events += joined_and_left(now, selection, units) if "sources" in asked.marks else ()
        turned = turns(table, asked.measure) if {"levels", "bursts"} & set(asked.marks) else Turns()
        levels, bursts = ("levels" in asked.marks, "bursts" in asked.marks)
        shown = Turns(turned.levels if levels else (), turned.bursts if bursts else ())
        about = caption(
            now, lexicon, terms, selection, measure=asked.measure, by=asked.by, minimum=asked.minimum, made=made,
            permalink=url, events=events, base=asked.base, turned=shown,
            own_language=asked.own_language,
        )  # fmt: skip
    return table, replace(about, lexicon=version)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={pd.DataFrame: lambda table: table.to_csv()})
def _drawn(asked: Asked, table: pd.DataFrame, about: Caption, theme: Theme, width: Width) -> Figure:
    """The figure, drawn again only when something in it has changed."""
    return trend(table, about, theme=theme, width=width, smooth=asked.smooth, panels=asked.panels)


def _clicked(width: str, asked: Asked) -> Any:
    """Keep the clicked point in the address, so that a link shows the same sentences."""

    def keep() -> None:
        points = st.session_state[f"chart-{width}"].selection.points
        if points and points[0].get("customdata"):
            term, part, period = map(str, points[0]["customdata"][:3])
            evidence.choose(term, period, part, asked.split)

    return keep
