"""Changes: what the database says of its reports since a copy was made of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from db.tables import reports, revisions
from tracker.archive.flat.columns import Row
from tracker.archive.reading import CURRENT, MAX_KEYS

PAGE = 5_000  # reports asked for at a time
_PRIME = 2_147_483_647
_COLUMNS = (reports.c.text_hash if name == "text" else reports.c[name] for name in Row._fields)
_ROW = tuple(_COLUMNS)


class State(NamedTuple):
    """How many reports there are, and a sum and the highest of their changes."""

    number: int
    sum: int
    highest: int


class Text(NamedTuple):
    """A report with the normalised text of its newest revision."""

    row: Row
    title: str
    body: str


def state(connection: Connection, after: int = -1) -> State:
    """The state of the reports that changed after one change."""
    changed = reports.c.changed
    query = select(func.count(), func.sum(changed % _PRIME), func.max(changed)).where(changed > after)
    number, total, highest = connection.execute(query).one()
    return State(number, int(total or 0), highest or 0)


def state_of(changed: NDArray[np.int64]) -> State:
    """The state of reports that are known by their changes."""
    return State(len(changed), int((changed % _PRIME).sum()), int(changed.max(initial=0)))


def later(connection: Connection, after: int) -> Iterator[list[Row]]:
    """The reports that changed after one change, in the order of their changes, page by page."""
    at: ColumnElement[bool] = reports.c.changed > after
    while rows := _rows(connection, at):
        yield rows
        last = rows[-1]
        at = or_(reports.c.changed > last.changed, and_(reports.c.changed == last.changed, reports.c.id > last.id))


def _rows(connection: Connection, condition: ColumnElement[bool]) -> list[Row]:
    query = select(*_ROW).where(condition).order_by(reports.c.changed, reports.c.id).limit(PAGE)
    return [Row(*row) for row in connection.execute(query)]


def those(connection: Connection, ids: Sequence[int]) -> Iterator[list[Row]]:
    """The reports with these ids, as far as there are any, page by page."""
    for first in range(0, len(ids), MAX_KEYS):
        yield _rows(connection, reports.c.id.in_(ids[first : first + MAX_KEYS]))


def pairs(connection: Connection) -> NDArray[np.int64]:
    """Every report's id and its change, in two columns."""
    query = select(reports.c.id, reports.c.changed)
    rows = connection.execute(query.execution_options(yield_per=10_000))
    return np.fromiter((number for row in rows for number in row), np.int64).reshape(-1, 2)


def texts(connection: Connection, ids: Sequence[int]) -> Iterator[Text]:
    """The texts of the reports with these ids."""
    query = select(*_ROW, revisions.c.normal_title, revisions.c.normal_body).join(revisions, CURRENT)
    for first in range(0, len(ids), MAX_KEYS):
        some = query.where(reports.c.id.in_(ids[first : first + MAX_KEYS]))
        for row in connection.execute(some.execution_options(yield_per=100)):
            yield Text(Row(*row[:-2]), *row[-2:])
