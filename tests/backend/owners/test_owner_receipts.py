"""What was paid for an owner's vehicles: theirs, since they are theirs, and no one else's."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from kiosk.backend.owners import owner_receipts
from kiosk.backend.payments import receipts as service
from kiosk.backend.payments.tables import payments
from kiosk.backend.registers import bills, dunning
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.contract.owners import OwnerReceipts
from kiosk.contract.payments import Payment, Receipt
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.owner_rows import add_owner, refused
from tests.backend.payment_stage import DUE, NET, TODAY, Stage, make_stage
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOTORCYCLE = Vehicle(plate="BKZ-5937", type=VehicleType.MOTORCYCLE)
OTHER = Vehicle(plate="AXY-7788", type=VehicleType.CAR)


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


@pytest.fixture
def owner(stage: Stage) -> str:
    return add_owner(stage.context.database)


def bind(stage: Stage, owner: str, vehicle: Vehicle) -> str:
    now = stage.clock.now()
    bound = stage.context.database.run(
        lambda connection: bindings.bind(connection, owner, vehicle, (), terminal_id="kiosk-1", now=now)
    )
    return bound.id


def paid(stage: Stage, *bills: str) -> Payment:
    stage.clock.advance(60)
    payment = stage.create(*bills)
    stage.confirm(payment)
    stage.worker.run_due()
    stage.pays(payment, id=payment.id)
    return payment


def receipts(stage: Stage, owner: str) -> OwnerReceipts:
    with stage.context.database.read() as connection:
        return owner_receipts.listed(connection, stage.context, owner)


def receipt(stage: Stage, owner: str, payment: Payment) -> Receipt:
    with stage.context.database.read() as connection:
        return owner_receipts.get(connection, stage.context, owner, payment.id)


def test_what_was_paid_is_listed_newest_first(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    first = paid(stage, stage.ticket(1), stage.ticket(2))
    second = paid(stage, stage.ticket(3))
    newest, oldest = receipts(stage, owner).receipts
    assert (newest.payment_id, oldest.payment_id) == (second.id, first.id)
    assert (oldest.bills, oldest.amount, oldest.plates) == (2, 2 * NET, ("BKZ-5937",))
    assert oldest.provider_name == stage.context.terms.providers.name("jkopay")
    with stage.context.database.read() as connection:
        assert newest.number == connection.scalar(select(payments.c.receipt_number).where(payments.c.id == second.id))
    assert newest.paid_at > oldest.paid_at


def test_the_receipt_is_there_at_whatever_terminal_it_was_paid(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    payment = paid(stage, stage.ticket(1), stage.ticket(2))
    assert receipt(stage, owner, payment) == service.get(stage.context, "kiosk-1", payment.id)


def test_the_receipt_of_what_others_paid_along_has_only_the_owners_lines(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    payment = paid(stage, stage.ticket(1), stage.ticket(2), stage.ticket(3, plate=OTHER.plate))
    with stage.context.database.write() as connection:
        connection.execute(update(payments).values(fee=15))
    own = receipt(stage, owner, payment)
    assert (len(own.lines), own.amount, own.fee, own.provider_reference) == (2, 2 * NET, 0, "")
    assert {line.plate for line in own.lines} == {"BKZ-5937"}


def test_no_one_elses_receipt_is_there(stage: Stage, owner: str) -> None:
    stranger = add_owner(stage.context.database)
    bind(stage, owner, CAR)
    payment = paid(stage, stage.ticket(1))
    waiting = stage.create(stage.ticket(2))
    assert refused(lambda: receipt(stage, stranger, payment)) is ProblemKind.NOT_FOUND
    assert refused(lambda: receipt(stage, owner, waiting)) is ProblemKind.NOT_FOUND


def test_what_was_paid_before_the_vehicle_was_bound_stays_with_the_owner_before(stage: Stage, owner: str) -> None:
    before = add_owner(stage.context.database)
    binding = bind(stage, before, CAR)
    paid(stage, stage.ticket(1))
    assert len(receipts(stage, before).receipts) == 1
    now = stage.clock.now()
    stage.context.database.run(
        lambda connection: bindings.unbind(connection, before, binding, terminal_id="kiosk-1", now=now)
    )
    stage.clock.advance(60)
    bind(stage, owner, CAR)
    assert receipts(stage, owner).receipts == receipts(stage, before).receipts == ()


def test_what_is_waiting_or_was_given_up_is_no_receipt(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    payment = stage.create(stage.ticket(1))
    assert receipts(stage, owner).receipts == ()
    stage.payer_cancels(payment)
    assert receipts(stage, owner).receipts == ()


def test_of_a_payment_for_several_people_only_the_owners_part_is_shown(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    paid(stage, stage.ticket(1), stage.ticket(2), stage.ticket(3, plate=OTHER.plate))
    (only,) = receipts(stage, owner).receipts
    assert (only.plates, only.bills, only.amount) == (("BKZ-5937",), 2, 2 * NET)
    bind(stage, owner, OTHER)
    paid(stage, stage.ticket(4), stage.ticket(5, plate=OTHER.plate))
    assert receipts(stage, owner).receipts[0].plates == (OTHER.plate, CAR.plate)


def test_a_motorcycle_with_the_plate_of_a_car_is_another_vehicle(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    rider = add_owner(stage.context.database)
    bind(stage, rider, MOTORCYCLE)
    add_ticket(stage.context.database, ticket_number(2), DUE, vehicle_type="motorcycle")
    paid(stage, stage.ticket(1), ticket_number(2))
    for one in (owner, rider):
        (only,) = receipts(stage, one).receipts
        assert (only.bills, only.amount) == (1, NET)


def test_a_notice_is_paid_like_a_ticket(stage: Stage, owner: str) -> None:
    bind(stage, owner, CAR)
    ticket, database = stage.ticket(1, due_on=TODAY - timedelta(days=20)), stage.context.database
    for days_ago in range(20, -1, -1):
        day = TODAY - timedelta(days=days_ago)
        database.run(partial(dunning.advance, today=day))
    with database.read() as connection:
        notice = connection.scalar(select(tickets.c.notice_number).where(tickets.c.number == ticket))
        (bill,) = bills.bills_by_number(connection, [str(notice)], stage.clock).bills
    payment = stage.create(str(notice), expected=bill.amount)
    stage.pays(payment)
    (only,) = receipts(stage, owner).receipts
    assert (only.payment_id, only.bills, only.amount) == (payment.id, 1, bill.amount)
    assert only.amount > NET
