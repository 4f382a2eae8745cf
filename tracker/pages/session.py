"""What every page needs to ask a question: the archive, the lexicon, today."""

import os
from contextlib import suppress
from datetime import UTC, date, datetime

import streamlit as st

from tracker.archive import scores
from tracker.archive.opening import Archive, open_archive
from tracker.errors import ArchiveError
from tracker.ingest import schedule
from tracker.settings import environment
from tracker.settings.feeds_file import FeedsFile
from tracker.settings.lexicon_file import LexiconFile
from tracker.settings.watched import SettingsFiles
from tracker.words.lexicon import Lexicon

places = environment.places(os.environ)


@st.cache_resource(show_spinner=False)
def archive() -> Archive:
    """The archive, opened once for all sessions."""
    return open_archive(places.database)


def lexicon() -> LexiconFile:
    """The lexicon that is in force, with the mistakes that its file has now."""
    read = _files().lexicon()
    _registered(read.lexicon.version, read.lexicon)
    return read


def edited() -> float:
    """When lexicon.yaml was last written, for what shows labels and notes too: they are no part of the version."""
    return places.lexicon.stat().st_mtime if places.lexicon.exists() else 0.0


def feeds() -> FeedsFile:
    """The feeds that are in force, with the mistakes that feeds.yaml has now."""
    return _files().feeds()


@st.cache_resource(show_spinner=False)
def _files() -> SettingsFiles:
    return SettingsFiles(places.feeds, places.lexicon)


@st.cache_resource(show_spinner=False, max_entries=8)
def _registered(version: str, _lexicon: Lexicon) -> None:
    with suppress(ArchiveError):  # an archive that can only be read shows its charts all the same
        scores.register(archive(), _lexicon, now())


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The last day whose reports may be shown; later ones are held back until their day comes."""
    return schedule.today(now())
