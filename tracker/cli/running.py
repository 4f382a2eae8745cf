"""run and doctor."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import __version__
from tracker.cli import verb
from tracker.errors import ArchiveError, SettingsError, TrackerError

if TYPE_CHECKING:
    from tracker.archive.opening import Archive

APP = Path(__file__).parents[2] / "app.py"


@verb.command(verb.app)
def run(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The dashboard's port.")] = 8501,
    address: Annotated[
        str, typer.Option("--address", help="Where to listen; this machine only by default.")
    ] = "127.0.0.1",
) -> None:
    """Start poller and dashboard together; Ctrl-C stops both."""
    _free(address, port)
    places = verb.places(context)
    verb.archive(context)  # a wrong database is said here, in one sentence
    verb.feeds(context), verb.lexicon(context)
    environment = os.environ | {
        "TRACKER_DATABASE": places.database,
        "TRACKER_FEEDS": str(places.feeds),
        "TRACKER_LEXICON": str(places.lexicon),
    }
    page = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port), "--server.address", address]
    commands = [[sys.executable, "-m", "tracker", "poll"], [*page, "--server.headless", "true"]]
    for number in (signal.SIGINT, signal.SIGTERM):  # behind a script's & the first would be ignored
        signal.signal(number, signal.default_int_handler)
    children = [subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) for command in commands]
    typer.echo(f"Policy Signal Tracker: http://{address}:{port}/   (Ctrl-C stops)")
    ended = None
    try:
        while ended is None:
            time.sleep(0.3)
            ended = next((child for child in children if child.poll() is not None), None)
    except KeyboardInterrupt:
        verb.say("stopping")
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGINT)
    for child in children:
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
    if ended is not None and ended.returncode:
        raise typer.Exit(ended.returncode)


def _free(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise SettingsError(
                f"port {port}", f"{error.strerror}; stop what uses it, or choose another with --port"
            ) from error


@verb.command(verb.app)
def doctor(context: typer.Context) -> None:
    """Look at everything that can be wrong; exit code 1 if anything is."""
    from importlib.metadata import version

    from tracker.exports.pictures import browser

    places, faults = verb.places(context), 0
    libraries = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "plotly", "sqlalchemy", "feedparser"))
    typer.echo(f"ok    version    {__version__}, Python {sys.version.split()[0]}, {libraries}")
    checks: dict[str, Callable[[], str]] = {
        "feeds": lambda: _feeds(places.feeds),
        "lexicon": lambda: _concepts(places.lexicon),
        "database": lambda: f"{verb.archive(context).name}, {_held(verb.archive(context))} reports",
        "backup": lambda: _backup(verb.archive(context)),
        "feed health": lambda: _health(verb.archive(context)),
        "disk": lambda: _disk(places.database),
        "clock": lambda: f"{verb.now():%Y-%m-%d %H:%M:%S} UTC",
    }
    for name, check in checks.items():
        try:
            typer.echo(f"ok    {name:10} {check()}")
        except TrackerError as error:
            faults += 1
            typer.echo(f"FAULT {name:10} {error}")
    found = browser()
    typer.echo(f"ok    browser    {found}" if found else "none  browser    no pictures from here: install chromium")
    if faults:
        raise typer.Exit(1)


def _feeds(path: Path) -> str:
    from tracker.settings import feeds_file

    read = feeds_file.load(path)
    return _files(read.errors, f"{len(read.feeds)} feeds in {path}")


def _concepts(path: Path) -> str:
    from tracker.settings import lexicon_file

    read = lexicon_file.load(path)
    return _files(read.errors, f"{len(read.lexicon.concepts)} concepts in {path}")


def _files(errors: tuple[SettingsError, ...], sound: str) -> str:
    if errors:
        raise SettingsError(errors[0].about, "; ".join([errors[0].problem, *map(str, errors[1:])]))
    return sound


def _held(archive: Archive) -> int:
    from tracker.archive import health

    return sum(feed.reports for feed in health.all_feeds(archive))


def _backup(archive: Archive) -> str:
    if archive.engine.dialect.name != "sqlite":
        return "made by the server's own pg_dump"
    # In WAL mode what was stored last stands in a file beside it.
    file = archive.engine.url.database
    made = f"""import sqlite3; sqlite3.connect({file!r}).execute("VACUUM INTO 'backup.db'")"""
    return (
        f"a plain copy of the file is none, as what was stored last is in {file}-wal; run python -c {shlex.quote(made)}"
    )


def _health(archive: Archive) -> str:
    from tracker.archive import health, leases

    feeds = health.all_feeds(archive)
    failing = [f"{feed.feed_id} ({feed.message})" for feed in feeds if feed.status == "failing"]
    if failing:
        raise ArchiveError(f"{len(failing)} feeds fail", "; ".join(failing))
    alive = leases.pollers_alive(archive)
    if faults := leases.faults(archive):
        said = f"unexpected faults: {faults[0].times}, the last {faults[0].what}; its log says more, please report it"
        raise ArchiveError("the poller", said)
    return f"{sum(feed.status == 'ok' for feed in feeds)} answer; {alive or 'no'} poller running"


def _disk(database: str) -> str:
    folder = Path(database.removeprefix("sqlite:///")).parent if database.startswith("sqlite") else Path()
    free = shutil.disk_usage(folder if folder.exists() else Path()).free / 1e9
    if free < 0.5:
        raise ArchiveError("disk", f"only {free:.1f} GB free; make room")
    return f"{free:.1f} GB free"
