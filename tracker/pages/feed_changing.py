"""One feed's controls: visit it now, fetch what is older, pause, edit or remove it."""

from collections.abc import Iterable

import streamlit as st

from tracker.archive import health
from tracker.documents import Feed
from tracker.pages import faults, feed_form, feed_state, session, sources_table
from tracker.pages.feed_saving import outcome, save
from tracker.queries.sources import sources
from tracker.settings import feeds_editing
from tracker.settings.feeds_file import FeedsFile

LIVE = 1


def draw(file: FeedsFile) -> None:
    """The choice of a feed, and its controls once it is chosen."""
    if file.feeds:
        called = sources_table.labels(file.feeds)
        by_label = {called[feed.id]: feed for feed in file.feeds}
        labels = sorted(by_label, key=str.casefold)
        label = st.selectbox(
            "Change a feed", labels, None, key="feed", bind="query-params", placeholder="choose one, here or below"
        )
        if label in by_label:
            _controls(by_label[label], file)
            return
    outcome()


def _controls(feed: Feed, file: FeedsFile) -> None:
    _now(feed, file)
    with st.container(horizontal=True):
        _pause(feed)
        _remove(feed)
    _edit(feed, file)


@st.fragment(run_every=LIVE)
@faults.told
def _now(feed: Feed, file: FeedsFile) -> None:
    """How the feed is at this moment, and what can be asked of the poller."""
    said = st.container()
    with said:
        outcome()
    found = sources(session.archive(), file)
    state = next(each.health for each in found.sources if each.id == feed.id)
    st.html(feed_state.facts(state, session.now()))
    if not found.pollers:
        said.warning("No poller runs, so nothing is fetched. Start it in a terminal: `python -m tracker poll`")
    with st.container(horizontal=True):
        wanted = state.visit_wanted and not feed.paused
        st.button("Poll now", on_click=_want, args=(feed, False), disabled=feed.paused or wanted)
        st.button(
            "Fetch older reports",
            on_click=_want,
            args=(feed, True),
            disabled=feed.paused or bool(state.backfill),
            help="Follows the feed's links to its archive as far as they lead.",
        )


def _want(feed: Feed, backfill: bool) -> None:
    asked = "its older reports are fetched" if backfill else "it is visited"
    save(
        f"{feed.name}: {asked} as soon as the poller is free.",
        lambda path: health.want_visit(session.archive(), feed.id, backfill=backfill),
    )


def _pause(feed: Feed) -> None:
    if feed.paused:
        st.button("Resume", on_click=_set_paused, args=(feed, False))
        return
    with st.popover("Pause…"):
        st.text_input("Why (optional)", key=f"reason-{feed.id}")
        st.button("Pause", type="primary", on_click=_set_paused, args=(feed, True))


def _set_paused(feed: Feed, paused: bool) -> None:
    reason = str(st.session_state.get(f"reason-{feed.id}") or "").strip() or None
    fields = {"paused": True, "reason": reason} if paused else {"paused": None, "reason": None}
    save(
        f"{feed.name} is {'paused' if paused else 'polled again'}.",
        lambda path: feeds_editing.edit(path, feed.id, **fields),
    )


def _remove(feed: Feed) -> None:
    with st.popover("Remove…"):
        st.write("It is polled no more and leaves feeds.yaml. The reports it brought stay and are still counted.")
        st.button("Remove this feed", type="primary", on_click=_take_out, args=(feed,))


def _take_out(feed: Feed) -> None:
    if save(f"{feed.name} is removed; its reports stay.", lambda path: feeds_editing.remove(path, feed.id)):
        st.session_state["feed"] = None


def _edit(feed: Feed, file: FeedsFile) -> None:
    key = f"edit-{feed.id}"
    if f"{key}-name" not in st.session_state:
        st.session_state[f"{key}-before"] = feed_form.draft(feed, file.interval)
        feed_form.fill(key, st.session_state[f"{key}-before"])
    with st.expander("Edit", key=f"{key}-open"), st.form(key, border=False):
        feed_form.draw(key, file.interval, with_id=False)
        others = [each for each in file.feeds if each.id != feed.id]
        st.form_submit_button("Save", type="primary", on_click=_save, args=(feed, key, others))


def _save(feed: Feed, key: str, others: Iterable[Feed]) -> None:
    typed = feed_form.checked(key, others)
    if typed is None:
        return
    fields = feed_form.changed(st.session_state[f"{key}-before"], typed)
    if save(f"{typed.name} is saved.", lambda path: feeds_editing.edit(path, feed.id, **fields)):
        st.session_state[f"{key}-before"] = typed
        st.session_state["feed"] = typed.name
