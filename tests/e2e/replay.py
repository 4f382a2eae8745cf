"""The replay of real documents beside the checkout, where there is one: its data is not part of the project."""

import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.patience import EVENTUALLY, child

SHARED = Path(__file__).parents[3] / "shared"
SCRIPT = SHARED / "replay.py"
MISSING = f"the replay of real documents is not beside this checkout ({SCRIPT})"
CORPORA = ("fomc_statements", "government_work_reports_zh")


@dataclass(frozen=True)
class Replay:
    """A running replay, with a feeds.yaml that names all it serves."""

    address: str
    feeds: Path


@contextmanager
def replay(folder: Path, *options: str) -> Iterator[Replay]:
    """Serve the documents on a free port of this machine."""
    with child(str(SCRIPT), "--port", "0", *options, stdout=subprocess.PIPE) as server:
        address = server.line().rstrip("/")
        feeds = folder / "feeds.yaml"
        with urllib.request.urlopen(f"{address}/feeds.yaml", timeout=EVENTUALLY) as answer:
            feeds.write_bytes(answer.read())
        yield Replay(address, feeds)


def documents(name: str) -> list[dict[str, Any]]:
    """The documents of a corpus, oldest first."""
    with (SHARED / "data" / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return sorted(map(json.loads, lines), key=lambda document: document["date"])


def tokens(text: str) -> list[str]:
    """Words, and single Han characters."""
    return re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", text)
