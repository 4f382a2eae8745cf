"""Where the database, feeds.yaml and lexicon.yaml are, as the environment says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATABASE = "sqlite:///data/tracker.db"
FEEDS = "feeds.yaml"
LEXICON = "lexicon.yaml"


@dataclass(frozen=True, slots=True)
class Places:
    """The three things every part of the program needs to find."""

    database: str
    feeds: Path
    lexicon: Path


def places(environment: Mapping[str, str]) -> Places:
    """Read TRACKER_DATABASE, TRACKER_FEEDS and TRACKER_LEXICON, with their defaults."""
    return Places(
        environment.get("TRACKER_DATABASE", DATABASE),
        Path(environment.get("TRACKER_FEEDS", FEEDS)),
        Path(environment.get("TRACKER_LEXICON", LEXICON)),
    )
