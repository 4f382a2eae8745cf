"""The stage: an archive in a real file, and the feeds of one case between two healthy ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import trustme
import typer
from ruamel.yaml import YAML

from tests.conftest import LEXICON, NOW, WORKERS
from tests.faults.paper import item, rss
from tests.faults.server import Reply, Server, http
from tracker.archive import health, reading, scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.cli.verbs import app, polling
from tracker.documents import FeedStatus, Report, Revision, Selection, Visit
from tracker.feeds.fetch import Fetcher
from tracker.ingest import backfill, poller
from tracker.ingest.collection import Tools
from tracker.queries.sources import sources
from tracker.settings import feeds_file
from tracker.settings.feeds_file import FeedsFile

HEALTHY = ("before", "after")
EVER = date(9000, 1, 1)
_REFUSAL = "CREATE TRIGGER refusal BEFORE INSERT ON reports"
REFUSALS = {
    "sqlite": (f"{_REFUSAL} WHEN new.feed_id = '{{name}}' BEGIN SELECT RAISE(ABORT, 'the disk said no'); END",),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk said no'; END $$",
        f"{_REFUSAL} FOR EACH ROW WHEN (new.feed_id = '{{name}}') EXECUTE FUNCTION refuse()",
    ),
}


class Stage:
    """What a case plays on. ``limits`` go to the Fetcher; ``now`` is the clock's time."""

    def __init__(
        self,
        folder: Path,
        databases: Callable[[], str],
        site: Server,
        capsys: pytest.CaptureFixture[str],
        authority: trustme.CA,
    ) -> None:
        """``databases`` makes a database whenever one is wanted."""
        self.folder, self.site, self.authority = folder, site, authority
        self.database, self._databases = databases(), databases
        self.yaml = folder / "feeds.yaml"
        self.now = NOW
        self.limits: dict[str, object] = {"deadline": 10.0, "pause": 0.0}
        self.allowed = ["localhost"]
        self.feeds: dict[str, dict[str, object]] = {}
        self.named: dict[str, str] = {}  # names of feeds that are not their ids
        self.log = ""
        self.codes: list[int] = []
        self.stop = Event()
        self._capsys = capsys
        self._read: tuple[str, FeedsFile] | None = None
        self.healthy = {name: Server() for name in HEALTHY}
        for name, server in self.healthy.items():
            server.pages["/feed"] = http(rss(*(item(f"{name}-{number}") for number in range(3))))
        self.archive = self.open()

    @property
    def kind(self) -> str:
        """Of which kind its databases are."""
        return self.database.partition(":")[0].partition("+")[0]

    def open(self) -> Archive:
        opened = open_archive(self.database)
        scores.register(opened, LEXICON, NOW)
        return opened

    def anew(self) -> "Stage":
        """Begin again with an empty archive."""
        self.close_archive()
        self.database = self._databases()
        self.archive = self.open()
        return self

    def close_archive(self) -> None:
        self.archive.close()

    def feed(self, name: str, reply: Reply | None = None, **fields: object) -> None:
        """Put a feed between the healthy ones, at its own path of the case's server or at ``url``."""
        self.feeds[name] = {"url": f"{self.site.address}/{name}"} | fields
        if reply is not None:
            self.site.pages[f"/{name}"] = reply

    def write(self) -> None:
        """Write feeds.yaml as the stage stands."""
        rows = [{"name": self.named.get(name, name), **fields} for name, fields in self.feeds.items()]
        healthy = [{"name": name, "url": f"{server.address}/feed"} for name, server in self.healthy.items()]
        with self.yaml.open("w", encoding="utf-8") as stream:
            whole = {"settings": {"allow_private": self.allowed}, "feeds": [healthy[0], *rows, healthy[1]]}
            YAML().dump(whole, stream)

    def tools(self) -> Tools:
        files = self.files()
        fetcher = Fetcher(files.allow_private, **self.limits)  # type: ignore[arg-type]
        return Tools(self.archive, fetcher, WORKERS, lambda: self.now, self.stop)

    def poll(
        self, name: str = "case", write: bool = True, work: poller.Work = poller.update_feed, alone: bool = False
    ) -> Visit:
        """Poll all feeds (or one ``alone``) once as the verb does; what it says of failures is held against the facts.

        The visit to ``name`` is given back.
        """
        if write:
            self.write()
        files = self.files()
        writing.sync_feeds(self.archive, files.feeds)
        self._capsys.readouterr()
        chosen = [each for each in files.feeds if not each.paused and (each.id == name or not alone)]
        visits = poller.run_once(chosen, self.tools(), polling.say, work)
        try:
            polling.end(visits, files)
            self.codes.append(0)
        except typer.Exit as ended:
            self.codes.append(ended.exit_code)
        said = self._capsys.readouterr().err
        self.log += said
        self._told(visits, said, bool(files.errors))
        return next((each for each in visits if each.feed.id == name), visits[0])

    def _told(self, visits: list[Visit], said: str, mistakes: bool) -> None:
        """Exit code, log and health row name every feed that failed, and its cause."""
        assert (self.codes[-1] == 1) == (mistakes or any(visit.error for visit in visits))
        for visit in visits:
            if visit.error:
                assert f"{visit.feed.id}: FAILED: {visit.error}" in said.splitlines()
                assert visit.error in self.row(visit.feed.id).message
                assert self.row(visit.feed.id).status in ("failing", "paused")

    def backfill(self, name: str = "case") -> Visit:
        """Fetch older reports of one feed."""
        self.write()
        feed = next(each for each in self.files().feeds if each.id == name)
        writing.sync_feeds(self.archive, self.files().feeds)
        return backfill.backfill(feed, self.tools())

    def places(self) -> tuple[str, ...]:
        """The options that lead the command line here."""
        words = self.folder / "lexicon.yaml"
        words.write_text("themes: [{id: t, label: T, concepts: [{id: core, label: Core, variants: {en: [core]}}]}]")
        return ("--database", self.database, "--feeds", str(self.yaml), "--lexicon", str(words))

    def command(self, *arguments: str) -> str:
        """All that the command line says to these arguments."""
        self._capsys.readouterr()
        app([*arguments, *self.places()], standalone_mode=False)
        return "".join(self._capsys.readouterr())

    def files(self) -> FeedsFile:
        """feeds.yaml as it stands."""
        text = self.yaml.read_text(encoding="utf-8")
        if self._read is None or self._read[0] != text:
            self._read = text, feeds_file.load(self.yaml)
        return self._read[1]

    def row(self, name: str = "case") -> FeedStatus:
        """The feed's row in ``feeds health``, which the Sources page shows too."""
        shown = sources(self.archive, self.files()).sources
        (row,) = (each.health for each in shown if each.id == name)
        assert row in health.all_feeds(self.archive)
        return row

    def reports(self, name: str = "case", last: date = EVER) -> list[Report]:
        """The reports of a feed, newest first."""
        return reading.listed(self.archive, Selection(last, sources=(name,)), limit=30_000)

    def titles(self, name: str = "case") -> list[str]:
        return sorted(each.title for each in self.reports(name))

    def found(self, name: str, phrase: str) -> int:
        """How many reports of a feed a search finds."""
        return reading.count(self.archive, Selection(EVER, sources=(name,)), phrase)

    def counted(self, name: str) -> int:
        """How many reports of a feed the charts count."""
        with self.archive.reading() as connection:
            sums = connection.exec_driver_sql(f"SELECT sum(reports) FROM totals WHERE feed_id = '{name}'")
            return sums.scalar() or 0

    def contents(self) -> list[list[tuple[Any, ...]]]:
        """What the archive holds, whatever order it came in."""
        questions = (
            "SELECT feed_id, key, url, day, text_hash, words, reprint_of IS NULL FROM reports ORDER BY 1, 2",
            "SELECT feed_id, key, number, body FROM revisions JOIN reports r ON r.id = report_id ORDER BY 1, 2, 3",
            "SELECT feed_id, key, concept, start FROM mentions JOIN reports r ON r.id = report_id ORDER BY 1, 2, 3, 4",
            "SELECT * FROM totals ORDER BY 1, 2, 3",
            "SELECT name, day, feed_id, language, mentions, sum_words_mentions FROM rollups"
            " JOIN concepts c ON c.id = concept_id ORDER BY 1, 2, 3, 4",
            "SELECT * FROM period_totals ORDER BY 1, 2, 3",
        )
        with self.archive.reading() as connection:
            return [list(connection.exec_driver_sql(question).all()) for question in questions]

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """Every row of the tables that hold reports."""
        tables = ("reports", "revisions", "mentions", "rollups", "totals", "period_rollups", "period_totals")
        with self.archive.reading() as connection:
            return [connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2, 3").all() for name in tables]

    def text(self, name: str = "case") -> Revision:
        """The newest text of the feed's only report."""
        (report,) = self.reports(name)
        return reading.texts(self.archive, [report.id])[report.id]

    @contextmanager
    def refusing(self, name: str) -> Iterator[None]:
        """For a while the database says no to every new report of a feed."""
        self._execute(*(each.format(name=name) for each in REFUSALS[self.kind]))
        yield
        self._execute("DROP TRIGGER refusal" + (" ON reports" if self.kind == "postgresql" else ""))

    def _execute(self, *statements: str) -> None:
        with self.archive.writing(counted=False) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def pass_time(self, **length: float) -> None:
        self.now += timedelta(**length)

    def close(self) -> None:
        self.close_archive()
        for server in self.healthy.values():
            server.close()
