"""series, kwic and chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import drawing, verb
from tracker.documents import PLACES
from tracker.errors import QueryError
from tracker.measures.choices import MINIMUM_REPORTS, PERIODS, SHOWN, SPLITS

if TYPE_CHECKING:
    from tracker.archive.opening import Archive
    from tracker.words.lexicon import Lexicon

Terms = Annotated[list[str], typer.Argument(help='A concept\'s id, any phrase, \'"a" ~5 "b"\', a + b, or a / b.')]
MeasureOption = Annotated[str, typer.Option("--measure", metavar="|".join(SHOWN), help="What to measure.")]
ByOption = Annotated[str, typer.Option("--by", metavar="|".join(PERIODS), help="How long a period is.")]
Language = Annotated[str | None, typer.Option("--lang", metavar="en|zh", help="Only reports in this language.")]
OwnLanguage = Annotated[
    bool, typer.Option("--own-language", help="Count each term only in reports of its own language, as Trends does.")
]
PlaceOption = Annotated[
    list[str] | None, typer.Option("--place", metavar="|".join(PLACES), help="Only here; may be repeated.")
]
SplitOption = Annotated[str | None, typer.Option("--split", metavar="|".join(SPLITS), help="One series for each.")]
Base = Annotated[
    str | None, typer.Option("--base", metavar="D:D", help="First and last day of the index's base, by default all.")
]
Version = Annotated[
    str | None, typer.Option("--lexicon-version", metavar="V", help="Count with this older version of the lexicon.")
]
Minimum = Annotated[int, typer.Option("--minimum", min=1, help="Reports below which a period is too few to say.")]


@verb.command(verb.app)
def series(
    context: typer.Context,
    terms: Terms,
    measure: MeasureOption = "mentions",
    by: ByOption = "month",
    first: verb.From = None,
    last: verb.To = None,
    source: verb.Sources = None,
    lang: Language = None,
    place: PlaceOption = None,
    split: SplitOption = None,
    minimum: Minimum = MINIMUM_REPORTS,
    base: Base = None,
    own_language: OwnLanguage = False,
    lexicon_version: Version = None,
    form: verb.Format = "table",
) -> None:
    """Count terms over time, with the interval of every value."""
    from tracker.cli.table import print_rows
    from tracker.queries.trends import trends

    archive, lexicon = _ready(context, lexicon_version)
    selection = verb.selection(archive, first, last, source, lang)
    asked = _checked(measure, by, place, split)
    span = verb.span("--base", base)
    table = trends(archive, lexicon, terms, selection, **asked, minimum=minimum, base=span, own_language=own_language)
    if not table["divisor"].notna().any():
        table = table.drop(columns="divisor")
    print_rows(table, form)


@verb.command(verb.app)
def kwic(
    context: typer.Context,
    term: Annotated[str, typer.Argument(help='A concept\'s id, any phrase, \'"a" ~5 "b"\', a + b.')],
    width: Annotated[int | None, typer.Option("--width", min=0, help="Characters a side; else the sentence.")] = None,
    first: verb.From = None,
    last: verb.To = None,
    source: verb.Sources = None,
    lang: Language = None,
    place: PlaceOption = None,
    own_language: OwnLanguage = False,
    form: verb.Format = "table",
) -> None:
    """List every mention of a term in its context, newest first."""
    from tracker.cli.table import print_rows
    from tracker.queries import concordance

    archive, lexicon = verb.ready(context)
    selection = verb.selection(archive, first, last, source, lang)
    places = _checked("mentions", "day", place, None)["places"]
    table = concordance.kwic(archive, lexicon, term, selection, places=places, width=width, own_language=own_language)
    print_rows(table[concordance.COLUMNS], form)


@verb.command(verb.app)
def chart(
    context: typer.Context,
    terms: Terms,
    out: Annotated[Path, typer.Option("--out", help=drawing.HELP)],
    measure: MeasureOption = "mentions",
    by: ByOption = "month",
    first: verb.From = None,
    last: verb.To = None,
    source: verb.Sources = None,
    lang: Language = None,
    place: PlaceOption = None,
    split: SplitOption = None,
    minimum: Minimum = MINIMUM_REPORTS,
    base: Base = None,
    lexicon_version: Version = None,
) -> None:
    """Draw the same figure as the Trends page into a file."""
    from tracker.charts.trend import trend
    from tracker.queries import caption as captions
    from tracker.queries.trends import trends

    drawing.checked(out)
    archive, lexicon = _ready(context, lexicon_version)
    selection = verb.selection(archive, first, last, source, lang)
    asked = _checked(measure, by, place, split)
    span = verb.span("--base", base)
    own = lang is None  # as on the page, whose figure this is
    table = trends(archive, lexicon, terms, selection, **asked, minimum=minimum, base=span, own_language=own)
    about = captions.caption(
        archive, lexicon, terms, selection, measure=asked["measure"], by=asked["by"], minimum=minimum,
        made=verb.now().date(), base=span, own_language=own,
    )  # fmt: skip
    about = replace(about, lexicon=lexicon_version or about.lexicon)
    drawing.write(out, trend(table, about), about)


def _ready(context: typer.Context, version: str | None) -> tuple[Archive, Lexicon]:
    """The archive, and the lexicon or the older version of it that is asked for."""
    from tracker.archive import scores

    archive, lexicon = verb.ready(context)
    return archive, scores.lexicon_of(archive, version) if version else lexicon


def _checked(measure: str, by: str, place: list[str] | None, split: str | None) -> dict[str, Any]:
    """The options, or a QueryError that names the first that is unknown."""
    checks: list[tuple[str, str, Sequence[str]]] = [("--measure", measure, SHOWN), ("--by", by, PERIODS)]
    checks += [("--place", each, PLACES) for each in place or []]
    checks += [("--split", split, SPLITS)] if split else []
    for option, given, known in checks:
        if given not in known:
            raise QueryError(f"{option} {given}", f"write one of {', '.join(known)}")
    return {"measure": measure, "by": by, "places": tuple(place or ()), "split": split}
