"""PostgreSQL holds and answers what SQLite does, stands many writers, and may go away and come back."""

import multiprocessing
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from string import ascii_letters

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, make_url

from db.tables import feeds, metadata
from tests.archive.copies import copied, stored, told
from tests.archive.held import ask, contents, held, recounted, rolled
from tests.conftest import LEXICON, NOW, collected
from tests.ingest.test_polling import running
from tests.queries import corpus
from tests.servers import KNOWN, Server
from tests.site import Site, reply, site
from tests.visits import Collection, feed, item, rss
from tracker.archive import aliases, counting, gaps, health, reading, scores, serials, sides, wordings, writing
from tracker.archive.flat import copying
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Gap, ReportDraft, Selection
from tracker.errors import ArchiveError, RefusedError
from tracker.ingest.scoring import catch_up
from tracker.queries.series import series
from tracker.words.lexicon import Concept, Lexicon, Theme

__all__ = ["site"]
EVER = Selection(date(2030, 1, 1))
AWAY = "its server does not answer; start it"
OTHER = Lexicon((Theme("t", "T", (Concept("core", "Core", {"en": ("technolog*",)}), LEXICON.concepts["reform"])),))
CORE = LEXICON.concepts["core"]


def named(archive: Archive, ids: list[int]) -> list[str]:
    keys = {each.id: each.key for each in reading.by_ids(archive, ids)}
    return [keys[each] for each in ids]


def found(archive: Archive, search: str) -> list[str]:
    return [each.key for each in reading.listed(archive, EVER, search, limit=-1)]


ANSWERS: dict[str, Callable[[Archive], object]] = {
    "those that contain": lambda it: [found(it, each) for each in ("CORE tech", "核心", "3.5 percent", "_", "%", "的")],
    "the newest": lambda it: [each.key for each in reading.listed(it, EVER, limit=7, offset=2)],
    "their reach": lambda it: sorted((each.key, each.reach) for each in reading.listed(it, EVER, limit=-1)),
    "mentions": lambda it: [reading.mentions_in(it, [each.id]).popitem()[1] for each in reading.listed(it, EVER)],
    "names": reading.names,
    "by week": lambda it: series(it, LEXICON, ["core"], EVER, by="week").to_dict("records"),
    "by day": lambda it: series(it, LEXICON, ["core"], EVER, by="day", split="source").to_dict("records"),
    "tallies": lambda it: sorted(each[1:] for each in counting.tallies(it, EVER, "core")),
    "reports with": lambda it: named(it, counting.reports_with(it, EVER, "core")),
    "candidates": lambda it: [each[1:] for each in counting.candidates(it, EVER, ["core", "核心"])],
    "sides": lambda it: (sorted(sides.wholes(it, EVER)), sorted(sides.parts(it, EVER)), sides.days(it, EVER)),
    "newest texts": lambda it: [sides.texts(it, EVER, 20, chinese=each) for each in (True, False)],
    "months": lambda it: [repr(each) for each in sorted(wordings.by_month(it, EVER.date_to))],
    "days": lambda it: sorted(each[:4] for each in wordings.by_day(it, EVER, "core")),
    "serials": lambda it: serials.newest_language(it, "statement"),
    "counted with": scores.counted_with,
    "health": lambda it: [(each.feed_id, each.reports, each.last_day) for each in health.all_feeds(it)],
    "phrases": lambda it: counts(it),
}


def counts(archive: Archive) -> list[int]:
    copy = copying.current(archive)
    assert copy is not None
    return sorted(int(each.sum()) for each in copy.counts(CORE).values())


def live(archive: Archive) -> None:
    """Two years of reports, with revisions and reprints, great ones, names out of order, and all counted anew."""
    scores.register(archive, LEXICON, NOW)
    corpus.fill(archive)
    for source in ("Ä", "z", "B"):
        writing.add_source(archive, Feed(source, source))
    long = " ".join(f"word{number}" for number in range(60_000)) + " core technology"
    copied = "Opening up of the country. " + " ".join(f"same{number}" for number in range(60))
    batch = [
        collected("great", long, source="z"),
        collected("großer", "核心技术，改革开放。" * 30, "2026-03-02", "Ä", "zh"),
    ]
    batch += [collected(key, copied, "2026-03-03", source) for source, key in (("Ä", "b"), ("z", "a"), ("B", "ä"))]
    writing.store(archive, batch)
    writing.store(archive, [collected("großer", "改革开放。" * 40, "2026-03-02", "Ä", "zh", "标题")])
    gaps.remember(archive, Gap("z", date(2026, 1, 1), date(2026, 1, 9)))
    named = aliases.found(archive, "z", ["great"])
    assert named.keys() == {"great"}
    catch_up(archive, OTHER, NOW)
    catch_up(archive, LEXICON, NOW)


