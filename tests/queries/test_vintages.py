"""An older version of the lexicon is kept, and counts again what it counted then."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.conftest import LEXICON, NOW, Store, collected
from tests.queries.corpus import EVER, fill
from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.errors import QueryError
from tracker.ingest.scoring import catch_up
from tracker.measures.choices import MEASURES
from tracker.queries.series import series
from tracker.queries.vintages import counting, vintages
from tracker.words.lexicon import Concept, Lexicon, Theme

NARROW = Lexicon(
    (
        Theme(
            "t",
            "T",
            (
                replace(LEXICON.concepts["core"], variants={"en": ("key technology",)}),
                replace(LEXICON.concepts["opening"], not_within=()),
                Concept("values", "Values", {"en": ("core values",)}),
            ),
        ),
    )
)


def counted(archive: Archive, lexicon: Lexicon) -> list[pd.DataFrame]:
    terms = ["core", "opening", "reform", "core / opening"]
    return [series(archive, lexicon, terms, EVER, measure=measure, by="quarter") for measure in MEASURES]


def test_the_numbers_of_then_are_made_again_after_the_lexicon_has_moved_on(archive: Archive) -> None:
    fill(archive)
    then = counted(archive, LEXICON)
    catch_up(archive, NARROW, NOW)
    assert not counted(archive, NARROW)[0].equals(then[0])
    again = counted(archive, scores.lexicon_of(archive, LEXICON.version))
    for before, after in zip(then, again, strict=True):
        pd.testing.assert_frame_equal(before, after)


def test_a_version_that_was_never_used_is_refused_by_name(archive: Archive) -> None:
    with pytest.raises(QueryError, match=f"'12345678': is not kept here; known are {LEXICON.version}"):
        scores.lexicon_of(archive, "12345678")


def test_every_version_tells_what_it_changed_and_how_far_it_is_counted(archive: Archive, store: Store) -> None:
    store(collected("k1", "Core technologies."), collected("k2", "Opening up."))
    assert counting(archive, NARROW).behind == 2
    catch_up(archive, NARROW, NOW.replace(year=2027))
    newest, first = vintages(archive)
    assert (newest.version, newest.came, newest.went, newest.changed) == (
        NARROW.version, ("Values",), ("Reform",), ("Core", "Opening")
    )  # fmt: skip
    assert (newest.reports, newest.concepts, first.reports, first.came) == (2, 3, 0, ())
    assert (counting(archive, NARROW).behind, counting(archive, LEXICON).behind) == (0, 2)
