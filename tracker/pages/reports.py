"""Reports: search and browse; one report with its mentions marked, its revisions and its reprints."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.archive import reading
from tracker.documents import Revision, Selection
from tracker.errors import QueryError
from tracker.pages import report_list, report_view, session
from tracker.queries.listing import listing
from tracker.queries.reports import Opened, opened

EARLIEST = date(1700, 1, 1)
LANGUAGES = {"en": "English", "zh": "Chinese"}
LIVE = 2


def page() -> None:
    """The list, or the report that the address names."""
    st.html(f"<style>{report_list.CSS}{report_view.CSS}</style>")
    names = reading.names(session.archive())
    if st.query_params.get("report"):
        _open(names)
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
def _list(selection: Selection, search: str, names: Mapping[str, str]) -> None:
    found = listing(session.archive(), selection, search, int(st.session_state.get("page") or 1))
    if not found.total:
        _nothing(names, search)
        return
    st.caption(f"{found.total:,} report{'s' if found.total > 1 else ''}, newest first")
    st.html(report_list.html(found, names, session.lexicon().lexicon, address))
    if found.pages > 1:
        st.pagination(found.pages, key="page", bind="query-params")


def _nothing(names: Mapping[str, str], search: str) -> None:
    if not reading.newest(session.archive()):
        st.info("No report is stored yet. As soon as the poller has visited the feeds, their reports appear here.")
    else:
        st.info("No report matches. A shorter search, another source or a longer time may find some.")


@st.fragment(run_every=LIVE)
def _open(names: Mapping[str, str]) -> None:
    back = address(report=None, revision=None, compared=None, concept=None)
    st.html(f'<div class="rv"><a href="{back}">← All reports</a></div>')
    wanted = st.query_params.get("report", "")
    try:
        known = opened(session.archive(), session.lexicon().lexicon, int(wanted) if wanted.isdecimal() else 0)
        numbers = [str(each.number) for each in known.revisions]
        number, compared = _revision(known, numbers) if len(numbers) > 1 else (numbers[-1], None)
        if number != numbers[-1]:
            known = opened(session.archive(), session.lexicon().lexicon, known.report.id, int(number))
    except QueryError:
        st.info("There is no such report here. It may belong to another archive.")
        return
    if compared:
        before = known.revisions[int(compared) - 1]
        st.html(report_view.head(known, names, frozenset()))
        st.html(report_view.changes(before, known.revision, known.report.language))
    else:
        _read(known, names)
    if known.copies:
        st.subheader("Also carried by", anchor=False)
        st.html(report_view.copies(known.copies, names, address))


def _revision(known: Opened, numbers: list[str]) -> tuple[str, str | None]:
    """Which revision to read, and which to compare it with."""

    def said(number: str) -> str:
        each: Revision = known.revisions[int(number) - 1]
        return f"Revision {number}, {each.seen_at:%-d %b %Y, %H:%M} UTC"

    left, right = st.columns(2)
    shown = left.selectbox("Show", numbers[::-1], 0, said, key="revision", bind="query-params")
    others = [number for number in numbers if number != shown]
    compared = right.selectbox(
        "What changed since",
        others[::-1],
        None,
        said,
        key="compared",
        bind="query-params",
        placeholder="(not compared)",
    )
    return shown or numbers[-1], compared


def _read(known: Opened, names: Mapping[str, str]) -> None:
    counts = report_view.counts(known)
    lexicon = session.lexicon().lexicon
    head = st.container()
    chosen: list[str] = []
    if counts:
        st.html(report_view.legend_style(known))
        chosen = st.pills(
            "Concepts mentioned; choose some to mark only those",
            list(counts),
            selection_mode="multi",
            format_func=lambda concept: f"{report_list.label(concept, lexicon)} {counts[concept]}",
            key="concept",
            bind="query-params",
        )
    shown = frozenset(chosen or counts)
    head.html(report_view.head(known, names, shown))
    st.html(report_view.text(known, shown))
