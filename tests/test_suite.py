"""`make test` says the truth: green with a name for what failed only once, red for what fails again or breaks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FINE = "def test_fine():\n    pass\n"
ALWAYS = "def test_always():\n    assert False\n"
BEFORE = "from pathlib import Path\nBEFORE = Path(__file__).with_name('before')\n"
ONCE = BEFORE + "def test_once():\n    assert BEFORE.exists() or BEFORE.touch()\n"
GONE = (
    BEFORE.replace("before", "gone")
    + "import os\ndef test_gone():\n    BEFORE.exists() or BEFORE.touch() or os._exit(1)\n"
)


def marked(mark: str, text: str) -> str:
    return f"import pytest\npytestmark = pytest.mark.{mark}\n{text}"


def suite(folder: Path, **tests: str) -> "subprocess.CompletedProcess[str]":
    """`make test` over a tree of test files."""
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  browser\n  soak\n")
    for name, text in tests.items():
        (folder / f"test_{name}.py").write_text(text)
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | plugins
    return subprocess.run(
        [sys.executable, "-m", "tests.suite"],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_what_fails_once_only_is_green_and_named(tmp_path: Path) -> None:
    done = suite(tmp_path, fine=FINE, once=ONCE, soak=marked("soak", ALWAYS))
    assert done.returncode == 0, done.stdout
    assert [line for line in done.stdout.splitlines() if line.startswith("FLAKY")] == ["FLAKY test_once.py::test_once"]
    assert "1 passed in" in done.stdout.splitlines()[-1]


def test_what_fails_again_is_red_though_another_passes_then(tmp_path: Path) -> None:
    done = suite(tmp_path, once=ONCE, always=marked("browser", ALWAYS))
    assert done.returncode == 1, done.stdout
    assert "FLAKY test_once.py::test_once" in done.stdout
    assert "FLAKY test_always" not in done.stdout
    assert "1 failed, 1 passed in" in done.stdout.splitlines()[-1]


def test_what_passes_is_not_run_again(tmp_path: Path) -> None:
    done = suite(tmp_path, fine=FINE, page=marked("browser", FINE))
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("1 passed") == 2
    assert "FLAKY" not in done.stdout


@pytest.mark.parametrize("wrong", ["import nowhere", GONE, "import pytest\ndef test_stop():\n    pytest.exit('no')\n"])
def test_a_tree_that_cannot_be_run_is_red_at_once(tmp_path: Path, wrong: str) -> None:
    done = suite(tmp_path, once=ONCE, wrong=wrong, page=marked("browser", FINE))
    assert done.returncode not in (0, pytest.ExitCode.NO_TESTS_COLLECTED), done.stdout
    assert done.stdout.count("test session starts") == 1


def test_no_tests_at_all_is_red(tmp_path: Path) -> None:
    assert suite(tmp_path).returncode == pytest.ExitCode.NO_TESTS_COLLECTED
