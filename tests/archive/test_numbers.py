"""The numbers that stand for words: drawn once, and remembered only when they are safely stored."""

import pytest
from sqlalchemy import Connection

from tests.archive.held import address_of, ask
from tracker.archive.opening import Archive, open_archive

WORDINGS = [("core", "key technology"), ("core", "核心技术"), ("open", "key technology")]
CARRIERS = [("lead", "stressed", 2, "xi jinping", 4.0), ("lead", "", 0, "", 0.3), ("body", "", 0, "", 0.3)]


class Pulled(Exception):
    """The plug is pulled."""


def drawn(archive: Archive, connection: Connection) -> list[list[int]]:
    numbers = archive.numbers
    return [numbers.of_wordings(connection, [*WORDINGS, WORDINGS[0]]), numbers.of_carriers(connection, CARRIERS)]


def test_each_has_one_number_that_stays(archive: Archive) -> None:
    with archive.writing() as connection:
        first = drawn(archive, connection)
    assert (first[0][0] == first[0][-1], len(set(first[0])), len(set(first[1]))) == (True, 3, 3)
    with archive.writing() as connection:
        assert drawn(archive, connection) == first
    assert len(ask(archive, "select * from wordings")) == 3


def test_another_program_gets_the_same_numbers(archive: Archive) -> None:
    other = open_archive(address_of(archive))
    with archive.writing() as connection:
        first = drawn(archive, connection)
    with other.writing() as connection:
        assert drawn(other, connection) == first


def test_a_number_of_a_transaction_that_failed_is_forgotten(archive: Archive) -> None:
    def pull(connection: Connection) -> None:
        drawn(archive, connection)
        raise Pulled

    with pytest.raises(Pulled), archive.writing() as connection:
        pull(connection)
    assert ask(archive, "select * from wordings") == []
    with archive.writing() as connection:
        again = drawn(archive, connection)
    query = "select w.id, name, variant from wordings w join concepts c on c.id = concept_id"
    stored = {row[1:]: row[0] for row in ask(archive, query)}
    assert again[0] == [stored[each] for each in (*WORDINGS, WORDINGS[0])]
