"""Full texts: a readout and the report of its whole text are linked, whichever says so and whichever comes first."""

import random
from itertools import permutations

import pytest

from tests.archive.held import ask, recounted, rolled
from tests.archive.test_reprint_proof import REAL, made_up, real
from tests.conftest import Store, collected
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft

LINKS = """select r.key, o.key from reports r join reports o on o.id = r.full_text order by 1"""
SAID = {
    "en": ("Full text: the speech at the conference", "Update of 26 March: the full text has been published."),
    "zh": ("在会议上的讲话（全文）", "讲话全文已经发表。"),
}


def speech(language: str, seed: int = 1) -> list[str]:
    """A long speech in paragraphs."""
    dice = random.Random(seed)
    return [made_up(dice, language, 60) for _ in range(20)]


def readout(language: str, more: str = "", day: str = "2026-03-01", source: str = "agency") -> ReportDraft:
    """A report of the speech: every third paragraph of it, between words of its own."""
    dice = random.Random(2)
    own = (made_up(dice, language, 30) for _ in range(20))
    text = "\n\n".join(f"{next(own)} {paragraph}" for paragraph in speech(language)[::3])
    return collected("readout", f"{more}\n\n{text}".strip(), day, source, language, "A conference was held")


def whole(language: str, title: str = "", day: str = "2026-03-26") -> ReportDraft:
    return collected("whole", "\n\n".join(speech(language)), day, "journal", language, title)


def others(language: str) -> list[ReportDraft]:
    """Other speeches of that year, longer and shorter, one of which says that it is a full text."""
    return [
        collected(f"other {seed}", "\n\n".join(speech(language, seed)[: seed % 20]), "2026-03-20", "b", language, title)
        for seed, title in ((14, ""), (25, ""), (36, SAID[language][0]), (39, ""))
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("says", ["full text", "readout"])
def test_a_readout_and_its_full_text_are_linked_whichever_says_so_and_comes_first(
    archive: Archive, store: Store, language: str, order: tuple[int, ...], says: str
) -> None:
    title, note = SAID[language]
    pair = (
        [readout(language), whole(language, title)]
        if says == "full text"
        else [readout(language, note), whole(language)]
    )
    batches = [[pair[0]], [pair[1]], others(language)]
    for place in order:
        store(*batches[place])
    assert ask(archive, LINKS) == [("readout", "whole")]
    assert rolled(archive) == recounted(archive)  # both count
    assert ask(archive, "select count(*) from reports where reprint_of is not null") == [(0,)]


def test_a_readout_that_is_revised_to_say_so_is_linked_then(archive: Archive, store: Store) -> None:
    store(readout("en"), whole("en"))
    assert ask(archive, LINKS) == []
    assert store(readout("en", SAID["en"][1])) == ["revised"]
    assert ask(archive, LINKS) == [("readout", "whole")]


def test_both_are_found_from_each_other_and_from_a_copy(archive: Archive, store: Store) -> None:
    store(readout("en"), whole("en", SAID["en"][0]), readout("en", day="2026-03-02", source="paper"))
    ids = {(row[0], row[1]): row[2] for row in ask(archive, "select feed_id, key, id from reports")}
    first, copy, full = (ids["agency", "readout"], ids["paper", "readout"], ids["journal", "whole"])  # type: ignore[index]
    for report in (first, copy):
        found = reading.full_text(archive, int(str(report)))
        assert found is not None
        assert (found.id, reading.readouts(archive, int(str(report)))) == (full, [])
    assert [each.id for each in reading.readouts(archive, int(str(full)))] == [first]
    assert reading.full_text(archive, int(str(full))) is None


@pytest.mark.parametrize("more", ["Read the full text on our site.", "", "Read full text."])
def test_that_there_is_more_to_read_links_nothing(archive: Archive, store: Store, more: str) -> None:
    store(readout("en", more), whole("en"), *others("en"))
    assert ask(archive, LINKS) == []


@pytest.mark.parametrize("day", ["2026-02-28", "2027-06-01"])
def test_what_came_before_the_readout_or_years_after_is_not_its_full_text(
    archive: Archive, store: Store, day: str
) -> None:
    store(readout("en"), whole("en", SAID["en"][0], day))
    assert ask(archive, LINKS) == []


def test_a_text_too_short_to_be_told_apart_is_no_readout_and_breaks_nothing(archive: Archive, store: Store) -> None:
    mislabelled = collected("odd", "The full text has been published.", "2026-03-10", "b", "zh")  # no Han, so no length
    store(mislabelled, collected("short", "Full text: none.", "2026-03-10", "b"))
    store(whole("en"), whole("zh"), readout("zh", day="2026-03-05"))
    assert ask(archive, LINKS) == []


def test_a_link_outlives_a_revision(archive: Archive, store: Store) -> None:
    store(readout("en"), whole("en", SAID["en"][0]), *others("en"))
    store(readout("en", "A paragraph that was added later."))
    assert ask(archive, LINKS) == [("readout", "whole")]


@pytest.mark.parametrize(("name", "language"), REAL)
def test_of_real_reports_none_is_taken_for_the_full_text_of_another(
    archive: Archive, store: Store, name: str, language: str
) -> None:
    store(*(collected(f"{at}", text, day, "a", language) for at, (day, text) in enumerate(real(name))))
    assert ask(archive, LINKS) == []
