"""lexicon versions."""

import typer

from tracker.cli import verb
from tracker.cli.lexicon import group


@verb.command(group)
def versions(context: typer.Context, form: verb.Format = "table") -> None:
    """List the versions of the lexicon that are kept, the newest first, each with what it changed."""
    import pandas as pd

    from tracker.cli.table import print_rows
    from tracker.queries.vintages import vintages

    archive, _ = verb.ready(context)
    columns = ["version", "first_used", "concepts", "reports", "came", "went", "changed"]
    rows = [
        [" | ".join(value) if isinstance(value, tuple) else value for value in (getattr(row, name) for name in columns)]
        for row in vintages(archive)
    ]
    print_rows(pd.DataFrame(rows, columns=columns), form)
