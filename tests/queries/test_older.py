"""An archive from before sums were kept by week and month gives the same series once it is brought up to date."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from alembic import command
from alembic.config import Config

from db import engine as database
from tests.archive.held import file_of, recounted, rolled
from tests.conftest import LEXICON
from tests.queries.corpus import EVER
from tracker.archive.opening import Archive, open_archive
from tracker.measures.choices import MEASURES, PERIODS
from tracker.queries.series import series

# How it was then, where that is not as it is now.
THEN = {
    "feeds": "select *, pages_due as retry_pages from now.feeds",
    "wordings": """select w.id, c.name as concept, w.variant
                   from now.wordings w join now.concepts c on c.id = concept_id""",
    "rollups": """select c.name as concept, day, feed_id, language, mentions, reports_with, sum_mentions_sq as yy,
                  sum_words_mentions as xy, weight / 1e3 as weight, sum_weight_sq / 1e6 as ww,
                  sum_words_weight / 1e3 as xw
                  from now.rollups join now.concepts c on c.id = concept_id""",
    "totals": "select *, sum_words_sq as xx from now.totals",
    "marks": "select *, band as number from now.minhash_bands",
}


@pytest.fixture
def older(corpus_archive: Archive, tmp_path: Path) -> Archive:
    """The same reports in the tables of then, opened by the program of now."""
    url, config = f"sqlite:///{tmp_path}/tracker.db", Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    engine = database.create(url)
    with engine.execution_options(writing=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "tracker.db")) as then, then:
        then.execute("attach ? as now", (str(file_of(corpus_archive)),))
        then.execute("delete from generation")
        of_then = "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
        for (table,) in then.execute(f"{of_then} and name <> 'alembic_version'").fetchall():
            columns = ", ".join(f'"{row[1]}"' for row in then.execute(f"pragma table_info({table})"))
            then.execute(f"insert into {table} select {columns} from ({THEN.get(table, f'select * from now.{table}')})")
        assert then.execute("select count(*) from main.rollups").fetchone()[0] > 100
    return open_archive(url)


def test_an_older_archive_gives_the_same_series_and_sums(corpus_archive: Archive, older: Archive) -> None:
    for by in PERIODS:
        for measure in MEASURES:
            one, other = (
                series(each, LEXICON, ["core", "opening"], EVER, by=by, measure=measure)
                for each in (corpus_archive, older)
            )
            pd.testing.assert_frame_equal(one, other)
    assert rolled(older) == rolled(corpus_archive) == recounted(older)
