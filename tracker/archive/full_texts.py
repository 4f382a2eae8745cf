"""Full texts: linking a readout with the report that brings its whole text, often from elsewhere and much later."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text, update

from db.tables import reports, revisions
from tracker.archive.reading import CURRENT
from tracker.documents import ReportDraft
from tracker.words import near_duplicates

# Like reports of a series have as much in common as a speech and its readout. Only where one of two reports itself
# speaks of a full text are they compared.
LONGER, SHARED = 1.5, 0.3  # how much longer a full text is, and the share of the readout's shingles that it has
WITHIN = timedelta(days=400)
MOST_COMPARED = 100
# A report that does not speak of a full text is compared with the few that do, of days close by, and await another.
AWAITED, MOST_AWAITED = timedelta(days=31), 20
_WAITING = (
    select(reports.c.id, reports.c.day, reports.c.words, reports.c.language)
    # As written out, for a partial index is only used where its condition stands word for word.
    .where(text("full_text_said AND full_text IS NULL"), reports.c.day.between(bindparam("first"), bindparam("last")))
    .where(reports.c.words >= near_duplicates.WORDS)
    .order_by(reports.c.day.desc(), reports.c.id)
    .limit(MOST_AWAITED)
)


def link(connection: Connection, stored: Sequence[tuple[int, ReportDraft]]) -> None:
    """Link readouts and full texts that are among these reports with each other, and with those stored before."""
    if not stored:
        return
    days = [each.report.day for _, each in stored]
    near = {"first": min(days) - AWAITED, "last": max(days) + AWAITED}
    waiting = connection.execute(_WAITING, near).all()
    for report_id, each in stored:
        if each.analysis.words < near_duplicates.WORDS:
            continue
        if each.analysis.full_text_said:
            _compare(connection, report_id, each, _longer(report_id, each), _shorter(report_id, each))
        elif mine := [row.id for row in waiting if _fits(row, each)]:
            those = (
                query.where(reports.c.id.in_(mine)) for query in (_longer(report_id, each), _shorter(report_id, each))
            )
            _compare(connection, report_id, each, *those)


def _compare(
    connection: Connection, report_id: int, each: ReportDraft, longer: Select[Any], shorter: Select[Any]
) -> None:
    """Link a report with the longer text that has most of it, and with the shorter one of which it has most."""
    mine = _shingles(each.analysis)
    whole = _most({row.id: _share(mine, _shingles(row)) for row in connection.execute(longer)})
    readout = _most({row.id: _share(_shingles(row), mine) for row in connection.execute(shorter)})
    for shortened, brought in ((report_id, whole), (readout, report_id)):
        if shortened is not None and brought is not None:
            connection.execute(update(reports).where(reports.c.id == shortened).values(full_text=brought))


def _longer(report_id: int, each: ReportDraft) -> Select[Any]:
    day, words = each.report.day, each.analysis.words
    fits = _others(report_id, each).where(reports.c.day.between(day, day + WITHIN), reports.c.words >= LONGER * words)
    return fits.order_by(reports.c.day, reports.c.id)


def _shorter(report_id: int, each: ReportDraft) -> Select[Any]:
    day, words = each.report.day, each.analysis.words
    fits = _others(report_id, each).where(reports.c.day.between(day - WITHIN, day), reports.c.words * LONGER <= words)
    return fits.where(reports.c.full_text.is_(None)).order_by(reports.c.day.desc(), reports.c.id)


def _others(report_id: int, each: ReportDraft) -> Select[Any]:
    return (
        select(reports.c.id, revisions.c.normal_body)
        .join(revisions, CURRENT)
        .where(
            reports.c.id != report_id,
            reports.c.reprint_of.is_(None),
            reports.c.words >= near_duplicates.WORDS,
            reports.c.language.istartswith(each.report.language[:2], autoescape=True),
        )
        .limit(MOST_COMPARED)
    )


def _fits(row: Any, each: ReportDraft) -> bool:
    """Whether a report that waits may be the readout of this text, or its full text."""
    alike = row.language[:2] == each.report.language[:2]
    after, factor = each.report.day - row.day, each.analysis.words / row.words
    if after < timedelta():
        after, factor = -after, 1 / factor
    return alike and after <= AWAITED and (factor >= LONGER or (not after and 1 / factor >= LONGER))


def _shingles(text: Any) -> frozenset[str]:
    return near_duplicates.shingles(text.normal_body)


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part)


def _most(shares: dict[int, float]) -> int | None:
    """The report with the greatest share, if that is great enough."""
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] >= SHARED else None
