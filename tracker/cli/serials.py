"""ranks."""

from typing import Annotated

import typer

from tracker.cli import verb
from tracker.cli.series import Language
from tracker.errors import QueryError

COLUMNS = ["report", "date", "concept", "rank", "before", "of"]


@verb.command(verb.app)
def ranks(
    context: typer.Context,
    serial: Annotated[str, typer.Argument(help="Reports that recur, by their id under `serials` in the lexicon.")],
    concepts: Annotated[
        list[str] | None, typer.Argument(metavar="[CONCEPT]...", help="Their ranks among these alone; else of all.")
    ] = None,
    lang: Language = None,
    form: verb.Format = "table",
) -> None:
    """List which concept each report of a serial comes to first, second and so on, and its rank in the one before.

    A concept's rank is that of its first appearance, the title before the text. Of a serial in several languages the
    reports in that of the newest are listed, unless --lang says otherwise.
    """
    from tracker.cli.table import print_rows
    from tracker.queries import serials

    archive, lexicon = verb.ready(context)
    language = verb.selection(archive, None, None, None, lang).language
    known = [each.id for each in lexicon.serials]
    if serial not in known:
        raise QueryError(f"serial {serial}", f"the lexicon has {', '.join(known) or 'none'}")
    print_rows(serials.ranks(archive, lexicon, serial, language, concepts or ())[COLUMNS], form)
