"""Selecting: a reader's choice of days, sources and language as a selection, or what is wrong with it."""

from collections.abc import Sequence
from datetime import date

from tracker.archive import reading
from tracker.archive.opening import Archive
from tracker.documents import Selection
from tracker.errors import QueryError


def selection(
    archive: Archive,
    newest: date,
    first: date | None = None,
    last: date | None = None,
    sources: Sequence[str] = (),
    language: str | None = None,
) -> Selection:
    """The reports of some days, none after ``newest``; a source is named by its id or its name.

    QueryError if a source or a language is unknown: a table of nothing would look like an answer.
    """
    wanted = tuple(_source(archive, source) for source in sources)
    spoken = None if language is None else _language(archive, language)
    return Selection(min(last, newest) if last else newest, first, wanted, spoken)


def _source(archive: Archive, source: str) -> str:
    names = reading.names(archive)
    by_name = {name: identity for identity, name in names.items()}
    if source not in names and source not in by_name:
        raise QueryError(f"source {source!r}", f"is not in the archive; known are {', '.join(names) or 'none yet'}")
    return source if source in names else by_name[source]


def _language(archive: Archive, language: str) -> str:
    """The code of a language, or its beginning, that reports of the archive have."""
    wanted, known = language.strip().replace("_", "-"), reading.languages(archive)
    if not known or (wanted and any(each.lower().startswith(wanted.lower()) for each in known)):
        return wanted
    raise QueryError(f"language {language!r}", f"write en or zh; the reports here are in {', '.join(known)}")
