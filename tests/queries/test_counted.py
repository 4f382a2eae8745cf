"""From the flat copy or from the texts themselves, every answer is the same; periods are those of the calendar."""

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.held import file_of
from tests.conftest import LEXICON
from tests.queries.corpus import EVER, TOLD
from tests.words.test_near import asked, pairs
from tracker.archive import reading
from tracker.archive.flat import copying
from tracker.archive.flat.asking import Flat
from tracker.archive.opening import Archive, open_archive
from tracker.documents import PLACES, Place, Selection
from tracker.measures.choices import MEASURES, PERIODS, SPLITS
from tracker.measures.series import first_day
from tracker.queries.concordance import kwic
from tracker.queries.counted import numbered, period_days, period_numbers
from tracker.queries.reports import listed
from tracker.queries.series import series
from tracker.words.lexicon import Lexicon, Theme
from tracker.words.text import length, normalise, unit_of

PHRASES = [
    '"core technolog*"', "核心技术", '"opening up"', "开放", '"the economy" + "grew"', "坚持 / 核心技术", '"3.5"',
    "key", '"nobody"', '"core technolog*" + 核心技术 + "key technology"', "技术核心",
    '"technolog*" ~3 "economy"', '"key" ~9 "core*" + 核心技术', '"核心技术" ~4 "开放" / 开放',
]  # fmt: skip
SELECTIONS = [
    EVER,
    replace(EVER, sources=("a", "c")),
    replace(EVER, language="zh"),
    Selection(date(2025, 6, 30), date(2024, 2, 29), ("b", "nobody"), "E"),
]
# Of another version than the archive was counted with: its concepts are found in the texts.
CORE, OPENING, _ = LEXICON.concepts.values()
OTHER = Lexicon((Theme("t", "T", (replace(CORE, variants={"": (*CORE.wordings, "technolog*", "core")}), OPENING)),))


