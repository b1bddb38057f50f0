"""Movements of money: each is a row, once, and what came in twice goes back by itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.payments import payments
from kiosk.backend.payments.tables import movements, refunds
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, Stage, make_stage, reference_of
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def paid(stage: Stage, serial: int = 1) -> Payment:
    payment = stage.create(stage.ticket(serial))
    stage.confirm(payment)
    stage.worker.run_due()
    stage.pays(payment, id=f"m{serial}")
    assert stage.state(payment) is PaymentState.PAID
    return payment


def moved(stage: Stage, payment: Payment) -> list[tuple[str, str, int, str]]:
    """Return every movement of a payment: which way, its number, how much, how it was heard of."""
    columns = (movements.c.kind, movements.c.reference, movements.c.amount, movements.c.heard_by)
    query = select(*columns).where(movements.c.payment_id == payment.id).order_by(movements.c.sequence)
    with stage.context.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_money_that_is_reported_on_every_way_is_one_movement(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    stage.provider.orders[payment.number] = OrderStatus(Outcome.PAID, "T1", NET)
    clock.advance(10)
    stage.worker.run_due()
    stage.pays(payment, reference="T1")
    stage.pays(payment, reference="T1", id="m2")
    assert moved(stage, payment) == [("charge", "T1", NET, "inquiry")]
    assert stage.refund(payment) is None


@pytest.mark.parametrize("reported", ["answer", "message"])
def test_a_movement_says_how_it_was_first_heard_of(stage: Stage, reported: str) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    if reported == "answer":
        stage.provider.answer = OrderStatus(Outcome.PAID, None, NET)
    stage.worker.run_due()
    stage.pays(payment)
    assert moved(stage, payment) == [("charge", reference_of(payment.number), NET, reported)]


def test_a_second_charge_on_an_order_goes_back_by_itself_and_the_payment_stays_paid(stage: Stage) -> None:
    payment = paid(stage)
    (ticket,) = payment.bills
    stage.pays(payment, id="second", reference="T2")
    assert stage.refund(payment) == ("second-charge", NET, "due")
    stage.worker.run_due()
    assert stage.refund(payment) == ("second-charge", NET, "refunded")
    assert stage.provider.refunded == {payment.number: NET}
    assert stage.state(payment) is PaymentState.PAID
    assert stage.ticket_status(ticket) == "paid"
    assert [kind for kind, *_ in moved(stage, payment)] == ["charge", "charge", "refund"]


def test_each_charge_that_cannot_be_used_goes_back_before_a_payment_is_refunded(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.pays(payment, id="m1", reference="T1")
    stage.pays(payment, id="m2", reference="T2", dollars=7)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.provider.refunded == {payment.number: NET + 7}
    stage.pays(payment, id="m3", reference="T3")
    assert stage.state(payment) is PaymentState.REFUNDED
    stage.worker.run_due()
    assert stage.provider.refunded == {payment.number: NET + 7 + NET}
    assert stage.events(payment).count("refunded") == 1


def test_one_transaction_never_pays_two_orders(stage: Stage) -> None:
    first = paid(stage)
    second = stage.create(stage.ticket(2))
    stage.confirm(second)
    with capture_logs() as lines:
        stage.pays(second, id="again", reference=reference_of(first.number))
    assert [(line["kind"], line["number"]) for line in lines] == [("transaction-of-another-order", second.number)]
    assert stage.state(second) is PaymentState.PROCESSING
    assert moved(stage, second) == []


def test_the_database_itself_gives_no_charge_back_twice_and_never_more_than_came_in(
    stage: Stage, clock: ManualClock
) -> None:
    payment = paid(stage)
    stage.pays(payment, id="second", reference="T2")

    def row(**other: Any) -> dict[str, Any]:
        of = {"payment_id": payment.id, "reason": "late", "created_at": clock.now()}
        return {**of, "charged": NET, "given_before": 0, **other}

    with stage.context.database.read() as connection:
        first, second = connection.scalars(select(movements.c.sequence).order_by(movements.c.sequence)).all()
    for wrong in (
        row(id="a", charge=first, amount=NET + 1),
        row(id="a", charge=first, amount=NET + 1, charged=NET + 1),
        row(id="a", charge=first, amount=NET, given_before=1),
        # Two that have read the same.
        row(id="b", charge=second, amount=NET),
    ):
        with pytest.raises(IntegrityError), stage.context.database.write() as connection:
            connection.execute(insert(refunds).values(wrong))
    with stage.context.database.write() as connection:
        connection.execute(insert(refunds).values(row(id="c", charge=first, amount=NET)))
        connection.rollback()
