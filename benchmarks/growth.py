"""What a reader and the poller wait for as the archive grows, beside DuckDB and pandas over the same mentions.

    python benchmarks/growth.py [--reports 10000 100000] [--corpora FOLDER]

The reports are those of ``corpus.py``, of 40 sources over ten years, counted with the shipped lexicon. Ours are the
calls that a page or the poller makes; the peers have no more than day, concept, report and words of each mention, in a
file of DuckDB's own and in a pandas table, and count ten concepts by week. Prints a table of the middle of several
turns, in milliseconds of processor time; shifts are sought between the first and the last five years, in a process of
its own, whose memory is told too. The peer is ``pip install duckdb``.
"""

import argparse
import math
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import corpus
from tracker.archive import reading, scores, writing
from tracker.archive.flat import copying
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Report, ReportDraft, Revision, Selection
from tracker.ingest import scoring
from tracker.queries.series import leading_concepts, usual_period
from tracker.queries.shifts import compared
from tracker.queries.signals import signals
from tracker.queries.status import status
from tracker.queries.trends import trends
from tracker.settings import lexicon_file
from tracker.words.lexicon import Lexicon
from tracker.words.scorer import Scorer

try:
    import duckdb
except ImportError:
    raise SystemExit("pip install duckdb") from None

ROOT = Path(__file__).parents[1]
SOURCES, TURNS, CONCEPTS, STORED = 40, 5, 10, 100
EVER = Selection(corpus.FIRST + timedelta(3_650))
MENTIONS = """select r.day, m.concept, m.report_id, r.words, r.language
              from mentions m join reports r on r.id = m.report_id where r.reprint_of is null"""
Row = dict[str, float]


def milliseconds(work: Callable[[], object], turns: int = TURNS) -> float:
    """Of processor time, in the middle of some turns."""
    took = []
    for _ in range(turns):
        begun = time.process_time()
        work()
        took.append((time.process_time() - begun) * 1_000)
    return statistics.median(took)


def filled(
    folder: Path, many: int, documents: list[corpus.Text], lexicon: Lexicon
) -> tuple[Archive, list[ReportDraft]]:
    """An archive with so many reports, all counted, and a few more to store."""
    archive = open_archive(f"sqlite:///{folder}/{many}.db")
    texts = corpus.varied(documents, (many + STORED) * corpus.LONG * 2 / 1e6, random.Random(1))
    corpus.fill(archive, texts, many, SOURCES)
    scoring.catch_up(archive, lexicon, corpus.NOW)
    copying.current(archive)
    scorer, more = Scorer(lexicon), []
    for at, (language, title, body) in zip(range(STORED), texts, strict=False):
        about = Report(f"source-{at % SOURCES}", f"more-{at}", "", language, None, EVER.date_to, "feed", corpus.NOW)
        revision = Revision(title, body, "feed", corpus.NOW)
        more.append(ReportDraft(about, revision, scorer.score(revision, language)))
    return archive, more


def peers(archive: Archive, folder: Path, concepts: list[str]) -> Row:
    """Ten concepts by week, counted by those who have nothing else to do."""
    with archive.reading() as connection:
        rows = pd.DataFrame(
            connection.exec_driver_sql(MENTIONS).all(), columns=["day", "concept", "report", "words", "lang"]
        )
    rows["day"] = pd.to_datetime(rows["day"])
    with duckdb.connect(str(folder / "peer.duckdb")) as made:
        made.execute("create or replace table mentions as select * from rows order by concept, day")
    by_week = """select concept, date_trunc('week', day), count(*), count(distinct report) from mentions
                 where list_contains(?, concept) group by 1, 2"""

    def in_duckdb() -> None:
        with duckdb.connect(str(folder / "peer.duckdb"), read_only=True) as asked:
            asked.execute(by_week, [concepts]).fetchall()

    def in_pandas() -> None:
        some = rows[rows["concept"].isin(concepts)]
        some.groupby(["concept", some["day"].dt.to_period("W")])["report"].agg(["size", "nunique"])

    return {
        "ten concepts by week: DuckDB": milliseconds(in_duckdb),
        "ten concepts by week: pandas": milliseconds(in_pandas),
    }