@pytest.fixture(scope="session")
def uncopied(corpus_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The same archive where no copy can be made."""
    corpus_archive.close()
    folder = tmp_path_factory.mktemp("uncopied")
    shutil.copy(file_of(corpus_archive), folder / "tracker.db")
    (folder / "tracker.db-flat").write_text("in the way")
    opened = open_archive(f"sqlite:///{folder}/tracker.db")
    assert copying.current(opened) is None
    assert copying.current(corpus_archive) is not None
    return opened


@pytest.mark.parametrize(
    ("split", "selection"),
    [
        pytest.param(split, selection, marks=[pytest.mark.soak] if split and selection is not EVER else [])
        for split in (None, *SPLITS)
        for selection in SELECTIONS
    ],
    ids=str,
)
def test_a_series_is_the_same(
    corpus_archive: Archive, uncopied: Archive, split: str | None, selection: Selection
) -> None:
    for number, measure in enumerate(MEASURES):
        about = {"by": PERIODS[number], "measure": measure, "split": split, "minimum": 1}
        one, other = (series(each, LEXICON, PHRASES, selection, **about) for each in (corpus_archive, uncopied))  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("places", [(), ("title", "lead"), ("body",)])
@pytest.mark.parametrize(
    "term", ['"technolog*" ~3 "the economy"', '"core technolog*" ~0 "key"', '"核心技术" ~4 "开放"', '"up" ~9 "up"']
)
def test_phrases_near_each_other_are_counted_as_a_plain_reading_does(
    corpus_archive: Archive, uncopied: Archive, term: str, places: tuple[Place, ...]
) -> None:
    expected = Counter[date]()
    for told in TOLD:
        for place in places or PLACES:
            expected[told.day] += len(pairs(*asked(term), normalise(told.text[place])))
    for each in (corpus_archive, uncopied):
        table = series(each, LEXICON, [term], EVER, by="day", places=places, minimum=1)
        assert dict(zip(table["period"], table["mentions"], strict=True)) == {
            day: expected[day] for day in table["period"]
        }
    assert table["mentions"].sum() == expected.total() > 0
    sentences = kwic(corpus_archive, LEXICON, term, EVER, places=places)
    assert len(sentences) == expected.total()


@pytest.mark.parametrize("places", [("title",), ("lead", "body"), PLACES])
def test_a_series_within_places_is_the_same(
    corpus_archive: Archive, uncopied: Archive, places: tuple[str, ...]
) -> None:
    for measure in MEASURES:
        one, other = (
            series(each, LEXICON, PHRASES, EVER, places=places, measure=measure) for each in (corpus_archive, uncopied)
        )  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(one, other)


@pytest.mark.parametrize("split", [None, *SPLITS])
def test_a_concept_of_a_changed_lexicon_is_the_same(
    corpus_archive: Archive, uncopied: Archive, split: str | None
) -> None:
    for term in ("core", "opening", "core + opening", "opening / core"):
        one, other = (series(each, OTHER, [term], EVER, split=split) for each in (corpus_archive, uncopied))  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(one, other)
        assert one["mentions"].sum() > 100


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
@pytest.mark.parametrize("limit", [None, 7])
def test_the_sentences_are_the_same(
    corpus_archive: Archive, uncopied: Archive, selection: Selection, limit: int | None
) -> None:
    for lexicon, terms in ((LEXICON, PHRASES), (OTHER, ["core", "opening"])):
        for term in terms:
            one, other = (kwic(each, lexicon, term, selection, limit=limit) for each in (corpus_archive, uncopied))
            pd.testing.assert_frame_equal(one, other)


SEARCHES = [
    "core",
    "ore tech",
    "OLOGY",
    "核心技術",
    "心",
    "3.5 percent",
    "nobody",
    "grew steadily",
    ",",
    "y c",
    "。",
    "up",
]


@pytest.mark.parametrize("selection", SELECTIONS, ids=str)
@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_finds_the_same_reports(
    corpus_archive: Archive, uncopied: Archive, search: str, selection: Selection
) -> None:
    for page in ({"limit": 5}, {"limit": 5, "offset": 3}, {"limit": -1}, {"limit": 5, "offset": 1_000}):
        assert listed(corpus_archive, selection, search, **page) == listed(uncopied, selection, search, **page)


@pytest.mark.parametrize("search", ["core tech", "economy", "技术", "up"])
def test_a_search_gives_first_what_says_it_most_often_for_its_length(corpus_archive: Archive, search: str) -> None:
    reports, total = listed(corpus_archive, EVER, search, limit=-1)
    assert len(reports) == total > 10
    texts = reading.texts(corpus_archive, [report.id for report in reports])
    ranks = []
    for report in reports:
        whole = [normalise(text) for text in (texts[report.id].title, texts[report.id].body)]
        long = sum(length(text, unit_of(report.language)) for text in whole)
        ranks.append((sum(text.count(search) for text in whole) / max(long, 1), report.day, report.id))
    assert ranks == sorted(ranks, reverse=True)
    assert min(rate for rate, _, _ in ranks) > 0


def test_only_the_texts_that_are_shown_are_matched(corpus_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    whole = Flat.text
    monkeypatch.setattr(Flat, "text", lambda flat, place: (read.append(place), whole(flat, place))[1])
    assert len(kwic(corpus_archive, LEXICON, "技术", EVER, limit=3)) == 3
    assert len(read) <= 50
    read.clear()
    series(corpus_archive, LEXICON, ["技术"], EVER)
    assert read == []


DAYS = st.lists(st.dates(), min_size=1, max_size=20)


@pytest.mark.parametrize("by", PERIODS)
@given(DAYS)
def test_periods_begin_on_the_days_of_the_calendar(by: str, days: list[date]) -> None:
    numbers = period_numbers(numbered(days), by)  # type: ignore[arg-type]
    assert period_days(numbers, by) == [first_day(day, by) for day in days]  # type: ignore[arg-type]
    order = np.argsort(numbers, kind="stable")
    firsts = [first_day(days[at], by) for at in order]  # type: ignore[arg-type]
    assert firsts == sorted(firsts)
