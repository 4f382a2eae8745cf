"""Compare: what sets two periods, or two sources, apart, with the sentences of both sides and every download."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from tracker.archive import reading
from tracker.charts.frame import Width
from tracker.errors import QueryError
from tracker.exports import comparison as files
from tracker.pages import (
    address,
    compare_found,
    compare_sentences,
    compare_serials,
    compare_table,
    design,
    downloads,
    faults,
    session,
)
from tracker.pages.compare_controls import Asked, controls
from tracker.pages.compare_found import Now, drawn, found, now

LIVE = 3
CLICKED = "comparison clicked"
WIDTHS: tuple[Width, ...] = ("wide", "narrow")


def page() -> None:
    """Controls, one query, one chart, its evidence."""
    if reading.is_empty(session.archive()):
        _first_start()
        return
    with st.container(key="controls"):
        asked = controls(reading.names(session.archive()))
    permalink = address.whole(of=None)
    try:
        problem = asked.problem or found(asked).problem
    except QueryError as error:
        st.error(str(error))
        compare_serials.show()
        return
    if problem:
        _hindered(asked)
    else:
        _chart(asked, permalink)
        _files(asked, permalink)
        _evidence(asked, permalink)
    compare_serials.show()


@st.fragment(run_every=LIVE)
@faults.told
def _first_start() -> None:
    st.title("Compare", anchor=False)
    st.info(
        "No report is stored yet. As soon as the poller has visited the feeds, two periods or two sources can be "
        "compared."
    )
    if not reading.is_empty(session.archive()):
        st.rerun()


@st.fragment(run_every=LIVE)
@faults.told
def _hindered(asked: Asked) -> None:
    """Why there is no comparison; it comes by itself once there can be one."""
    problem = asked.problem or found(asked).problem
    if not problem:
        st.rerun()
    st.info(problem)


@st.fragment(run_every=LIVE)
@faults.told
def _chart(asked: Asked, permalink: str) -> None:
    if st.session_state.pop(CLICKED, False) or found(asked).problem:
        st.rerun()  # the sentences follow, which are not part of this fragment
    shown = now(asked, permalink)
    for width in WIDTHS:
        with st.container(key=width):
            figure = drawn(shown.table, shown.sides, design.theme(), width)
            st.plotly_chart(
                figure,
                theme=None,
                key=f"comparison-{width}",
                on_select=_clicked(width),
                selection_mode="points",
                config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": "comparison"}},
                alt=f"{figure.layout.meta['title']}. The table below has the numbers.",
            )


@st.fragment(run_every=LIVE)
@faults.told
def _evidence(asked: Asked, permalink: str) -> None:
    shown = now(asked, permalink)
    compare_sentences.show(shown.found, shown.table, shown.sides)
    compare_table.show(shown.found, shown.table, shown.sides)
    with st.expander("What exactly is compared"):
        st.markdown(shown.sides.definition)


def _files(asked: Asked, permalink: str) -> None:
    makers: dict[str, Callable[[Now], bytes]] = {
        **downloads.drawn(compare_found.to_keep, compare_found.origin),
        "csv": lambda shown: files.csv(shown.table),
        "xlsx": lambda shown: files.xlsx(shown.table, shown.sides),
        "json": lambda shown: files.json(shown.table, shown.sides),
    }
    sides = now(asked, permalink).sides
    downloads.offer(lambda: now(asked, permalink), makers, lambda kind: files.filename(sides, kind))


def _clicked(width: str) -> Any:
    """Keep the clicked term in the address, so that a link shows the same sentences."""

    def keep() -> None:
        points = st.session_state[f"comparison-{width}"].selection.points
        if points and points[0].get("customdata"):
            compare_sentences.choose(str(points[0]["customdata"][0]))
            st.session_state[CLICKED] = True

    return keep
