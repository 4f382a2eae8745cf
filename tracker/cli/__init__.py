"""The command line: everything the dashboard shows, for a shell."""

import sys
from importlib import import_module

from tracker.cli.verb import app
from tracker.errors import TrackerError

# A verb loads nothing that only others need: all of it takes three seconds, and 150 MB of those that stay for years.
# Whatever is not named here, as a call for help, loads all verbs.
MODULES = {
    "poll": "polling", "backfill": "polling", "run": "running", "doctor": "running", "feeds": "feeds",
    "import": "importing", "lexicon": "versions", "export": "exporting", "reports": "reading", "show": "reading",
    "redline": "reading", "ranks": "serials",
    "series": "series", "kwic": "series", "chart": "series", "shifts": "shifts",
}  # fmt: skip


def main() -> None:
    """Run one verb. Exit code 2 and one sentence where nothing could be done."""
    import_module(f"tracker.cli.{MODULES.get(''.join(sys.argv[1:2]), 'verbs')}")
    try:
        app(prog_name="python -m tracker")
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
