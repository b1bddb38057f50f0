"""Turns that all processes of an installation take from one another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.ground import allowances
from kiosk.backend.ground.tables import allowances as rows
from kiosk.backend.ground.turns import take_turn
from kiosk.backend.registers.national.database_turns import DatabaseTurns
from kiosk.backend.registers.national.host_turns import PAUSE
from kiosk.backend.store.database import Database
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database

SECOND = timedelta(seconds=1)


def turn(database: Database, clock: ManualClock, what: str = "city one") -> float:
    now = clock.now()
    return (database.run(lambda connection: take_turn(connection, what, SECOND, now)) - now).total_seconds()


def test_turns_are_a_pause_apart_however_many_ask_at_once(database: Database, clock: ManualClock) -> None:
    with ThreadPoolExecutor(4) as workers:
        taken = list(workers.map(lambda _: DatabaseTurns(database, clock).turn("city.example.tw"), range(8)))
    assert sorted(taken) == [float(place) for place in range(8)]


def test_who_waited_for_the_database_calls_later_and_the_next_call_is_a_pause_after_that(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, run = DatabaseTurns(database, clock), database.run

    def slowly(work: Callable[[Connection], datetime]) -> datetime:
        clock.advance(0.5)  # others hold the lock
        return run(work)

    monkeypatch.setattr(database, "run", slowly)
    first = turns.turn("city.example.tw") + clock.monotonic()
    monkeypatch.undo()
    second = turns.turn("city.example.tw") + clock.monotonic()
    assert second - first == PAUSE


def test_a_caller_who_comes_later_than_the_next_turn_need_not_wait(database: Database, clock: ManualClock) -> None:
    assert (turn(database, clock), turn(database, clock)) == (0, 1)
    clock.advance(5)
    assert (turn(database, clock), turn(database, clock)) == (0, 1)


def test_each_thing_has_turns_of_its_own(database: Database, clock: ManualClock) -> None:
    assert (turn(database, clock), turn(database, clock, "city two")) == (0, 0)


def test_a_clock_that_was_set_back_holds_no_one_up(database: Database, clock: ManualClock) -> None:
    clock.jump(3600)
    turn(database, clock)
    clock.jump(-3600)
    assert turn(database, clock) == 0


def test_one_row_is_kept_of_a_thing_and_none_of_it_a_day_later(database: Database, clock: ManualClock) -> None:
    for _ in range(3):
        turn(database, clock)
    with database.read() as connection:
        assert len(connection.execute(select(rows)).all()) == 1
    database.run(lambda connection: allowances.forget_old(connection, START + timedelta(days=2)))
    with database.read() as connection:
        assert connection.execute(select(rows)).all() == []
