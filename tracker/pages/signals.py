"""Signals: what shifted lately, and the newest reports as they arrive."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from tracker.archive import reading
from tracker.charts.sparkline import sparkline
from tracker.documents import Selection
from tracker.measures.series import MINIMUM_REPORTS
from tracker.pages import address, session
from tracker.queries.reports import Arrival, arrivals
from tracker.queries.signals import WINDOWS, Signal, Signals, signals
from tracker.words.lexicon import Lexicon

LIVE = 2
NAMES = {7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year", 3650: "10 years"}
KINDS = {
    "riser": ("Rising", "in a larger share of reports than before, by more than chance"),
    "faller": ("Falling", "in a smaller share of reports than before, by more than chance"),
    "debut": ("First seen", "in no earlier report of this archive"),
    "silent": ("Silent", "expected from what came before, and in no report since"),
}
ROWS = 6
CSS = """
<style>
.sig {display: grid; grid-template-columns: minmax(0, 1fr) 7.5rem; gap: .1rem .8rem; padding: .55rem 0;
  border-top: 1px solid color-mix(in srgb, currentColor 12%, transparent)}
.sig a {color: inherit; font-weight: 650; text-decoration: none} .sig a:hover {text-decoration: underline}
.sig .zh {font-weight: 400; opacity: .72; margin-left: .45rem}
.sig .why {grid-column: 1; font-size: .85rem; opacity: .76}
.sig img {grid-column: 2; grid-row: 1 / span 2; width: 7.5rem; height: 2.2rem; align-self: center}
.sig b {font-variant-numeric: tabular-nums}
</style>
"""


def page() -> None:
    """The shifts of the last days beside the newest reports."""
    st.html(CSS)
    st.title("What official language is shifting towards", anchor=False)
    if not reading.newest(session.archive()):
        _first_start()
        return
    shifts, news = st.columns([7, 5], gap="large")
    with shifts:
        address.one("days", WINDOWS)
        days = st.segmented_control(
            "Compare the last", WINDOWS, format_func=NAMES.__getitem__, key="days",
            help="With as many days before. Left open, the shortest time that has reports enough is taken.",
        )  # fmt: skip
        address.keep(["days"])
        _shifts(days)
    with news:
        st.header("Newest reports", anchor=False)
        _news()


@st.fragment(run_every=LIVE)
def _first_start() -> None:
    st.info(
        "No report is stored yet. The poller visits every feed of feeds.yaml once it runs; the first reports appear "
        "here by themselves, within a minute or so. Older ones come with *backfill* on the Sources page."
    )
    if reading.newest(session.archive()):
        st.rerun()


@st.fragment(run_every=LIVE)
def _shifts(days: int | None) -> None:
    lexicon = session.lexicon().lexicon
    found = _found(days, reading.newest(session.archive()), lexicon.version, session.today().isoformat())
    if found is None:
        st.caption("No report counts yet.")
        return
    span = f"{found.start:%-d %B %Y} to {found.last:%-d %B %Y}"
    st.caption(
        f"{NAMES[found.days]} up to the newest report ({span}, {found.reports_after:,} reports) against the "
        f"{NAMES[found.days]} before ({found.reports_before:,} reports)."
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


@st.cache_data(show_spinner=False, max_entries=16)
def _found(days: int | None, newest: int, version: str, today: str) -> Signals | None:
    return signals(session.archive(), session.lexicon().lexicon, Selection(session.today()), days)


def _group(name: str, meaning: str, rows: list[Signal], found: Signals) -> None:
    if not rows:
        return
    st.header(f"{name} ({len(rows)})", help=meaning, anchor=False)
    st.html("".join(_row(row, found) for row in rows[:ROWS]))
    if len(rows) > ROWS:
        with st.expander(f"{len(rows) - ROWS} more"):
            st.html("".join(_row(row, found) for row in rows[ROWS:]))


def _row(row: Signal, found: Signals) -> str:
    concept, shift = row.concept, row.change
    link = "/trends?" + urlencode({"term": concept.id})
    points = f"{100 * (shift.after - shift.before):+.0f} points ({100 * shift.low:+.0f} to {100 * shift.high:+.0f})"
    counts = f"{row.with_before} of {found.reports_before} → {row.with_after} of {found.reports_after} reports"
    base = f"present in {row.present} of the last {row.windows} periods; first in this archive {row.first:%-d %b %Y}"
    note = escape(concept.note)
    return (
        f'<div class="sig"><div><a href="{escape(link, quote=True)}" target="_self">{escape(concept.label)}</a>'
        f'<span class="zh" lang="zh">{escape(concept.label_zh)}</span></div>'
        f'<img alt="share of reports over time" src="{sparkline(row.spark)}">'
        f'<div><b>{shift.before:.0%} → {shift.after:.0%}</b> <span class="quiet">{points}; {counts}</span></div>'
        f'<div class="why">{base}. {note}</div></div>'
    )


@st.fragment(run_every=LIVE)
def _news() -> None:
    names = reading.names(session.archive())
    rows = arrivals(session.archive(), 12)
    st.html(f'<ol class="lines">{"".join(_arrival(each, names, session.lexicon().lexicon) for each in rows)}</ol>')


def _arrival(arrival: Arrival, names: dict[str, str], lexicon: Lexicon) -> str:
    report, text, place = arrival.report, "", 0
    for mention in sorted(arrival.mentions, key=lambda each: (each.start, -each.end)):
        if mention.start < place:
            continue
        concept = lexicon.concepts.get(mention.concept)
        label = escape(concept.label if concept else mention.concept, quote=True)
        marked = escape(arrival.sentence[mention.start : mention.end])
        text += f'{escape(arrival.sentence[place : mention.start])}<mark title="{label}">{marked}</mark>'
        place = mention.end
    text += escape(arrival.sentence[place:])
    source = escape(names.get(report.feed_id, report.feed_id))
    return (
        f'<li><a href="/reports?report={report.id}" target="_self">{escape(report.title) or "untitled"}</a>'
        f'<span class="from">{report.day:%-d %B %Y} · {source}</span>{text}</li>'
    )
