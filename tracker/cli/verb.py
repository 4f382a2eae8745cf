"""A verb: the options that every one has, and what it needs to answer.

The verbs' files load nothing heavy, so that help is there at once: what answers is loaded by the verb that is called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.errors import QueryError
from tracker.settings import environment
from tracker.settings.environment import Places

if TYPE_CHECKING:
    from tracker.archive.opening import Archive
    from tracker.documents import Selection
    from tracker.settings.feeds_file import FeedsFile
    from tracker.words.lexicon import Lexicon

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"default_map": {"help": False}},  # said, lest typer load pydantic to find out what is not asked
    help="Policy Signal Tracker: how the emphasis of official language shifts.",
    epilog="Results go to standard output, progress and complaints to standard error. Exit code 0: done; 1: done, "
    "but something named on standard error failed; 2: nothing done, the arguments or a file are wrong.",
)


@app.callback()
def _named() -> None:
    # Without it a verb that is loaded alone would have no name to be called by.
    return


_PLACES = {
    "database": (environment.DATABASE, "URL", "The archive, as a SQLAlchemy address."),
    "feeds": (environment.FEEDS, "FILE", "The file of feeds."),
    "lexicon": (environment.LEXICON, "FILE", "The file of concepts."),
}


def command(group: typer.Typer, name: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a verb that also takes --database, --feeds and --lexicon; ``places`` gives what they name."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def call(database: str, feeds: str, lexicon: str, **given: Any) -> None:
            given["context"].obj = Places(database, Path(feeds), Path(lexicon))
            function(**given)

        own = inspect.signature(function, eval_str=True)
        common = [_option(option, *about) for option, about in _PLACES.items()]
        call.__signature__ = own.replace(parameters=[*own.parameters.values(), *common])  # type: ignore[attr-defined]
        call.__annotations__ = {each.name: each.annotation for each in [*own.parameters.values(), *common]}
        group.command(name, short_help=(function.__doc__ or "").split("\n")[0])(call)  # else cut short in lists
        return function

    return register


def _option(name: str, default: str, metavar: str, text: str) -> inspect.Parameter:
    option = typer.Option(f"--{name}", envvar=f"TRACKER_{name.upper()}", metavar=metavar, help=text)
    return inspect.Parameter(
        name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=Annotated[str, option]
    )


Format = Annotated[str, typer.Option("--format", help="table, csv or json.", metavar="table|csv|json")]
From = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="First day.")]
To = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Last day.")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="ID", help="Only this source; may be repeated.")]


def places(context: typer.Context) -> Places:
    """Where this call finds its database and files."""
    asked: Places = context.obj
    return asked


def archive(context: typer.Context) -> Archive:
    """The archive this call is about."""
    from tracker.archive.opening import open_archive

    return open_archive(places(context).database)


def feeds(context: typer.Context) -> FeedsFile:
    """feeds.yaml; its mistakes go to standard error, the feeds that can be read go on."""
    from tracker.settings import feeds_file

    read = feeds_file.load(places(context).feeds)
    for error in read.errors:
        say(str(error))
    return read


def lexicon(context: typer.Context) -> Lexicon:
    """lexicon.yaml; its mistakes go to standard error, the concepts that can be read go on."""
    from tracker.settings import lexicon_kept

    known, read = lexicon_kept.load(places(context).lexicon)
    for error in read.errors if read else ():
        say(str(error))
    return known


def ready(context: typer.Context) -> tuple[Archive, Lexicon]:
    """The archive and the lexicon, whose version is registered before anything is counted with it."""
    from tracker.archive import scores

    opened, words = archive(context), lexicon(context)
    scores.register(opened, words, now())
    return opened, words


def selection(
    opened: Archive,
    first: datetime | None,
    last: datetime | None,
    sources: list[str] | None,
    language: str | None = None,
) -> Selection:
    """The selection that options describe; QueryError if a source or the language is unknown."""
    from tracker.ingest import schedule
    from tracker.queries import selecting

    return selecting.selection(opened, schedule.today(now()), day(first), day(last), sources or (), language)


def span(option: str, text: str | None) -> tuple[date, date] | None:
    """The first and last day of an option like 2020-01-01:2020-12-31; QueryError if it is no such span."""
    if text is None:
        return None
    try:
        first, last = map(date.fromisoformat, text.split(":"))
    except ValueError:
        raise QueryError(f"{option} {text}", "write two days, as in 2020-01-01:2020-12-31") from None
    if first > last:
        raise QueryError(f"{option} {text}", "ends before it begins")
    return first, last


def day(moment: datetime | None) -> date | None:
    """The day of an option."""
    return moment.date() if moment else None


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def say(text: str) -> None:
    """Progress and complaints go to standard error."""
    typer.echo(text, err=True)
