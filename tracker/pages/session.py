"""What every page needs to ask a question: the archive, the lexicon, today."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from tracker import schedule
from tracker.archive import scores
from tracker.archive.opening import Archive, open_archive
from tracker.errors import ArchiveError
from tracker.settings import environment, feeds_file, lexicon_file
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile

places = environment.places(os.environ)


@st.cache_resource(show_spinner=False)
def archive() -> Archive:
    """The archive, opened once for all sessions."""
    return open_archive(places.database)


def lexicon() -> LexiconFile:
    """The lexicon as its file is now."""
    return _lexicon(places.lexicon, edited())


def edited() -> float:
    """When lexicon.yaml was last written, for what shows labels and notes too: they are no part of the version."""
    return _changed(places.lexicon)


def feeds() -> FeedsFile:
    """feeds.yaml as it is now."""
    return _feeds(places.feeds, _changed(places.feeds))


@st.cache_resource(show_spinner=False, max_entries=2)
def _lexicon(path: Path, when: float) -> LexiconFile:
    read = lexicon_file.load(path)
    with suppress(ArchiveError):  # an archive that can only be read shows its charts all the same
        scores.register(archive(), read.lexicon, now())
    return read


@st.cache_resource(show_spinner=False, max_entries=2)
def _feeds(path: Path, when: float) -> FeedsFile:
    return feeds_file.load(path)


def _changed(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The last day whose reports may be shown; later ones are held back until their day comes."""
    return schedule.today(now())
