"""All verbs."""

from tracker.cli import (
    exporting,
    feeds,
    importing,
    lexicon,
    polling,
    reading,
    running,
    serials,
    series,
    shifts,
    versions,
)
from tracker.cli.verb import app

__all__ = [
    "app",
    "exporting",
    "feeds",
    "importing",
    "lexicon",
    "polling",
    "reading",
    "running",
    "serials",
    "series",
    "shifts",
    "versions",
]
