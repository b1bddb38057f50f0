"""Money that cannot settle what it was meant for, and orders that the platform has lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, update
from structlog.testing import capture_logs

from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground import outbox
from kiosk.backend.ground.tables import outbox as outbox_table
from kiosk.backend.payments import payments, refunds
from kiosk.backend.payments.tables import refunds as refunds_table
from kiosk.backend.registers import dunning
from kiosk.backend.registers.tables import tickets
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Decline, Payment
from kiosk.domain.payment import PaymentState
from tests.backend.locks import wait_for_a_lock
from tests.backend.payment_stage import FULL, NET, TODAY, Stage, make_stage, reference_of
from tests.clock import ManualClock


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


def asked_for(stage: Stage) -> Payment:
    """Return a payment whose order the platform has taken."""
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PROCESSING
    return payment


def test_a_wrong_amount_goes_back_though_we_never_heard_that_the_payer_confirmed(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.pays(payment, dollars=NET + 1)
    assert stage.refund(payment) == ("amount-differs", NET + 1, "due")
    assert stage.holders(ticket) == []
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.provider.refunded == {payment.number: NET + 1}


def test_money_whose_amount_is_not_reported_goes_back_as_what_was_asked_for(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.message(payment, OrderStatus(Outcome.PAID, "T1", None))
    assert stage.refund(payment) == ("amount-differs", NET, "due")


def test_an_order_that_the_platform_has_lost_ends_the_payment_and_frees_its_ticket(
    stage: Stage, clock: ManualClock
) -> None:
    payment = asked_for(stage)
    (ticket,) = payment.bills
    # Until then it could have come late, or been sent again.
    assert stage.provider.charged[0].valid_until == payment.expires_at + timedelta(seconds=30)
    clock.advance(300 + 31)
    stage.provider.orders.clear()
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PROCESSING
    clock.advance(28)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PROCESSING
    clock.advance(31)
    stage.worker.run_due()
    seen = payments.get(stage.context, "kiosk-1", payment.id)
    assert (seen.state, seen.decline) == (PaymentState.FAILED, Decline.PROVIDER_DOWN)
    assert stage.holders(ticket) == []
    assert len(stage.provider.charged) == 1


def test_a_message_that_declines_says_why(stage: Stage) -> None:
    payment = asked_for(stage)
    stage.message(payment, OrderStatus(Outcome.DECLINED, reference_of(payment.number), decline=Decline.INSUFFICIENT))
    seen = payments.get(stage.context, "kiosk-1", payment.id)
    assert (seen.state, seen.decline) == (PaymentState.FAILED, Decline.INSUFFICIENT)


@pytest.mark.parametrize(("reference", "dollars"), [("T2", NET), ("T1", NET + 1)])
def test_a_second_transaction_for_a_paid_order_is_shown_to_staff(stage: Stage, reference: str, dollars: int) -> None:
    payment = asked_for(stage)
    stage.pays(payment, reference="T1")
    with capture_logs() as lines:
        stage.pays(payment, reference="T1", id="m2")
        assert lines == []
        stage.pays(payment, reference=reference, dollars=dollars, id="m3")
    assert [(line["event"], line["kind"], line["number"]) for line in lines] == [
        ("payment-anomaly", "second-transaction", payment.number)
    ]
    assert stage.state(payment) is PaymentState.PAID


def test_money_for_other_tickets_of_the_same_total_goes_back(stage: Stage, clock: ManualClock) -> None:
    overdue = TODAY - timedelta(days=7)
    paid_for, taken_off, put_on = (stage.ticket(serial, due_on=overdue) for serial in (1, 2, 3))
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == put_on).values(status="withdrawn"))
    dunning.run(stage.context.database, clock)
    payment = stage.create("100000001", expected=2 * FULL + 15)
    stage.confirm(payment)
    with stage.context.database.write() as connection:
        connection.execute(update(tickets).where(tickets.c.number == taken_off).values(status="withdrawn"))
        connection.execute(
            update(tickets).where(tickets.c.number == put_on).values(status="owed", notice_number="100000001")
        )
    stage.pays(payment)
    assert stage.refund(payment) == ("tickets-changed", 2 * FULL + 15, "due")
    assert stage.ticket_status(paid_for) == "owed"


def test_no_notice_can_be_made_between_reading_a_ticket_and_its_being_paid(
    postgres_url: str, clock: ManualClock
) -> None:
    database = Database(postgres_url)
    stage = make_stage(database, clock)
    payment = stage.create(stage.ticket(due_on=TODAY - timedelta(days=7)))
    stage.confirm(payment)
    job = threading.Thread(target=lambda: dunning.run(database, clock))

    class AtThatMoment:
        def changed(self, connection: Connection, payment_id: str) -> None:
            job.start()
            wait_for_a_lock(database, job)

    object.__setattr__(stage.context.ports, "signals", AtThatMoment())
    stage.pays(payment)
    job.join()
    assert stage.state(payment) is PaymentState.PAID
    with database.read() as connection:
        assert connection.scalars(select(tickets.c.notice_number)).all() == [None]
    database.close()


# Giving it back


def test_a_refund_that_was_done_has_its_date_and_is_not_worked_on_again(stage: Stage, clock: ManualClock) -> None:
    payment, other = stage.create(stage.ticket(1)), stage.create(stage.ticket(2))
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.pays(payment)
    clock.advance(60)
    stage.worker.run_due()
    with stage.context.database.read() as connection:
        refund = connection.execute(select(refunds_table)).one()
        (item,) = connection.execute(select(outbox_table).where(outbox_table.c.kind == "refund")).all()
    assert (refund.status, refund.done_at) == ("refunded", clock.now())
    assert refund.created_at == clock.now() - timedelta(seconds=60)
    assert item.done_at == clock.now()
    assert stage.provider.refunded == {payment.number: NET}
    assert stage.state(other) is PaymentState.WAITING
    assert stage.worker.run_due() == 0


def test_a_refund_that_is_taken_up_twice_asks_the_provider_once(stage: Stage, clock: ManualClock) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.pays(payment)
    (item,) = stage.context.database.run(lambda connection: outbox.claim(connection, clock.now(), 10))
    refunds.give_back(stage.context, item)
    stage.provider.refunded.clear()
    refunds.give_back(stage.context, item)
    assert stage.provider.refunded == {}
    assert stage.state(payment) is PaymentState.REFUNDED
    assert stage.events(payment).count("refunded") == 1
