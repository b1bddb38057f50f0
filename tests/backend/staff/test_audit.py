"""The audit: a chain of rows that nothing changes, and in which every change that is made all the same is found."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kiosk.backend.staff import audit
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Broken, Entry, Gone, Head
from kiosk.backend.store.database import Database
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START

SHELL = Acting.shell("operator", "backend-1")
ROWS = 12


def write(database: Database, count: int = ROWS) -> Head:
    def add(number: int) -> Head:
        entry = Entry("search", f"subject {number}", frozenset({"hits"}))
        return database.run(lambda connection: audit.append(connection, SHELL, entry, START))

    return [add(number) for number in range(count)][-1]


def verified(database: Database, anchor: Head | None = None) -> Head | Broken | Gone | None:
    with database.read() as connection:
        return audit.verify(connection, anchor)


def tamper(database: Database, *statements: str) -> None:
    """Do what somebody can who owns the database: the triggers first."""

    def work(connection: Connection) -> None:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_stays ON audit"))
            connection.execute(text("DROP TRIGGER audit_stays_unless_old ON audit"))
        for statement in statements:
            connection.execute(text(statement))

    database.run(work)


@pytest.mark.each_database
def test_a_chain_that_no_one_touched_holds_to_its_head(database: Database) -> None:
    assert verified(database) is None
    head, found = write(database), verified(database)
    assert isinstance(found, Head)
    assert (found, found.begins, found.begins_since) == (head, 1, None)
    assert head.number == ROWS


@pytest.mark.each_database
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit SET who = 'another' WHERE number = 3", "DELETE FROM audit WHERE number = 3", "DELETE FROM audit"],
)
def test_the_database_refuses_to_change_or_delete_a_row(database: Database, statement: str) -> None:
    head = write(database)
    with pytest.raises(DBAPIError, match="stay as they are"):
        database.run(lambda connection: connection.execute(text(statement)))
    assert verified(database) == head


COLUMNS = "number, at, staff_id, who, roles, office, counter, case_number, operation, subject, fields, reason, outcome"
_COPY_THE_LAST = (
    f"INSERT INTO audit ({COLUMNS}, previous, hash) SELECT 13, {COLUMNS.removeprefix('number, ')}, hash, hash "
    "FROM audit WHERE number = 12"
)
ATTACKS = {
    "edited": (["UPDATE audit SET subject = 'another' WHERE number = 5"], 5),
    "an empty text for nothing": (["UPDATE audit SET staff_id = '' WHERE number = 5"], 5),
    "deleted": (["DELETE FROM audit WHERE number = 5"], 5),
    "the first deleted": (["DELETE FROM audit WHERE number = 1"], 1),
    "swapped": (
        [
            "UPDATE audit SET number = 100 WHERE number = 5",
            "UPDATE audit SET number = 5 WHERE number = 6",
            "UPDATE audit SET number = 6 WHERE number = 100",
        ],
        5,
    ),
    "inserted": ([_COPY_THE_LAST], 13),
}


@pytest.mark.each_database
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_to_the_rows_is_found_where_it_was_done(database: Database, attack: str) -> None:
    write(database)
    statements, place = ATTACKS[attack]
    tamper(database, *statements)
    found = verified(database)
    assert isinstance(found, Broken)
    assert found.number == place


def test_rows_cut_off_at_the_end_are_found_by_a_head_that_was_kept_elsewhere(database: Database) -> None:
    head = write(database)
    tamper(database, f"DELETE FROM audit WHERE number > {ROWS - 3}")
    assert isinstance(verified(database), Head)
    assert verified(database, head) == Broken(ROWS - 2, "the rows up to the one whose hash was kept are missing")


def test_a_chain_that_was_written_anew_is_found_by_a_head_that_was_kept_elsewhere(database: Database) -> None:
    head = write(database)
    tamper(database, "DELETE FROM audit")
    write(database, ROWS + 3)
    assert verified(database, head) == verified(database), "the same rows again have the same hashes"
    found = verified(database, Head(head.number, 64 * "a"))
    assert isinstance(found, Broken)
    assert found.number == ROWS


@pytest.mark.each_database
def test_rows_of_many_at_once_are_one_chain(database: Database) -> None:
    at_once(8, lambda _: write(database, 5))
    found = verified(database)
    assert isinstance(found, Head)
    assert found.number == 40


def test_no_text_in_one_column_stands_for_texts_in_two() -> None:
    texts: list[list[Any]] = [["ab", "c"], ["a", "bc"], ["ab", "", "c"], ["ab", None, "c"], ['a","b', "c"]]
    assert len({audit._hash(audit.BEGINNING, values) for values in texts}) == len(texts)
