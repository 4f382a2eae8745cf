"""What is stored, all or nothing; revisions, and texts that come twice."""

import os
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.archive.held import COUNTS, address_of, ask, counted_holdings, held, holdings, recounted, rolled
from tests.conftest import LEXICON, Store, collected
from tracker.archive import periods, reading, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Mention, ReportDraft, Selection
from tracker.errors import ArchiveError

EVER = Selection(date(2030, 1, 1))
CORE = "Core technology is the lifeblood."
NOWHERE: Any = None


def mentions_of(archive: Archive, concept: str = "core") -> dict[str, int]:
    """A concept's rolled-up mentions by day and source."""
    found = periods.mentioned(archive, EVER, "day", [concept], by_source=True)
    cells = zip(found.periods, found.sources, found.sums["mentions"].tolist(), strict=True)
    return {f"{day} {found.source_names[source]}": mentions for day, source, mentions in cells}


def broken(mistake: str) -> ReportDraft:
    """A report that cannot be stored, whose mistake shows only at some later table."""
    good = collected("bad", f"{CORE} Opening up.")
    mention = good.analysis.mentions[0]
    if mistake == "a source that nobody knows":
        return good._replace(report=replace(good.report, feed_id="nobody"))
    if mistake == "no language":
        return good._replace(report=replace(good.report, language=NOWHERE))
    if mistake == "a text of nothing":
        return good._replace(revision=replace(good.revision, title=NOWHERE))
    if mistake == "a mention twice in one place":
        return good._replace(analysis=replace(good.analysis, mentions=(mention, mention)))
    return good._replace(analysis=replace(good.analysis, mentions=(Mention("core", "x", "body", NOWHERE, 3),)))


MISTAKES = (
    "a source that nobody knows",
    "no language",
    "a text of nothing",
    "a mention twice in one place",
    "a mention nowhere",
)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_batch_is_stored_whole_or_not_at_all(archive: Archive, store: Store, mistake: str) -> None:
    store(collected("before", CORE))
    before = held(archive, *COUNTS, "minhash_bands")
    changed = collected("before", f"{CORE} Opening up.")
    with pytest.raises(ArchiveError, match=r"^database "):
        writing.store(archive, [collected("first", CORE * 20), changed, broken(mistake), collected("last", CORE)])
    assert held(archive, *COUNTS, "minhash_bands") == before
    assert writing.store(archive, [changed, collected("last", CORE)]) == ["revised", "new"]
    assert rolled(archive) == recounted(archive)


def test_an_instant_without_a_zone_is_refused_and_nothing_stored(archive: Archive, store: Store) -> None:
    writing.add_source(archive, Feed("a", "A"))
    naive = collected("k", CORE)
    naive = naive._replace(report=replace(naive.report, first_seen=datetime(2026, 1, 1)))
    with pytest.raises(ValueError, match="zone"):
        store(collected("j", CORE), naive)
    assert not any(held(archive).values())


def test_a_writer_that_is_killed_leaves_nothing_of_its_batch(archive: Archive, store: Store) -> None:
    store(collected("before", CORE))
    before = held(archive)
    child = os.fork()
    if not child:
        other = open_archive(address_of(archive))
        with other.writing() as connection:
            writing._store(connection, other.numbers, [collected(f"k{number}", CORE) for number in range(50)], set())
            os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert held(archive) == before
    assert store(collected("k1", CORE)) == ["new"]


def test_the_same_text_twice_changes_nothing(archive: Archive, store: Store) -> None:
    batch = [collected("one", CORE), collected("two", f"{CORE} Opening up.", source="b")]
    assert store(*batch) == ["new", "new"]
    before = held(archive)
    assert store(*batch) == ["same", "same"]
    assert held(archive) == before


