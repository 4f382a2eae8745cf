"""The controls of Trends; what they say stands in the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from tracker.archive import reading
from tracker.documents import PLACES, Place, Selection
from tracker.measures.choices import PERIODS, SHOWN, SPLITS, By, Shown, Split
from tracker.pages import address, chosen_terms, design, session
from tracker.queries.series import leading_concepts, usual_period
from tracker.words.lexicon import Lexicon

EARLIEST = date(1700, 1, 1)
LANGUAGES = {"en": "English", "zh": "Chinese"}
EVERY = "all"  # languages, chosen; unless the reader chooses, each term is counted in its own
MEANINGS: dict[Shown, str] = {
    "mentions": "Mentions", "share": "Share of reports", "rate": "Per 10,000 words", "emphasis": "Emphasis",
    "index": "Index", "tier": "Tier",
}  # fmt: skip
MARKS = {
    "events": "Events", "sources": "Sources that join or leave", "levels": "Changes of level", "bursts": "Bursts",
}  # fmt: skip
PLACE_NAMES = {"title": "Title", "lead": "First paragraph", "body": "Rest of the text"}
SPLIT_NAMES = {
    "source": "Source", "cue": "Reporting verb", "speaker": "Speaker", "variant": "Wording",
    "place": "Place in the report",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the reader asks of Trends; ``version`` is an older one of the lexicon, None the present one."""

    terms: tuple[str, ...]
    measure: Shown
    by: By
    selection: Selection
    places: tuple[Place, ...]
    split: Split | None
    smooth: int
    panels: bool
    minimum: int
    base: tuple[date, date] | None
    marks: tuple[str, ...]
    own_language: bool
    version: str | None = None


KEYS = (
    *("term", "measure", "by", "from", "to", "source", "language", "place", "split", "smooth", "minimum", "panels"),
    *("base_from", "base_to", "mark"),
)


def controls(lexicon: Lexicon) -> Asked:
    """Draw the controls and give what they say."""
    archive = session.archive()
    names = reading.names(archive)
    suggested, usual = _suggested(reading.generation(archive), lexicon.version, session.today(), lexicon)
    _begin(names, suggested, usual)
    design.unseen_title("Trends")

    terms = chosen_terms.control(lexicon)
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        measure = st.segmented_control(
            "Measure", SHOWN, required=True, format_func=MEANINGS.__getitem__, key="measure",
            help="As counted; reports with it / all reports; mentions per 10,000 words (Chinese: characters), plain or "
            "weighted by place and verb; an index of all sources' shares; the share on the discourse scale.",
        )  # fmt: skip
        by = st.segmented_control("By", PERIODS, required=True, format_func=str.capitalize, key="by")
        with st.popover("More choices"):
            more = _more(names)
    address.keep(KEYS)
    return Asked(tuple(terms), measure or "rate", by or usual[0], *more)


@st.cache_data(show_spinner=False, max_entries=8)
def _suggested(generation: int, version: str, today: date, _lexicon: Lexicon) -> tuple[list[str], tuple[By, int]]:
    """Terms to begin with, the period and the reports it needs; found among all reports, so not at every keystroke."""
    with session.archive().snapshot() as now:
        everything = Selection(today)
        return leading_concepts(now, _lexicon, everything, 2), usual_period(now, everything)


def _begin(names: dict[str, str], suggested: Sequence[str], usual: tuple[By, int]) -> None:
    """Let every control begin with what the address says."""
    address.many("term", default=suggested)
    address.one("measure", SHOWN, "rate")
    address.one("by", PERIODS, usual[0])
    for key in ("from", "to", "base_from", "base_to"):
        address.day(key, EARLIEST, session.today())
    address.many("source", names)
    address.one("language", [EVERY, *LANGUAGES])
    address.many("place", PLACES)
    address.one("split", SPLITS)
    address.number("smooth", 1, 25, 1)
    address.number("minimum", 1, 1000, usual[1])
    address.one("panels", (True,), False)
    address.many("mark", MARKS, list(MARKS)[:1])


def _more(
    names: dict[str, str],
) -> tuple[Selection, tuple[Place, ...], Split | None, int, bool, int, tuple[date, date] | None, tuple[str, ...], bool]:
    """The choices that most readers leave as they are."""
    bounds: dict[str, Any] = {"min_value": EARLIEST, "max_value": session.today(), "format": "YYYY-MM-DD"}
    first, last = st.date_input("From", None, key="from", **bounds), st.date_input("To", None, key="to", **bounds)
    sources = st.multiselect(
        "Sources", list(names), format_func=lambda key: names.get(key, key), key="source", placeholder="all"
    )
    language = st.selectbox(
        "Language of the reports", [EVERY, *LANGUAGES], None, lambda key: LANGUAGES.get(key, "All languages"),
        key="language", placeholder="each term's own",
        help="Unless you choose, a term is counted only in reports of its own language, out of all of these.",
    )  # fmt: skip
    places = st.multiselect(
        "Only in", PLACES, format_func=PLACE_NAMES.__getitem__, key="place", placeholder="everywhere"
    )
    split = st.selectbox("One line for each", SPLITS, None, SPLIT_NAMES.__getitem__, key="split", placeholder="term")
    smooth = st.number_input(
        "Smooth over periods", 1, 25, step=2, key="smooth",
        help="A centred moving average, drawn over the points, never instead of them.",
    )  # fmt: skip
    minimum = st.number_input(
        "Reports that a period needs", 1, 1000, step=1, key="minimum",
        help="A period with fewer reports says so instead of showing a value.",
    )  # fmt: skip
    panels = st.toggle("One panel a line", key="panels")
    marks = st.pills(
        "Mark in the chart", MARKS, selection_mode="multi", format_func=MARKS.__getitem__, key="mark",
        help="Events are kept on Lexicon. Changes of level and bursts are those of the first line.",
    )  # fmt: skip
    base = None
    if st.session_state["measure"] == "index":
        begin = st.date_input("Base of the index from", None, key="base_from", **bounds)
        stop = st.date_input("Base of the index to", None, key="base_to", **bounds)
        if begin or stop:
            base = (begin or EARLIEST, stop or session.today())
    end = min(last, session.today()) if isinstance(last, date) else session.today()
    spoken = None if language == EVERY else language
    selection = Selection(end, first if isinstance(first, date) else None, tuple(sources), spoken)
    return selection, tuple(places), split, int(smooth), panels, int(minimum), base, tuple(marks), language is None
