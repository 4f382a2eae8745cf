"""What a change would count is what it counts once it is saved."""

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import LEXICON, NOW, Store, collected
from tests.queries.corpus import EVER
from tracker.archive import periods
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import LexiconError
from tracker.ingest.scoring import catch_up
from tracker.queries.trying import trial
from tracker.queries.wordings import wordings
from tracker.words.lexicon import Concept, Lexicon, Theme

ALL = Selection(date(2026, 12, 31))
CORE = LEXICON.concepts["core"]


def wider(concept: Concept, *wordings: str) -> Concept:
    return replace(concept, variants={**concept.variants, "": wordings})


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    store(
        collected("k1", "Core technology parks. The key technology; core technologies.", "2026-01-01"),
        collected("k2", "Key technology transfer, key technology transfer. Vital technology.", "2026-02-01"),
        collected(
            "k3", "Of vital technology. A vital technology! Vital technologyx.", "2026-03-01", title="Vital technology"
        ),
        collected("k4", "Nothing.", "2026-04-01"),
    )
    return archive


CHANGES = {
    "a wording of its own": wider(CORE, "vital technology"),
    "a wording that takes from a shorter one": wider(CORE, "key technology transfer"),
    "a wording that begins earlier": wider(CORE, "the key technology"),
    "a wording with a star": wider(CORE, "vital technolog*", "nothing"),
    "an exclusion": replace(CORE, not_within=("core technology park*",)),
    "a wording less": replace(CORE, variants={"en": ("core technolog*",)}),
    "a new concept": Concept("new", "New", {"en": ("vital technology", "transfer")}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_trial_is_what_the_saved_change_counts(filled: Archive, change: str) -> None:
    changed = CHANGES[change]
    before = periods.concept_totals(filled, ALL).get(changed.id, (0, 0))[0]
    held = {row.variant: row.mentions for row in wordings(filled, LEXICON, CORE, ALL).rows}
    tried = trial(filled, LEXICON, changed, ALL)
    kept = LEXICON.concepts | {changed.id: changed}
    lexicon = Lexicon((Theme("t", "T", tuple(kept.values())),))
    catch_up(filled, lexicon, NOW)
    assert tried.net == periods.concept_totals(filled, ALL).get(changed.id, (0, 0))[0] - before
    rows = wordings(filled, lexicon, changed, ALL).rows
    new = [row for row in rows if changed.id != "core" or row.variant not in CORE.wordings]
    assert tried.mentions == sum(row.mentions for row in new)
    if changed.id == "core":
        now = {row.variant: row.mentions for row in rows}
        assert dict(tried.taken) == {
            each: held[each] - now.get(each, 0) for each in held if held[each] > now.get(each, 0)
        }


def test_a_trial_tells_what_days_reports_sentences_and_neighbours_it_would_have(filled: Archive) -> None:
    tried = trial(filled, LEXICON, wider(CORE, "vital technology", "key technology transfer"), ALL)
    assert (tried.mentions, tried.reports_with, tried.net) == (6, 2, 4)
    assert tried.taken == (("key technology", 2),)
    assert tried.first is not None
    assert tried.last is not None
    assert (tried.first.day, tried.last.day) == (date(2026, 2, 1), date(2026, 3, 1))
    assert tried.spark == (0.0, 1.0, 1.0, 0.0)
    assert not tried.cut
    newest = tried.sentences.iloc[0]
    assert (newest["left"] + newest["match"] + newest["right"], newest["place"]) == ("Vital technology", "title")
    assert len(tried.sentences) == 3


def test_nothing_is_stored_by_trying(filled: Archive) -> None:
    trial(filled, LEXICON, wider(CORE, "vital technology"), ALL)
    assert periods.concept_totals(filled, ALL)["core"] == (5, 2)


def test_shadows_that_the_change_would_make_are_told_and_those_that_were_there_are_not(filled: Archive) -> None:
    assert "is shadowed" in trial(filled, LEXICON, wider(CORE, "core technology"), ALL).warnings[0]
    assert "also in reform" in trial(filled, LEXICON, wider(CORE, "改革开放"), ALL).warnings[0]
    assert trial(filled, LEXICON, wider(CORE, "vital technology"), ALL).warnings == ()
    slipped = Lexicon((Theme("t", "T", (wider(CORE, "core technology"),)),))
    assert trial(filled, slipped, wider(CORE, "core technology", "vital technology"), ALL).warnings == ()


def test_a_wording_that_can_never_match_is_refused(filled: Archive) -> None:
    with pytest.raises(LexiconError, match="no letter or digit"):
        trial(filled, LEXICON, wider(CORE, "?"), ALL)


def test_a_wording_that_nobody_used_brings_nothing(corpus_archive: Archive) -> None:
    tried = trial(corpus_archive, LEXICON, wider(CORE, "never said"), EVER)
    assert (tried.mentions, tried.net, tried.first, tried.taken, len(tried.sentences)) == (0, 0, None, (), 0)
