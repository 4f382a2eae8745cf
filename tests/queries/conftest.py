"""The archive that all questions are asked, filled once."""

import pytest

from tests.conftest import LEXICON, NOW
from tests.queries import corpus
from tracker.archive import scores
from tracker.archive.opening import Archive, open_archive


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The reports of the corpus; to be read only."""
    archive = open_archive(f"sqlite:///{tmp_path_factory.mktemp('corpus')}/tracker.db")
    scores.register(archive, LEXICON, NOW)
    corpus.fill(archive)
    return archive