@pytest.mark.parametrize(
    "again",
    [" Core  technology is\nthe lifeblood. ", CORE.upper(), CORE.replace("tech", "\u00adtech")],
)
def test_a_text_that_counts_alike_is_no_revision(archive: Archive, store: Store, again: str) -> None:
    store(collected("k", CORE))
    assert store(collected("k", again)) == ["same"]
    assert ask(archive, "select revision from reports") == [(1,)]


def test_one_key_twice_in_a_batch_is_one_report(archive: Archive, store: Store) -> None:
    assert store(collected("k", CORE), collected("k", CORE), collected("k", "Changed.")) == ["new", "same", "revised"]
    assert ask(archive, "select count(*), max(revision) from reports") == [(1, 2)]
    assert mentions_of(archive) == {}


def test_one_key_of_two_sources_is_two_reports(archive: Archive, store: Store) -> None:
    assert store(collected("k", CORE), collected("k", CORE, source="b")) == ["new", "new"]
    assert mentions_of(archive) == {"2026-03-01 a": 1, "2026-03-01 b": 1}


def test_a_revision_counts_once_by_its_newest_text_on_its_first_day(archive: Archive, store: Store) -> None:
    store(collected("k", CORE))
    later = collected("k", "Key technology, key technology. Opening up.", day="2026-03-09")
    assert store(later) == ["revised"]
    assert mentions_of(archive) == {"2026-03-01 a": 2}
    assert mentions_of(archive, "opening") == {"2026-03-01 a": 1}
    (report,) = reading.listed(archive, EVER)
    assert (report.day, report.revisions) == (date(2026, 3, 1), 2)
    stored = reading.report(archive, report.id)
    assert stored is not None
    assert [(text.number, text.body) for text in stored[1]] == [(1, CORE), (2, later.revision.body)]


def test_a_text_that_goes_back_is_a_third_revision_and_counts_as_at_first(archive: Archive, store: Store) -> None:
    store(collected("k", CORE))
    before = rolled(archive)
    assert store(collected("k", "Nothing of it.")) == ["revised"]
    assert mentions_of(archive) == {}
    assert store(collected("k", CORE)) == ["revised"]
    assert rolled(archive) == before
    assert ask(archive, "select number from revisions order by 1") == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("first", "then", "outcome"),
    [
        ("feed", "summary", "same"), ("page", "summary", "same"), ("import", "summary", "same"),
        ("summary", "summary", "revised"), ("summary", "feed", "revised"), ("summary", "page", "revised"),
        ("page", "feed", "revised"), ("feed", "page", "revised"),
    ],
)  # fmt: skip
def test_a_summary_never_replaces_a_full_text(
    archive: Archive, store: Store, first: str, then: str, outcome: str
) -> None:
    store(collected("k", CORE, text_from=first))
    assert store(collected("k", "Opening up.", text_from=then)) == [outcome]
    assert mentions_of(archive) == ({"2026-03-01 a": 1} if outcome == "same" else {})


def test_a_new_report_is_scored_when_it_is_stored(archive: Archive, store: Store) -> None:
    store(collected("k", "核心技术，改革开放。", language="zh", title="核心技术"))
    assert ask(archive, 'select concept, place, variant, start, "end" from mentions order by 1, 2') == [
        ("core", "lead", "核心技术", 0, 4),
        ("core", "title", "核心技术", 0, 4),
        ("reform", "lead", "改革开放", 5, 9),
    ]
    assert ask(archive, "select words, words_title, words_lead, lexicon from reports") == [(12, 4, 8, LEXICON.version)]


def test_many_reports_of_one_batch_keep_their_own_texts(archive: Archive, store: Store) -> None:
    batch = [collected(f"k{number}", f"Report {number} core technology.") for number in range(400)]
    assert store(*batch) == ["new"] * 400
    rows = ask(archive, "select key, body from reports join revisions on report_id = id")
    assert rows == [(each.report.key, each.revision.body) for each in batch]
    assert mentions_of(archive) == {"2026-03-01 a": 400}


