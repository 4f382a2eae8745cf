"""The lexicon as a list, with what was found of each concept."""

import re

from tests.conftest import LEXICON
from tests.queries.corpus import CORE, EVER, LAST, OPENING, TOLD
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.queries.concepts import concepts, sought
from tracker.words.lexicon import Lexicon, Theme


def test_each_concept_has_the_counts_and_days_of_a_plain_count(corpus_archive: Archive) -> None:
    (group,) = concepts(corpus_archive, LEXICON, EVER)
    rows = {row.concept.id: row for row in group.rows}
    for identity, pattern in (("core", CORE), ("opening", OPENING)):
        days = sorted(each.day for each in TOLD if each.count(pattern))
        row = rows[identity]
        assert (row.mentions, row.reports_with) == (sum(each.count(pattern) for each in TOLD), len(days))
        assert (row.first, row.last) == (days[0], days[-1])
        assert any(row.spark)
        assert len(row.spark) == 26  # months from the first report to the last


def test_a_search_keeps_concepts_that_say_it_anywhere_and_themes_that_keep_one(corpus_archive: Archive) -> None:
    both = Lexicon((*LEXICON.themes, Theme("empty", "Empty", ())))

    def found(text: str) -> list[list[str]]:
        return [[row.concept.id for row in group.rows] for group in sought(concepts(corpus_archive, both, EVER), text)]

    assert found("") == [["core", "opening", "reform"], []]
    assert found("Key-Technology") == [["core"]]
    assert found("開放") == [["opening", "reform"]]
    assert found("nothing of the kind") == []


def test_reports_held_back_are_not_counted(corpus_archive: Archive) -> None:
    first = min(each.day for each in TOLD)
    (group,) = concepts(corpus_archive, LEXICON, Selection(first))
    words = sum(
        len(re.findall(CORE, text.lower())) for each in TOLD if each.day == first for text in each.text.values()
    )
    assert group.rows[0].mentions == words
    assert first < LAST
