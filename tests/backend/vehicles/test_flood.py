from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kiosk.backend.messages.tables import owner_messages
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, flood
from kiosk.backend.vehicles.flood import Announced
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from tests.backend.books import SHELL
from tests.backend.code_stage import CodeStage, make_code_stage
from tests.backend.owner_rows import FLOOD, PAPERLESS, add_owner, bind, notified
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database

CLEAR_BY = START + timedelta(hours=8)
"""18:28 in Taipei on the 23rd."""
BEFORE = START - timedelta(days=2)
ELSEWHERE = ServiceChoice(kind=ServiceKind.FLOOD, area=FloodArea.TAMSUI)


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    return make_code_stage(database, clock)


def car(serial: int) -> Vehicle:
    return Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR)


def owner_with(stage: CodeStage, serial: int, *services: ServiceChoice, now: datetime = BEFORE) -> str:
    owner = add_owner(stage.context.database, mobile=f"09000000{serial:02}")
    bind(stage.context.database, owner, car(serial), *services, now=now)
    return owner


def announce(stage: CodeStage, clear_by: datetime = CLEAR_BY) -> Announced:
    return flood.announce(stage.context, SHELL, FloodArea.KEELUNG, clear_by)


def sent(stage: CodeStage) -> dict[str, str]:
    """Let the worker do what is due; return the messages by number."""
    while stage.worker.run_due():
        pass
    return {text.mobile: text.body for text in stage.gateway.sent}


def test_an_alert_goes_to_owners_with_a_vehicle_in_the_area_whose_service_holds(stage: CodeStage) -> None:
    there = owner_with(stage, 1, FLOOD)
    others = [
        owner_with(stage, 2, ELSEWHERE),
        owner_with(stage, 3, PAPERLESS),
        owner_with(stage, 4, FLOOD, now=START),  # from tomorrow on
    ]
    assert announce(stage) == Announced(owners=1, again=False)
    expected = "【臺北市停車】基隆河堤外停車場請於11月23日18:28前移車，逾時將關閉疏散門。車號：AAA-0001"
    assert sent(stage) == {"0900000001": expected}
    assert notified(stage.context.database, there) == ["flood"]
    assert [notified(stage.context.database, other) for other in others] == [[], [], []]
    with stage.context.database.read() as connection:
        arguments = json.loads(str(connection.scalar(select(owner_messages.c.arguments))))
    assert arguments == {"area": "keelung", "until": "11/23 18:28", "plates": "AAA-0001"}


def test_an_owner_with_several_vehicles_there_is_notified_once(stage: CodeStage) -> None:
    owner = owner_with(stage, 1, FLOOD)
    bind(stage.context.database, owner, car(2), FLOOD, now=BEFORE)
    assert announce(stage).owners == 1
    assert sent(stage)["0900000001"].endswith("車號：AAA-0001、AAA-0002")
    assert len(stage.gateway.sent) == 1


def test_the_same_announcement_again_tells_no_one_twice(stage: CodeStage) -> None:
    owner = owner_with(stage, 1, FLOOD)
    said = at_once(3, lambda _: announce(stage))
    assert [one.again for one in said].count(False) == 1
    sent(stage)
    assert announce(stage).again
    sent(stage)
    assert len(stage.gateway.sent) == 1
    announce(stage, CLEAR_BY + timedelta(hours=1))
    sent(stage)
    assert len(stage.gateway.sent) == 2
    assert notified(stage.context.database, owner) == ["flood", "flood"]


def test_a_worker_that_died_among_many_owners_is_followed_by_one_that_goes_on(
    stage: CodeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flood, "BATCH", 2)
    for serial in range(1, 6):
        owner_with(stage, serial, FLOOD)
    announce(stage)
    with monkeypatch.context() as dying:
        some, calls = flood._tell_some, iter(range(9))

        def die_after_one(*arguments: object, **named: object) -> None:
            if next(calls):
                raise RuntimeError
            some(*arguments, **named)  # type: ignore[arg-type]

        dying.setattr(flood, "_tell_some", die_after_one)
        with pytest.raises(RuntimeError):
            stage.worker.run_due()
    stage.clock.advance(61)  # the lease
    assert len(sent(stage)) == 5
    assert len(stage.gateway.sent) == 5


def test_no_one_is_notified_when_it_is_too_late(stage: CodeStage) -> None:
    owner_with(stage, 1, FLOOD)
    announce(stage)
    stage.clock.advance(8 * 3600)
    assert sent(stage) == {}
    with pytest.raises(flood.MomentPassedError):
        announce(stage)


def test_who_let_the_vehicle_go_is_not_notified(stage: CodeStage) -> None:
    owner = owner_with(stage, 1, FLOOD)
    stage.context.database.run(lambda connection: bindings.unbind_all(connection, owner, START))
    assert announce(stage).owners == 0
    assert sent(stage) == {}
