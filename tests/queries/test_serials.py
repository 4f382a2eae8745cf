"""A report beside the one before it, and what its serial says of silences and debuts."""

import pytest

from tests.conftest import Store
from tests.serials import LEXICON, member
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import QueryError
from tracker.measures.order import Moved
from tracker.queries.serials import compared, debuts, previous, ranks, reports, silences

SOUND = "The banking system is sound and resilient."
BEFORE = f"Job gains rose.\n\nInflation is 2.5 percent. {SOUND}\n\nAn Bo and Chen De attended the meeting."
AFTER = (
    "Inflation is 2.75 percent.\n\nJob gains rose. Reform goes on.\n\nChen De, An Bo and Fang Guo attended the meeting."
)


@pytest.fixture
def told(archive: Archive, store: Store) -> list[int]:
    """Five statements of which the last two are BEFORE and AFTER, and a speech; their ids in that order."""
    store(
        *(member(f"k{n}", f"Job gains rose. Inflation fell {n} times. {SOUND}", f"2026-0{n}-01") for n in (1, 2, 3)),
        member("k4", BEFORE, "2026-04-01"),
        member("k5", AFTER, "2026-05-01"),
        member("speech", "Reform.", "2026-05-02", title="Speech"),
    )
    found = reading.listed(archive, Selection(date_to=member("", "", "2026-07-01").report.day), limit=-1)
    return [each.id for each in sorted(found, key=lambda each: each.day)]


def test_a_report_stands_beside_the_one_before_it(archive: Archive, told: list[int]) -> None:
    found = compared(archive, LEXICON, told[4])
    assert (found.serial, found.before.id, found.report.id) == ("Board statement", told[3], told[4])
    assert (found.redline.old, found.redline.new) == (BEFORE, AFTER)
    assert [found.redline.text(each).strip() for each in found.redline.pieces if each.kind == "dropped"][-1] == SOUND
    assert previous(archive, told[4]) == found.before


def test_formulas_are_by_the_record_of_the_serial_and_as_they_are_written(archive: Archive, told: list[int]) -> None:
    (dropped,) = compared(archive, LEXICON, told[4]).formulas.dropped
    assert (dropped.text, dropped.held, dropped.of) == ("banking system is sound and resilient", 4, 4)
    assert BEFORE[dropped.start : dropped.end] == dropped.text
    assert not compared(archive, LEXICON, told[2]).formulas.known


def test_concepts_and_attendees_are_in_their_order(archive: Archive, told: list[int]) -> None:
    found = compared(archive, LEXICON, told[4])
    assert (found.concepts.before, found.concepts.after) == (("jobs", "prices", "banks"), ("prices", "jobs", "reform"))
    assert (found.concepts.joined, found.concepts.left) == (("reform",), ("banks",))
    assert (found.concepts.moved, found.concepts.tau) == ((Moved("prices", 2, 1),), -1)
    assert (found.attendees.joined, found.attendees.moved) == (("Fang Guo",), (Moved("Chen De", 2, 1),))
    assert [AFTER[each.start : each.end] for each in found.after_attendees] == ["Chen De", "An Bo", "Fang Guo"]
    assert [each.name for each in found.before_attendees] == ["An Bo", "Chen De"]


def test_what_fell_silent_has_its_base_rate_and_what_is_new_its_sentence(archive: Archive, told: list[int]) -> None:
    found = compared(archive, LEXICON, told[4])
    (silence,) = found.silences
    assert (silence.concept.id, silence.last.id, silence.since.id) == ("banks", told[3], told[4])
    assert (silence.record.length, silence.record.probability) == (1, 0.1)
    assert silence.record.record == "Present in 4 of the last 4 reports of this serial; never absent before."
    assert found.records == {"banks": silence.record}
    (debut,) = found.debuts
    assert (debut.concept.id, debut.sentence, debut.earlier) == ("reform", ("", "Reform", " goes on."), 4)
    assert (str(debut.first), debut.present, debut.of) == ("2026-01-01", 1, 1)


def test_silence_and_debut_are_judged_at_any_report(archive: Archive, told: list[int]) -> None:
    assert silences(archive, LEXICON, "statement") == compared(archive, LEXICON, told[4]).silences
    assert silences(archive, LEXICON, "statement", told[3]) == ()
    assert [each.concept.id for each in debuts(archive, LEXICON, "statement")] == ["reform"]
    assert debuts(archive, LEXICON, "statement", told[3]) == ()