def test_nothing_to_store_is_stored(archive: Archive) -> None:
    assert writing.store(archive, []) == []


def test_a_day_of_being_seen_gives_way_once_to_the_day_that_is_stated(archive: Archive, store: Store) -> None:
    long = f"{CORE} " * 40

    def dated(day: str, day_from: str, text: str = long) -> writing.ReportDraft:
        one = collected("k", text, day)
        return one._replace(report=replace(one.report, day_from=day_from))

    store(collected("copy", long, "2026-03-05", source="b"), dated("2026-03-09", "seen", "A summary."))
    assert store(dated("2026-03-09", "seen")) == ["revised"]
    assert ask(archive, "select key from reports where reprint_of is not null") == [("k",)]
    assert store(dated("2026-03-02", "page")) == ["same"]
    assert ask(archive, "select key from reports where reprint_of is not null") == [("copy",)]
    assert store(dated("2026-03-01", "feed")) == ["same"]
    assert ask(archive, "select day, day_from from reports where key = 'k'") == [("2026-03-02", "page")]
    assert rolled(archive) == recounted(archive)
    assert holdings(archive) == counted_holdings(archive) == [("a", 1, "2026-03-02"), ("b", 1, "2026-03-05")]


def test_a_revision_in_another_language_is_counted_in_its_own_units(archive: Archive, store: Store) -> None:
    store(collected("k", f"{CORE} It goes on ...", text_from="summary"), collected("other", "Opening up."))
    store(collected("k", "核心技术是国之重器。" * 20, language="zh", text_from="page"))
    found = {each.key: each.language for each in reading.listed(archive, EVER)}
    assert found == {"k": "zh", "other": "en"}
    assert ask(archive, "select language, words from reports where key = 'k'") == [("zh", 180)]
    assert ask(
        archive, "select language, mentions from rollups join concepts on id = concept_id where name = 'core'"
    ) == [("zh", 20)]
    assert rolled(archive) == recounted(archive)


@pytest.mark.parametrize(
    ("first", "then", "listed"),
    [
        ("2062-07-06", "2026-07-06", "2026-07-06"),  # a slip of the year
        ("2026-12-07", "2026-07-05", "2026-07-05"),  # day and month exchanged
        ("2026-09-01", "2026-10-01", "2026-10-01"),  # put off before it came
        ("2026-07-05", "2026-07-06", "2026-07-05"),  # that day was reached
    ],
)
def test_a_day_that_was_never_reached_gives_way_to_the_one_that_is_stated(
    archive: Archive, store: Store, first: str, then: str, listed: str
) -> None:
    store(collected("k", CORE, first))
    assert store(collected("k", CORE, then)) == ["same"]
    assert ask(archive, "select day from reports") == [(listed,)]
    assert rolled(archive) == recounted(archive)
    assert holdings(archive) == counted_holdings(archive)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("Date: 14 July 2026", "Date: 21 July 2026", "revised"),
        ("Time: 10:00", "Time: 11:30", "revised"),
        ("日期：2026年7月14日", "日期：2026年7月21日", "revised"),
        ("时间：2026年7月14日9时30分", "时间：2026年7月14日10时30分", "revised"),
        ("Deadline: 14 July 2026", "Deadline: 21 July 2026", "revised"),
        ("Last updated: 14 July 2026 10:31", "Last updated: 21 July 2026 11:02", "same"),
        ("更新时间：2026年7月14日", "更新时间：2026年7月21日", "same"),
        ("Printed 10:31", "Printed 11:02", "same"),
    ],
)
def test_a_corrected_day_in_a_text_is_a_revision_and_a_stamp_is_none(
    archive: Archive, store: Store, one: str, other: str, outcome: str
) -> None:
    store(collected("k", f"A hearing is held in the hall.\n\n{one}\n\nPlease register."))
    assert store(collected("k", f"A hearing is held in the hall.\n\n{other}\n\nPlease register.")) == [outcome]
