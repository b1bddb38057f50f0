"""Failures as the desk looks them up: by their code, with the terminal's name, and those of one hour of a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert

from kiosk.backend.store.database import Database
from kiosk.backend.support import records
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals.tables import terminals
from kiosk.domain.support_code import of_backend
from tests.backend.support.test_failures import failure
from tests.clock import START

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def keep(database: Database, *found: Failure) -> None:
    database.run(lambda connection: records.keep(connection, found))


def found(database: Database, one: Failure) -> tuple[Failure, str | None] | None:
    with database.read() as connection:
        return records.find(connection, one.code)


def test_a_failure_is_found_with_the_name_of_the_terminal_that_had_it(kept: Database) -> None:
    known, guest, no_one = failure(1), replace(failure(2), terminal_id=32 * "g"), replace(failure(3), terminal_id=None)
    keep(kept, known, guest, no_one)
    with kept.write() as connection:
        terminal = {"id": known.terminal_id, "name": "kiosk-7", "token_hash": 64 * "a", "created_at": START}
        connection.execute(insert(terminals).values(**terminal))
    assert [found(kept, one) for one in (known, guest, no_one)] == [(known, "kiosk-7"), (guest, None), (no_one, None)]


def test_of_two_failures_with_one_code_the_first_stays(kept: Database) -> None:
    keep(kept, failure(1))
    keep(kept, replace(failure(1), route="GET /v1/another"))
    assert found(kept, failure(1)) == (failure(1), None)


def test_the_failures_of_an_hour_of_a_terminal_are_those_from_its_begin_and_before_its_end(kept: Database) -> None:
    moments = (START + HOUR - SECOND, START - SECOND, START, START + HOUR, START + SECOND)
    early, before, first, after, second = (
        Failure(of_backend(f"{n:07}"), at, 32 * "t", "POST /v1/bills/search", "internal")
        for n, at in enumerate(moments)
    )
    elsewhere = replace(failure(9), at=START, terminal_id=32 * "u")
    keep(kept, early, before, first, after, second, elsewhere)

    def of_terminal(most: int) -> list[Failure]:
        with kept.read() as connection:
            return records.of_terminal(connection, 32 * "t", START, START + HOUR, most)

    assert of_terminal(3) == [first, second, early]
    assert of_terminal(2) == [first, second]


def test_a_failure_is_forgotten_by_its_code_and_the_others_stay(kept: Database) -> None:
    keep(kept, failure(1), failure(2))
    kept.run(lambda connection: records.forget(connection, failure(1).code))
    assert [found(kept, failure(n)) for n in (1, 2)] == [None, (failure(2), None)]
