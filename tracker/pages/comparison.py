"""A report beside the one before it of its serial: the way there, and the redline with what it comes to."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Literal

import streamlit as st

from tracker.archive import reading
from tracker.documents import Report
from tracker.errors import QueryError
from tracker.exports import redline
from tracker.pages import comparison_lists, downloads, report_view, session
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
    lexicon = session.lexicon().lexicon
    try:
        found = _now(report.id, before_id)
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


def files(report_id: str, before_id: str) -> None:
    """The redline as files, below it and not in it: what runs by itself cannot have them. None of no comparison."""
    try:
        found = _now(_number(report_id), before_id)
    except QueryError:
        return

    def made(kind: Literal["html", "pdf"]) -> Callable[[Compared], bytes]:
        return lambda now: redline.file(kind, now.redline, now.before, now.report)

    def name(kind: str) -> str:
        return redline.filename(found.before, found.report, kind)

    st.caption("This redline as a file:")
    makers = {"html": made("html"), "pdf": made("pdf")}
    downloads.offer(lambda: _now(found.report.id, before_id), makers, name, "redline-download")


def _now(report_id: int, before_id: str) -> Compared:
    """The comparison as of now; QueryError if there is none such."""
    archive, version = session.archive(), session.lexicon().lexicon.version
    return _compared(reading.generation(archive), version, report_id, _number(before_id))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@st.cache_data(max_entries=32, show_spinner="Comparing…")
def _compared(generation: int, version: str, report_id: int, before_id: int) -> Compared:
    """Asked for again only when something has changed: long reports take a second."""
    return serials.compared(session.archive(), session.lexicon().lexicon, report_id, before_id)


def _named(report: Report) -> str:
    language, title = escape(report.language, quote=True), escape(report.title or "(no title)")
    return f'<span lang="{language}">{title}</span>, {report.day:%-d %B %Y}'


def _link(words: str, href: str) -> None:
    st.html(f'<div class="rv"><a href="{escape(href, quote=True)}">{words}</a></div>')
