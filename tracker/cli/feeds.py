"""feeds list, add, test, remove and health."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import verb
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.settings.feeds_file import FeedsFile

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The addresses that are polled.")
verb.app.add_typer(group, name="feeds")
Address = Annotated[str, typer.Argument(help="A feed's address, or a site's home page.")]


@verb.command(group, "list")
def list_feeds(context: typer.Context, form: verb.Format = "table") -> None:
    """List the feeds of feeds.yaml."""
    import pandas as pd

    from tracker.cli.table import print_rows
    from tracker.feeds.address import redact

    columns = ["id", "name", "url", "language", "timezone", "body", "full_text", "interval", "paused", "reason"]
    feeds = [replace(feed, url=redact(feed.url)) for feed in verb.feeds(context).feeds]
    rows = [[str(getattr(feed, column) or "") for column in columns] for feed in feeds]
    print_rows(pd.DataFrame(rows, columns=columns), form)


@verb.command(group)
def add(
    context: typer.Context,
    url: Address,
    name: Annotated[str | None, typer.Option("--name", help="Else the feed's own title.")] = None,
    language: Annotated[str | None, typer.Option("--language", help="en, zh, ...")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", help="Asia/Shanghai, ...")] = None,
    body: Annotated[str | None, typer.Option("--body", help="The issuing body.")] = None,
) -> None:
    """Find the feed at an address and write it to feeds.yaml, its comments kept."""
    from tracker.archive import writing
    from tracker.feeds.address import redact
    from tracker.ingest import preview as previewing
    from tracker.settings import feeds_editing, feeds_file

    path = verb.places(context).feeds
    seen = previewing.preview(url, _feeds_or_none(context), verb.now())
    title = name or seen.title
    fields = {"name": title, "url": seen.url, "language": language, "timezone": timezone, "body": body}
    feed_id = feeds_editing.add(path, **fields)
    writing.sync_feeds(verb.archive(context), feeds_file.load(path).feeds)
    typer.echo(f"added {feed_id}: {title}, {redact(seen.url)}, {len(seen.entries)} entries")


@verb.command(group)
def test(context: typer.Context, url: Address) -> None:
    """Fetch an address and show what would be stored, storing nothing."""
    from tracker.feeds.address import redact
    from tracker.ingest import preview as previewing

    seen = previewing.preview(url, _feeds_or_none(context), verb.now())
    typer.echo(
        f"{seen.title}\n{redact(seen.url)}\nlanguage: {seen.language or 'not said'}; {len(seen.entries)} entries"
    )
    for warning in seen.warnings:
        verb.say(warning)
    for report, revision in seen.reports:
        typer.echo(f"\n{report.day} ({report.day_from}) {revision.title}\n{report.url}")
        typer.echo(f"{revision.note or 'text from the ' + revision.text_from}, {len(revision.body)} characters")
        typer.echo(revision.body[:400])


@verb.command(group)
def remove(context: typer.Context, feed_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Take a feed out of feeds.yaml; its reports stay in the archive."""
    from tracker.archive import writing
    from tracker.settings import feeds_editing, feeds_file

    path = verb.places(context).feeds
    feeds_editing.remove(path, feed_id)
    writing.sync_feeds(verb.archive(context), feeds_file.load(path).feeds)
    typer.echo(f"removed {feed_id}; its reports stay in the archive")


@verb.command(group)
def health(context: typer.Context, form: verb.Format = "table") -> None:
    """Show how each feed answers; exit code 1 if any fails."""
    import pandas as pd

    from tracker.archive import health as kept
    from tracker.archive import writing
    from tracker.cli.table import print_rows

    archive, files = verb.archive(context), verb.feeds(context)
    writing.sync_feeds(archive, files.feeds)
    feeds = kept.all_feeds(archive)
    columns = ["id", "status", "message", "reports", "last_day", "last_success", "last_new", "next_visit", "failures"]
    rows = [[feed.feed_id, *(getattr(feed, column) for column in columns[1:])] for feed in feeds]
    print_rows(pd.DataFrame(rows, columns=columns, dtype=object), form)
    failing = [feed for feed in feeds if feed.status == "failing"]
    for feed in failing:
        verb.say(f"{feed.feed_id}: FAILED: {feed.message}")
    if failing or files.errors:
        raise typer.Exit(1)


def _feeds_or_none(context: typer.Context) -> FeedsFile:
    """feeds.yaml, or none yet: the first feed may be added to a file that does not exist."""
    from tracker.settings.feeds_file import FeedsFile

    try:
        return verb.feeds(context)
    except SettingsError:
        return FeedsFile(())
