"""The whole archive as rows: nothing left out, and every offset exact."""

from collections import Counter
from datetime import date

from tests.conftest import LEXICON, Store, collected
from tests.queries.corpus import EVER
from tracker.archive import periods, reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.measures.choices import MEASURES
from tracker.queries import whole
from tracker.queries.series import series
from tracker.words.text import normalise


def test_every_report_is_there_once_with_its_newest_text_and_its_mentions_where_they_stand(
    corpus_archive: Archive,
) -> None:
    pages = list(whole.reports(corpus_archive))
    reports = {row["id"]: row for page, _ in pages for row in page}
    mentions = [row for _, found in pages for row in found]
    known = reading.listed(corpus_archive, EVER, limit=-1)
    assert len(reports) == sum(len(page) for page, _ in pages) == len(known)
    assert {each.id: (each.reach, each.revisions, each.title) for each in known} == {
        key: (row["reach"], row["revisions"], row["title"]) for key, row in reports.items()
    }
    for row in mentions:
        text = reports[row["report"]]["title" if row["place"] == "title" else "text"]
        assert normalise(text[row["start"] : row["end"]]) == normalise(text)[row["start_normal"] : row["end_normal"]]
    counted = Counter(row["concept"] for row in mentions if reports[row["report"]]["reprint_of"] is None)
    assert counted == {concept: held[0] for concept, held in periods.concept_totals(corpus_archive, EVER).items()}
    assert any(row["reprint_of"] for row in reports.values())
    assert {tuple(row) for row in mentions} == {tuple(row) for row in mentions[:1]}
    assert set(mentions[0]) == {column.name for column in whole.MENTIONS}
    assert set(next(iter(reports.values()))) == {column.name for column in whole.REPORTS}


def test_the_series_are_those_of_the_verb(corpus_archive: Archive) -> None:
    rows = [row for rows in whole.monthly(corpus_archive, LEXICON, EVER) for row in rows]
    assert {row["measure"] for row in rows} == set(MEASURES)
    assert {row["term"] for row in rows} == set(LEXICON.concepts)
    wanted = series(corpus_archive, LEXICON, ["core"], EVER, measure="share", by="month")
    mine = [row for row in rows if (row["measure"], row["term"]) == ("share", "core")]
    assert [(row["period"], row["mentions"], row["state"]) for row in mine] == list(
        zip(wanted["period"], wanted["mentions"], wanted["state"], strict=True)
    )
    assert all((row["value"] is None) == (row["state"] != "ok") for row in rows)
    assert set(rows[0]) == {column.name for column in whole.SERIES}


def test_sources_have_their_span_and_no_secrets(archive: Archive, store: Store) -> None:
    store(
        collected("k1", "One.", "2026-01-01"),
        collected("k2", "Two.", "2026-02-01"),
        collected("k3", "Two.", source="b"),
    )
    first, second = whole.sources(archive)
    assert (first["id"], first["reports"], first["first_day"], first["last_day"]) == (
        "a", 2, date(2026, 1, 1), date(2026, 2, 1)
    )  # fmt: skip
    assert second["reports"] == 1
    assert set(first) == {column.name for column in whole.SOURCES}


def test_a_report_of_a_later_day_is_there_and_not_in_the_series(archive: Archive, store: Store) -> None:
    store(collected("k1", "Core technologies.", "2026-01-01"), collected("k2", "Core technologies.", "2027-01-01"))
    rows = next(whole.monthly(archive, LEXICON, Selection(date(2026, 6, 1))))
    assert sum(row["mentions"] for row in rows if row["measure"] == "mentions") == 1
    assert sum(len(page) for page, _ in whole.reports(archive)) == 2