def measured(folder: Path, many: int, documents: list[corpus.Text], lexicon: Lexicon) -> Row:
    """All figures of one size."""
    archive, more = filled(folder, many, documents, lexicon)
    ten = leading_concepts(archive, lexicon, EVER, CONCEPTS)

    def keystroke() -> None:
        reading.names(archive)
        reading.generation(archive)
        reading.is_empty(archive)

    def begun() -> None:
        leading_concepts(archive, lexicon, EVER, 2)
        usual_period(archive, EVER)

    found: Row = {
        "the header": milliseconds(lambda: status(archive)),
        "Trends: what a keystroke asks of the archive": milliseconds(keystroke),
        "Trends: what it begins with": milliseconds(begun),
        "Trends: ten concepts by week": milliseconds(lambda: weekly(archive, lexicon, ten)),
        "Signals, 30 days": milliseconds(lambda: signals(archive, lexicon, EVER, 30)),
        **peers(archive, folder, ten),
        "a report stored": milliseconds(lambda: [writing.store(archive, [each]) for each in more], 1) / STORED,
    }
    for what, phrases in (("of concepts", 0), ("of all phrases", 25)):
        with get_context("spawn").Pool(1) as apart:  # what came before is none of its memory
            took, most = apart.apply(shifted, (archive.name, phrases))
        found |= {f"shifts {what}": took, f"shifts {what}: memory in MB": most}
    found |= recounted(archive, lexicon)
    with archive.reading() as connection:
        text = connection.exec_driver_sql("select sum(length(cast(body as blob))) from revisions").scalar_one()
    archive.close()
    return found | {"bytes of the database to one of text": (folder / f"{many}.db").stat().st_size / text}


def shifted(database: str, phrases: int) -> tuple[float, float]:
    """What shifted from the first to the last five years: milliseconds, and the most memory that was held, in MB."""
    archive, lexicon = open_archive(database), lexicon_file.load(ROOT / "lexicon.yaml").lexicon
    middle = corpus.FIRST + timedelta(1_825)
    before, after = Selection(middle, corpus.FIRST), Selection(EVER.date_to, middle + timedelta(1))
    took = milliseconds(lambda: compared(archive, lexicon, before, after, phrases), 1)
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return took, float(held[1]) / 1_000 if held else math.nan


def recounted(archive: Archive, lexicon: Lexicon) -> Row:
    """One concept in the middle of the ranks counted anew, as after an edit of the lexicon, and all of them."""
    ranks = leading_concepts(archive, lexicon, EVER, len(lexicon.concepts))
    edited = lexicon.concepts[ranks[len(ranks) // 2]]
    more = replace(edited, variants=edited.variants | {"en": (*edited.variants.get("en", ()), "quite unheard of")})
    themes = (
        replace(theme, concepts=tuple(more if each is edited else each for each in theme.concepts))
        for theme in lexicon.themes
    )
    other, scoring.MANY = replace(lexicon, themes=tuple(themes)), sys.maxsize  # in this process, whose time is taken
    one = milliseconds(lambda: scoring.catch_up(archive, other, corpus.NOW), 1)
    scores.forget(archive)
    return {
        "one concept counted anew": one,
        "all concepts counted anew": milliseconds(lambda: scoring.catch_up(archive, other, corpus.NOW), 1),
    }


def weekly(archive: Archive, lexicon: Lexicon, concepts: list[str]) -> Any:
    return trends(archive, lexicon, concepts, EVER, measure="rate", by="week")


def main() -> None:
    """Measure one size after the other."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    reader.add_argument("--corpora", type=Path)
    given = reader.parse_args()
    documents, lexicon = corpus.documents(given.corpora), lexicon_file.load(ROOT / "lexicon.yaml").lexicon
    with tempfile.TemporaryDirectory() as folder:
        columns = {many: measured(Path(folder), many, documents, lexicon) for many in given.reports}
    print("| what | " + " | ".join(f"{many:,} reports" for many in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for what in columns[given.reports[0]]:
        print(f"| {what} | " + " | ".join(f"{column[what]:.3g}" for column in columns.values()) + " |")


if __name__ == "__main__":
    main()
