"""An archive in a real database, and a small lexicon."""

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import hypothesis
import pytest

from tests import beside
from tests.browser import chromium as chromium
from tests.browser import tabs as tabs
from tests.patience import check_children
from tests.servers import database as database
from tests.servers import databases as databases
from tests.servers import empty as empty
from tests.servers import postgresql as postgresql
from tests.servers import pytest_generate_tests as pytest_generate_tests
from tests.servers import tables
from tracker.archive import scores, writing
from tracker.archive.opening import Archive, open_archive
from tracker.documents import Feed, Report, ReportDraft, Revision
from tracker.ingest.workers import Workers
from tracker.words.lexicon import Concept, Lexicon, Theme
from tracker.words.scorer import Scorer

for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):  # of this machine, to which loopback means nothing
    os.environ.pop(proxy, None)
    os.environ.pop(proxy.lower(), None)
CACHE = tempfile.TemporaryDirectory(prefix="tracker-cache-")
os.environ["TRACKER_CACHE"] = CACHE.name  # whatever a test starts keeps nothing in this user's own
NOW = datetime(2026, 7, 6, 12, tzinfo=UTC)
LEXICON = Lexicon(
    (
        Theme(
            "t",
            "T",
            (
                Concept("core", "Core", {"en": ("core technolog*", "key technology"), "zh": ("核心技术",)}),
                Concept("opening", "Opening", {"en": ("opening up",), "zh": ("开放",)}, ("改革开放",)),
                Concept("reform", "Reform", {"zh": ("改革开放",)}),
            ),
        ),
    )
)
WORKERS = Workers(LEXICON)  # shared, and started when first needed
Store = Callable[..., list[writing.Outcome]]
PATIENT = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("gate", PATIENT, derandomize=True)  # the same examples on every machine
hypothesis.settings.register_profile("soak", PATIENT)
hypothesis.settings.load_profile("gate")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    check_children()
    try:
        return (yield)
    finally:  # whatever the test waited for in vain: this is why
        check_children()


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.items:  # the process that only deals them out has none
        beside.load()


def pytest_itemcollected(item: pytest.Item) -> None:
    if "chromium" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")


def archive_at(path: Path, **options: float) -> Archive:
    """The archive in a file; of a new one the tables are copied, as making them takes longer than most tests."""
    if not path.exists():
        path.write_bytes(tables())
    return open_archive(f"sqlite:///{path}", **options)


@pytest.fixture
def archive(database: str) -> Iterator[Archive]:
    opened = open_archive(database)
    scores.register(opened, LEXICON, NOW)
    yield opened
    opened.close()


def collected(
    key: str,
    text: str,
    day: str = "2026-03-01",
    source: str = "a",
    language: str = "en",
    title: str = "",
    **more: object,
) -> ReportDraft:
    """A report of a source on a day, scored with the small lexicon (or ``lexicon``)."""
    revision = Revision(title, text, more.get("text_from", "feed"), NOW)  # type: ignore[arg-type]
    report = Report(source, key, f"https://example.org/{key}", language, None, date.fromisoformat(day), "feed", NOW)
    scorer = Scorer(more.get("lexicon", LEXICON))  # type: ignore[arg-type]
    return ReportDraft(report, revision, scorer.score(revision, language))


@pytest.fixture
def store(archive: Archive) -> Store:
    """Store reports, whose sources are made on the way."""

    def store(*batch: ReportDraft) -> list[writing.Outcome]:
        for source in sorted({each.report.feed_id for each in batch}):
            writing.add_source(archive, Feed(source, source.upper()))
        return writing.store(archive, batch)

    return store
