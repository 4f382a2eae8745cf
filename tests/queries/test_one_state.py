"""A question is answered by one state of the archive, whatever is stored while it is asked."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event

from tests.conftest import LEXICON, NOW, collected
from tracker.archive import scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Selection
from tracker.queries import serials
from tracker.queries.caption import caption
from tracker.queries.concepts import concepts
from tracker.queries.concordance import kwic
from tracker.queries.joining import joined_and_left
from tracker.queries.ladder import ladder
from tracker.queries.listing import listing
from tracker.queries.reports import arrivals, listed, opened
from tracker.queries.shifts import compared
from tracker.queries.signals import signals
from tracker.queries.sources import sources
from tracker.queries.spans import usual
from tracker.queries.trends import trends
from tracker.queries.vintages import vintages
from tracker.queries.wordings import wordings
from tracker.settings.feeds_file import FeedsFile
from tracker.words.lexicon import Lexicon, Serial

EVER = Selection(date(2026, 3, 31))
EARLIER, LATER = Selection(date(2026, 2, 28), date(2026, 2, 1)), Selection(date(2026, 3, 31), date(2026, 3, 1))
CORE = LEXICON.concepts["core"]
WITH_SERIAL = Lexicon(LEXICON.themes, serials=(Serial("s", "Serial", ("*",)),))
QUESTIONS: dict[str, Callable[[Archive], Any]] = {
    "share": lambda it: trends(it, LEXICON, ["core"], EVER, measure="share", by="month", minimum=1),
    "rate": lambda it: trends(it, LEXICON, ["core", "core + opening"], EVER, measure="rate", by="month", minimum=1),
    "caption": lambda it: caption(it, LEXICON, ["core"], EVER, measure="share", by="month", minimum=1, made=NOW.date()),
    "marks": lambda it: joined_and_left(it, EVER),
    "sentences": lambda it: kwic(it, LEXICON, "core / opening", EVER),
    "ladder": lambda it: ladder(it, LEXICON, "core + opening", EVER),
    "list": lambda it: listing(it, EVER, "core"),
    "search": lambda it: listed(it, EVER, "core"),
    "report": lambda it: opened(it, LEXICON, 14),
    "arrivals": lambda it: arrivals(it, EVER),
    "comparison": lambda it: compared(it, LEXICON, EARLIER, LATER, 5),
    "signals": lambda it: signals(it, LEXICON, EVER, 30),
    "spans": lambda it: usual(it, EVER),
    "sources": lambda it: sources(it, FeedsFile(())),
    "concepts": lambda it: concepts(it, LEXICON, EVER),
    "wordings": lambda it: wordings(it, LEXICON, CORE, EVER),
    "vintages": vintages,
    "serial": lambda it: serials.ranks(it, WITH_SERIAL, "s"),
    "debuts": lambda it: serials.debuts(it, WITH_SERIAL, "s"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an archive as it is before."""
    path = tmp_path_factory.mktemp("state") / "tracker.db"
    archive = open_archive(f"sqlite:///{path}")
    scores.register(archive, LEXICON, NOW)
    for source in "ab":
        writing.add_source(archive, Feed(source, source.upper()))
    for month in (2, 3):
        texts = [f"{'Core technology' if day % month else 'Nothing'} in its {day}." for day in range(1, 8)]
        said = [of_serial(f"{month}-{day}", text, f"2026-0{month}-0{day}") for day, text in enumerate(texts, 1)]
        writing.store(archive, said)
    archive.close()
    return path


def copied(stored: Path, folder: Path) -> Archive:
    folder.mkdir()
    return open_archive(f"sqlite:///{shutil.copy(stored, folder)}")


def of_serial(key: str, text: str, day: str, source: str = "a") -> Any:
    report = collected(key, text, day, source, title="T")
    return report._replace(analysis=replace(report.analysis, serial="s"))


def happen(file: str) -> None:
    """What another program may do at any moment: a source joins, reports come, one is revised, one a reprint."""
    other = open_archive(f"sqlite:///{file}")
    newer = replace(LEXICON, stop_phrases=("new",))
    scores.register(other, newer, NOW)
    writing.add_source(other, Feed("c", "C"))
    said = [of_serial(f"new{day}", f"Opening up, core technology {day}.", f"2026-03-{day}", "c") for day in (20, 21)]
    writing.store(other, [*said, of_serial("3-7", "Opening up alone, and core technology.", "2026-03-07")])
    other.close()


@contextmanager
def interrupted(archive: Archive, at: int) -> Iterator[list[str]]:
    """Let it happen before one of the statements of a question, and give all of these."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)
        if len(asked) == at:
            happen(str(archive.engine.url.database))

    event.listen(archive.engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(archive.engine, "before_cursor_execute", count)


def plain(answer: Any) -> str:
    return answer.to_csv() if isinstance(answer, pd.DataFrame) else repr(answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_one_before_or_the_one_after_what_is_stored_meanwhile(
    question: str, stored: Path, tmp_path: Path
) -> None:
    ask, archive = QUESTIONS[question], copied(stored, tmp_path / "whole")
    with interrupted(archive, 0) as asked:
        before = plain(ask(archive))
    happen(str(archive.engine.url.database))
    after = plain(ask(archive))
    assert len(asked) > 1
    assert before != after or question in ("spans", "marks")
    for at in range(1, len(asked) + 1):
        again = copied(stored, tmp_path / str(at))
        with interrupted(again, at):
            assert plain(ask(again)) in (before, after), f"{question}, interrupted at {asked[at - 1]}"
        assert plain(ask(again)) == after
