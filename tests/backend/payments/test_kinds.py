"""A kind of thing that can be paid is one folder: payments take one that they have never heard of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.owed import Stay
from kiosk.backend.domain.payment import Aftermath, RefundReason
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import held_bills, payer, payments, receipts, refunds, staff_refunds
from kiosk.backend.payments.held_bills import PaidBill
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Standing
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import PROVIDER, Stage, make_stage
from tests.clock import ManualClock

REGISTER = "harbour"
NUMBER = "H00000000000001"
DUES = 45
PARKED = datetime.fromisoformat("2026-11-20T08:00:00+08:00")


@dataclass(frozen=True)
class Dues:
    number: str
    dollars: int = DUES


@dataclass
class HarbourDues:
    """`Payable` of a register somewhere else: no row of ours stands for what it asks for."""

    operation = "payHarbourDues"
    aftermaths = frozenset({Aftermath.STAYS_PAID})
    settled: set[str] = field(default_factory=set)

    def quote(self, connection: Connection, context: Context, wish: PaymentRequest, now: datetime) -> Dues:
        if held_bills.held(connection, REGISTER, wish.bills):
            raise Refusal(ProblemKind.TICKET_TAKEN)
        return Dues(wish.bills[0])

    def hold(self, connection: Connection, context: Context, payment_id: str, quote: Dues, now: datetime) -> None:
        bill = PaidBill(quote.number, "BKZ-5937", "general", date(2026, 12, 1), quote.dollars, quote.dollars)
        held_bills.hold(connection, payment_id, REGISTER, [bill], [quote.number])

    def lines(self, connection: Connection, payment_id: str) -> Sequence[PaidLine]:
        kept = held_bills.kept_bills(connection, payment_id, REGISTER)
        return [PaidLine(bill.plate, bill.gross, bill.amount, bill=bill.number, pay_by=bill.pay_by) for bill in kept]

    def stays(self, connection: Connection, lines: Sequence[PaidLine]) -> Mapping[str, tuple[Stay, ...]]:
        return {line.bill: (Stay(line.bill, PARKED, None),) for line in lines if line.bill is not None}

    def still_owed(self, connection: Connection, context: Context, record: Record) -> Standing:
        return Standing(still_owed=record.id not in self.settled)

    def settle(self, connection: Connection, payment_id: str, now: datetime) -> bool:
        self.settled.add(payment_id)
        return True

    def release(self, connection: Connection, payment_id: str) -> None:
        held_bills.release(connection, payment_id)

    def undo(
        self,
        connection: Connection,
        payment_id: str,
        aftermath: Aftermath,
        now: datetime,
        bills: Collection[str] | None = None,
    ) -> None:
        self.settled.discard(payment_id)

    def parts_of_owner(self, connection: Connection, owner_id: str, at_most: int) -> Sequence[OwnedPart]:
        return ()

    def lines_of_owner(
        self, connection: Connection, payment_id: str, owner_id: str, lines: Sequence[PaidLine]
    ) -> Sequence[PaidLine]:
        return ()


@pytest.fixture
def harbour() -> HarbourDues:
    return HarbourDues()


@pytest.fixture
def stage(database: Database, clock: ManualClock, harbour: HarbourDues) -> Stage:
    stage = make_stage(database, clock)
    ports = replace(stage.context.ports, payables=(*stage.context.ports.payables, harbour))
    return replace(stage, context=replace(stage.context, ports=ports))


def made(stage: Stage, harbour: HarbourDues, number: str, *, key: str = "a-key", expected: int = DUES) -> Payment:
    wish = PaymentRequest(bills=(number,), provider=PROVIDER, expected=expected)
    return Payment.model_validate_json(payments.create(stage.context, "kiosk-1", harbour, wish, key).body)


def test_it_is_paid_and_stands_on_page_and_receipt(stage: Stage, harbour: HarbourDues) -> None:
    number = stage.ticket()
    payment = made(stage, harbour, number)
    page = payer.page(stage.context, payment.link.rpartition("/")[2])
    assert [(line.title, line.dollars) for line in page.lines] == [(number, DUES)]
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    assert harbour.settled == {payment.id}
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert [(line.bill, line.dollars) for line in receipt.lines] == [(number, DUES)]
    # Its own stay, and not that of our ticket with the same number.
    assert [stay.parked_at for line in receipt.lines for stay in line.stays] == [PARKED]
    assert stage.ticket_status(number) == "owed"


def test_a_number_that_two_registers_know_is_paid_in_both(stage: Stage, harbour: HarbourDues) -> None:
    number = stage.ticket()
    theirs, ours = made(stage, harbour, number), stage.create(number)
    stage.pays(ours, id="m1")
    stage.pays(theirs, id="m2")
    assert (stage.state(ours), stage.state(theirs)) == (PaymentState.PAID, PaymentState.PAID)
    assert stage.ticket_status(number) == "paid"
    assert harbour.settled == {theirs.id}


def test_another_payment_for_it_is_refused_while_the_first_is_live(stage: Stage, harbour: HarbourDues) -> None:
    first = made(stage, harbour, NUMBER)
    assert made(stage, harbour, NUMBER) == first
    with pytest.raises(Refusal) as refused:
        made(stage, harbour, NUMBER, key="another-key")
    assert refused.value.kind is ProblemKind.TICKET_TAKEN
    payments.cancel(stage.context, "kiosk-1", first.id)
    assert made(stage, harbour, NUMBER, key="another-key").id != first.id


def test_another_amount_than_was_shown_is_refused(stage: Stage, harbour: HarbourDues) -> None:
    with pytest.raises(Refusal) as refused:
        made(stage, harbour, NUMBER, expected=DUES + 1)
    assert refused.value.kind is ProblemKind.AMOUNT_CHANGED


def test_it_is_given_back_only_for_its_own_reasons(stage: Stage, harbour: HarbourDues) -> None:
    payment = made(stage, harbour, NUMBER)
    stage.pays(payment)
    clerk = refunds.Ordered("wang", "D261128-017")
    with pytest.raises(Refusal) as refused:
        staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.OBJECTION_UPHELD, DUES, clerk))
    assert refused.value.kind is ProblemKind.INVALID
    staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, DUES, clerk))
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert harbour.settled == set()


def test_money_for_what_is_owed_no_more_goes_back(stage: Stage, harbour: HarbourDues) -> None:
    payment = made(stage, harbour, NUMBER)
    harbour.settled.add(payment.id)
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.REFUND_DUE
