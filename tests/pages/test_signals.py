"""Signals follows what changes in the archive, and not only what is stored in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.conftest import LEXICON, NOW, collected
from tests.e2e.board import environment
from tracker.archive import scores, writing
from tracker.archive.opening import open_archive
from tracker.documents import Feed
from tracker.ingest.scoring import catch_up
from tracker.pages import session
from tracker.settings import environment as settings

ANEW = "still counting anew"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """Signals over an archive whose reports were counted with an older lexicon."""
    files = environment(tmp_path, "feeds: []\n")
    archive = open_archive(files["TRACKER_DATABASE"])
    scores.register(archive, LEXICON, NOW)
    writing.add_source(archive, Feed("a", "A"))
    days = [f"2026-0{month}-{day:02}" for month in (5, 6) for day in range(1, 13)]
    writing.store(archive, [collected(day, f"On inflation, {day}.", day) for day in days])
    archive.close()
    monkeypatch.setattr(session, "places", settings.places(files))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield AppTest.from_string("from tracker.pages import signals\nsignals.page()", default_timeout=60)
    st.cache_resource.clear()
    st.cache_data.clear()


def said(page: AppTest) -> str:
    assert not page.exception
    return " ".join(each.value for each in page.caption)


def test_signals_no_longer_says_that_it_counts_anew_once_that_is_done(page: AppTest) -> None:
    assert ANEW in said(page.run())
    catch_up(session.archive(), session.lexicon().lexicon, NOW)
    assert ANEW not in said(page.run())
