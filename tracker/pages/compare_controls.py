"""The controls of Compare: two stretches of days, or two sources; what they say stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.documents import Selection
from tracker.pages import address, design, session
from tracker.pages.controls import EARLIEST, LANGUAGES
from tracker.queries import spans

SIDES = {"periods": "Two periods", "sources": "Two sources"}
WINDOWS = {30: "30 days", 90: "90 days", 365: "1 year", 1826: "5 years", 3652: "10 years"}
DAYS = {
    "before_from": "Earlier from",
    "before_to": "Earlier to",
    "after_from": "Later from",
    "after_to": "Later to",
}
OF_PERIODS, OF_SOURCES = (*DAYS, "source"), ("one", "other", "from", "to")


@dataclass(frozen=True)
class Asked:
    """Both sides; ``problem`` says what is missing to compare them."""

    before: Selection
    after: Selection
    problem: str = ""


def controls(names: Mapping[str, str]) -> Asked:
    """Draw the controls and give what they say."""
    design.unseen_title("Compare")
    address.one("sides", tuple(SIDES), "periods")
    address.one("language", list(LANGUAGES))
    first_row = st.container(horizontal=True, vertical_alignment="bottom", key="sides-row")
    with first_row:
        sides = st.segmented_control(
            "Compare", list(SIDES), required=True, format_func=SIDES.__getitem__, key="sides",
            help="Periods are compared over the sources that have reports in both.",
        )  # fmt: skip
    is_sources = sides == "sources"
    with st.container(horizontal=True, key="sides-which"):
        asked = _sources(names, first_row) if is_sources else _periods(names, first_row)
    for key in OF_PERIODS if is_sources else OF_SOURCES:
        st.query_params.pop(key, None)
    address.keep(("sides", "language", *(OF_SOURCES if is_sources else OF_PERIODS)))
    return asked


def _periods(names: Mapping[str, str], first_row: DeltaGenerator) -> Asked:
    address.many("source", names)
    sources, language = tuple(st.session_state["source"]), st.session_state["language"]
    everything = Selection(session.today(), None, sources, language)
    _begin(everything)
    first, last, later_first, later_last = (_day(key, label) for key, label in DAYS.items())
    with first_row:
        st.segmented_control(
            "The last", list(WINDOWS), format_func=WINDOWS.__getitem__, key="window", on_change=_set,
            args=(everything,), help="Against as many days before.",
        )  # fmt: skip
        with st.popover("More choices"):
            st.multiselect("Sources", list(names), format_func=names.__getitem__, key="source", placeholder="all")
            _language()
    if not (first and last and later_first and later_last):
        return Asked(everything, everything, "Choose the first and the last day of both periods.")
    later = Selection(min(later_last, session.today()), later_first, sources, language)
    return Asked(Selection(last, first, sources, language), later)


def _begin(everything: Selection) -> None:
    """At first the usual window; whichever window the days are is marked as chosen."""
    for key in DAYS:
        address.day(key, EARLIEST, session.today())
    if not any(st.session_state[key] for key in DAYS):
        _write(everything, spans.usual(session.archive(), everything))
    now = [st.session_state[key] for key in DAYS]
    st.session_state["window"] = next((days for days in WINDOWS if _days(everything, days) == now), None)


def _set(everything: Selection) -> None:
    if st.session_state["window"]:
        _write(everything, st.session_state["window"])


def _write(everything: Selection, window: int) -> None:
    for key, day in zip(DAYS, _days(everything, window), strict=True):
        st.session_state[key] = day


def _days(everything: Selection, window: int) -> list[date | None]:
    before, after = spans.two(spans.newest(session.archive(), everything, window), window)
    return [before.date_from, before.date_to, after.date_from, after.date_to]


def _sources(names: Mapping[str, str], first_row: DeltaGenerator) -> Asked:
    today = session.today()
    usual = dict.fromkeys((*spans.pair(session.archive(), Selection(today)), *names))
    for key, default in zip(("one", "other"), usual, strict=False):
        address.one(key, tuple(names), default)
    for key in ("from", "to"):
        address.day(key, EARLIEST, today)
    one, other = (
        st.selectbox(label, list(names), format_func=names.__getitem__, key=key)
        for key, label in (("one", "One source"), ("other", "The other"))
    )
    first, last = _day("from", "From"), _day("to", "To")
    with first_row, st.popover("More choices"):
        language = _language()
    one_side, other_side = (
        Selection(min(last or today, today), first, (source,) if source else (), language) for source in (one, other)
    )
    if len(names) < 2:
        return Asked(one_side, other_side, "Two sources are needed, and so far the archive has one.")
    return Asked(one_side, other_side, "Choose two different sources." if one == other else "")


def _day(key: str, label: str) -> date | None:
    return st.date_input(label, None, EARLIEST, session.today(), key=key, format="YYYY-MM-DD", width=168)


def _language() -> str | None:
    return st.selectbox("Language", list(LANGUAGES), None, LANGUAGES.__getitem__, key="language", placeholder="all")
