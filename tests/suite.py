"""Runs the tests as `make test` does; what failed is run once more, alone, and is named FLAKY if it passes then."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# In the order of the files, of which the slow ones come early: by itself the runner begins with those of most tests.
TOGETHER = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
CROWDED = ["-m", "not browser and not soak", *TOGETHER, "--durations=15"]
BROWSER = ["-m", "browser and not soak", "-n", "0", "--durations=15"]  # a page and its server want both cores
ALONE = ["-n", "0"]
PASSED, FAILED, NOTHING = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED
BROKEN = "broken"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--failed-to", type=Path, help="the file to write the ids of tests to that fail")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("failed_to")
    if path and not hasattr(config, "workerinput"):  # what runs beside this process reports to it
        config.pluginmanager.register(Failures(path))


class Failures:
    """Writes down which tests failed, a line each, and whether something went wrong that is no test's failure."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:  # of a test that took its process with it, xdist tells no phase
            self.write(report.nodeid if report.when in ("setup", "call", "teardown") else BROKEN)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.write(BROKEN)

    def write(self, line: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            print(line, file=file)


def run(arguments: list[str], **more: int) -> tuple[int, list[str], str]:
    """Run pytest and give its exit code, the tests that failed, and what it said if that was piped."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as failed:
        command = [sys.executable, "-m", "pytest", "-p", "tests.suite", f"--failed-to={failed.name}", *arguments]
        done = subprocess.run(command, text=True, **more)
        return done.returncode, list(dict.fromkeys(failed.read().splitlines())), done.stdout


def main(places: list[str]) -> int:
    """Run the tests in ``places`` and give the exit code: 0 only if each test has passed, once at least."""
    codes, again = set(), []
    for which in (CROWDED, BROWSER):
        code, failed, _ = run([*which, *places])
        if code not in (PASSED, NOTHING) and (code != FAILED or not failed or BROKEN in failed):
            return code
        codes.add(code)
        again += failed
    if not again:
        return max(codes - {NOTHING}, default=NOTHING)
    code, failed, said = run([*ALONE, *again], stdout=subprocess.PIPE)
    flaky = [each for each in again if each not in failed] if code in (PASSED, FAILED) else []
    print(*(f"FLAKY {each}" for each in flaky), said, sep="\n", end="")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
