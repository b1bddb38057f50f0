"""How an objection has ended: who hears of it, where, and in which words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.backend.domain.text_message import segments
from kiosk.backend.messages import owner_log, owner_texts
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.registers import objection_acts, objections
from kiosk.backend.registers.tables import objections as rows
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.contract.desk.objections import (
    ObjectionDeciding,
    ObjectionOpening,
    ObjectionOutcome,
    ObjectionReason,
    ObjectionTakingBack,
)
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.vehicles import ServiceChoice
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import FLOOD, PAPERLESS, add_owner, bind
from tests.backend.rows import add_ticket, ticket_number
from tests.backend.staff_stage import StaffStage, make_staff_stage
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
NUMBER = ticket_number(1)
A_WEEK = timedelta(days=7)


@pytest.fixture
def office(database: Database) -> StaffStage:
    stage = make_staff_stage(database, ManualClock())
    add_ticket(database, NUMBER, taipei_date(START) + timedelta(days=3), status="owed")
    return stage


def owner_of(office: StaffStage, *services: ServiceChoice) -> str:
    owner = add_owner(office.context.database)
    bind(office.context.database, owner, CAR, *services, now=START - A_WEEK)
    return owner


def begin(office: StaffStage, acting: Acting) -> str:
    wish = ObjectionOpening(ticket=NUMBER, reason=ObjectionReason.WRONG_TIME, case=office.case(acting))
    objections.begin(office.context, acting, wish)
    with office.context.database.read() as connection:
        return str(connection.scalar(select(rows.c.id)))


def reject(office: StaffStage) -> None:
    clerk, senior = office.at_work(StaffRole.CLERK), office.at_work(StaffRole.SENIOR, name="wu.mh")
    wish = ObjectionDeciding(ticket=NUMBER, objection=begin(office, clerk), case=office.case(senior))
    objection_acts.reject(office.context, senior, wish)


def inbox(office: StaffStage, owner: str) -> list[tuple[str, dict[str, str]]]:
    with office.context.database.read() as connection:
        return [(one.kind, dict(one.arguments)) for one in owner_log.inbox(connection, owner).messages]


def texted(office: StaffStage) -> list[str]:
    with office.context.database.read() as connection:
        return list(connection.scalars(select(text_messages.c.kind)))


def test_the_owner_finds_it_at_the_kiosk_and_by_text_where_messages_about_tickets_are_on(office: StaffStage) -> None:
    owner = owner_of(office, PAPERLESS)
    reject(office)
    assert inbox(office, owner) == []
    office.payments.worker.run_due()
    assert inbox(office, owner) == [("objection-rejected", {"plate": CAR.plate, "number": NUMBER})]
    assert texted(office) == ["notice"]
    office.clock.advance(3600)
    office.payments.worker.run_due()
    assert len(inbox(office, owner)) == len(texted(office)) == 1


@pytest.mark.parametrize("services", [(), (FLOOD,)], ids=["none", "flood"])
def test_who_has_no_messages_about_tickets_finds_it_only_at_the_kiosk(
    office: StaffStage, services: tuple[ServiceChoice, ...]
) -> None:
    owner = owner_of(office, *services)
    reject(office)
    office.payments.worker.run_due()
    assert [kind for kind, _ in inbox(office, owner)] == ["objection-rejected"]
    assert texted(office) == []


def test_one_that_was_taken_back_is_said_too_and_one_that_goes_on_is_not(office: StaffStage) -> None:
    owner, clerk = owner_of(office), office.at_work(StaffRole.CLERK)
    begin(office, clerk)
    office.payments.worker.run_due()
    assert inbox(office, owner) == []
    objections.take_back(office.context, clerk, ObjectionTakingBack(ticket=NUMBER, case=office.case(clerk)))
    office.payments.worker.run_due()
    assert [kind for kind, _ in inbox(office, owner)] == ["objection-taken-back"]


def test_one_whose_money_goes_back_for_it_is_upheld(office: StaffStage) -> None:
    owner, clerk = owner_of(office), office.at_work(StaffRole.CLERK)
    begin(office, clerk)
    office.context.database.run(lambda connection: objections.uphold(connection, [NUMBER], office.clock.now()))
    office.payments.worker.run_due()
    assert [kind for kind, _ in inbox(office, owner)] == ["objection-upheld"]


def test_who_has_the_vehicle_no_more_hears_nothing(office: StaffStage) -> None:
    owner = owner_of(office, PAPERLESS)
    office.context.database.run(lambda connection: bindings.unbind_all(connection, owner, START))
    reject(office)
    office.payments.worker.run_due()
    assert inbox(office, owner) == []
    assert texted(office) == []


@pytest.mark.parametrize("outcome", ObjectionOutcome)
def test_each_ending_has_words_of_one_text_message_without_a_plate(outcome: ObjectionOutcome) -> None:
    chinese = owner_texts.objection(outcome.value, NUMBER, "02-2726-9600")
    english = owner_texts.objection(outcome.value, NUMBER, "02-2726-9600", "en")
    assert segments(chinese) == 1
    assert len(english) <= 160
    assert CAR.plate not in chinese + english
