"""The command line: everything the dashboard shows, for a shell."""

import sys
from importlib import import_module

from tracker.cli.verb import app
from tracker.errors import TrackerError

# Verbs that stay for years load nothing that only others need: pandas, SciPy and Plotly take 150 MB.
LASTING = {"poll": "polling", "backfill": "polling", "run": "running"}


def main() -> None:
    """Run one verb. Exit code 2 and one sentence where nothing could be done."""
    import_module(f"tracker.cli.{LASTING.get(''.join(sys.argv[1:2]), 'verbs')}")
    try:
        app(prog_name="python -m tracker")
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
