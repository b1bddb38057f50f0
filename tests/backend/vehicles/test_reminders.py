from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from kiosk.backend.domain.text_message import TextKind, segments
from kiosk.backend.messages import owner_texts
from kiosk.backend.messages.tables import owner_messages, text_messages
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, reminders
from kiosk.backend.worker import Worker
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import TAIPEI, taipei
from kiosk.domain.plate import VehicleType
from kiosk.domain.service import FloodArea, ServiceKind
from tests.backend.code_stage import CodeStage, make_code_stage
from tests.backend.owner_rows import PAPERLESS, REMINDER, add_owner, bind, notified
from tests.backend.payments.test_payment_races import at_once
from tests.backend.rows import add_ticket, hold, ticket_number
from tests.clock import START, ManualClock
from tests.patience import PATIENCE

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
TODAY = date(2026, 11, 23)
BEFORE = START - timedelta(days=9)
"""When the vehicles of these tests were bound: their services hold."""


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    """Return a service on a Monday at 10:28; reminders go out from 13 to 18."""
    return make_code_stage(database, clock)


def at(stage: CodeStage, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """Let it be an hour of today in Taipei, or of some days later."""
    wanted = datetime(2026, 11, 23, hour, minute, tzinfo=TAIPEI) + timedelta(days=days)
    stage.clock.jump((wanted - stage.clock.now()).total_seconds())


def owing(
    stage: CodeStage, *dues: date, vehicle: Vehicle = CAR, serial: int = 1, choice: ServiceChoice = REMINDER
) -> str:
    """Add an owner whose vehicle has tickets with these due dates; return the owner."""
    owner = add_owner(stage.context.database, mobile=f"09000000{serial:02}")
    bind(stage.context.database, owner, vehicle, choice, now=BEFORE)
    for index, due in enumerate(dues):
        number = ticket_number(serial * 100 + index)
        add_ticket(stage.context.database, number, due, plate=vehicle.plate, vehicle_type=vehicle.type.value)
    return owner


def sent(stage: CodeStage) -> list[str]:
    """Let a round go by and the messages go out; return all that have arrived so far."""
    reminders.send_due(stage.context)
    stage.worker.run_due()
    return [text.body for text in stage.gateway.sent]


def test_a_reminder_goes_out_three_days_before_within_the_window(stage: CodeStage) -> None:
    owner = owing(stage, TODAY + timedelta(days=4))
    at(stage, 13)
    assert sent(stage) == []
    at(stage, 12, 59, days=1)
    assert sent(stage) == []
    at(stage, 13, days=1)
    assert sent(stage) == ["【臺北市停車】BKZ-5937有1張停車單共50元，11月27日到期，請於期限內繳納。洽詢02-2726-9600"]
    assert notified(stage.context.database, owner) == ["reminder"]


def test_the_windows_end_is_not_in_it(stage: CodeStage) -> None:
    owing(stage, TODAY + timedelta(days=3))
    at(stage, 18)
    assert sent(stage) == []
    at(stage, 17, 59)
    assert len(sent(stage)) == 1


def test_what_no_gateway_takes_in_the_window_is_not_sent_after_it(stage: CodeStage) -> None:
    owing(stage, TODAY + timedelta(days=3))
    at(stage, 17, 50)
    reminders.send_due(stage.context)
    at(stage, 18)
    stage.worker.run_due()
    assert stage.gateway.sent == []
    with stage.context.database.read() as connection:
        row = connection.execute(select(text_messages)).one()
    assert (row.kind, taipei(row.valid_until)) == (TextKind.REMINDER, datetime(2026, 11, 23, 18, tzinfo=TAIPEI))


def test_a_vehicles_tickets_come_in_one_message_with_count_and_total(stage: CodeStage) -> None:
    motorcycle = Vehicle(plate="MKR-0825", type=VehicleType.MOTORCYCLE)
    owing(stage, TODAY + timedelta(days=3), TODAY + timedelta(days=2), TODAY + timedelta(days=4))
    owing(stage, TODAY + timedelta(days=3), vehicle=motorcycle, serial=2)
    at(stage, 13)
    first, second = sorted(sent(stage))
    assert "BKZ-5937有2張停車單共100元，最早11月25日到期" in first
    assert "MKR-0825有1張停車單共50元，11月26日到期" in second
    with stage.context.database.read() as connection:
        arguments = connection.scalars(select(owner_messages.c.arguments)).all()
    assert '{"plate": "BKZ-5937", "count": "2", "amount": "100", "due": "11/25"}' in arguments


def test_a_ticket_is_reminded_of_once_and_a_vehicle_once_a_day(stage: CodeStage) -> None:
    owing(stage, TODAY + timedelta(days=3))
    at(stage, 13)
    assert len(sent(stage)) == 1
    add_ticket(stage.context.database, ticket_number(9), TODAY + timedelta(days=3))
    at(stage, 14)
    assert len(sent(stage)) == 1
    at(stage, 13, days=1)
    assert "有1張" in sent(stage)[1]
    at(stage, 13, days=2)
    assert len(sent(stage)) == 2


@pytest.mark.each_database
def test_replicas_that_look_at_the_same_moment_send_one(stage: CodeStage) -> None:
    owner = owing(stage, TODAY + timedelta(days=3))
    at(stage, 13)
    assert sum(at_once(4, lambda _: reminders.send_due(stage.context))) == 1
    assert notified(stage.context.database, owner) == ["reminder"]
    assert len(sent(stage)) == 1


@pytest.mark.each_database
def test_more_vehicles_than_one_unit_of_work_holds_are_all_reminded(
    stage: CodeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    for serial in range(1, 6):
        vehicle = Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR)
        owing(stage, TODAY + timedelta(days=3), vehicle=vehicle, serial=serial)
    at(stage, 13)
    assert reminders.send_due(stage.context) == 5
    assert reminders.send_due(stage.context) == 0


def test_no_one_is_reminded_of_what_is_paid_held_or_too_late(stage: CodeStage) -> None:
    owing(stage, *[TODAY + timedelta(days=3)] * 3, TODAY - timedelta(days=1))
    with stage.context.database.write() as connection:
        paid = update(tickets).where(tickets.c.number == ticket_number(100))
        connection.execute(paid.values(status="paid"))
    hold(stage.context.database, [ticket_number(101)])
    at(stage, 13)
    assert ["有1張停車單共50元" in text for text in sent(stage)] == [True]


def test_a_service_holds_from_the_day_after_and_ends_with_its_binding(stage: CodeStage) -> None:
    database = stage.context.database
    owner = add_owner(database)
    add_ticket(database, ticket_number(1), TODAY + timedelta(days=3))
    bound = bind(database, owner, CAR, REMINDER, now=START)
    at(stage, 13)
    assert sent(stage) == []
    at(stage, 13, days=1)
    assert len(sent(stage)) == 1
    add_ticket(database, ticket_number(2), TODAY + timedelta(days=4))
    database.run(
        lambda connection: bindings.unbind(connection, owner, bound.id, terminal_id="kiosk-1", now=stage.clock.now())
    )
    at(stage, 13, days=2)
    assert len(sent(stage)) == 1


def test_who_chose_no_reminder_gets_none(stage: CodeStage) -> None:
    owing(stage, TODAY + timedelta(days=3), choice=PAPERLESS)
    at(stage, 13)
    assert sent(stage) == []


def test_a_window_in_the_evening_is_the_evening(stage: CodeStage) -> None:
    evening = ServiceChoice(kind=ServiceKind.REMINDER, start=18, end=20)
    owing(stage, TODAY + timedelta(days=3), choice=evening)
    at(stage, 13)
    assert sent(stage) == []
    at(stage, 19, 30)
    assert len(sent(stage)) == 1


def test_the_worker_sends_what_is_due_when_a_round_comes(stage: CodeStage) -> None:
    owing(stage, TODAY + timedelta(days=3))
    at(stage, 13)
    stage.worker.run_round()
    stage.worker.run_due()
    assert len(stage.gateway.sent) == 1


def test_what_owners_are_sent_fits_in_one_message_on_the_air() -> None:
    phone, moment = "02-2726-9600", datetime(2026, 12, 28, 18, 30, tzinfo=TAIPEI)
    assert segments(owner_texts.reminder("BKZ-5937", 12, 1_250, TODAY, phone)) == 1
    assert segments(owner_texts.ticket("MKR-0825", moment, 15, TODAY, "MCN2881234567890P"[:15])) == 1
    assert segments(owner_texts.flood(FloodArea.KEELUNG, moment, ["BKZ-5937", "MKR-0825"])) == 1
    assert "等5輛" in owner_texts.flood(FloodArea.KEELUNG, moment, ["BKZ-5937"] * 5)


def test_a_worker_that_runs_goes_its_rounds(stage: CodeStage) -> None:
    went = threading.Event()
    worker = Worker(stage.context, threading.Event(), pause=0.02, rounds=(lambda _: went.set(),))
    owing(stage, TODAY + timedelta(days=3))
    at(stage, 13)
    worker.start()
    try:
        assert went.wait(PATIENCE)
    finally:
        worker.stop()
    # Ours comes before what was added to it.
    with stage.context.database.read() as connection:
        assert connection.scalars(select(text_messages.c.kind)).all() == ["reminder"]
