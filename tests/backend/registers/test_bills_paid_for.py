"""Bills as what payments are for: what is refused by name, what is kept of each, and what becomes of them after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kiosk.backend.bills import local_register, national_register
from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.bills.register_kind import register_kind
from kiosk.backend.bills.statements import tickets_of_bills
from kiosk.backend.domain.payment import Aftermath, RefundReason
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import held_bills, payment_records, payments, staff_refunds
from kiosk.backend.payments.held_bills import PaidBill
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.tables import payments as payments_table
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers import dunning, objections
from kiosk.backend.registers.local import LocalBills
from kiosk.backend.registers.tables import ticket_withdrawals, tickets
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles.tables import bindings
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState
from kiosk.settings.registers import REGISTERS
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import DUE, FULL, NET, PROVIDER, SETTINGS, Stage, make_stage
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
MOTORCYCLE = Vehicle(plate="BKZ-5937", type=VehicleType.MOTORCYCLE)
LIFETIME = 300


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def why(stage: Stage, *numbers: str) -> tuple[ProblemKind, tuple[str, ...] | None]:
    with pytest.raises(Refusal) as refused:
        stage.create(*numbers, device="kiosk-2")
    return refused.value.kind, refused.value.bills


def pay(stage: Stage, *numbers: str) -> Payment:
    payment = stage.create(*numbers)
    stage.pays(payment, id=payment.number)
    return payment


def become(stage: Stage, number: str, **values: object) -> None:
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == number).values(**values))


# Making one


def test_of_what_is_paid_unknown_or_being_paid_only_those_numbers_are_named(stage: Stage) -> None:
    paid, taken, free = (stage.ticket(serial) for serial in (1, 2, 3))
    pay(stage, paid)
    stage.create(taken)
    assert why(stage, free, paid) == (ProblemKind.ALREADY_PAID, (paid,))
    assert why(stage, free, taken) == (ProblemKind.TICKET_TAKEN, (taken,))
    assert why(stage, ticket_number(99), free) == (ProblemKind.NOT_PAYABLE, (ticket_number(99),))


@pytest.mark.parametrize("change", [{"state": BillState.NOT_HERE}, {"amount": 0}])
def test_what_is_with_enforcement_and_what_costs_nothing_is_not_paid_here(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    first, second = stage.ticket(1), stage.ticket(2)
    real = bill_service.bills_by_number

    def elsewhere(*arguments: Any, **more: Any) -> Any:
        found = real(*arguments, **more)
        changed = [bill.model_copy(update=change) if bill.number == second else bill for bill in found.bills]
        return replace(found, bills=tuple(changed))

    monkeypatch.setattr(bill_service, "bills_by_number", elsewhere)
    assert why(stage, first, second) == (ProblemKind.NOT_PAYABLE, (second,))


def test_a_hold_lasts_until_the_moment_at_which_its_payments_time_is_over(stage: Stage) -> None:
    number = stage.ticket()
    first = stage.create(number)
    stage.clock.advance(LIFETIME - 1)
    assert why(stage, number) == (ProblemKind.TICKET_TAKEN, (number,))
    assert stage.holders(number) == [first.id]
    stage.clock.advance(1)
    second = stage.create(number, device="kiosk-2")
    assert stage.holders(number) == [second.id]
    assert stage.events(first) == ["created", "expired"]


def test_of_two_holders_each_whose_time_is_over_lets_go(stage: Stage) -> None:
    first, second = stage.ticket(1), stage.ticket(2)
    for number in (first, second):
        stage.create(number)
    stage.clock.advance(LIFETIME)
    both = stage.create(first, second)
    assert stage.holders(first) == stage.holders(second) == [both.id]


def test_a_bill_is_kept_as_it_stood_when_its_payment_was_made(stage: Stage) -> None:
    number = stage.ticket()
    payment = stage.create(number)
    become(stage, number, fee=90)
    with stage.context.database.read() as connection:
        assert held_bills.bills_of(connection, payment.id) == [
            PaidBill(number, "BKZ-5937", "general", DUE, FULL, NET),
        ]
        assert BILLS.lines(connection, payment.id) == [
            PaidLine("BKZ-5937", FULL, NET, bill=number, pay_by=DUE),
        ]


def test_a_quote_comes_to_the_sum_of_its_bills_and_names_them_as_they_were_chosen(stage: Stage) -> None:
    second, first = stage.ticket(2, fee=100), stage.ticket(1)
    wish = PaymentRequest(bills=(second, first), provider=PROVIDER, expected=0)
    with stage.context.database.write() as connection:
        quote = BILLS.quote(connection, stage.context, wish, stage.clock.now())
    assert ([bill.number for bill in quote.bills], quote.dollars) == ([second, first], 95 + NET)


def test_the_stays_of_bills_stand_under_their_numbers_and_of_a_pass_there_is_none(stage: Stage) -> None:
    number = stage.ticket()
    line = PaidLine("BKZ-5937", FULL, NET, bill=number)
    with stage.context.database.read() as connection:
        found = BILLS.stays(connection, [line, PaidLine("BKZ-5937", 1, 1, name="月票")])
    assert {bill: [stay.ticket for stay in stays] for bill, stays in found.items()} == {number: [number]}


# After the money


def standing(stage: Stage, payment: Payment) -> Standing:
    with stage.context.database.write() as connection:
        record = payment_records.load(connection, id=payment.id)
        assert record is not None
        return BILLS.still_owed(connection, stage.context, record)


def test_what_is_owed_is_the_same_only_with_the_same_sum_and_the_same_tickets(stage: Stage) -> None:
    first, second = stage.ticket(1), stage.ticket(2)
    payment = stage.create(first, second)
    assert standing(stage, payment) == Standing(still_owed=True, paid_otherwise=False)
    become(stage, second, fee=60)
    assert standing(stage, payment) == Standing(still_owed=False, paid_otherwise=False)
    become(stage, second, fee=FULL, status="withdrawn")
    assert standing(stage, payment) == Standing(still_owed=False, paid_otherwise=False)
    become(stage, second, status="paid")
    assert standing(stage, payment) == Standing(still_owed=False, paid_otherwise=True)


def test_a_notice_with_another_ticket_less_is_not_the_same_though_its_sum_is(stage: Stage) -> None:
    first, second = (stage.ticket(serial, due_on=DUE - timedelta(days=11)) for serial in (1, 2))
    dunning.run(stage.context.database, stage.clock)
    payment = stage.create("100000001", expected=2 * FULL + 15)
    assert standing(stage, payment) == Standing(still_owed=True)
    become(stage, first, status="withdrawn")
    become(stage, second, fee=2 * FULL)
    assert standing(stage, payment) == Standing(still_owed=False)


def test_settling_says_whether_every_ticket_was_still_owed(stage: Stage) -> None:
    first, second = stage.ticket(1), stage.ticket(2)
    payment = stage.create(first, second)
    with stage.context.database.write() as connection:
        assert BILLS.settle(connection, payment.id, START) is True
    become(stage, first, status="owed")
    with stage.context.database.write() as connection:
        assert BILLS.settle(connection, payment.id, START) is False


# Going back


def give_back(stage: Stage, payment: Payment, reason: RefundReason, *bills: str) -> None:
    seen = payment.amount + payment.fee
    wish = RefundOrder(payment.id, reason, seen, Ordered("wang", "D261128-017"), frozenset(bills))
    staff_refunds.order(stage.context, wish)


@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize(
    ("reason", "becomes"),
    [
        (RefundReason.PAID_ELSEWHERE, "paid"),
        (RefundReason.OBJECTION_UPHELD, "withdrawn"),
        (RefundReason.WRONG_TICKET, "owed"),
    ],
)
def test_what_becomes_of_a_ticket_whose_money_goes_back_follows_from_why(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, reason: RefundReason, becomes: str, part: bool
) -> None:
    upheld: list[tuple[list[str], object]] = []
    monkeypatch.setattr(objections, "uphold", lambda _, numbers, now: upheld.append((list(numbers), now)))
    first, second = stage.ticket(1), stage.ticket(2)
    payment = pay(stage, first, second)
    stage.clock.advance(60)
    give_back(stage, payment, reason, *([second] if part else []))
    gone = [second] if part else [first, second]
    assert [stage.ticket_status(number) for number in gone] == [becomes] * len(gone)
    assert [stage.holders(number) for number in gone] == [[]] * len(gone)
    assert (stage.ticket_status(first), stage.holders(first)) == (("paid", [payment.id]) if part else (becomes, []))
    withdrawn = becomes == "withdrawn"
    assert upheld == ([(gone, stage.clock.now())] if withdrawn else [])
    with stage.context.database.read() as connection:
        kept = connection.execute(select(ticket_withdrawals).order_by(ticket_withdrawals.c.ticket_number)).all()
    assert [(row.ticket_number, row.at, row.payment_id) for row in kept] == [
        (number, stage.clock.now(), payment.id) for number in gone if withdrawn
    ]


def test_what_may_become_of_bills_is_said_of_their_kind() -> None:
    assert set(BILLS.aftermaths) == {Aftermath.STAYS_PAID, Aftermath.WITHDRAWN, Aftermath.OWED_AGAIN}
    assert BILLS.operation == "createPayment"


def test_the_tickets_of_a_notice_are_found_by_the_notices_number_and_by_their_own(stage: Stage) -> None:
    second, first = (stage.ticket(serial, due_on=DUE - timedelta(days=11)) for serial in (2, 1))
    dunning.run(stage.context.database, stage.clock)
    single = stage.ticket(3)
    payment = stage.create("100000001", single, expected=2 * FULL + 15 + NET)
    other = stage.create(stage.ticket(4))
    with stage.context.database.read() as connection:
        assert tickets_of_bills(connection, payment.id, ["100000001"]) == [first, second]
        assert tickets_of_bills(connection, payment.id, [single, *other.bills]) == [single]


# What an owner sees of them


def parts(stage: Stage, owner: str, at_most: int = 10) -> list[OwnedPart]:
    with stage.context.database.read() as connection:
        return list(BILLS.parts_of_owner(connection, owner, at_most))


def test_of_what_was_paid_an_owner_sees_what_was_for_their_vehicles_newest_first(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, CAR)
    mine = [stage.ticket(serial) for serial in (1, 2)]
    stage.create(stage.ticket(5))
    # At the very moment at which the vehicle was bound.
    first = pay(stage, *mine, stage.ticket(3, plate="AXY-7788"))
    stage.clock.advance(1)
    second = pay(stage, stage.ticket(4))
    assert parts(stage, owner) == [
        OwnedPart(second.id, f"R{second.number}", stage.clock.now(), PROVIDER, ("BKZ-5937",), NET, 1),
        OwnedPart(first.id, f"R{first.number}", START, PROVIDER, ("BKZ-5937",), 2 * NET, 2),
    ]
    assert [part.payment_id for part in parts(stage, owner, 1)] == [second.id]
    with stage.context.database.read() as connection:
        lines = BILLS.lines(connection, first.id)
        assert BILLS.lines_of_owner(connection, first.id, owner, lines) == lines[:2]
        assert BILLS.lines_of_owner(connection, second.id, owner, lines) == []


def test_what_went_back_what_was_paid_before_and_what_is_of_another_vehicle_is_not_an_owners(stage: Stage) -> None:
    owner, other = (add_owner(stage.context.database) for _ in range(2))
    pay(stage, stage.ticket(1))
    stage.clock.advance(1)
    bind(stage.context.database, owner, CAR, now=stage.clock.now())
    bind(stage.context.database, other, MOTORCYCLE, now=stage.clock.now())
    assert parts(stage, owner) == []
    kept, back = stage.ticket(2), stage.ticket(3)
    payment = pay(stage, kept, back)
    give_back(stage, payment, RefundReason.WRONG_TICKET, back)
    assert [(part.payment_id, part.amount, part.lines) for part in parts(stage, owner)] == [(payment.id, NET, 1)]
    # Of the motorcycle with the same plate it is none.
    assert parts(stage, other) == []
    with stage.context.database.write() as connection:
        connection.execute(update(bindings).values(ended_at=stage.clock.now()))
    assert parts(stage, owner) == []


def test_the_plates_of_several_vehicles_in_one_payment_are_sorted(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    for plate in ("BKZ-5937", "AXY-7788"):
        bind(stage.context.database, owner, Vehicle(plate=plate, type=VehicleType.CAR))
    pay(stage, stage.ticket(1), stage.ticket(2, plate="AXY-7788"))
    [part] = parts(stage, owner)
    assert (part.plates, part.amount, part.lines) == (("AXY-7788", "BKZ-5937"), 2 * NET, 2)


def test_what_was_paid_with_a_notice_is_its_owners(stage: Stage) -> None:
    owner = add_owner(stage.context.database)
    bind(stage.context.database, owner, CAR)
    add_ticket(stage.context.database, ticket_number(1), DUE - timedelta(days=11))
    dunning.run(stage.context.database, stage.clock)
    payment = stage.create("100000001", expected=FULL + 15)
    stage.pays(payment)
    assert [(part.amount, part.lines) for part in parts(stage, owner)] == [(FULL + 15, 1)]
    cancelled = stage.create(stage.ticket(2))
    payments.cancel(stage.context, "kiosk-1", cancelled.id)
    with stage.context.database.read() as connection:
        state = connection.scalar(select(payments_table.c.state).where(payments_table.c.id == cancelled.id))
        lines = BILLS.lines(connection, cancelled.id)
        assert BILLS.lines_of_owner(connection, cancelled.id, owner, lines) == []
    assert (state, len(parts(stage, owner))) == ("cancelled", 1)


# Which register it is


def test_our_own_register_is_our_database_and_the_national_query_is_outside(
    database: Database, clock: ManualClock
) -> None:
    ours = register_kind(SETTINGS)
    assert (ours, ours.payable, ours.outside) == (local_register.REGISTER, BILLS, False)
    assert isinstance(ours.opened(SETTINGS, database, clock), LocalBills)
    national = register_kind(SETTINGS.model_copy(update={"national_city": "TPE"}))
    assert (national, national.payable, national.outside) == (national_register.REGISTER, BILLS, True)
    settings = SETTINGS.model_copy(update={"national_city": "TPE"})
    assert national.opened(settings, database, clock).party is not None


def test_a_module_whose_register_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_register, "REGISTER", object())
    with pytest.raises(TypeError, match=REGISTERS["local"]):
        register_kind(SETTINGS)
