"""Sources: the feeds with their health; add, change, pause and remove them, visit them now."""

from collections import Counter

import streamlit as st

from tracker.errors import SettingsError
from tracker.pages import faults, feed_adding, feed_changing, feed_state, session, sources_table
from tracker.queries.sources import sources
from tracker.settings.feeds_file import FeedsFile

LIVE = 2


def page() -> None:
    """What is polled, how it is, and how to change it."""
    st.html(f"<style>{sources_table.CSS}</style>")
    st.title("Sources", anchor=False)
    parts = [st.container() for _ in range(3)]  # one place each, so that none moves when another grows
    with parts[0]:
        feed_changing.draw(_feeds_file())
    with parts[1]:
        feed_adding.draw(_feeds_file())
    with parts[2]:
        _table()


def _feeds_file() -> FeedsFile:
    """feeds.yaml; a missing or unreadable file, of which the header tells, is no feeds."""
    try:
        return session.feeds()
    except SettingsError as error:
        return FeedsFile((), errors=(error,))


@st.fragment(run_every=LIVE)
@faults.told
def _table() -> None:
    found = sources(session.archive(), _feeds_file())
    if not found.sources:
        st.info("Nothing is polled yet. Add the first feed above, by its address or by its site's home page.")
        return
    words = Counter(feed_state.status(each.health)[0] for each in found.sources)
    noted = sum(feed_state.mark(each.health) == "noted" for each in found.sources)
    each = ", ".join(f"{number} {word}" for word, number in words.items())
    st.caption(
        f"{len(found.sources)} source{'s' * (len(found.sources) != 1)}: {each}"
        + (f"; {noted} of those that answer say something worth a look (triangles)" if noted else "")
    )
    st.html(sources_table.html(found.sources, session.now()))
