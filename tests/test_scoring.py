"""Counting anew: nothing where nothing changed, only what changed, and to the end however often cut short."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.archive.held import ask, held, recounted, rolled
from tests.conftest import LEXICON, NOW, Store, collected
from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.scoring import catch_up
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.scorer import Scorer, mentions

COUNTS = ("reports", "mentions", "rollups", "totals")
TEXTS = (
    ("en", "Core technologies, key technology. Opening up; a new frontier."),
    ("zh", "核心技术，改革开放，开放。新疆域。"),
    ("en", "Nothing of the kind.\n\nOpening up, opening-up."),
)


def changed(**concepts: Concept | None) -> Lexicon:
    """The small lexicon with concepts put in, replaced, or (None) taken out."""
    kept = LEXICON.concepts | {name: concept for name, concept in concepts.items() if concept}
    return Lexicon((Theme("t", "T", tuple(each for name, each in kept.items() if concepts.get(name, each))),))


NARROWER = Concept("core", "Core", {"en": ("key technology",), "zh": ("核心技术",)})
NEW = Concept("frontier", "Frontier", {"en": ("new frontier*",), "zh": ("新疆域",)})
OPEN = Concept("opening", "Opening", LEXICON.concepts["opening"].variants)


@pytest.fixture
def filled(archive: Archive, store: Store) -> Archive:
    """Reports enough for several batches of rescoring."""
    store(*(collected(f"k{n}", TEXTS[n % 3][1], f"2026-03-{n % 28 + 1:02}", "ab"[n % 2], TEXTS[n % 3][0])
            for n in range(450)))  # fmt: skip
    return archive


def fresh(archive: Archive, lexicon: Lexicon) -> set[tuple[object, ...]]:
    """The mentions as a first scoring with this lexicon would have them."""
    columns, current = "id, language, title, body", "report_id = id and number = revision"
    scorer = Scorer(lexicon)
    return {
        (mention.concept, report_id, mention.place, mention.start, mention.end, mention.variant)
        for report_id, language, title, body in ask(
            archive, f"select {columns} from reports join revisions on {current}"
        )
        for mention in scorer.score(collected("", str(body), title=str(title)).revision, str(language)).mentions
    }


def test_an_unchanged_lexicon_changes_nothing(filled: Archive) -> None:
    before = held(filled, *COUNTS, "lexicons")
    assert len(before["mentions"]) > 450
    assert catch_up(filled, LEXICON, NOW) == 0
    assert held(filled, *COUNTS, "lexicons") == before


def test_a_label_or_note_that_changes_changes_no_count(filled: Archive) -> None:
    before = held(filled, *COUNTS, "lexicons")
    core = LEXICON.concepts["core"]
    other = Concept("core", "Another label", core.variants, note="A note", label_zh="核心")
    assert catch_up(filled, changed(core=other), NOW) == 0
    assert held(filled, *COUNTS, "lexicons") == before


CHANGES = {
    "a wording taken out": (changed(core=NARROWER), {"core"}),
    "a concept put in": (changed(frontier=NEW), {"frontier"}),
    "a concept taken out": (changed(reform=None), {"reform"}),
    "an exclusion taken out": (changed(opening=OPEN), {"opening"}),
    "much at once": (changed(core=NARROWER, frontier=NEW, reform=None), {"core", "frontier", "reform"}),
    "all taken out": (Lexicon(), {"core", "opening", "reform"}),
}


def rows(archive: Archive, *concepts: str) -> list[tuple[object, ...]]:
    """The stored mentions of all but these concepts, with the row that each stands in."""
    query = "select rowid, * from mentions order by rowid"
    return [row for row in ask(archive, query) if row[1] not in concepts]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_concept_is_counted_anew_alone(filled: Archive, change: str) -> None:
    lexicon, touched = CHANGES[change]
    before, counts = rows(filled, *touched), set(ask(filled, "select concept from mentions"))
    assert catch_up(filled, lexicon, NOW) == 450
    assert rows(filled, *touched) == before
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, lexicon)
    assert set(ask(filled, "select concept from mentions")) ^ counts <= {(concept,) for concept in touched}
    assert rolled(filled) == recounted(filled)
    assert ask(filled, "select distinct lexicon from reports") == [(lexicon.version,)]


def test_a_lexicon_changed_and_changed_back_counts_as_at_first(filled: Archive) -> None:
    before = held(filled, *COUNTS)
    for lexicon in (changed(core=NARROWER, frontier=NEW), Lexicon(), LEXICON):
        assert catch_up(filled, lexicon, NOW) == 450
    assert held(filled, *COUNTS) == before


class Pulled(Exception):
    """The plug is pulled."""


@contextmanager
def pulled() -> Iterator[None]:
    with pytest.raises(Pulled):
        yield


def until(most: int) -> Callable[[int, int], None]:
    def progress(done: int, total: int) -> None:
        if done >= most:
            raise Pulled

    return progress


def test_an_interrupted_run_is_resumed_and_ends_like_one_that_was_not(filled: Archive) -> None:
    lexicon = changed(core=NARROWER, frontier=NEW)
    catch_up(filled, lexicon, NOW)
    uninterrupted = held(filled, *COUNTS)
    catch_up(filled, LEXICON, NOW)
    with pulled():
        catch_up(filled, lexicon, NOW, until(1))
    assert scores.stale_count(filled, lexicon.version) == 250
    assert rolled(filled) == recounted(filled)
    with pulled():  # meanwhile the lexicon changes once more, and back
        catch_up(filled, Lexicon(), NOW, until(1))
    assert catch_up(filled, lexicon, NOW) in range(250, 451)
    assert held(filled, *COUNTS) == uninterrupted


def test_progress_is_told_batch_by_batch(filled: Archive) -> None:
    heard: list[tuple[int, int]] = []
    catch_up(filled, changed(frontier=NEW), NOW, lambda done, total: heard.append((done, total)))
    assert heard == [(200, 450), (400, 450), (450, 450)]


def test_a_report_revised_while_it_is_counted_anew_keeps_its_new_mentions(filled: Archive, store: Store) -> None:
    lexicon = changed(core=NARROWER)
    scores.register(filled, lexicon, NOW)
    taken = scores.stale(filled, lexicon.version, 1000)
    assert store(collected("k0", "A much longer text, then key technology.", lexicon=lexicon)) == ["revised"]
    scorer = Scorer(lexicon)
    again = [
        scores.Rescored(
            each.report_id,
            each.revision,
            ("core",),
            [found for found in mentions(scorer._matcher, each.normal_title, each.normal_body)
             if found.concept == "core"],
        )
        for each in taken
    ]  # fmt: skip
    scores.rescore(filled, again, lexicon.version)
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, lexicon)
    assert scores.stale_count(filled, lexicon.version) == 0
