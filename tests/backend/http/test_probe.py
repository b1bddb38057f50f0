"""The probe behind `/readyz`: answered in time however many ask, and however silent the database is."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kiosk.backend.ground import readiness
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http import health
from kiosk.backend.store.database import Database, DatabaseLostError
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock
from tests.patience import PATIENCE


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Stage:
    return make_stage(Database(sqlite_url), clock)


async def test_all_who_ask_a_backend_whose_database_is_silent_are_answered_by_one_probe(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    asked: list[object] = []

    def silent(database: Database) -> None:
        asked.append(database)
        go_on.wait(PATIENCE)

    monkeypatch.setattr(health, "ANSWERS_WITHIN", 0.05)
    monkeypatch.setattr(readiness, "probe", silent)
    probe = health._Probe(stage.context)
    try:
        found = await asyncio.gather(*(probe() for _ in range(20)), return_exceptions=True)
        found += await asyncio.gather(probe(), return_exceptions=True)
        assert {type(one) for one in found} == {Refusal}
        assert len(asked) == 1
        stage.clock.advance(health.GOOD_FOR)
        with pytest.raises(Refusal):
            await probe()
        assert len(asked) == 2
    finally:
        go_on.set()


async def test_who_has_waited_for_anothers_probe_for_long_enough_does_not_wait_for_one_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "ANSWERS_WITHIN", 0.05)
    probe = health._Probe(stage.context)
    async with probe._lock:
        with pytest.raises(Refusal):
            await asyncio.wait_for(probe(), PATIENCE)


async def test_that_the_database_is_lost_is_believed_for_a_second_and_then_asked_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def lost(database: Database) -> None:
        asked.append(database)
        raise DatabaseLostError

    with monkeypatch.context() as patched:
        patched.setattr(readiness, "probe", lost)
        probe = health._Probe(stage.context)
        with pytest.raises(DatabaseLostError):
            await probe()
        with pytest.raises(Refusal):
            await probe()
        assert len(asked) == 1
    stage.clock.advance(health.GOOD_FOR)
    assert (await probe()).due == 0