def test_a_report_can_be_put_beside_any_other(archive: Archive, told: list[int]) -> None:
    found = compared(archive, LEXICON, told[4], told[0])
    assert (found.before.id, found.formulas.known) == (told[0], False)
    aside = compared(archive, LEXICON, told[5], told[0])
    assert (aside.serial, aside.silences, aside.debuts, aside.records) == ("", (), (), {})


@pytest.mark.parametrize(
    ("which", "other", "says"),
    [(0, None, "none before it"), (5, None, "none before it"), (4, 99, "no such report"), (99, None, "no such report")],
)
def test_what_cannot_be_compared_is_said(
    archive: Archive, told: list[int], which: int, other: int | None, says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        compared(archive, LEXICON, told[which] if which < 6 else 99, other)


def test_a_report_of_another_serial_is_no_place_to_judge_at(archive: Archive, told: list[int]) -> None:
    with pytest.raises(QueryError, match="is none of the serial 'statement'"):
        silences(archive, LEXICON, "statement", told[5])


def test_ranks_follow_a_concept_through_the_serial(archive: Archive, told: list[int]) -> None:
    table = ranks(archive, LEXICON, "statement")
    assert list(table.columns) == ["report", "date", "title", "concept", "label", "rank", "of", "before"]
    prices = table[table["concept"] == "prices"]
    assert list(prices["rank"]) == [2, 2, 2, 2, 1]
    assert list(prices["before"]) == [None, 2, 2, 2, 2]
    reform = table[table["concept"] == "reform"]
    assert reform[["report", "rank", "of", "before"]].to_numpy().tolist() == [[told[4], 3, 3, None]]
    assert [each.id for each in reports(archive, "statement")] == told[:5]


def test_some_concepts_have_their_ranks_among_themselves(archive: Archive, told: list[int]) -> None:
    table = ranks(archive, LEXICON, "statement", concepts=["reform", "prices"])
    assert table[table["report"] == told[4]][["concept", "rank", "of"]].to_numpy().tolist() == [
        ["prices", 1, 2], ["reform", 2, 2],
    ]  # fmt: skip
    with pytest.raises(QueryError, match="concept war: is none of the lexicon"):
        ranks(archive, LEXICON, "statement", concepts=["war"])


def test_two_reports_of_one_day_have_the_same_one_before_them(archive: Archive, store: Store) -> None:
    store(
        member("1", "Reform. Job gains.", "2026-01-01", "bank"),
        member("2", "Job gains. Inflation. Reform.", "2026-01-01", "press"),
        member("3", "Inflation. Job gains.", "2026-02-01", "bank"),
        member("4", "Reform.", "2026-02-01", "press"),
    )
    table = ranks(archive, LEXICON, "statement")
    # In the order of the day, and each against its own source's.
    assert table[table["date"] == table["date"].max()][["concept", "rank", "before"]].to_numpy().tolist() == [
        ["prices", 1, None], ["jobs", 2, 2], ["reform", 1, 3],
    ]  # fmt: skip
    last = reports(archive, "statement")[2:]
    assert [compared(archive, LEXICON, each.id).before.feed_id for each in last] == ["bank", "press"]


def test_a_serial_of_one_report_has_ranks_and_nothing_before_them(archive: Archive, store: Store) -> None:
    store(member("1", "Reform. Job gains.", "2026-01-01"))
    table = ranks(archive, LEXICON, "statement")
    assert table[["concept", "rank", "before"]].to_numpy().tolist() == [["reform", 1, None], ["jobs", 2, None]]
    (only,) = reports(archive, "statement")
    assert previous(archive, only.id) is None
    assert silences(archive, LEXICON, "statement") == debuts(archive, LEXICON, "statement") == ()
    with pytest.raises(QueryError, match="none before it"):
        compared(archive, LEXICON, only.id)
    assert compared(archive, LEXICON, only.id, only.id).redline.same


def test_a_serial_without_reports_has_nothing_to_say(archive: Archive, told: list[int]) -> None:
    assert reports(archive, "nothing") == ()
    assert silences(archive, LEXICON, "nothing") == debuts(archive, LEXICON, "nothing") == ()
    assert ranks(archive, LEXICON, "nothing").empty
