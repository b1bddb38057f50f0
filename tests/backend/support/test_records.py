"""Failures as the desk looks them up: by their code, with the terminal's name, and those of one hour of a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from kiosk.backend.store.database import Database, DatabaseBusyError
from kiosk.backend.support import failures as failures_module
from kiosk.backend.support import records
from kiosk.backend.support.failures import Failures
from kiosk.backend.support.records import Failure
from kiosk.backend.terminals.tables import terminals
from kiosk.domain.support_code import of_backend
from tests.backend.support.test_failures import dropped, failure
from tests.clock import START, ManualClock
from tests.patience import wait_until

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


def test_the_first_of_thirty_failures_makes_room_when_it_is_a_minute_old(kept: Database, clock: ManualClock) -> None:
    failures, before = Failures(kept, clock), dropped()
    for number in range(30):
        failures.note(failure(number))
        clock.advance(1)
    clock.advance(29)
    failures.note(failure(30))
    assert dropped() - before == 1
    clock.advance(1)
    failures.note(failure(31))
    assert dropped() - before == 1
    assert failures.keep()
    assert [found(kept, failure(number)) is None for number in (0, 29, 30, 31)] == [False, False, True, False]


def test_every_failure_that_the_database_will_never_take_is_counted(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, before = Failures(kept, clock), dropped()
    monkeypatch.setattr(records, "keep", lambda _connection, _batch: 1 / 0)
    for number in range(3):
        failures.note(failure(number))
    assert failures.keep()
    assert dropped() - before == 3


def busy(*_: object) -> None:
    raise DatabaseBusyError


def test_every_failure_that_still_waits_at_the_end_is_counted(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, before = Failures(kept, clock), dropped()
    failures.note(failure(1))
    failures.note(failure(2))
    with monkeypatch.context() as patched:
        patched.setattr(Database, "run", busy)
        failures.start()
        failures.stop()
    assert dropped() - before == 2


def test_a_database_that_was_busy_is_asked_again_with_no_new_failure(
    kept: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures, keep_them, asked = Failures(kept, clock), Failures.keep, list[bool]()

    def busy_once(them: Failures) -> bool:
        asked.append(keep_them(them) if asked else False)
        return asked[-1]

    monkeypatch.setattr(failures_module, "AGAIN", 0.001)
    monkeypatch.setattr(Failures, "keep", busy_once)
    failures.note(failure(1))
    failures.start()
    try:
        wait_until(lambda: found(kept, failure(1)) is not None)
    finally:
        failures.stop()
    assert asked[:2] == [False, True]
