"""The verb ladder: what the emphasis of a term is made of, by the verbs that carry it and the places it stands in."""

from collections import defaultdict

import pandas as pd

from tracker.archive.opening import Archive
from tracker.documents import PLACES, Selection
from tracker.queries import occurrences
from tracker.queries.found import UNATTRIBUTED
from tracker.words import terms as reading_terms
from tracker.words.lexicon import Lexicon

COLUMNS = ["verb", "rank", *PLACES, "mentions", "weight", "share"]


def ladder(archive: Archive, lexicon: Lexicon, term: str, selection: Selection) -> pd.DataFrame:
    """One row a verb, the highest rank first: mentions by place and in all, their weight and its share of all.

    ``rank`` is 0 and the verb "unattributed" for mentions without a cue. Of ``a / b`` it is that of a. Empty where
    there is no mention.
    """
    ranks = {cue.verb: cue.rank for cue in lexicon.cues} | {"": 0}
    rows: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys((*PLACES, "mentions", "weight"), 0))
    with archive.snapshot() as now:
        for concept in reading_terms.read(term, lexicon).above:
            for tally in occurrences.tallies(now, lexicon, concept, selection):
                row = rows[tally.cue]
                row[tally.place] += tally.mentions
                row["mentions"] += tally.mentions
                row["weight"] += tally.weight
        total = sum(row["weight"] for row in rows.values())
        table = pd.DataFrame(
            [
                {"verb": cue or UNATTRIBUTED, "rank": ranks.get(cue, 0)} | row | {"share": row["weight"] / total}
                for cue, row in rows.items()
            ],
            columns=COLUMNS,
        )
        return table.sort_values(["rank", "weight"], ascending=False, ignore_index=True)
