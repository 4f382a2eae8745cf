"""How much processor time a verb takes from its start to its end, beside a bare import of what it cannot do without."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMES = 7  # of which the best counts: what others do on the machine only adds


def taken(*arguments: str, environment: dict[str, str] | None = None) -> float:
    """Seconds of processor time, of the program and of those that it started."""
    best = float("inf")
    for _ in range(TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=os.environ | (environment or {}), check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def archive(folder: Path) -> dict[str, str]:
    """A small archive of reports that say what the lexicon counts, and where to find it."""
    rows = (
        {
            "date": f"202{at % 6}-0{at % 9 + 1}-01",
            "title": f"Report {at}",
            "text": f"Core technology. {at}",
            "lang": "en",
        }
        for at in range(300)
    )
    (folder / "reports.jsonl").write_text("\n".join(map(json.dumps, rows)))
    places = {"TRACKER_DATABASE": f"sqlite:///{folder}/tracker.db", "TRACKER_CACHE": str(folder / "cache")}
    taken("-m", "tracker", "import", str(folder / "reports.jsonl"), "--source", "s", environment=places)
    return places


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        places = archive(Path(name))
        series = ("-m", "tracker", "series", "core-technology", "--by", "year")
        phrase = ("-m", "tracker", "series", '"core technology"', "--by", "year")
        rows = [
            ("`import click`, the peer of help", taken("-c", "import click"), None),
            ("`--help`", taken("-m", "tracker", "--help"), 0),
            ("`series --help`", taken("-m", "tracker", "series", "--help"), 0),
            ("`import pandas`, the peer of a series", taken("-c", "import pandas"), None),
            ("`series` of a concept", taken(*series, environment=places), 3),
            ("`series` of a typed phrase", taken(*phrase, environment=places), 3),
        ]
    print("| what | processor time | times its peer |\n|---|---|---|")
    for what, seconds, peer in rows:
        times = "" if peer is None else f"{seconds / rows[peer][1]:.1f}"
        print(f"| {what} | {seconds:.2f} s | {times} |")


if __name__ == "__main__":
    main()