def test_both_databases_hold_the_same_and_answer_alike(tmp_path: Path, postgresql: Server) -> None:
    both = [open_archive(f"sqlite:///{tmp_path}/tracker.db"), open_archive(postgresql.create())]
    for archive in both:
        live(archive)
        assert rolled(archive) == recounted(archive)
    lite, post = map(contents, both)
    for table, rows in lite.items():
        assert len(rows) > 0, table
        assert rows == post[table], table
    for question, answer in ANSWERS.items():
        asked, again = map(answer, both)
        assert asked == again, question
    for archive in both:
        archive.close()


def test_the_tables_are_the_declared_ones_and_sort_by_their_characters(postgresql: Server) -> None:
    archive = open_archive(postgresql.create())
    with archive.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    texts = "data_type in ('text', 'character varying') and table_schema = 'public'"
    other = "select table_name, column_name from information_schema.columns where collation_name is distinct from 'C'"
    assert ask(archive, f"{other} and {texts} and table_name != 'alembic_version'") == []
    archive.close()


def batch_of(writer: int, part: int) -> list[ReportDraft]:
    """Ten reports for the same two days and sources, whoever stores them; one of them each writer has."""
    own = [
        collected(f"{writer}-{part}-{each}", f"Core technology {writer} {part} {each}. Opening up.",
                  f"2026-03-0{each % 2 + 1}", "ab"[each % 2])
        for each in range(9)
    ]  # fmt: skip
    return [*own, collected(f"shared-{part}", f"Key technology, {'core technology ' * part}", "2026-03-01", "a")]


def store_many(address: str, writer: int) -> None:
    """A program of its own, which stores fifty reports."""
    archive = open_archive(address)
    for part in range(5):
        writing.store(archive, batch_of(writer, part))
        health.record_all(archive, {each: {"failures": part} for each in ("ba" if writer % 2 else "ab")})
        copying.current(archive)
    archive.close()


def test_four_programs_store_into_the_same_cells_and_none_fails(database: str) -> None:
    archive = open_archive(database)
    for source in "ab":
        writing.add_source(archive, Feed(source, source))
    archive.close()
    fork = multiprocessing.get_context("fork")
    programs = [fork.Process(target=store_many, args=(database, number)) for number in range(4)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0] * 4
    assert ask(archive, "select count(*), count(distinct key) from reports") == [(4 * 5 * 9 + 5,) * 2]
    assert rolled(archive) == recounted(archive)
    assert told(copied(archive)) == stored(archive)
    archive.close()


def test_a_server_that_stops_in_the_middle_loses_nothing_and_is_found_again(postgresql: Server) -> None:
    archive = open_archive(postgresql.create())
    writing.add_source(archive, Feed("a", "A"))
    writing.store(archive, [collected("before", "Core technology.")])
    before = held(archive)

    def cut_off() -> None:
        row = {"url": "", "paused": False, "configured": True}
        with archive.writing() as connection:
            connection.execute(insert(feeds).values(id="b", name="B", **row))
            postgresql.stop()
            connection.execute(insert(feeds).values(id="c", name="C", **row))

    with pytest.raises(ArchiveError, match=AWAY):
        cut_off()
    try:
        for tried in (lambda: writing.store(archive, [collected("new", "Text.")]), lambda: reading.names(archive)):
            with pytest.raises(ArchiveError, match=AWAY) as refused:
                tried()
            assert "\n" not in str(refused.value)
    finally:
        postgresql.start()
    assert held(archive) == before
    assert reading.names(archive) == {"a": "A"}
    postgresql.stop()
    postgresql.start()  # which nobody noticed meanwhile
    assert writing.store(archive, [collected("new", "Opening up.")]) == ["new"]
    assert rolled(archive) == recounted(archive)
    archive.close()


