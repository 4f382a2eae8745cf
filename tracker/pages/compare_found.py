"""What Compare shows: the comparison as it is now, its table and its figure, made again when something changed."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from tracker.archive import reading
from tracker.charts.caption import Origin
from tracker.charts.colours import Theme
from tracker.charts.frame import Figure, Width
from tracker.charts.keyness import keyness
from tracker.charts.sides import Sides
from tracker.pages import session
from tracker.pages.compare_controls import Asked
from tracker.queries import comparison
from tracker.queries.shifts import Comparison, compared

PHRASES = 25  # of each side and unit that are shown beside the concepts


class Now(NamedTuple):
    """The comparison as it is now, as a table, and what a reader needs beside it."""

    found: Comparison
    table: pd.DataFrame
    sides: Sides


def now(asked: Asked, address: str) -> Now:
    """All that is shown; ``address`` is where it can be seen again. QueryError if it cannot be compared."""
    archive, lexicon, known = session.archive(), session.lexicon().lexicon, found(asked)
    sides = comparison.caption(archive, lexicon, known, made=session.now().date(), permalink=address)
    return Now(known, _tabled(known, session.edited()), sides)


def found(asked: Asked) -> Comparison:
    """The comparison alone."""
    return _compared(asked, reading.generation(session.archive()), session.lexicon().lexicon.version)


@st.cache_data(show_spinner="Comparing every concept and phrase of both sides …", max_entries=32)
def _compared(asked: Asked, generation: int, version: str) -> Comparison:
    return compared(session.archive(), session.lexicon().lexicon, asked.before, asked.after, PHRASES)


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs={Comparison: repr})
def _tabled(known: Comparison, written: float) -> pd.DataFrame:
    return comparison.table(known, session.lexicon().lexicon)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs={pd.DataFrame: lambda table: table.to_csv()})
def drawn(table: pd.DataFrame, sides: Sides, theme: Theme, width: Width) -> Figure:
    """The figure."""
    return keyness(table, sides, theme=theme, width=width)


def to_keep(shown: Now) -> Figure:
    """The figure as it goes into a file."""
    return drawn(shown.table, shown.sides, "light", "wide")


def origin(shown: Now) -> Origin:
    """What a file says of where the figure is from."""
    return shown.sides
