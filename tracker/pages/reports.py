"""Reports: search and browse; one report with its mentions marked, its revisions and its reprints."""

from collections.abc import Mapping
from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.archive import reading
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.pages import comparison, faults, related, report_list, report_view, session
from tracker.pages.controls import EARLIEST, LANGUAGES
from tracker.queries.listing import Listing, listing
from tracker.queries.reports import Opened, opened

LIVE, LIVE_TEXT = 2, 4  # a long text takes a tenth of a second to mark


def page() -> None:
    """The list, or the report that the address names."""
    st.html(f"<style>{report_list.CSS}{report_view.CSS}{comparison.CSS}</style>")
    names = reading.names(session.archive())
    if st.query_params.get("report"):
        _open(names)
        if before := st.query_params.get("before"):
            comparison.files(st.query_params["report"], before)
    else:
        _browse(names)


def address(**changes: object) -> str:
    """This page's address with some parameters changed; None takes one out."""
    kept = [(key, value) for key in st.query_params for value in st.query_params.get_all(key) if key not in changes]
    return "?" + urlencode([*kept, *((key, value) for key, value in changes.items() if value is not None)])


def _browse(names: Mapping[str, str]) -> None:
    st.title("Reports", anchor=False)
    sought = st.text_input(
        "Search titles and texts", live=True, key="search", bind="query-params", placeholder="a word or a phrase"
    )
    with st.container(key="filters"):
        sources, language, first, last = st.columns([4, 2, 2, 2])
    chosen = sources.multiselect(
        "Sources", list(names), format_func=names.__getitem__, key="source", bind="query-params", placeholder="all"
    )
    spoken = language.selectbox(
        "Language", list(LANGUAGES), None, LANGUAGES.__getitem__, key="language", bind="query-params", placeholder="any"
    )
    begin, end = _day(first, "From", "from"), _day(last, "To", "to")
    last_day = min(end or session.today(), session.today())
    _list(Selection(last_day, begin, tuple(chosen), spoken), sought or "", names)


def _day(place: DeltaGenerator, label: str, key: str) -> date | None:
    day = place.date_input(label, None, EARLIEST, session.today(), key=key, format="YYYY-MM-DD", bind="query-params")
    return day if isinstance(day, date) else None


@st.fragment(run_every=LIVE)
@faults.told
def _list(selection: Selection, search: str, names: Mapping[str, str]) -> None:
    generation, version = reading.generation(session.archive()), session.lexicon().lexicon.version
    found = _found(generation, version, selection, search, int(st.session_state.get("page") or 1))
    if not found.total:
        _nothing()
        return
    order = "most often for its length first, then the newest" if search.strip() else "newest first"
    st.caption(f"{found.total:,} report{'s' if found.total > 1 else ''}, {order}")
    st.html(report_list.html(found, names, session.lexicon().lexicon, address))
    if found.pages > 1:
        st.pagination(found.pages, key="page", bind="query-params")


@st.cache_data(max_entries=64, show_spinner=False)
def _found(generation: int, version: str, selection: Selection, search: str, page: int) -> Listing:
    """The list, asked for again only when something has changed: a search reads every text."""
    return listing(session.archive(), selection, search, page)


def _nothing() -> None:
    if reading.is_empty(session.archive()):
        st.info("No report is stored yet. As soon as the poller has visited the feeds, their reports appear here.")
    else:
        st.info("No report matches. A shorter search, another source or a longer time may find some.")


@st.fragment(run_every=LIVE_TEXT)
@faults.told
def _open(names: Mapping[str, str]) -> None:
    back = escape(address(report=None, before=None, revision=None, compared=None, concept=None), quote=True)
    st.html(f'<div class="rv"><a href="{back}">← All reports</a></div>')
    wanted = st.query_params.get("report", "")
    archive, lexicon = session.archive(), session.lexicon().lexicon
    try:
        newest = opened(archive, lexicon, int(wanted) if wanted.isdecimal() else 0)
    except QueryError:
        st.info("There is no such report here. It may belong to another archive.")
        return
    if before := st.query_params.get("before"):
        comparison.show(newest, before, names, address)
        return
    head = st.container()
    comparison.way(newest.report, address)
    number, compared = _revisions(len(newest.revisions))
    known = newest if number == len(newest.revisions) else opened(archive, lexicon, newest.report.id, number)
    shown = frozenset[str]() if compared else _legend(known)
    head.html(report_view.head(known, names, shown))
    if compared:
        st.html(report_view.changes(known.revisions[compared - 1], known.revision, known.report.language))
    else:
        st.html(report_view.text(known, shown))
    related.show(known, names, address)


def _revisions(last: int) -> tuple[int, int | None]:
    """Which revision to read, and which to compare it with; both are in the address."""
    if last == 1:
        return 1, None
    with st.container(horizontal=True):
        numbers = [str(number) for number in range(last, 0, -1)]
        shown = st.selectbox("Revision", numbers, key="revision", bind="query-params", width=180)
        others = [number for number in numbers if number != shown]
        compared = st.selectbox(
            "Changes since revision", others, None, key="compared", bind="query-params", placeholder="none", width=180
        )
    return int(shown), int(compared) if compared else None


def _legend(known: Opened) -> frozenset[str]:
    """The concepts to mark: those chosen, or all."""
    counts, lexicon = report_view.counts(known), session.lexicon().lexicon
    if not counts:
        return frozenset()
    st.html(report_view.legend_style(known))
    chosen = st.pills(
        "Concepts mentioned; choose some to mark only those",
        list(counts),
        selection_mode="multi",
        format_func=lambda concept: report_list.label(concept, lexicon),
        key="concept",
        bind="query-params",
    )
    return frozenset(chosen or counts)
