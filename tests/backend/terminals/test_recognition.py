"""Terminals in use are recognised anew many at once, before what is remembered of them ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.recognition import IN_USE, REMEMBERED, RENEWED, Recognised, Recognition
from kiosk.backend.terminals.reports import EVERY
from tests.backend.caller import Caller
from tests.backend.terminals.test_fleet import REPORT
from tests.clock import ManualClock
from tests.live_backend import LiveBackend


def add(database: Database, clock: ManualClock, *, guest: bool = False) -> tuple[str, str]:
    until = clock.now() + timedelta(hours=1) if guest else None
    return database.run(lambda connection: enrolment.add(connection, "desk", clock.now(), guest_until=until))


@pytest.mark.each_database
def test_a_terminal_in_use_is_renewed_with_the_others_and_one_that_was_shut_out_is_not(
    database: Database, clock: ManualClock
) -> None:
    recognition = Recognition(database, clock)
    (stays, token), (goes, other) = add(database, clock), add(database, clock)
    assert [recognition.look_up(one) for one in (token, other)] == [Recognised(stays), Recognised(goes)]
    assert database.run(lambda connection: enrolment.shut_out(connection, goes, clock.now()))
    clock.advance(REMEMBERED - 1)
    recognition.renew()
    assert recognition.remembered(other) is None
    clock.advance(REMEMBERED - 1)
    assert recognition.remembered(token) == Recognised(stays)
    clock.advance(1)
    assert recognition.remembered(token) is None


def test_a_terminal_that_was_shut_out_after_it_was_renewed_is_forgotten_within_a_minute(
    database: Database, clock: ManualClock
) -> None:
    recognition = Recognition(database, clock)
    id, token = add(database, clock)
    recognition.look_up(token)
    clock.advance(REMEMBERED - RENEWED + 1)
    recognition.renew()
    assert database.run(lambda connection: enrolment.shut_out(connection, id, clock.now()))
    for _ in range(int(REMEMBERED / EVERY)):
        recognition.remembered(token)  # it goes on asking
        clock.advance(EVERY)
        recognition.renew()
    assert recognition.remembered(token) is None


def test_who_is_looked_up_and_turned_away_is_not_remembered_from_before(database: Database, clock: ManualClock) -> None:
    recognition = Recognition(database, clock)
    id, token = add(database, clock)
    assert recognition.look_up(token) == recognition.remembered(token) == Recognised(id)
    assert database.run(lambda connection: enrolment.shut_out(connection, id, clock.now()))
    assert recognition.look_up(token) is None
    assert recognition.remembered(token) is None


def test_a_terminal_that_has_gone_and_a_guest_are_left_to_end(database: Database, clock: ManualClock) -> None:
    recognition = Recognition(database, clock)
    (_, token), (_, picture) = add(database, clock), add(database, clock, guest=True)
    assert recognition.look_up(token) is not None
    assert recognition.look_up(picture) is not None
    for moment in range(1, int((IN_USE + REMEMBERED) / EVERY) + 1):
        clock.advance(EVERY)
        recognition.renew()
        if moment * EVERY >= REMEMBERED:
            assert recognition.remembered(picture) is None
    assert recognition.remembered(token) is None


@given(pauses=st.lists(st.floats(54.0, 66.0), min_size=2, max_size=6))
def test_a_terminal_that_reports_every_minute_is_looked_up_once(
    shared_backend: LiveBackend, pauses: list[float]
) -> None:
    """Others report in between, so that what was said is written down every few seconds."""
    clock, looked_up = ManualClock(), []

    class Counting(Recognition):
        def look_up(self, token: str) -> Recognised | None:
            looked_up.append(token)
            return super().look_up(token)

    recognition = Counting(shared_backend.database, clock)

    def asks(token: str) -> None:
        if recognition.remembered(token) is None:
            assert recognition.look_up(token) is not None

    _, token = add(shared_backend.database, clock)
    asks(token)
    for pause in pauses:
        for _ in range(int(pause / EVERY)):
            clock.advance(EVERY)
            recognition.renew()
        clock.advance(pause % EVERY)
        asks(token)
    assert looked_up == [token]


def test_terminals_that_report_are_recognised_anew_with_what_is_written_down(
    demo_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LiveBackend(demo_url, clock=clock) as backend, Caller(backend) as kiosk:
        assert kiosk.call("PUT", "/v1/terminal/report", REPORT).status == 200
        monkeypatch.delattr(Recognition, "look_up")
        for _ in range(5):
            clock.advance(REMEMBERED - 1)
            assert kiosk.call("PUT", "/v1/terminal/report", REPORT).status == 200
