"""Reprints: one text of many sources counts once, on its earliest copy."""

from datetime import date
from itertools import permutations

import pytest

from tests.archive.held import ask, held, recounted, rolled
from tests.conftest import Store, collected
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import ReportDraft, Selection
from tracker.queries import reports

EVER = Selection(date(2030, 1, 1))
TEXT = "Core technology is the lifeblood of the country. " + " ".join(
    f"Sentence {number} follows." for number in range(20)
)
OTHER = "Opening up. " + " ".join(f"Quite another thought {number} stands here." for number in range(20))


def copy(source: str, day: str, text: str = TEXT, **more: object) -> ReportDraft:
    return collected(f"of-{source}", text, day, source, **more)  # type: ignore[arg-type]


def counted(archive: Archive) -> list[str]:
    """The sources on whose copies something counts, with the day."""
    return [f"{day} {source}" for day, source in ask(archive, "select day, feed_id from totals order by 1, 2")]


def test_a_reprint_counts_once_on_the_earliest_copy(archive: Archive, store: Store) -> None:
    store(copy("a", "2026-03-01"), copy("b", "2026-03-02"), copy("c", "2026-03-02"))
    assert counted(archive) == ["2026-03-01 a"]
    assert ask(archive, "select sum(mentions), sum(reports_with) from rollups") == [(1, 1)]
    assert [report.reach for report in reading.listed(archive, EVER)] == [3, 3, 3]
    first = next(report.id for report in reading.listed(archive, EVER) if report.feed_id == "a")
    assert [report.feed_id for report in reading.copies(archive, first)] == ["b", "c"]


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_the_counting_moves_to_an_earlier_copy_that_arrives_later(
    archive: Archive, store: Store, order: tuple[str, ...]
) -> None:
    days = {"a": "2026-03-01", "b": "2026-03-02", "c": "2026-03-03"}
    for source in order:
        store(copy(source, days[source]))
        assert rolled(archive) == recounted(archive)
    assert counted(archive) == ["2026-03-01 a"]
    assert {report.reach for report in reading.listed(archive, EVER)} == {3}


@pytest.mark.parametrize("order", list(permutations("abc")))
def test_of_copies_from_one_moment_the_same_one_counts_whichever_was_stored_first(
    archive: Archive, store: Store, order: tuple[str, ...]
) -> None:
    for source in order:
        store(copy(source, "2026-03-01"))
    assert counted(archive) == ["2026-03-01 a"]
    assert rolled(archive) == recounted(archive)


NEARLY = TEXT.replace("Sentence 7 follows", "Sentence seven follows")


@pytest.mark.parametrize(
    ("text", "more", "reprint"),
    [
        (TEXT, {}, True),
        (TEXT.upper(), {}, True),
        (NEARLY, {}, True),
        (OTHER, {}, False),
        (TEXT[: len(TEXT) // 2], {}, False),
    ],
)
def test_a_text_is_a_reprint_if_it_is_the_same_or_nearly(
    archive: Archive, store: Store, text: str, more: dict[str, object], reprint: bool
) -> None:
    store(copy("a", "2026-03-01"))
    store(copy("b", "2026-03-02", text, **more))
    assert (len(counted(archive)) == 1) == reprint


def test_a_short_text_is_alike_by_chance_and_no_reprint(archive: Archive, store: Store) -> None:
    store(copy("a", "2026-03-01", "Core technology."), copy("b", "2026-03-02", "Core technology."))
    assert counted(archive) == ["2026-03-01 a", "2026-03-02 b"]


def test_one_source_that_says_the_same_twice_is_no_reprint(archive: Archive, store: Store) -> None:
    store(collected("k", TEXT, "2026-03-01"), collected("m", TEXT, "2026-03-02"))
    assert counted(archive) == ["2026-03-01 a", "2026-03-02 a"]
    assert {report.reach for report in reading.listed(archive, EVER)} == {1}


def test_a_copy_that_is_rewritten_counts_for_itself(archive: Archive, store: Store) -> None:
    store(copy("a", "2026-03-01"), copy("b", "2026-03-02"))
    store(copy("b", "2026-03-02", OTHER))
    assert counted(archive) == ["2026-03-01 a", "2026-03-02 b"]
    store(copy("b", "2026-03-02"))
    assert counted(archive) == ["2026-03-01 a"]
    assert rolled(archive) == recounted(archive)


def test_an_original_that_is_rewritten_leaves_its_copies_counted_once(archive: Archive, store: Store) -> None:
    store(copy("a", "2026-03-01"), copy("b", "2026-03-02"), copy("c", "2026-03-03"))
    store(copy("a", "2026-03-01", OTHER))
    assert counted(archive) == ["2026-03-01 a", "2026-03-02 b"]
    reach = {report.feed_id: report.reach for report in reading.listed(archive, EVER)}
    assert reach == {"a": 1, "b": 2, "c": 2}
    assert rolled(archive) == recounted(archive)


def test_copies_that_come_again_change_nothing(archive: Archive, store: Store) -> None:
    batch = [copy("a", "2026-03-02"), copy("b", "2026-03-01"), copy("c", "2026-03-01")]
    store(*batch)
    before = held(archive)
    assert store(*reversed(batch)) == ["same"] * 3
    assert held(archive) == before


NOTICE = """The office of {} held its regular sale of bills on {}. The bills were offered to all dealers
admitted to the sale, and bids were taken until eleven in the morning. The amount on offer was {} million, and
bids for {} million came in. Bids at or below the highest yield accepted were met in full. The bills are
redeemed at par on the day on which they fall due, and dealers see to it that funds are on their accounts in
good time. The next sale is announced here a week before it is held."""


def test_one_form_filled_in_by_two_issuers_is_two_reports_that_are_similar(archive: Archive, store: Store) -> None:
    alba, borea = NOTICE.format("Alba", "6 July 2026", 500, 1130), NOTICE.format("Borea", "8 July 2026", 750, 1480)
    store(copy("a", "2026-07-06", alba), copy("b", "2026-07-08", borea), copy("c", "2026-07-07", f"(Agency) {alba}"))
    assert counted(archive) == ["2026-07-06 a", "2026-07-08 b"]
    ids = {report.feed_id: report.id for report in reading.listed(archive, EVER)}
    known = {source: [each.feed_id for each in reports.similar(archive, ids[source])] for source in "abc"}
    assert known == {"a": ["b"], "b": ["a", "c"], "c": ["b"]}
    assert [each.feed_id for each in reading.copies(archive, ids["a"])] == ["c"]
