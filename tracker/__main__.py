"""``python -m tracker VERB``."""

import sys

if __name__ == "__main__":
    try:
        from tracker.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)
