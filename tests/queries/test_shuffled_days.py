"""Archives whose days are shuffled, each a source of its own: what Signals and a comparison show of them."""

from datetime import date, timedelta

import numpy as np
import pytest

from tests.conftest import NOW, Store, collected
from tracker.archive import scores
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.queries.shifts import compared
from tracker.queries.signals import signals
from tracker.words.lexicon import Concept, Lexicon, Theme

END, DAYS = date(2026, 3, 30), 30
CONCEPTS = Lexicon((Theme("t", "T", tuple(Concept(f"c{at}", f"C{at}", {"en": (f"word{at}x",)}) for at in range(40))),))


def fill(store: Store, archive: Archive, archives: int, planted: int = 0) -> None:
    """So many sources of 60 reports, half of them in either window, with concepts rare and common, in clumps.

    The first ``planted`` of the sources say a concept in nearly all of the later reports, and in few before.
    """
    scores.register(archive, CONCEPTS, NOW)
    chance = np.random.default_rng(archives)
    common = np.geomspace(0.02, 0.9, len(CONCEPTS.concepts))
    batch = []
    for source in range(archives):
        said = (chance.random((60, len(common))) < common) * (
            1 + chance.poisson(chance.gamma(0.5, 2, (60, len(common))))
        )
        if source < planted:
            said[:, 0] = chance.random(60) < np.where(np.arange(60) < 30, 0.9, 0.05)
        for number, (row, day) in enumerate(zip(said, np.arange(60) % 30 + np.repeat([0, DAYS], 30), strict=True)):
            words = [f"word{at}x" for at, times in enumerate(row) for _ in range(times)]
            words += [f"q{each}" for each in chance.integers(10_000, size=chance.integers(20, 200))]
            text = " ".join(chance.permutation(words).tolist())
            key, when = f"{source}-{number}", str(END - timedelta(days=int(day)))
            batch.append(collected(key, f"{text}.", when, f"s{source:04}", lexicon=CONCEPTS))
    store(*batch)


def shown(archive: Archive, source: int) -> list[tuple[str, str]]:
    """What Signals lists of one source, which is what a comparison of the same days does, on Compare and in shifts."""
    name = (f"s{source:04}",)
    found = signals(archive, CONCEPTS, Selection(END, None, name), DAYS)
    assert found is not None
    assert (found.reports_before, found.reports_after, found.enough) == (30, 30, True)
    middle = END - timedelta(days=DAYS)
    before, after = Selection(middle, middle - timedelta(days=DAYS - 1), name), Selection(END, found.start, name)
    same = compared(archive, CONCEPTS, before, after)
    assert [each.keyness for each in found.signals] == [each.keyness for each in same.shifts]
    assert found.tested == len(same.rows) > 25
    return [(each.concept.id, each.kind) for each in found.signals]


def test_hardly_any_archive_with_shuffled_days_shows_a_shift(archive: Archive, store: Store) -> None:
    """Were the rate 5 %, more than three of fifteen would show one in half a percent of runs."""
    fill(store, archive, 15)
    assert sum(bool(shown(archive, source)) for source in range(15)) <= 3


def test_a_planted_shift_is_listed_where_it_was_planted(archive: Archive, store: Store) -> None:
    fill(store, archive, 4, planted=2)
    assert [("c0", "riser") in shown(archive, source) for source in range(4)] == [True, True, False, False]


@pytest.mark.soak
def test_of_a_thousand_archives_with_shuffled_days_fifty_at_most_show_a_shift(archive: Archive, store: Store) -> None:
    fill(store, archive, 1_000)
    number = sum(bool(shown(archive, source)) for source in range(1_000))
    print(f"{number} of 1,000 archives show a shift")
    assert number <= 50


def test_shares_that_were_the_same_before_and_after_are_no_shift(archive: Archive, store: Store) -> None:
    """Ninety concepts, in a part of 30 reports before and of 30 after that differs by chance alone."""
    terms = [Concept(f"d{at}", f"D{at}", {"en": (f"term{at}y",)}) for at in range(90)]
    lexicon = Lexicon((Theme("t", "T", tuple(terms)),))
    scores.register(archive, lexicon, NOW)
    chance = np.random.default_rng(8)
    held = chance.random((60, 90)) < np.linspace(0.05, 0.95, 90)
    drafts = []
    for number, row in enumerate(held):
        text = " ".join([f"term{at}y" for at in np.flatnonzero(row)] + [f"number{number}."])
        day = END - timedelta(days=number % 30 + (DAYS if number < 30 else 0))
        drafts.append(collected(str(number), text, str(day), lexicon=lexicon))
    store(*drafts)
    found = signals(archive, lexicon, Selection(END), DAYS)
    assert found is not None
    assert (found.tested, found.signals) == (90, ())
