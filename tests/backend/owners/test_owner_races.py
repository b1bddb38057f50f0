"""Real threads against real databases: whatever owners try at once, one thing happens."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages.tables import owner_events
from kiosk.backend.owners import mobile_changes, registrations
from kiosk.backend.owners.tables import owners, sessions
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import MobileChangeRequest, Registered
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import CAR, MOBILE, OTHER, OwnerStage, add_device, make_owner_stage, wanted
from tests.backend.payments.test_payment_races import at_once
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

CROWD = 100


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    return make_owner_stage(database, clock)


def finish(stage: OwnerStage, device: str, sent: CodeSent, code: str) -> Registered | ProblemKind:
    try:
        return registrations.finish(stage.context, device, sent.id, code)
    except Refusal as refusal:
        return refusal.kind


@pytest.mark.long
def test_a_hundred_people_register_at_once_and_everybody_is_an_owner(stage: OwnerStage) -> None:
    devices = [add_device(stage.context.database, stage.clock, f"far-{kiosk}") for kiosk in range(CROWD // 5)]
    numbers = [f"09{person:08}" for person in range(CROWD)]
    drafts = at_once(
        CROWD, lambda person: registrations.begin(stage.context, devices[person // 5], wanted(numbers[person]))
    )
    while stage.worker.run_due(CROWD):
        pass
    codes = [stage.gateway.last_code(number) for number in numbers]
    results = at_once(CROWD, lambda person: finish(stage, devices[person // 5], drafts[person], codes[person]))
    assert all(isinstance(result, Registered) and result.vehicle_bound for result in results)
    with stage.context.database.read() as connection:
        assert sorted(str(number) for number in connection.scalars(select(owners.c.mobile))) == numbers
    assert stage.count(bindings_table) == stage.count(sessions) == CROWD
    assert Counter(text.mobile for text in stage.gateway.sent) == Counter(numbers)


def test_one_number_at_two_kiosks_at_once_becomes_one_owner(stage: OwnerStage) -> None:
    first = stage.ask(wanted())
    stage.clock.advance(60)
    second = stage.ask(wanted(), device="kiosk-2")
    drafts = [("kiosk-1", *first), ("kiosk-2", *second)]
    results = at_once(8, lambda index: finish(stage, *drafts[index % 2]))
    assert sum(isinstance(result, Registered) for result in results) == 1
    others = [result for result in results if not isinstance(result, Registered)]
    assert others.count(ProblemKind.ALREADY_REGISTERED) == 1
    assert others.count(ProblemKind.FLOW_OVER) == 6
    assert stage.count(owners) == stage.count(sessions) == 1


def test_one_plate_at_two_kiosks_at_once_is_bound_once_and_both_are_owners(stage: OwnerStage) -> None:
    first = stage.ask(wanted(MOBILE, plate=CAR.plate))
    second = stage.ask(wanted(OTHER, plate=CAR.plate), device="kiosk-2")
    drafts = [("kiosk-1", *first), ("kiosk-2", *second)]
    results = at_once(2, lambda index: finish(stage, *drafts[index]))
    assert sorted(result.vehicle_bound for result in results if isinstance(result, Registered)) == [False, True]
    with stage.context.database.read() as connection:
        assert bindings.holder(connection, CAR) in {stage.owner(MOBILE).id, stage.owner(OTHER).id}


def test_a_right_code_fifty_times_at_once_makes_one_owner(stage: OwnerStage) -> None:
    sent, code = stage.ask(wanted())
    results = at_once(50, lambda _: finish(stage, "kiosk-1", sent, code))
    assert sum(isinstance(result, Registered) for result in results) == 1
    assert results.count(ProblemKind.FLOW_OVER) == 49
    assert stage.count(owners) == 1
    with stage.context.database.read() as connection:
        happened = connection.scalars(select(owner_events.c.kind).order_by(owner_events.c.sequence)).all()
    assert list(happened) == ["registered", "vehicle-bound"]


def test_two_owners_who_move_to_one_number_at_once_end_with_one_of_them_there(stage: OwnerStage) -> None:
    new = "0955555555"
    here = [stage.session(stage.register(MOBILE).session)]
    here.append(stage.session(stage.register(OTHER, device="kiosk-2").session, device="kiosk-2"))
    changes = []
    for session in here:
        stage.clock.advance(60)
        sent = mobile_changes.begin(stage.context, session, MobileChangeRequest(mobile=new))
        changes.append((session, sent.id, stage.code(new)))

    def move(index: int) -> ProblemKind | None:
        try:
            mobile_changes.finish(stage.context, *changes[index])
        except Refusal as refusal:
            return refusal.kind
        return None

    results = at_once(2, move)
    assert sorted(results, key=str) == [None, ProblemKind.NUMBER_TAKEN]
    assert stage.owner(new).id == here[results.index(None)].owner_id


def test_a_number_that_registers_while_another_owner_moves_to_it_is_one_owners(stage: OwnerStage) -> None:
    session = stage.session(stage.register(MOBILE).session)
    sent = mobile_changes.begin(stage.context, session, MobileChangeRequest(mobile=OTHER))
    change_code = stage.code(OTHER)
    stage.clock.advance(60)
    draft, code = stage.ask(wanted(OTHER), device="kiosk-2")

    def act(index: int) -> object:
        try:
            if index:
                return registrations.finish(stage.context, "kiosk-2", draft.id, code)
            return mobile_changes.finish(stage.context, session, sent.id, change_code)
        except Refusal as refusal:
            return refusal.kind

    moved, registered = at_once(2, act)
    assert isinstance(moved, ProblemKind) != isinstance(registered, ProblemKind)
    assert {ProblemKind.NUMBER_TAKEN, ProblemKind.ALREADY_REGISTERED} & {moved, registered}
    with stage.context.database.read() as connection:
        assert connection.scalars(select(owners.c.id).where(owners.c.mobile == OTHER)).one()
