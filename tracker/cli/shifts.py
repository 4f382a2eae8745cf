"""shifts."""

from __future__ import annotations

import calendar
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import drawing, verb
from tracker.cli.series import Language
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.queries.shifts import Comparison

PHRASES = 25
_SPAN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?:(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@verb.command(verb.app)
def shifts(
    context: typer.Context,
    before: Annotated[str, typer.Option("--before", metavar="D:D", help="Earlier days, as 2005-01-01:2006-12-31.")],
    after: Annotated[str, typer.Option("--after", metavar="D:D", help="Later days; 2007:2008 are whole years.")],
    source: verb.Sources = None,
    lang: Language = None,
    phrases: Annotated[
        int,
        typer.Option("--phrases", min=0, help="At most so many phrases outside the lexicon a side; 0: concepts only."),
    ] = PHRASES,
    every: Annotated[
        bool, typer.Option("--all", help="Also what chance could have made, its kind left empty.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help=f"Draw the same figure as the Compare page as well. {drawing.HELP}")
    ] = None,
    form: verb.Format = "table",
) -> None:
    """List what was said more or less often in later days than in earlier ones, by more than chance."""
    from tracker.cli.table import print_rows
    from tracker.documents import Selection
    from tracker.queries import comparison
    from tracker.queries.shifts import compared

    if out:
        drawing.checked(out)
    archive, lexicon = verb.ready(context)
    chosen = verb.selection(archive, None, None, source, lang)
    spans = [_span("--before", before), _span("--after", after)]
    earlier, later = (
        Selection(min(last, chosen.date_to), first, chosen.sources, chosen.language) for first, last in spans
    )
    found = compared(archive, lexicon, earlier, later, phrases)
    if found.problem:
        raise QueryError("comparison", found.problem)
    rows = comparison.table(found, lexicon)
    print_rows((rows if every else rows[rows["kind"] != ""])[comparison.COLUMNS], form)
    _say(found, phrases)
    if out:
        from tracker.charts.keyness import keyness

        sides = comparison.caption(archive, lexicon, found, made=verb.now().date())
        drawing.write(out, keyness(rows, sides), sides)


def _say(found: Comparison, phrases: int) -> None:
    """What was compared, what was tested, and what was left out."""
    verb.say(f"sources: {', '.join(found.sources.compared)}")
    for unit, (one, other) in found.units.items():
        verb.say(f"{one.reports:,} reports of {one.words:,} {unit} before, {other.reports:,} of {other.words:,} after")
    verb.say(f"{found.tested:,} terms were tested; {found.shifted:,} shifted, at a false discovery rate of 5 %")
    if phrases:
        verb.say(
            f"of the phrases outside the lexicon at most {phrases} a side are listed, without those that repeat one"
        )
    if found.sources.left_out:
        verb.say(f"left out, with reports on one side only: {', '.join(found.sources.left_out)}")
    if any(found.unread):
        verb.say(f"phrases were not sought in the oldest {found.unread[0]:,} reports before, {found.unread[1]:,} after")
    if found.behind:
        verb.say("left out: concepts that are still being counted anew, as the lexicon has changed")


def _span(option: str, text: str) -> tuple[date, date]:
    """The first and the last day that are written as D:D; each may be a day, a month or a year."""
    from tracker.ingest import schedule

    match = _SPAN.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        year, month, day, last_year, last_month, last_day = (int(each) if each else None for each in match.groups())
        first = date(year or 0, month or 1, day or 1)
        ends_year, ends_month = last_year or 0, last_month or 12
        last = date(ends_year, ends_month, last_day or calendar.monthrange(ends_year, ends_month)[1])
    except ValueError:
        raise QueryError(f"{option} {text}", "write two days as 2005-01-01:2006-12-31, or two years") from None
    if first > last:
        raise QueryError(f"{option} {text}", "ends before it begins; write the earlier day first")
    if first > schedule.today(verb.now()):
        raise QueryError(f"{option} {text}", "has not begun yet")
    return first, last
