"""Real texts, stored and counted in SQLite and in PostgreSQL: the same rows, cell for cell, and the same answers."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from tests.archive.held import contents, recounted, rolled
from tests.conftest import NOW
from tests.serials import CORPORA, MISSING
from tests.servers import Server
from tracker.archive import reading
from tracker.archive.opening import Archive, open_archive
from tracker.demo import write_messages
from tracker.documents import Selection
from tracker.ingest.import_file import import_file
from tracker.measures.choices import Measure, Split
from tracker.queries.serials import debuts, silences
from tracker.queries.series import leading_concepts, series
from tracker.queries.shifts import compared
from tracker.queries.signals import signals
from tracker.settings import lexicon_file
from tracker.words.scorer import Scorer

LEXICON = lexicon_file.load(Path(__file__).parents[2] / "lexicon.yaml").lexicon
SCORER = Scorer(LEXICON)
EVER = Selection(date(2030, 1, 1))
MESSAGES, STATEMENTS, REPORTS = "annual_messages", "fomc_statements", "government_work_reports_zh"
BESIDE = pytest.mark.skipif(not CORPORA.exists(), reason=MISSING)
SAMPLES = [
    pytest.param([MESSAGES], 20, id=MESSAGES),
    *(pytest.param([name], 10, id=name, marks=BESIDE) for name in (STATEMENTS, REPORTS)),
    pytest.param([MESSAGES, STATEMENTS, REPORTS], 1, id="all", marks=[BESIDE, pytest.mark.soak]),
]
# A concept, some of them together, one against others, and a phrase that is none: read from sums, and from the texts.
TERMS = (
    "food-security",
    "war-and-peace + nuclear-arms",
    "war-and-peace / food-security",
    '"economic"',
    '"经济"',
    '"economic*" ~5 "develop*"',
    '"经济" ~5 "发展"',
)


def file_of(name: str, every: int, folder: Path) -> Path:
    """A file of every so many-th text of a corpus."""
    texts = CORPORA / f"{name}.jsonl"
    if name == MESSAGES:
        write_messages(texts := folder / "all.jsonl")
    path = folder / f"{name}.jsonl"
    path.write_text("\n".join(texts.read_text(encoding="utf-8").splitlines()[::every]), encoding="utf-8")
    return path


def filled(address: str, paths: list[Path]) -> Archive:
    archive = open_archive(address)
    for path in paths:
        assert import_file(path, None, archive, SCORER, NOW, lambda _: None).bad == ()
    return archive


def drawn(measure: Measure, split: Split | None, archive: Archive) -> object:
    """The series of all terms as CSV, in which what is missing is equal."""
    leading = leading_concepts(archive, LEXICON, EVER, 3)
    assert leading
    return series(archive, LEXICON, [*leading, *TERMS], EVER, measure=measure, by="year", split=split).to_csv()


def shifted(selection: Selection, days: int | None, archive: Archive) -> str:
    return repr(signals(archive, LEXICON, selection, days))


def against(before: Selection, archive: Archive) -> str:
    return repr(compared(archive, LEXICON, before, Selection(EVER.date_to, date(1990, 1, 1)), phrases=20))


def serial_by_serial(archive: Archive) -> object:
    return [repr((debuts(archive, LEXICON, each.id), silences(archive, LEXICON, each.id))) for each in LEXICON.serials]


QUESTIONS: dict[str, Callable[[Archive], object]] = {
    **{f"series, {each}": partial(drawn, each, None) for each in get_args(Measure)},
    "series by source": partial(drawn, "rate", "source"),
    "signals": partial(shifted, EVER, None),
    "signals of ten years": partial(shifted, EVER, 3650),
    "signals of 1999": partial(shifted, Selection(date(1999, 12, 31), language="en"), 3650),
    "shifts": partial(against, Selection(date(1989, 12, 31), date(1900, 1, 1))),
    "serials": serial_by_serial,
    "reports": lambda archive: repr(reading.listed(archive, EVER, limit=-1)),
    "reports with a phrase": lambda archive: [
        each.key for phrase in ("economic", "经济") for each in reading.listed(archive, EVER, phrase, limit=-1)
    ],
}


@pytest.mark.parametrize(("names", "every"), SAMPLES)
def test_real_texts_are_counted_alike_in_both_databases(
    names: list[str], every: int, tmp_path: Path, postgresql: Server
) -> None:
    paths, address = [file_of(name, every, tmp_path) for name in names], postgresql.create()
    lite, post = (filled(each, paths) for each in (f"sqlite:///{tmp_path}/tracker.db", address))
    held, again = contents(lite), contents(post)
    for table, rows in held.items():
        assert rows == again[table], table
    assert min(len(held[table]) for table in ("mentions", "rollups", "totals", "period_rollups", "period_totals")) > 3
    assert rolled(post) == recounted(post)
    for question, answer in QUESTIONS.items():
        assert answer(lite) == answer(post), question
    lite.close()
    post.close()
    postgresql.drop(address)
