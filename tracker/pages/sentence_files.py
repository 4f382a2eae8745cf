"""The sentences of Trends as files, each report with its link and citation."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.charts.caption import Caption
from tracker.documents import Selection
from tracker.exports import sentences
from tracker.pages import downloads, evidence, session, vintage
from tracker.pages.controls import Asked
from tracker.queries.concordance import kwic

MOST = 20_000  # mentions in a file, the newest


class Listed(NamedTuple):
    """The sentences as they are now, and what they are."""

    table: pd.DataFrame
    about: dict[str, Any]


def offer(asked: Asked, caption: Caption, address: str) -> None:
    """A row of buttons for the sentences of the point that is chosen."""
    st.caption(f"These sentences as a file, the newest {MOST:,} at most, with a link and a citation for each report:")
    makers: dict[str, Callable[[Listed], bytes]] = {
        "csv": lambda now: sentences.csv(now.table),
        "xlsx": lambda now: sentences.xlsx(*now),
        "json": lambda now: sentences.json(*now),
    }
    term, at, part, selection = evidence.chosen(asked)

    def listed() -> Listed:
        return _listed(asked, term, part, selection, caption, address)

    downloads.offer(listed, makers, lambda kind: sentences.filename(term, at, caption.made, kind), "sentences-download")


def _listed(asked: Asked, term: str, part: str, selection: Selection, caption: Caption, address: str) -> Listed:
    archive, lexicon = session.archive(), vintage.lexicon(asked.version)
    found = kwic(
        archive, lexicon, term, selection, places=asked.places, split=asked.split, part=part, limit=MOST,
        own_language=asked.own_language,
    )  # fmt: skip
    rows = sentences.table(found, reading.names(archive), address.partition("/trends")[0])
    return Listed(
        rows,
        sentences.about(
            evidence.label(term, lexicon) + (f", {part}" if part else ""), evidence.span(selection), caption
        ),
    )
