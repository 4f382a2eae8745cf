"""The command line: everything the dashboard shows, for a shell."""

import sys

from tracker.cli.verbs import app
from tracker.errors import TrackerError


def main() -> None:
    """Run one verb. Exit code 2 and one sentence where nothing could be done."""
    try:
        app(prog_name="python -m tracker")
    except TrackerError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
