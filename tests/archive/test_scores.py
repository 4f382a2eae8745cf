"""The lexicons that counted: each can be had again, whole."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import LEXICON, NOW
from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.errors import QueryError
from tracker.settings import lexicon_file
from tracker.words.lexicon import Cue, Lexicon, Serial, Tier, Weights

SHIPPED = lexicon_file.load(Path(__file__).parents[2] / "lexicon.yaml").lexicon
RULED = replace(
    LEXICON,
    cues=(Cue("stressed", 2), Cue("required", 3, strict=True)),
    weights=Weights({"title": 3.5}, {0: 1, 2: 2}),
    tiers=(Tier("热", "hot", 0.006, ours=True),),
    stop_phrases=("各位代表",),
    serials=(Serial("s", "S", ("^a", "b$"), ("fed",)),),
)


@pytest.mark.parametrize("lexicon", [LEXICON, RULED, SHIPPED, Lexicon()], ids=["small", "ruled", "shipped", "empty"])
def test_a_lexicon_that_was_registered_can_be_had_again_whole(archive: Archive, lexicon: Lexicon) -> None:
    scores.register(archive, lexicon, NOW)
    again = scores.lexicon_of(archive, lexicon.version)
    assert (again, again.version, again.fingerprints) == (lexicon, lexicon.version, lexicon.fingerprints)


def test_versions_come_newest_first_and_stay(archive: Archive) -> None:
    for later, lexicon in enumerate((RULED, Lexicon(), RULED), 1):
        scores.register(archive, lexicon, NOW + timedelta(days=later))
    assert scores.versions(archive) == [
        (Lexicon().version, NOW + timedelta(days=2)),
        (RULED.version, NOW + timedelta(days=1)),
        (LEXICON.version, NOW),
    ]


def test_a_version_that_nobody_knows_is_refused(archive: Archive) -> None:
    with pytest.raises(QueryError, match="is not kept here"):
        scores.lexicon_of(archive, "00000000")


def test_a_lexicon_from_before_cues_is_read_without_them(archive: Archive) -> None:
    old = '{"core": {"label": "Core", "fingerprint": "x", "variants": {"en": ["key technology"]}, "not_within": ["a"]}}'
    with archive.writing() as connection:
        connection.exec_driver_sql(
            f"insert into lexicons (version, first_used, concepts) values ('old', '2026-01-01', '{old}')"
        )
    concept = scores.lexicon_of(archive, "old").concepts["core"]
    assert (concept.wordings, concept.not_within) == (("key technology",), ("a",))
    assert scores.lexicon_of(archive, "old").cues == ()
