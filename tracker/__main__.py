"""``python -m tracker VERB``."""

from tracker.cli import main

if __name__ == "__main__":
    main()
