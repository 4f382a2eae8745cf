"""All verbs."""

from tracker.cli import feeds, importing, lexicon, polling, reading, running, series
from tracker.cli.verb import app

__all__ = ["app", "feeds", "importing", "lexicon", "polling", "reading", "running", "series"]
