"""The archive that all questions are asked, filled once."""

from collections.abc import Iterator

import pytest

from tests.conftest import LEXICON, NOW
from tests.queries import corpus
from tests.servers import addressed
from tracker.archive import scores
from tracker.archive.opening import Archive, open_archive


@pytest.fixture(scope="session")
def corpus_archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The reports of the corpus; to be read only."""
    for address in addressed(request, tmp_path_factory.mktemp("corpus")):
        archive = open_archive(address)
        scores.register(archive, LEXICON, NOW)
        corpus.fill(archive)
        yield archive
        archive.close()
