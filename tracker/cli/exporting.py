"""export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import __version__
from tracker.cli import verb
from tracker.cli.progress import progress

if TYPE_CHECKING:
    from tracker.archive.opening import Archive
    from tracker.documents import Selection
    from tracker.exports.folder import Folder
    from tracker.settings.feeds_file import FeedsFile
    from tracker.words.lexicon import Lexicon


@verb.command(verb.app)
def export(
    context: typer.Context,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="A new folder, or one of an earlier export.")
    ] = Path("export"),
) -> None:
    """Write all reports, mentions and series as Parquet, with the lexicon and feeds used.

    The folder appears whole or not at all; datapackage.json in it says what each column means. Everything in it is of
    one state of the archive, also while a poller writes. Addresses are written without their secrets.
    """
    from tracker.archive import scores
    from tracker.exports.folder import folder
    from tracker.ingest.scoring import catch_up
    from tracker.queries import whole
    from tracker.settings import document

    places, made_at = verb.places(context), verb.now()
    archive, lexicon = verb.ready(context)
    feeds = verb.feeds(context)
    with progress("counting anew") as step:
        catch_up(archive, lexicon, made_at, step)
    with archive.snapshot() as now, folder(out) as made:
        selection = verb.selection(now, None, None, None)
        made.about = {
            "version": __version__,
            "created": made_at.isoformat(timespec="seconds"),
            "lexicon": lexicon.version,
            "reports_by_lexicon": scores.counted_with(now),
            "description": "Offsets, days and measures are those of docs/counting.md and docs/methods.md. Reports of "
            f"days after {selection.date_to} are here, but no series counts them before their day comes.",
        }
        _reports(now, made)
        _series(now, lexicon, selection, made)
        made.table("sources", "Every source.", whole.SOURCES).add(whole.sources(now))
        made.text("lexicon.yaml", document.read(places.lexicon))
        if not feeds.errors:
            made.text("feeds.yaml", _plain(document.read(places.feeds), feeds))
    typer.echo(f"wrote {out}: " + ", ".join(f"{each.rows} {each.path.stem}" for each in made.tables))
    if feeds.errors:
        verb.say(f"{places.feeds} is left out: its mistakes may hide an address with a secret")
        raise typer.Exit(1)


def _reports(archive: Archive, made: Folder) -> None:
    from tracker.queries import whole

    reports = made.table("reports", "Every report, with its newest text.", whole.REPORTS)
    mentions = made.table(
        "mentions", "Every mention in these texts; those of reprints are here, but are not counted.", whole.MENTIONS
    )
    with progress("reports") as step:
        for page, found in whole.reports(archive):
            reports.add(page)
            mentions.add(found)
            step(reports.rows, None)


def _series(archive: Archive, lexicon: Lexicon, selection: Selection, made: Folder) -> None:
    from tracker.queries import whole

    series = made.table("series", "Every concept by month, in every measure.", whole.SERIES)
    with progress("series") as step:
        for number, rows in enumerate(whole.monthly(archive, lexicon, selection), 1):
            series.add(rows)
            step(number, len(lexicon.concepts))


def _plain(text: str, feeds: FeedsFile) -> str:
    """feeds.yaml without the secrets of its addresses."""
    from tracker.feeds.address import scrub

    for feed in feeds.feeds:
        text = scrub(text, feed.url)
    return text