def test_connections_that_the_server_ends_lose_nothing_and_are_opened_anew(postgresql: Server) -> None:
    archive = open_archive(postgresql.create())
    writing.add_source(archive, Feed("a", "A"))
    before = held(archive)

    def write() -> None:
        with archive.writing() as connection:
            connection.execute(insert(feeds).values(id="b", name="B", url="", paused=False, configured=True))
            postgresql.disconnect()

    def read() -> None:
        with archive.snapshot() as now:
            postgresql.disconnect()
            reading.names(now)

    for cut_off in (write, read):
        with pytest.raises(ArchiveError, match=AWAY) as refused:
            cut_off()
        assert "\n" not in str(refused.value)
        assert held(archive) == before
        assert reading.names(archive) == {"a": "A"}
    postgresql.disconnect()  # which nobody noticed meanwhile
    assert writing.store(archive, [collected("new", "Opening up.")]) == ["new"]
    assert rolled(archive) == recounted(archive)
    archive.close()


@pytest.mark.parametrize("away", ["stopped", "disconnected"])
def test_a_poller_goes_on_when_its_server_is_back(site: Site, postgresql: Server, away: str) -> None:
    collection = Collection(postgresql.create())
    site.pages["/one"] = reply(rss(item(1)))
    with running(collection, feed(site, "one")) as now:
        now.until(lambda: now.heard == ["one"])
        if away == "stopped":
            postgresql.stop()
            try:
                with pytest.raises(ArchiveError, match=AWAY):
                    health.want_visit(collection.archive, "one")
            finally:
                postgresql.start()
        else:
            postgresql.disconnect()
        site.pages["/one"] = reply(rss(item(1), item(2)))
        health.want_visit(collection.archive, "one")
        now.until(lambda: len(now.heard) == 2)
    assert collection.titles() == ["Report 2", "Report 1"]
    collection.archive.close()


@pytest.mark.parametrize(
    ("user", "password", "name", "advice"),
    [
        (KNOWN, "wrong", "postgres", "the server refuses the user or the password; check both in the address"),
        (KNOWN, None, "postgres", "the server refuses the user or the password; check both in the address"),
        ("nobody", None, "postgres", "the server knows no such user; make it (createuser), or name another"),
        (KNOWN, "right", "nosuch", "the server has no such database; make it (createdb), or name another"),
        (KNOWN, "right", "postgres", "the user may not do this in the database; make the user its owner"),
    ],
)
def test_what_the_server_refuses_is_one_sentence_with_what_to_do(
    postgresql: Server, user: str, password: str | None, name: str, advice: str
) -> None:
    address = make_url(postgresql.address(name)).set(username=user, password=password)
    with pytest.raises(ArchiveError) as refused:
        open_archive(address.render_as_string(hide_password=False))
    assert str(refused.value).endswith(f": {advice}")
    assert "wrong" not in str(refused.value)


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ArchiveError, match=AWAY):
        open_archive("postgresql://tracker@127.0.0.1:1/tracker")


def test_a_row_that_the_server_refuses_is_the_fault_of_that_row_alone(postgresql: Server) -> None:
    archive, dice = open_archive(postgresql.create()), random.Random(1)
    writing.add_source(archive, Feed("a", "A"))
    too_long = "".join(dice.choices(ascii_letters, k=20_000))  # for an index, and not to be made shorter
    with pytest.raises(RefusedError) as refused:
        writing.store(archive, [collected(too_long, "Core technology.")])
    assert "\n" not in str(refused.value)
    assert too_long[:100] not in str(refused.value)
    assert writing.store(archive, [collected("short", "Core technology.")]) == ["new"]
    archive.close()


def test_a_writer_that_waits_too_long_for_another_says_so(postgresql: Server) -> None:
    address = postgresql.create()
    patient, other = open_archive(address, lock_wait=0.2), open_archive(address)
    with other.writing(), pytest.raises(ArchiveError, match="another program has been writing for too long"):
        writing.add_source(patient, Feed("a", "A"))
    writing.add_source(patient, Feed("a", "A"))
    for each in (patient, other):
        each.close()
