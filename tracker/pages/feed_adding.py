"""Adding a feed: its address, a look at what would be stored, then its form."""

from collections.abc import Iterable

import streamlit as st

from tracker.documents import Feed
from tracker.errors import FeedError
from tracker.ingest.preview import Preview, preview
from tracker.pages import feed_form, session, sources_table
from tracker.pages.escaping import escape_markdown
from tracker.pages.feed_form import Draft
from tracker.pages.feed_saving import save
from tracker.queries.sources import sources
from tracker.settings import feeds_editing
from tracker.settings.feeds_file import FeedsFile

KEY = "new"


def draw(file: FeedsFile) -> None:
    """The address, then what is there, then the form; nothing is stored before it is sent."""
    with st.expander("Add a feed", expanded=not file.feeds, key="adding"):
        _draw(file)


def _draw(file: FeedsFile) -> None:
    with st.form("look", border=False):
        url = st.text_input("Address of a feed, or of a site's home page", key="address", placeholder="https://")
        if st.form_submit_button("Look at it first"):
            _look(url.strip(), file)
    seen: Preview | None = st.session_state.get("seen")
    if seen is None:
        return
    _show(seen)
    with st.form(KEY, border=False):
        feed_form.draw(KEY, file.interval, with_id=True)
        with st.container(horizontal=True):
            st.form_submit_button("Add this feed", type="primary", on_click=_add, args=(_taken(file),))
            st.form_submit_button("Not this one", on_click=_forget)


def _taken(file: FeedsFile) -> list[Feed]:
    """All that has a name or an address already, imported sources too."""
    found = sources(session.archive(), file).sources
    return [each.feed or Feed(each.id, each.health.name) for each in found if each.health.status != "removed"]


def _look(url: str, file: FeedsFile) -> None:
    st.session_state.pop("seen", None)
    if not url:
        st.error("Write the address first.")
        return
    try:
        with st.spinner("Fetching the feed and its first reports …"):
            seen = preview(url, file, session.now())
    except FeedError as error:
        st.error(f"Nothing could be read there. {escape_markdown(str(error))}")
        return
    st.session_state["seen"] = seen
    feed_form.fill(KEY, Draft(seen.title, seen.url))


def _show(seen: Preview) -> None:
    st.success(f"Found **{escape_markdown(seen.title)}**, {len(seen.entries)} entries. Nothing is stored yet.")
    for warning in seen.warnings:
        st.warning(escape_markdown(warning))
    if seen.reports:
        st.caption("Its first reports, as they would be stored:")
    st.html("".join(sources_table.sample(report, revision) for report, revision in seen.reports))


def _add(others: Iterable[Feed]) -> None:
    typed = feed_form.checked(KEY, others)
    if typed is None:
        return
    fields = feed_form.changed(Draft(), typed)
    if save(f"{typed.name} is added. The poller visits it at once.", lambda path: feeds_editing.add(path, **fields)):
        _forget()
        st.session_state["feed"] = typed.name


def _forget() -> None:
    st.session_state.pop("seen", None)
    st.session_state["address"] = ""
