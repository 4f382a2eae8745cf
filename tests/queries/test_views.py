"""The views that other programs read say what the program itself answers, on both databases, by plain SQL."""

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.archive.held import ask
from tests.conftest import LEXICON, NOW, Store, collected
from tests.queries.corpus import EVER
from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.queries.concordance import kwic
from tracker.queries.series import series

# What they are called may not change: notebooks and R scripts of others read them.
COLUMNS = {
    "v_reports": "report, day, source, source_name, language, title, text, url, words, revisions, serial, reprint_of,"
    " counted, published, day_from, first_seen",
    "v_mentions": "report, day, source, language, concept, variant, place, start_offset, end_offset, cue, speaker,"
    " weight, counted",
    "v_series_day": "concept, day, source, language, mentions, reports_with, reports, words",
}

DOCUMENT = Path(__file__).parents[2] / "docs" / "archive.md"
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("view", COLUMNS)
def test_the_columns_of_a_view_keep_their_names_and_order(corpus_archive: Archive, view: str) -> None:
    named = ask(corpus_archive, f"select {COLUMNS[view]} from {view}")
    assert named
    assert sorted(map(repr, ask(corpus_archive, f"select * from {view}"))) == sorted(map(repr, named))


@pytest.mark.parametrize("concept", ["core", "opening", "reform"])
def test_sums_of_the_series_are_those_that_the_program_shows(corpus_archive: Archive, concept: str) -> None:
    shown = series(corpus_archive, LEXICON, [concept], EVER, by="year", split="source", minimum=1)
    wanted = {
        (str(row.period.year), row.split, row.mentions, row.reports_with, row.reports)
        for row in shown.itertuples()
        if row.reports
    }
    query = (
        "select substr(cast(day as text), 1, 4), source, sum(mentions), sum(reports_with), sum(reports)"
        f" from v_series_day where concept = '{concept}' group by 1, 2"
    )
    assert set(ask(corpus_archive, query)) == wanted


def test_words_of_the_series_make_the_rate_that_the_program_shows(corpus_archive: Archive) -> None:
    english = Selection(EVER.date_to, language="en")
    shown = series(corpus_archive, LEXICON, ["core"], english, measure="rate", by="year", minimum=1)
    query = (
        "select sum(mentions), sum(words) from v_series_day where concept = 'core' and language = 'en'"
        " group by substr(cast(day as text), 1, 4) order by min(day)"
    )
    rates = [10_000 * float(mentions) / float(words) for mentions, words in ask(corpus_archive, query)]  # type: ignore[arg-type]
    assert rates == pytest.approx(shown["value"].astype(float).tolist())


def test_mentions_are_those_of_the_concordance(corpus_archive: Archive) -> None:
    shown = kwic(corpus_archive, LEXICON, "core", EVER)
    wanted = shown.groupby(["report", "place"]).size()
    found = ask(
        corpus_archive,
        "select report, place, count(*) from v_mentions where concept = 'core' and counted = 1 group by 1, 2",
    )
    assert {(report, place): many for report, place, many in found} == wanted.to_dict()


def test_reports_are_those_that_are_listed_each_once_with_its_newest_text(archive: Archive, store: Store) -> None:
    store(collected("one", "Core technology.", title="A"), collected("two", "Opening up.", "2026-03-02"))
    store(collected("one", "Core technology and key technology.", title="A"))
    store(collected("copy", "Core technology and key technology.", "2026-03-05", source="b", title="A"))
    found = ask(archive, "select report, source, title, text, revisions from v_reports order by report")
    listed = reading.listed(archive, Selection(NOW.date()))
    assert len(found) == len(listed) == 3
    assert found[0][1:] == ("a", "A", "Core technology and key technology.", 2)
    assert {row[0] for row in found} == {each.id for each in listed}


def test_a_reprint_is_marked_as_not_counted(archive: Archive, store: Store) -> None:
    text = (
        "Core technology is the lifeline, he said at the meeting of the leading group on Tuesday in the capital. " * 3
    )
    store(collected("first", text, "2026-03-01", source="a"), collected("copy", text, "2026-03-02", source="b"))
    assert ask(archive, "select source, counted from v_reports order by source") == [("a", 1), ("b", 0)]
    assert ask(archive, "select distinct source, counted from v_mentions order by source") == [("a", 1), ("b", 0)]
    assert ask(archive, "select sum(mentions), sum(reports) from v_series_day where concept = 'core'") == [(3, 1)]


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_document_are_answered_by_both_databases(corpus_archive: Archive, query: str) -> None:
    asked = query.replace("'inflation'", "'core'").replace("cue <> ''", "cue = ''")  # of which the corpus has some
    assert len(ask(corpus_archive, asked)) > 1


def test_pandas_reads_a_view(corpus_archive: Archive) -> None:
    with corpus_archive.reading() as connection:
        table = pd.read_sql("select * from v_series_day where concept = 'core'", connection, parse_dates=["day"])
    assert table.set_index("day")["mentions"].resample("YE").sum().sum() == len(
        kwic(corpus_archive, LEXICON, "core", EVER)
    )
