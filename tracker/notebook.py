"""The notebook's door: an archive whose answers are data frames, the same that pages and verbs show."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from tracker.archive import opening, scores
from tracker.documents import Place, Selection
from tracker.errors import ArchiveError, LexiconError, QueryError
from tracker.ingest import schedule
from tracker.measures.choices import MINIMUM_REPORTS, By, Shown, Split
from tracker.queries import comparison, concordance, selecting
from tracker.queries import reports as listing
from tracker.queries.shifts import compared
from tracker.queries.trends import trends
from tracker.settings import environment, lexicon_file
from tracker.words.lexicon import Lexicon

Day = date | str


def open_archive(database: str | Path | None = None, lexicon: str | Path | None = None) -> "Notebook":
    """Open an archive that is there: a file, or a SQLAlchemy address; by default that of the environment.

    ArchiveError if there is none, LexiconError if the lexicon has a mistake, which would cost a concept.
    """
    places = environment.places(os.environ)
    address = str(database or places.database)
    if "://" not in address:
        address = f"sqlite:///{address}"
    file = address.removeprefix("sqlite:///")
    if file != address and not file.startswith("file:") and not Path(file).is_file():
        raise ArchiveError(f"database {address}", "there is no such file; name another")
    read = lexicon_file.load(Path(lexicon or places.lexicon))
    if read.errors:
        raise LexiconError(read.errors[0].about, read.errors[0].problem)
    archive = opening.open_archive(address)
    scores.register(archive, read.lexicon, datetime.now(UTC))
    return Notebook(archive, read.lexicon)


class Notebook:
    """An archive with the lexicon that it is asked by. Days are dates, or texts as 2016-04-19.

    ``source`` is an id or a name, or several; ``language`` is en or zh; a term is a concept's id, a phrase, ``a + b``
    or ``a / b``. QueryError says what cannot be answered.
    """

    def __init__(self, archive: opening.Archive, lexicon: Lexicon) -> None:
        """Ask an open archive."""
        self._archive, self._lexicon = archive, lexicon

    def series(
        self,
        *terms: str,
        measure: Shown = "mentions",
        by: By = "month",
        first: Day | None = None,
        last: Day | None = None,
        source: str | Sequence[str] = (),
        language: str | None = None,
        places: Sequence[Place] = (),
        split: Split | None = None,
        minimum: int = MINIMUM_REPORTS,
    ) -> pd.DataFrame:
        """Terms over time, with the interval of every value: the rows of ``python -m tracker series``."""
        chosen = self._chosen(first, last, source, language)
        asked = {"measure": measure, "by": by, "places": places, "split": split, "minimum": minimum}
        return trends(self._archive, self._lexicon, terms, chosen, **asked)  # type: ignore[arg-type]

    def kwic(
        self,
        term: str,
        *,
        width: int | None = None,
        limit: int | None = None,
        first: Day | None = None,
        last: Day | None = None,
        source: str | Sequence[str] = (),
        language: str | None = None,
        places: Sequence[Place] = (),
    ) -> pd.DataFrame:
        """Every mention of a term in its context, newest first; ``width`` characters a side, else its sentence."""
        chosen = self._chosen(first, last, source, language)
        return concordance.kwic(
            self._archive, self._lexicon, term, chosen, places=places, width=width, limit=limit
        ).reset_index(drop=True)

    def reports(
        self,
        search: str = "",
        *,
        first: Day | None = None,
        last: Day | None = None,
        source: str | Sequence[str] = (),
        language: str | None = None,
    ) -> pd.DataFrame:
        """The reports that contain a text, newest first, without their own texts."""
        return listing.table(self._archive, self._chosen(first, last, source, language), search)

    def shifts(
        self,
        before: tuple[Day, Day],
        after: tuple[Day, Day],
        *,
        source: str | Sequence[str] = (),
        language: str | None = None,
        phrases: int = 25,
    ) -> pd.DataFrame:
        """What was said more or less often in later days than in earlier ones, by more than chance."""
        earlier, later = (self._chosen(first, last, source, language) for first, last in (before, after))
        found = compared(self._archive, self._lexicon, earlier, later, phrases)
        if found.problem:
            raise QueryError("comparison", found.problem)
        rows = comparison.table(found, self._lexicon)
        return rows.loc[rows["kind"] != "", comparison.COLUMNS].reset_index(drop=True)

    def _chosen(
        self, first: Day | None, last: Day | None, source: str | Sequence[str], language: str | None
    ) -> Selection:
        sources = (source,) if isinstance(source, str) else source
        newest = schedule.today(datetime.now(UTC))
        return selecting.selection(self._archive, newest, _day(first), _day(last), sources, language)


def _day(written: Day | None) -> date | None:
    if not isinstance(written, str):
        return written
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise QueryError(f"day {written!r}", "write it as 2016-04-19") from None
