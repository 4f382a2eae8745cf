"""reports and show."""

import difflib
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import verb
from tracker.errors import QueryError

_IN_ONE = "`redline {} {}` lists what stands in one only"


@verb.command(verb.app)
def reports(
    context: typer.Context,
    source: verb.Sources = None,
    first: verb.From = None,
    last: verb.To = None,
    search: Annotated[
        str, typer.Option("--search", help="Only reports with this, most often for their length first.")
    ] = "",
    form: verb.Format = "table",
) -> None:
    """List reports, newest first; of a search each with the sentence that has it."""
    from tracker.cli.table import print_rows
    from tracker.queries import reports as asked

    archive = verb.archive(context)
    selection = verb.selection(archive, first, last, source)
    print_rows(asked.table(archive, selection, search), form)


@verb.command(verb.app)
def show(
    context: typer.Context,
    report: Annotated[int, typer.Argument(help="A report's id, as `reports` lists it.")],
    revision: Annotated[int | None, typer.Option("--revision", help="This revision, not the newest.")] = None,
    diff: Annotated[bool, typer.Option("--diff", help="What changed from the revision before.")] = False,
    previous: Annotated[
        bool, typer.Option("--previous", help="What changed from the report before it of its serial.")
    ] = False,
) -> None:
    """Print a report with its mentions marked as [[concept: words]]."""
    from tracker.cli import comparing
    from tracker.queries import reports as asked
    from tracker.queries import serials

    archive, lexicon = verb.ready(context)
    if previous:
        typer.echo("\n".join(comparing.lines(serials.compared(archive, lexicon, report))))
        return
    opened = asked.opened(archive, lexicon, report, revision)
    text = opened.revision
    head = f"{opened.report.day} · {opened.report.feed_id} · revision {text.number} of {len(opened.revisions)}"
    typer.echo(f"{head} · text from {text.text_from}\n{opened.report.url}".rstrip())
    if text.note:
        typer.echo(f"({text.note})")
    if whole := opened.full_text:
        typer.echo(f"full text: report {whole.id}, {whole.day}; {_IN_ONE.format(report, whole.id)}")
    for each in opened.readouts:
        typer.echo(f"reported before, in short: report {each.id}, {each.day}; {_IN_ONE.format(each.id, report)}")
    if diff:
        before = next((each for each in opened.revisions if each.number == text.number - 1), None)
        if before is None:
            verb.say("this is the first revision; there is nothing to compare it with")
            return
        old, new = (f"{each.title}\n\n{each.body}".splitlines() for each in (before, text))
        names = (f"revision {before.number}", f"revision {text.number}")
        typer.echo("\n".join(difflib.unified_diff(old, new, *names, lineterm="")))
        return
    for place, words in (("title", text.title), ("body", text.body)):
        marked = words
        for mention in sorted(opened.mentions, key=lambda each: (each.start, -each.end), reverse=True):
            if (mention.place == "title") == (place == "title"):
                inside = f"[[{mention.concept}: {marked[mention.start : mention.end]}]]"
                marked = marked[: mention.start] + inside + marked[mention.end :]
        typer.echo(f"\n{marked}")


@verb.command(verb.app)
def redline(
    context: typer.Context,
    before: Annotated[int, typer.Argument(help="The report that stands before, by its id.")],
    report: Annotated[int, typer.Argument(help="The report that is compared with it.")],
    out: Annotated[Path | None, typer.Option("--out", help="A file ending in .html or .pdf.")] = None,
) -> None:
    """Compare two reports sentence by sentence, as lines with the marks of a diff or as a file."""
    from tracker.cli import comparing
    from tracker.queries import serials

    if out and out.suffix.lower() not in (".html", ".pdf"):
        raise QueryError(f"--out {out}", "must end in .html or .pdf")
    archive, lexicon = verb.ready(context)
    found = serials.compared(archive, lexicon, report, before)
    if not out:
        typer.echo("\n".join(comparing.lines(found)))
        return
    from tracker.exports.redline import file

    drawn = file("pdf" if out.suffix.lower() == ".pdf" else "html", found.redline, found.before, found.report)
    try:
        out.write_bytes(drawn)
    except OSError as error:
        raise QueryError(f"--out {out}", f"cannot be written: {error.strerror}") from error
    verb.say(f"wrote {out}")
