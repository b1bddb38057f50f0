"""The office gives back what was paid: for a reason, once, and the reason says what becomes of the tickets."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from kiosk.backend.domain.payment import STAFF_REASONS, RefundReason
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import refunds, staff_refunds
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


def paid(stage: Stage) -> Payment:
    payment = stage.create(stage.ticket())
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.PAID
    return payment


def order(stage: Stage, payment: Payment, reason: RefundReason, seen: int = NET) -> None:
    staff_refunds.order(stage.context, RefundOrder(payment.id, reason, seen, CLERK))


@pytest.mark.parametrize(
    ("reason", "becomes"),
    [
        (RefundReason.PAID_ELSEWHERE, "paid"),
        (RefundReason.OBJECTION_UPHELD, "withdrawn"),
        (RefundReason.WRONG_TICKET, "owed"),
    ],
)
def test_the_reason_of_a_refund_fixes_what_becomes_of_the_tickets(
    stage: Stage, reason: RefundReason, becomes: str
) -> None:
    payment = paid(stage)
    (ticket,) = payment.bills
    order(stage, payment, reason)
    assert (stage.state(payment), stage.ticket_status(ticket)) == (PaymentState.REFUND_DUE, becomes)
    assert stage.holders(ticket) == []
    stage.worker.run_due()
    assert (stage.state(payment), stage.ticket_status(ticket)) == (PaymentState.REFUNDED, becomes)
    assert stage.provider.refunded == {payment.number: NET}
    assert stage.refund(payment) == (reason.value, NET, "refunded")
    with stage.context.database.read() as connection:
        who = connection.execute(select(refunds_table.c.ordered_by, refunds_table.c.case_number)).one()
    assert tuple(who) == (CLERK.by, CLERK.case)
    assert stage.events(payment)[-2:] == ["refund-ordered", "refunded"]


def test_a_ticket_that_is_owed_again_can_be_paid_again(stage: Stage) -> None:
    payment = paid(stage)
    order(stage, payment, RefundReason.WRONG_TICKET)
    again = stage.create(*payment.bills)
    stage.pays(again, id="again")
    assert stage.state(again) is PaymentState.PAID


@pytest.mark.parametrize("reason", [reason for reason in RefundReason if reason not in STAFF_REASONS])
def test_what_follows_by_itself_is_no_reason_of_the_office(stage: Stage, reason: RefundReason) -> None:
    payment = paid(stage)
    with pytest.raises(Refusal) as refused:
        order(stage, payment, reason)
    assert refused.value.kind is ProblemKind.INVALID
    assert stage.state(payment) is PaymentState.PAID


def test_tickets_are_no_pass_that_was_not_used(stage: Stage) -> None:
    payment = paid(stage)
    with pytest.raises(Refusal) as refused:
        order(stage, payment, RefundReason.PASS_NOT_USED)
    assert refused.value.kind is ProblemKind.INVALID


def test_another_sum_than_the_clerk_saw_is_not_given_back(stage: Stage) -> None:
    payment = paid(stage)
    with pytest.raises(Refusal) as refused:
        order(stage, payment, RefundReason.PAID_ELSEWHERE, seen=NET + 1)
    assert (refused.value.kind, refused.value.amount) == (ProblemKind.AMOUNT_CHANGED, NET)
    with stage.context.database.read() as connection:
        assert staff_refunds.refundable(connection, payment.id) == NET


def test_a_payment_that_is_not_paid_is_not_given_back(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    with pytest.raises(Refusal) as refused:
        order(stage, payment, RefundReason.PAID_ELSEWHERE)
    assert (refused.value.kind, refused.value.state) == (ProblemKind.PAYMENT_STATE, "waiting")
    with pytest.raises(Refusal) as refused:
        staff_refunds.order(stage.context, RefundOrder("0" * 32, RefundReason.PAID_ELSEWHERE, NET, CLERK))
    assert refused.value.kind is ProblemKind.NOT_FOUND


def test_two_clerks_at_once_give_back_once(stage: Stage) -> None:
    payment = paid(stage)
    met = threading.Barrier(2)
    refused: list[ProblemKind] = []

    def clerk() -> None:
        met.wait(PATIENCE)
        try:
            order(stage, payment, RefundReason.PAID_ELSEWHERE)
        except Refusal as refusal:
            refused.append(refusal.kind)

    clerks = [threading.Thread(target=clerk) for _ in range(2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert refused == [ProblemKind.PAYMENT_STATE]
    stage.worker.run_due()
    assert stage.provider.refunded == {payment.number: NET}
