"""lexicon check, list and rescore."""

from typing import Annotated

import typer

from tracker.cli import verb
from tracker.cli.progress import progress

group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The concepts that are counted.")
verb.app.add_typer(group, name="lexicon")


@verb.command(group)
def check(context: typer.Context) -> None:
    """Report mistakes, and variants that are there twice or shadowed; exit code 1 if there are any."""
    from tracker.settings import lexicon_file
    from tracker.words.shadows import warnings

    read = lexicon_file.load(verb.places(context).lexicon)
    complaints = [*map(str, read.errors), *warnings(read.lexicon)]
    for complaint in complaints:
        verb.say(complaint)
    concepts = read.lexicon.concepts
    variants = sum(len(concept.wordings) for concept in concepts.values())
    typer.echo(f"{len(concepts)} concepts, {variants} variants, version {read.lexicon.version}")
    if complaints:
        raise typer.Exit(1)


@verb.command(group, "list")
def list_concepts(context: typer.Context, form: verb.Format = "table") -> None:
    """List the concepts with their variants."""
    import pandas as pd

    from tracker.cli.table import print_rows

    rows = [
        (theme.id, concept.id, concept.label, concept.label_zh, " | ".join(concept.wordings), concept.note)
        for theme in verb.lexicon(context).themes
        for concept in theme.concepts
    ]
    print_rows(pd.DataFrame(rows, columns=["theme", "id", "label", "label_zh", "variants", "note"]), form)


@verb.command(group)
def rescore(
    context: typer.Context,
    every: Annotated[bool, typer.Option("--all", help="Also what was counted with this lexicon already.")] = False,
) -> None:
    """Count anew whatever was counted with another lexicon, as polling does by itself; once cut short, it goes on."""
    from tracker.archive import scores
    from tracker.ingest import scoring

    archive, lexicon = verb.archive(context), verb.lexicon(context)
    if every:
        scores.forget(archive)
    with progress("counting anew") as step:
        done = scoring.catch_up(archive, lexicon, verb.now(), step)
    typer.echo(f"{done} reports counted anew, lexicon version {lexicon.version}")
