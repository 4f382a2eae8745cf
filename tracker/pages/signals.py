"""Signals: what shifted lately, and the newest reports as they arrive."""

from datetime import date

import streamlit as st

from tracker.archive import reading
from tracker.documents import Selection
from tracker.measures.choices import MINIMUM_REPORTS
from tracker.pages import address, faults, session, signal_rows
from tracker.pages.escaping import escape_markdown
from tracker.pages.signal_rows import NAMES
from tracker.queries.reports import arrivals
from tracker.queries.signals import WINDOWS, Signal, Signals, signals
from tracker.queries.status import status

LIVE = 2
USUAL = 30
KINDS = {
    "riser": ("Rising", "said more often than before, by more than chance: at most 5 % of such rows are false alarms"),
    "faller": (
        "Falling",
        "said less often than before, by more than chance: at most 5 % of such rows are false alarms",
    ),
    "debut": (
        "First seen",
        "in no earlier report of this archive, by more than chance: at most 5 % of such rows are false alarms",
    ),
    "silent": ("Silent", "not once since, by more than chance: at most 5 % of such rows are false alarms"),
}
ROWS = 6
NEWEST = 12


def page() -> None:
    """The shifts of the last days beside the newest reports."""
    st.html(signal_rows.CSS)
    st.title("What official language is shifting towards", anchor=False)
    if reading.is_empty(session.archive()):
        _first_start()
        return
    shifts, news = st.columns([7, 5], gap="large")
    with shifts:
        usual = _counted(None)
        address.one("days", WINDOWS, usual.days if usual else USUAL)
        days = st.segmented_control(
            "Compare the last", WINDOWS, format_func=NAMES.__getitem__, key="days", required=True,
            help="With as many days before. At first the shortest time that has reports enough.",
        )  # fmt: skip
        address.keep(["days"])
        _shifts(days or USUAL)
    with news:
        st.header("Newest reports", anchor=False)
        _news()


@st.fragment(run_every=LIVE)
@faults.told
def _first_start() -> None:
    st.info(
        "No report is stored yet. The poller visits every feed of feeds.yaml once it runs; the first reports appear "
        "here by themselves, within a minute or so. Older ones come with *backfill* on the Sources page."
    )
    known = status(session.archive())
    if known.failing and not known.answering:
        st.warning(
            f"No feed could be reached so far ({escape_markdown(known.failing[0].message)}). Is this machine online? "
            "[Sources](/sources) says more; `make demo` shows the product without a network."
        )
    if known.reports:
        st.rerun()


@st.fragment(run_every=LIVE)
@faults.told
def _shifts(days: int) -> None:
    found = _counted(days)
    if found is None:
        st.caption("No report counts yet.")
        return
    span = f"{found.start:%-d %B %Y} to {found.last:%-d %B %Y}"
    st.caption(
        f"{NAMES[found.days]} up to the newest report ({span}, {found.reports_after:,} reports) against the "
        f"{NAMES[found.days]} before ({found.reports_before:,} reports), "
        + ("from the one source" if found.sources == 1 else f"from the {found.sources:,} sources")
        + f" with reports in both. {found.tested} concepts were looked at."
    )
    if found.behind:
        st.caption("The lexicon has changed; the poller is still counting anew, and some concepts are not listed yet.")
    if not found.enough:
        st.info(f"Too few reports to compare: each side needs {MINIMUM_REPORTS}. Choose a longer time.")
        return
    for kind, (name, meaning) in KINDS.items():
        _group(name, meaning, [signal for signal in found.signals if signal.kind == kind], found)
    if not found.signals:
        st.info("Nothing shifted by more than chance in this time.")
    if found.first_seen:
        names = ", ".join(escape_markdown(concept.label) for concept in found.first_seen)
        st.caption(f"In no earlier report of this archive, which chance may have made: {names}.")


def _counted(days: int | None) -> Signals | None:
    version = session.lexicon().lexicon.version
    return _found(days, reading.generation(session.archive()), version, session.today().isoformat())


@st.cache_data(show_spinner=False, max_entries=16)
def _found(days: int | None, generation: int, version: str, today: str) -> Signals | None:
    return signals(session.archive(), session.lexicon().lexicon, Selection(session.today()), days)


def _group(name: str, meaning: str, rows: list[Signal], found: Signals) -> None:
    if not rows:
        return
    st.header(f"{name} ({len(rows)})", help=meaning, anchor=False)
    st.html("".join(signal_rows.shift(row, found) for row in rows[:ROWS]))
    if len(rows) > ROWS:
        with st.expander(f"{len(rows) - ROWS} more"):
            st.html("".join(signal_rows.shift(row, found) for row in rows[ROWS:]))


@st.fragment(run_every=LIVE)
@faults.told
def _news() -> None:
    st.html(_arrived(reading.generation(session.archive()), session.lexicon().lexicon.version, session.today()))


@st.cache_data(show_spinner=False, max_entries=4)
def _arrived(generation: int, version: str, today: date) -> str:
    """The newest reports as a list, read again only when something was stored."""
    names, lexicon = reading.names(session.archive()), session.lexicon().lexicon
    found = arrivals(session.archive(), Selection(today), NEWEST)
    rows = "".join(signal_rows.arrival(each, names, lexicon) for each in found)
    return f'<ol class="lines">{rows}</ol>'
