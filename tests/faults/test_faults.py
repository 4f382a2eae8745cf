"""What the poller must survive: every case plays between two healthy feeds, which lose nothing by it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from tests.faults import (
    access_cases,
    address_cases,
    character_cases,
    coverage_cases,
    database_cases,
    http_cases,
    identity_cases,
    network_cases,
    output_cases,
    settings_cases,
    storage_cases,
    xml_cases,
)
from tests.faults.case import Case
from tests.faults.server import Server
from tests.faults.stage import HEALTHY, Stage

CHAPTERS = (
    *(network_cases, http_cases, access_cases, address_cases, xml_cases, character_cases),
    *(identity_cases, coverage_cases, storage_cases, database_cases),
    *(settings_cases, output_cases),
)
CASES: list[Case] = sorted((case for each in CHAPTERS for case in each.CASES), key=lambda case: case.number)
# What a case may add to the poller at rest, some of which the system keeps for the next.
MOST_GROWTH = 150_000_000


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def stage(
    tmp_path: Path,
    databases: Callable[[], str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    authority: trustme.CA,
) -> Iterator[Stage]:
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    site = Server()
    stage = Stage(tmp_path, databases, site, capsys, authority)
    yield stage
    stage.close()
    site.close()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES])
def test_between_two_healthy_feeds(case: Case, stage: Stage) -> None:
    before = _memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    case.play(stage)
    assert _memory("VmHWM") - before < MOST_GROWTH
    for name in HEALTHY:
        assert stage.titles(name) == [f"Report {name}-{number}" for number in range(3)]
        assert (stage.row(name).status, stage.row(name).message) == ("ok", "")
    held = {name: len(stage.reports(name)) for name in (*HEALTHY, *stage.feeds)}
    stage.poll()
    assert {name: len(stage.reports(name)) for name in held} == held


@pytest.mark.soak
def test_a_feed_of_20_000_items_is_stored_whole(stage: Stage) -> None:
    xml_cases.many(stage)


@pytest.mark.soak
def test_a_poller_killed_between_any_two_statements_has_stored_all_or_nothing(stage: Stage) -> None:
    storage_cases.killed_anywhere(stage)


def test_all_95_cases_are_played() -> None:
    assert [case.number for case in CASES] == list(range(1, 96))


def _memory(what: str) -> int:
    """Bytes of this process, now (VmRSS) or at their peak (VmHWM)."""
    return int(re.findall(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())[0]) * 1000
