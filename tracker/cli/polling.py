"""poll and backfill."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import verb
from tracker.cli.progress import progress
from tracker.errors import QueryError

if TYPE_CHECKING:
    from tracker.archive.opening import Archive
    from tracker.documents import Feed, FeedStatus, Visit
    from tracker.ingest.collection import Tools
    from tracker.ingest.feed_state import State
    from tracker.settings.feeds_file import FeedsFile
    from tracker.settings.lexicon_file import LexiconFile
    from tracker.words.lexicon import Lexicon

SETTLED = 1.0  # seconds that a file must have stayed as it is: what is being written is not read
FeedOption = Annotated[list[str] | None, typer.Option("--feed", metavar="ID", help="Only this feed; may be repeated.")]


@verb.command(verb.app)
def poll(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Visit each feed once and stop.")] = False,
    feed: FeedOption = None,
) -> None:
    """Collect new reports; without --once keep visiting what is due, until stopped."""
    from tracker.ingest import poller
    from tracker.settings.watched import SettingsFiles

    archive, stop = verb.archive(context), _stop_on_signals()
    if once:
        files, lexicon = verb.feeds(context), verb.lexicon(context)
        visits = poller.run_once(_chosen(files, feed), _tools(archive, files, lexicon, stop), say)
        end(visits, files)
        return
    places = verb.places(context)
    watched = SettingsFiles(places.feeds, places.lexicon, SETTLED)
    watched.lexicon()
    wanted = _chosen(watched.feeds(), feed)
    verb.say(f"polling {len(wanted)} feeds into {archive.name}; Ctrl-C stops")

    def settings() -> tuple[FeedsFile, LexiconFile]:
        return watched.feeds(), watched.lexicon()

    poller.run(archive, settings, verb.now, stop, say, {each.id for each in wanted} if feed else ())


@verb.command(verb.app)
def backfill(
    context: typer.Context,
    feed: FeedOption = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Stop at this day.")
    ] = None,
) -> None:
    """Collect older reports through archive links, WordPress pages or the sitemaps of a site."""
    from tracker.ingest import backfill as older
    from tracker.ingest import poller

    archive, stop = verb.archive(context), _stop_on_signals()
    files, lexicon = verb.feeds(context), verb.lexicon(context)
    tools = _tools(archive, files, lexicon, stop)

    def work(each: Feed, _before: FeedStatus, tools: Tools) -> tuple[Visit, State]:
        return older.backfill(each, tools, verb.day(since), lambda said: verb.say(f"{each.id}: {said}")), {}

    end(poller.run_once(_chosen(files, feed), tools, say, work), files)


def _tools(archive: Archive, files: FeedsFile, lexicon: Lexicon, stop: threading.Event) -> Tools:
    from tracker.archive import writing
    from tracker.feeds.fetch import Fetcher
    from tracker.ingest import scoring
    from tracker.ingest.collection import Tools
    from tracker.ingest.workers import Workers

    writing.sync_feeds(archive, files.feeds)
    with progress("counting anew") as step:
        scoring.catch_up(archive, lexicon, verb.now(), step)
    return Tools(archive, Fetcher(files.allow_private), Workers(lexicon), verb.now, stop)


def _chosen(files: FeedsFile, wanted: list[str] | None) -> list[Feed]:
    """The named feeds, or all that are not paused."""
    by_name = {each.name: each for each in files.feeds} | {each.id: each for each in files.feeds}
    for name in wanted or []:
        if name not in by_name:
            raise QueryError(
                f"feed {name!r}", f"is not in feeds.yaml; known are {', '.join(each.id for each in files.feeds)}"
            )
    return [by_name[name] for name in wanted] if wanted else [each for each in files.feeds if not each.paused]


def say(visit: Visit) -> None:
    """What a visit brought, or why it failed, on lines that begin with the feed's id."""
    for warning in visit.warnings:
        _say_line(f"{visit.feed.id}: {warning}")
    if visit.error:
        _say_line(f"{visit.feed.id}: FAILED: {visit.error}")
    else:
        revised = f", {visit.revised} revised" if visit.revised else ""
        _say_line(f"{visit.feed.id}: {visit.entries} entries, {visit.new} new{revised}")


def _say_line(text: str) -> None:
    """One line, whatever a feed put into what is said of it."""
    verb.say("".join(letter if letter.isprintable() else " " for letter in text))


def end(visits: list[Visit], files: FeedsFile) -> None:
    """The sum of all visits; exit code 1 if a feed failed or feeds.yaml has a mistake."""
    failed = [visit for visit in visits if visit.error]
    new, revised = sum(visit.new for visit in visits), sum(visit.revised for visit in visits)
    verb.say(f"{len(visits)} feeds: {new} new reports, {revised} revised, {len(failed)} failed")
    if failed or files.errors:
        raise typer.Exit(1)


def _stop_on_signals() -> threading.Event:
    """Ctrl-C and SIGTERM ask for an end between two reports; a second Ctrl-C ends at once."""
    stop = threading.Event()

    def ask(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop
