"""Progress of long work on standard error: a bar on a terminal, one line a step elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[int, int | None], None]


@contextmanager
def progress(what: str) -> Iterator[Step]:
    """Give a function that hears (done, total), total None where it is not known."""
    if not sys.stderr.isatty():
        yield lambda done, total: print(f"{what}: {done}" + (f" of {total}" if total else ""), file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total, description=f"{what}: {done}")
