"""A report beside the one before it of its serial: the way there, and the redline with what it comes to."""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from tracker.archive import reading
from tracker.documents import Report
from tracker.errors import QueryError
from tracker.exports import redline
from tracker.pages import comparison_lists, report_view, session
from tracker.queries import serials
from tracker.queries.reports import Opened
from tracker.queries.serials import Compared

CSS = redline.CSS + comparison_lists.CSS


def way(report: Report, address: Callable[..., str]) -> None:
    """A link to the comparison with the report before; nothing where there is none."""
    before = serials.previous(session.archive(), report.id)
    if before is not None:
        words = f"Compare with the one before: {_named(before)}"
        _link(words, address(before=before.id, compared=None, revision=None, concept=None))


def show(opened: Opened, before_id: str, names: Mapping[str, str], address: Callable[..., str]) -> None:
    """The redline of a report against the one that the address names, and what follows from it."""
    report = opened.report
    st.html(report_view.head(opened, names, frozenset()))
    _link("← The text alone", address(before=None))
    archive, lexicon = session.archive(), session.lexicon().lexicon
    try:
        found = _compared(
            reading.generation(archive), lexicon.version, report.id, int(before_id) if before_id.isdecimal() else 0
        )
    except QueryError as error:
        st.info(str(error))
        return
    serial = f"{escape(found.serial)}: " if found.serial else ""
    href = escape(address(report=found.before.id, before=None), quote=True)
    st.html(f'<div class="rv"><p>{serial}compared with <a href="{href}">{_named(found.before)}</a></p></div>')
    below = comparison_lists.sections(found, {each.id: each.label for each in lexicon.concepts.values()})
    st.html(comparison_lists.contents(below))
    if found.redline.same:
        st.html('<p class="rv">The words are the same.</p>')
    else:
        st.html(redline.legend(found.redline))
        st.html(redline.html(found.redline, report.language))
    st.html(comparison_lists.html(below))


@st.cache_data(max_entries=32, show_spinner="Comparing…")
def _compared(generation: int, version: str, report_id: int, before_id: int) -> Compared:
    """Asked for again only when something has changed: long reports take a second."""
    return serials.compared(session.archive(), session.lexicon().lexicon, report_id, before_id)


def _named(report: Report) -> str:
    language, title = escape(report.language, quote=True), escape(report.title or "(no title)")
    return f'<span lang="{language}">{title}</span>, {report.day:%-d %B %Y}'


def _link(words: str, href: str) -> None:
    st.html(f'<div class="rv"><a href="{escape(href, quote=True)}">{words}</a></div>')
