"""A real PostgreSQL server for the tests, and a database of its own, SQLite or PostgreSQL, for each that asks for one.

The databases of the server sort in the order of a language, the worst case: SQLite knows none.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest

from db import engine
from tests.patience import EVENTUALLY, until

MISSING = "there is no PostgreSQL here (initdb); install the package postgresql, of version 15 or newer"
TEMPLATE = "migrated"
KNOWN = "known"  # a user who is asked for a password
NAMES = ("sqlite", "postgresql")
# Where the database matters, both are asked; the files of ONE are about what is computed beside it, and take long.
_VISITS = tuple(f"tests/ingest/test_{name}.py" for name in ("coverage", "poller", "polling", "reading_again"))
BOTH = ("tests/archive/", "tests/queries/", *_VISITS)
BOTH_IN_SOAK = ("tests/ingest/", "tests/faults/", "tests/e2e/test_pollers.py")  # PostgreSQL among what takes long
ONE = (
    "tests/archive/test_flat_trouble.py",
    "tests/archive/test_reprint_proof.py",
    "tests/queries/test_counted.py",
    "tests/queries/test_false_discoveries.py",
    "tests/queries/test_older.py",
)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[-3]))
    found = str(known[-1]) if known else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


class Server:
    """A server that listens at a socket in a folder of its own, and keeps nothing safe from a loss of power."""

    def __init__(self, programs: Path) -> None:
        self.programs, self.made = programs, 0
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
        root = os.geteuid() == 0
        # It refuses to be root's, and is not to outlive us.
        self._as = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if root else []
        if root:
            shutil.chown(self.folder, "nobody", "nogroup")
        how = ("--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
        initdb = [*self._as, programs / "initdb", "-D", self.folder / "data", "-U", "tracker", "-A", "trust", *how]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {KNOWN} scram-sha-256\n{rules.read_text()}")
        self.start()
        self.ask(f"CREATE ROLE {KNOWN} LOGIN PASSWORD 'right'")
        self.ask(f"CREATE DATABASE {TEMPLATE}")
        opened = engine.create(self.address(TEMPLATE))
        engine.upgrade(opened)
        opened.dispose()

    def start(self) -> None:
        own = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": ""}
        own |= {"unix_socket_directories": str(self.folder), "shared_buffers": "64MB", "max_connections": "200"}
        command = [*self._as, *(["--pdeathsig=INT"] if self._as else []), self.programs / "postgres"]
        command += ["-D", self.folder / "data", *(f"--{name}={what}" for name, what in own.items())]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        until("the server answers", self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, (self.folder / "log").read_text()[-3000:]
        with contextlib.suppress(psycopg.OperationalError):
            self.ask("SELECT 1")
            return True
        return False

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(EVENTUALLY)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def ask(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), user="tracker", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def disconnect(self) -> None:
        """End every connection, whatever it is doing."""
        others = "usename = 'tracker' AND pid != pg_backend_pid()"
        self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")

    def address(self, name: str) -> str:
        return f"postgresql+psycopg://tracker@/{name}?host={self.folder}"

    def create(self, template: str = TEMPLATE) -> str:
        """The address of a new database like ``template``."""
        self.made += 1
        self.ask(f"CREATE DATABASE d{self.made} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.address(f"d{self.made}")

    def drop(self, address: str) -> None:
        self.ask(f"DROP DATABASE {address.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server; where there is none tests are skipped, but not in CI."""
    found = programs()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    server = Server(found)
    with pytest.MonkeyPatch.context() as cached:
        cached.setenv("TRACKER_CACHE", str(server.folder / "cache"))
        yield server
    server.remove()


@cache
def tables() -> bytes:
    """A file of SQLite with all tables, to be copied: making them takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        opened = engine.create(f"sqlite:///{folder}/tracker.db")
        engine.upgrade(opened)
        opened.dispose()
        return Path(folder, "tracker.db").read_bytes()


def addressed(request: pytest.FixtureRequest, folder: Path, template: str = TEMPLATE) -> Iterator[str]:
    """The address of a new database of the kind that ``request`` is parametrised with."""
    if getattr(request, "param", "sqlite") == "sqlite":
        if template == TEMPLATE:
            (folder / "tracker.db").write_bytes(tables())
        yield f"sqlite:///{folder}/tracker.db"
        return
    server: Server = request.getfixturevalue("postgresql")
    address = server.create(template)
    yield address
    server.drop(address)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own."""
    yield from addressed(request, tmp_path)


@pytest.fixture
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes a database, all of one kind, whenever the test wants another."""
    with contextlib.ExitStack() as made:

        def make() -> str:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            return made.enter_context(contextlib.contextmanager(addressed)(request, folder))

        yield make


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    yield from addressed(request, tmp_path, "template0")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Let a test that asks for a database run on both kinds, as said above."""
    where = Path(str(metafunc.definition.path)).relative_to(metafunc.config.rootpath).as_posix()
    asked = [name for name in ("database", "databases", "empty", "corpus_archive") if name in metafunc.fixturenames]
    if where.startswith(ONE) or not where.startswith(BOTH + BOTH_IN_SOAK):
        return
    marks = () if where.startswith(BOTH) else pytest.mark.soak
    kinds = [NAMES[0], pytest.param(NAMES[1], marks=marks)]
    for name in asked:
        metafunc.parametrize(name, kinds, indirect=True, scope="session" if name == "corpus_archive" else None)
