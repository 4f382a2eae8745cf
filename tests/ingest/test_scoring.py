"""Counting anew: nothing where nothing changed, only what changed, and to the end however often cut short."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.archive.held import ask, held, recounted, rolled
from tests.conftest import LEXICON, NOW, Store, collected
from tracker.archive import rescoring, scores
from tracker.archive.flat import copying, following
from tracker.archive.opening import Archive
from tracker.ingest import scoring
from tracker.ingest.scoring import catch_up
from tracker.words.lexicon import Concept, Cue, Lexicon, Serial, Theme, Tier, Weights
from tracker.words.scorer import Scorer

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
def filled(archive: Archive, store: Store, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """Reports enough for several batches of rescoring."""
    monkeypatch.setattr(rescoring, "REPORTS", 200)
    store(*(collected(f"k{n}", TEXTS[n % 3][1], f"2026-03-{n % 28 + 1:02}", "ab"[n % 2], TEXTS[n % 3][0])
            for n in range(450)))  # fmt: skip
    return archive


def fresh(archive: Archive, lexicon: Lexicon) -> set[tuple[object, ...]]:
    """The mentions as a first scoring with this lexicon would have them."""
    columns, current = "id, language, title, body", "report_id = id and number = revision"
    scorer = Scorer(lexicon)
    return {
        (mention.concept, report_id, mention.place, mention.start, mention.end, mention.variant, *mention[5:])
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
    """The stored mentions of all but these concepts, by the numbers that they are stored as."""
    query = """select name, spans.* from spans join wordings w on w.id = wording_id
               join concepts c on c.id = w.concept_id order by report_id, start, wording_id"""
    return [row for row in ask(archive, query) if row[0] not in concepts]


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


@pytest.mark.parametrize("change", CHANGES)
def test_reports_that_no_changed_concept_is_in_are_renewed_unread(
    filled: Archive, store: Store, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(following, "UNSURE", 1)  # what was stored this moment is known for certain too
    assert copying.current(filled)
    store(collected("later", "Nothing of that.", "2026-03-03"), collected("k1", TEXTS[0][1], "2026-03-02", "b"))
    read, stale = set[int](), rescoring.stale
    monkeypatch.setattr(rescoring, "stale", lambda *of: [each for each in stale(*of) if not read.add(each.id)])
    lexicon, touched = CHANGES[change]
    names = ", ".join(f"'{each}'" for each in touched)
    before = set(ask(filled, f"select report_id from mentions where concept in ({names})"))
    assert catch_up(filled, lexicon, NOW) == 451
    after = set(ask(filled, f"select report_id from mentions where concept in ({names})"))
    late = set(ask(filled, "select id from reports where key in ('later', 'k1')"))  # of which nothing is certain yet
    assert {(each,) for each in read} <= before | after | late
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, lexicon)
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
    assert 200 <= scores.stale_count(filled, lexicon.version) <= 250
    assert rolled(filled) == recounted(filled)
    with pulled():  # meanwhile the lexicon changes once more, and back
        catch_up(filled, Lexicon(), NOW, until(1))
    assert catch_up(filled, lexicon, NOW) in range(200, 451)
    assert held(filled, *COUNTS) == uninterrupted


def test_progress_is_told_batch_by_batch(filled: Archive) -> None:
    heard: list[tuple[int, int]] = []
    catch_up(filled, changed(frontier=NEW), NOW, lambda done, total: heard.append((done, total)))
    assert [total for _, total in heard] == [450] * 3
    assert [done for done, _ in heard] == sorted({done for done, _ in heard})
    assert heard[-1] == (450, 450)


def test_a_batch_has_whole_days(filled: Archive) -> None:
    batches = list(rescoring.batches(filled, "another"))
    days = dict(ask(filled, "select id, day from reports"))  # type: ignore[arg-type]
    assert sum(len(batch.ids) for batch in batches) == 450
    assert sum(len({days[report_id] for report_id in batch.ids}) for batch in batches) == 28  # none is in two of them


def test_a_report_revised_while_it_is_counted_anew_keeps_its_new_mentions(filled: Archive, store: Store) -> None:
    lexicon = changed(core=NARROWER)
    scores.register(filled, lexicon, NOW)
    batch = next(rescoring.batches(filled, lexicon.version))
    taken = rescoring.stale(filled, batch, lexicon.version)
    assert store(collected("k0", "A much longer text, then key technology.", lexicon=lexicon)) == ["revised"]
    scorer = Scorer(lexicon, [NARROWER])
    found = scorer.mentions_in([(each.normal_title, each.normal_body) for each in taken])
    again = rescoring.Rescored(taken, ("core",), False, found, scorer.wordings, [""] * len(taken))
    rescoring.rescore(filled, batch, [again], lexicon.version)
    assert catch_up(filled, lexicon, NOW) == 450 - len(taken)
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, lexicon)
    assert rolled(filled) == recounted(filled)


CUED = replace(LEXICON, cues=(Cue("stressed", 2), Cue("强调", 2)))
SAID = "Xi Jinping stressed core technology.\n\nOpening up."


@pytest.fixture
def cued(archive: Archive, store: Store) -> Archive:
    """Reports counted with a lexicon that has cues."""
    scores.register(archive, CUED, NOW)
    store(*(collected(f"k{n}", SAID, f"2026-03-{n + 1:02}", title="FOMC statement", lexicon=CUED) for n in range(4)))
    return archive


def test_a_changed_cue_or_weight_changes_what_every_mention_weighs(cued: Archive) -> None:
    other = replace(CUED, cues=(Cue("stressed", 3),), weights=Weights({"lead": 2}, {0: 0.5, 3: 4}))
    assert ask(cued, "select concept, cue, weight from mentions group by 1, 2, 3") == [
        ("core", "stressed", 1), ("opening", "", 1),
    ]  # fmt: skip
    assert catch_up(cued, other, NOW) == 4
    assert ask(cued, "select concept, cue, rank, speaker, weight from mentions group by 1, 2, 3, 4, 5") == [
        ("core", "stressed", 3, "xi jinping", 8), ("opening", "", 0, "", 0.5),
    ]  # fmt: skip
    assert rolled(cued) == recounted(cued)


def test_when_the_program_reads_cues_otherwise_what_has_cues_is_counted_anew(
    cued: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.words.lexicon.CUE_RULES", 0)
    assert replace(LEXICON).version == LEXICON.version
    assert catch_up(cued, replace(CUED), NOW) == 4
    assert catch_up(cued, replace(CUED), NOW) == 0


def test_rules_that_change_no_mention_only_renew_the_version(cued: Archive) -> None:
    before = held(cued, "spans", "rollups", "totals")
    for other in (replace(CUED, tiers=(Tier("hot", "Hot", 0.1),)), replace(CUED, stop_phrases=("press release",))):
        assert other.version != CUED.version
        assert catch_up(cued, other, NOW) == 0
        assert ask(cued, "select distinct lexicon from reports") == [(other.version,)]
    assert held(cued, "spans", "rollups", "totals") == before


def test_changed_serials_are_reassigned_and_nothing_is_counted_anew(cued: Archive) -> None:
    before = held(cued, "spans", "rollups", "totals")
    serial = Serial("statement", "Statement", ("^fomc",))
    assert catch_up(cued, replace(CUED, serials=(serial,)), NOW) == 0
    assert ask(cued, "select distinct serial from reports") == [("statement",)]
    assert catch_up(cued, replace(CUED, serials=(replace(serial, sources=("b",)),)), NOW) == 0
    assert ask(cued, "select distinct serial from reports") == [("",)]
    assert held(cued, "spans", "rollups", "totals") == before


def test_serials_come_with_whatever_else_is_counted_anew(cued: Archive) -> None:
    lexicon = replace(changed(core=NARROWER), serials=(Serial("statement", "Statement", ("^fomc",)),))
    assert catch_up(cued, lexicon, NOW) == 4
    assert ask(cued, "select distinct serial from reports") == [("statement",)]


def test_reports_of_several_versions_are_counted_together(filled: Archive, store: Store) -> None:
    catch_up(filled, changed(core=NARROWER), NOW)
    store(*(collected(f"n{n}", TEXTS[n % 3][1], f"2026-03-{n % 28 + 1:02}", "ab"[n % 2]) for n in range(30)))
    lexicon = changed(frontier=NEW)
    assert catch_up(filled, lexicon, NOW) == 480
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, lexicon)
    assert rolled(filled) == recounted(filled)


def test_a_day_with_more_reports_than_a_batch_is_counted_in_parts(archive: Archive, store: Store) -> None:
    store(*(collected(f"k{n}", TEXTS[n % 3][1], f"2026-03-0{n // 60 + 1}") for n in range(120)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rescoring, "REPORTS", 25)
        patch.setattr(rescoring, "_WINDOW", 50)
        assert catch_up(archive, changed(frontier=NEW, core=NARROWER), NOW) == 120
    assert set(held(archive, "mentions")["mentions"]) == fresh(archive, changed(frontier=NEW, core=NARROWER))
    assert rolled(archive) == recounted(archive)


def test_all_that_is_forgotten_is_counted_to_the_same_numbers(cued: Archive) -> None:
    before = held(cued, *COUNTS)
    scores.forget(cued)
    assert catch_up(cued, CUED, NOW) == 4
    assert held(cued, *COUNTS) == before


def test_a_second_process_finds_the_same(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = changed(core=NARROWER, frontier=NEW)
    catch_up(filled, lexicon, NOW)
    alone = held(filled, *COUNTS)
    catch_up(filled, LEXICON, NOW)
    monkeypatch.setattr(scoring, "MANY", 1)
    assert catch_up(filled, lexicon, NOW) == 450
    assert held(filled, *COUNTS) == alone


def test_where_no_second_process_starts_the_first_finds_alone(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "MANY", 1)
    monkeypatch.setattr(rescoring, "REPORTS", 5)  # so that some are asked for after the processes have ended
    monkeypatch.setattr(scoring, "_begin", os._exit)  # told an address, which is no exit code, it ends with an error
    assert catch_up(filled, changed(frontier=NEW), NOW) == 450
    assert set(held(filled, "mentions")["mentions"]) == fresh(filled, changed(frontier=NEW))
