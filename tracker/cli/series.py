"""series, kwic and chart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, cast, get_args

import typer

from tracker.cli import verb
from tracker.cli.table import print_rows
from tracker.documents import PLACES
from tracker.errors import QueryError
from tracker.measures.series import MEASURES, MINIMUM_REPORTS, PERIODS
from tracker.queries import caption as captions
from tracker.queries import concordance
from tracker.queries import series as counted
from tracker.queries.series import SPLITS

Terms = Annotated[list[str], typer.Argument(help="A concept's id, any phrase, a + b, or a / b.")]
MeasureOption = Annotated[str, typer.Option("--measure", metavar="|".join(MEASURES), help="What to measure.")]
ByOption = Annotated[str, typer.Option("--by", metavar="|".join(PERIODS), help="How long a period is.")]
Language = Annotated[str | None, typer.Option("--lang", metavar="en|zh", help="Only reports in this language.")]
PlaceOption = Annotated[
    list[str] | None, typer.Option("--place", metavar="|".join(PLACES), help="Only here; may be repeated.")
]
SplitOption = Annotated[str | None, typer.Option("--split", metavar="|".join(SPLITS), help="One series for each.")]
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
    form: verb.Format = "table",
) -> None:
    """Count terms over time, with the interval of every value."""
    archive, lexicon = verb.ready(context)
    selection = verb.selection(archive, first, last, source, lang)
    table = counted.series(archive, lexicon, terms, selection, **_checked(measure, by, place, split), minimum=minimum)
    if not table["divisor"].notna().any():
        table = table.drop(columns="divisor")
    print_rows(table, form)


@verb.command(verb.app)
def kwic(
    context: typer.Context,
    term: Annotated[str, typer.Argument(help="A concept's id, any phrase, a + b.")],
    width: Annotated[int | None, typer.Option("--width", min=0, help="Characters a side; else the sentence.")] = None,
    first: verb.From = None,
    last: verb.To = None,
    source: verb.Sources = None,
    lang: Language = None,
    place: PlaceOption = None,
    form: verb.Format = "table",
) -> None:
    """List every mention of a term in its context, newest first."""
    archive, lexicon = verb.ready(context)
    selection = verb.selection(archive, first, last, source, lang)
    places = _checked("mentions", "day", place, None)["places"]
    table = concordance.kwic(archive, lexicon, term, selection, places=places, width=width)
    print_rows(table[concordance.COLUMNS], form)


@verb.command(verb.app)
def chart(
    context: typer.Context,
    terms: Terms,
    out: Annotated[Path, typer.Option("--out", help="A file ending in .png, .svg, .pdf or .html.")],
    measure: MeasureOption = "mentions",
    by: ByOption = "month",
    first: verb.From = None,
    last: verb.To = None,
    source: verb.Sources = None,
    lang: Language = None,
    place: PlaceOption = None,
    split: SplitOption = None,
    minimum: Minimum = MINIMUM_REPORTS,
) -> None:
    """Draw the same figure as the Trends page into a file."""
    from tracker.charts.trend import trend  # slow to load, and only this verb draws
    from tracker.exports import page, pictures

    kind = out.suffix.lower().lstrip(".")
    if kind not in ("html", *get_args(pictures.Kind)):
        raise QueryError(f"--out {out}", "must end in .png, .svg, .pdf or .html")
    archive, lexicon = verb.ready(context)
    selection = verb.selection(archive, first, last, source, lang)
    asked = _checked(measure, by, place, split)
    table = counted.series(archive, lexicon, terms, selection, **asked, minimum=minimum)
    about = captions.caption(
        archive,
        lexicon,
        terms,
        selection,
        measure=asked["measure"],
        by=asked["by"],
        minimum=minimum,
        made=verb.now().date(),
    )
    figure = trend(table, about)
    drawn = page.html(figure, about) if kind == "html" else pictures.picture(figure, cast(pictures.Kind, kind))
    try:
        out.write_bytes(drawn)
    except OSError as error:
        raise QueryError(f"--out {out}", f"cannot be written: {error.strerror}") from error
    verb.say(f"wrote {out}")


def _checked(measure: str, by: str, place: list[str] | None, split: str | None) -> dict[str, Any]:
    """The options, or a QueryError that names the first that is unknown."""
    checks: list[tuple[str, str, Sequence[str]]] = [("--measure", measure, MEASURES), ("--by", by, PERIODS)]
    checks += [("--place", each, PLACES) for each in place or []]
    checks += [("--split", split, SPLITS)] if split else []
    for option, given, known in checks:
        if given not in known:
            raise QueryError(f"{option} {given}", f"write one of {', '.join(known)}")
    return {"measure": measure, "by": by, "places": tuple(place or ()), "split": split}
