"""import."""

from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import verb
from tracker.cli.progress import progress


@verb.command(verb.app, "import")
def import_reports(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="JSONL, CSV or Parquet: date, title, text; url, lang, source, id.")],
    source: Annotated[str | None, typer.Option("--source", help="The source of rows that name none.")] = None,
) -> None:
    """Store reports from a file; bad rows are named and skipped, the same file twice adds nothing."""
    from tracker.ingest import import_file as importing
    from tracker.ingest.scoring import catch_up
    from tracker.words.scorer import Scorer

    archive, lexicon = verb.archive(context), verb.lexicon(context)
    with progress("counting anew") as step:
        catch_up(archive, lexicon, verb.now(), step)
    with progress("rows read") as step:
        done = importing.import_file(file, source, archive, Scorer(lexicon), verb.now(), lambda rows: step(rows, None))
    for complaint in done.bad:
        verb.say(complaint)
    typer.echo(f"{done.rows} rows: {done.new} new reports, {done.revised} revised, {len(done.bad)} skipped")
    if done.bad:
        raise typer.Exit(1)
