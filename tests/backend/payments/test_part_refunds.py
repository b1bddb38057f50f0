"""The office gives back some bills of a payment: what the reason says becomes of them, and the rest stays paid."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from sqlalchemy import select

from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.gateways.port import Refund
from kiosk.backend.ground import retention
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import books, receipts, refunds, staff_refunds
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.payments.tables import refunds as refunds_table
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Payment
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, Stage, make_stage
from tests.clock import ManualClock
from tests.patience import PATIENCE

pytestmark = pytest.mark.each_database

CLERK = refunds.Ordered("wang", "D261128-017")


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def paid(stage: Stage, bills: int = 3) -> Payment:
    payment = stage.create(*(stage.ticket(serial) for serial in range(1, bills + 1)))
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    return payment


def order(stage: Stage, payment: Payment, *bills: str, seen: int = 3 * NET, reason: str = "wrong-ticket") -> None:
    wish = RefundOrder(payment.id, RefundReason(reason), seen, CLERK, frozenset(bills))
    staff_refunds.order(stage.context, wish)


def refundable(stage: Stage, payment: Payment) -> int:
    with stage.context.database.read() as connection:
        return staff_refunds.refundable(connection, payment.id)


def why(stage: Stage, payment: Payment, *bills: str, seen: int = 3 * NET, reason: str = "wrong-ticket") -> ProblemKind:
    with pytest.raises(Refusal) as refused:
        order(stage, payment, *bills, seen=seen, reason=reason)
    return refused.value.kind


def agree(stage: Stage) -> None:
    assert books.prove(stage.context.database, stage.clock.now()).breaches == []


@pytest.mark.parametrize(
    ("reason", "becomes"), [("paid-elsewhere", "paid"), ("objection-upheld", "withdrawn"), ("wrong-ticket", "owed")]
)
def test_one_bill_of_three_goes_back_and_the_others_stay_paid(stage: Stage, reason: str, becomes: str) -> None:
    payment = paid(stage)
    first, second, third = payment.bills
    order(stage, payment, second, reason=reason)
    assert [stage.ticket_status(bill) for bill in payment.bills] == ["paid", becomes, "paid"]
    assert [len(stage.holders(bill)) for bill in payment.bills] == [1, 0, 1]
    assert (stage.state(payment), refundable(stage, payment)) == (PaymentState.PAID, 2 * NET)
    agree(stage)
    stage.worker.run_due()
    assert stage.provider.refunded == {payment.number: NET}
    assert stage.state(payment) is PaymentState.PAID
    assert stage.events(payment)[-2:] == ["part-refund-ordered", "part-refunded"]
    agree(stage)
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert ([line.bill for line in receipt.lines], receipt.amount) == ([first, third], 2 * NET)


def test_a_receipt_tells_what_stayed_paid_when_its_bills_are_kept_no_longer(stage: Stage) -> None:
    payment = paid(stage)
    order(stage, payment, payment.bills[1])
    stage.worker.run_due()
    retention.PARTS["vouchers"](stage.context.database, datetime.fromisoformat("2033-01-01T05:00:00+08:00"))
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert (receipt.amount, receipt.lines) == (2 * NET, ())
    agree(stage)


def test_a_bill_that_is_owed_again_can_be_paid_again_and_its_money_stays_when_the_rest_goes_back(stage: Stage) -> None:
    payment = paid(stage)
    first, second, third = payment.bills
    order(stage, payment, second)
    again = stage.create(second)
    stage.pays(again, id="again")
    order(stage, payment, seen=2 * NET)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert [stage.ticket_status(bill) for bill in (first, second, third)] == ["owed", "paid", "owed"]
    stage.worker.run_due()
    stage.clock.advance(60)
    stage.worker.run_due()
    assert (stage.state(payment), stage.state(again)) == (PaymentState.REFUNDED, PaymentState.PAID)
    assert stage.provider.refunded == {payment.number: 3 * NET}
    agree(stage)


def test_all_bills_by_name_are_the_whole_with_its_fee(stage: Stage) -> None:
    payment = paid(stage)
    order(stage, payment, *payment.bills)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert stage.refund(payment) == ("wrong-ticket", 3 * NET, "due")


def test_what_is_not_among_the_bills_still_paid_is_not_given_back(stage: Stage) -> None:
    payment = paid(stage)
    first, *_ = payment.bills
    assert why(stage, payment, "Q00000000000099") is ProblemKind.INVALID
    assert why(stage, payment, first, reason="pass-not-used") is ProblemKind.INVALID
    assert why(stage, payment, first, reason="late") is ProblemKind.INVALID
    order(stage, payment, first)
    assert why(stage, payment, first) is ProblemKind.AMOUNT_CHANGED
    assert why(stage, payment, first, seen=2 * NET) is ProblemKind.INVALID
    assert stage.events(payment).count("part-refund-ordered") == 1


def test_two_clerks_who_saw_the_same_amount_give_back_one_of_two_bills(stage: Stage) -> None:
    payment = paid(stage)
    met = threading.Barrier(2)
    refused: list[ProblemKind] = []

    def clerk(bill: str) -> None:
        met.wait(PATIENCE)
        try:
            order(stage, payment, bill)
        except Refusal as refusal:
            refused.append(refusal.kind)

    clerks = [threading.Thread(target=clerk, args=(bill,)) for bill in payment.bills[:2]]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join(PATIENCE)
    assert refused == [ProblemKind.AMOUNT_CHANGED]
    agree(stage)


def test_parts_of_one_charge_go_back_one_after_the_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    payment = paid(stage)
    first, second, _ = payment.bills
    asked: list[Refund] = []
    give = stage.provider.refund

    def refund(wish: Refund) -> str:
        asked.append(wish)
        return give(wish)

    monkeypatch.setattr(stage.provider, "refund", refund)
    stage.provider.gone = True
    order(stage, payment, first)
    stage.worker.run_due()
    order(stage, payment, second, seen=2 * NET)
    stage.worker.run_due()
    assert {wish.before for wish in asked} == {0}, "the second waits for the first"
    stage.provider.gone = False
    for _ in range(4):
        stage.clock.advance(60)
        stage.worker.run_due()
    assert [(wish.before, wish.dollars) for wish in asked[-2:]] == [(0, NET), (NET, NET)]
    assert stage.provider.refunded == {payment.number: 2 * NET}
    assert refundable(stage, payment) == NET
    with stage.context.database.read() as connection:
        states = connection.scalars(select(refunds_table.c.status)).all()
    assert states == ["refunded", "refunded"]
    agree(stage)
