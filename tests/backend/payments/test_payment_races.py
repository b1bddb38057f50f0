"""Real threads against real databases: whatever is tried at once, one thing happens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payments
from kiosk.backend.payments.tables import payment_tickets
from kiosk.backend.payments.tables import payments as payments_table
from kiosk.backend.store.database import Database
from kiosk.contract.payments import PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.clock import ManualClock
from tests.patience import PATIENCE

pytestmark = pytest.mark.each_database

T = TypeVar("T")


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    """Let `count` threads begin `work` at the same moment; return what each returned."""
    start = threading.Barrier(count)

    def begin(index: int) -> T:
        start.wait(PATIENCE)
        return work(index)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


def count_payments(stage: Stage) -> int:
    with stage.context.database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(payments_table)) or 0)


def test_two_kiosks_at_one_ticket_have_exactly_one_winner(stage: Stage) -> None:
    for serial in range(5):
        ticket = stage.ticket(serial)
        request = PaymentRequest(bills=(ticket,), provider=PROVIDER, expected=NET)

        def attempt(index: int, request: PaymentRequest = request, serial: int = serial) -> object:
            try:
                return payments.create(stage.context, f"kiosk-{index % 2 + 1}", BILLS, request, f"key-{serial}-{index}")
            except Refusal as refusal:
                return refusal.kind

        results = at_once(4, attempt)
        assert sum(isinstance(result, Answer) for result in results) == 1
        assert results.count(ProblemKind.TICKET_TAKEN) == 3
        assert len(stage.holders(ticket)) == 1


def test_one_key_twenty_times_at_once_makes_one_payment(stage: Stage) -> None:
    request = PaymentRequest(bills=(stage.ticket(),), provider=PROVIDER, expected=NET)
    answers = at_once(20, lambda _: payments.create(stage.context, "kiosk-1", BILLS, request, "one-key"))
    assert len(set(answers)) == 1
    assert count_payments(stage) == 1


def test_two_kiosks_with_overlapping_bills_never_lock_each_other_out(stage: Stage) -> None:
    bills = [stage.ticket(serial) for serial in range(6)]
    orders = [bills, bills[::-1], bills[3:], bills[:3]]

    def attempt(index: int) -> bool:
        request = PaymentRequest(bills=tuple(orders[index]), provider=PROVIDER, expected=NET * len(orders[index]))
        try:
            payments.create(stage.context, "kiosk-1", BILLS, request, f"key-{index}")
        except Refusal:
            return False
        return True

    assert any(at_once(4, attempt))
    assert all(len(stage.holders(bill)) <= 1 for bill in bills)


def test_a_hundred_duplicates_of_a_message_make_one_transition(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)

    def deliver(index: int) -> None:
        for _ in range(5):
            try:
                stage.pays(payment)
            except IntegrityError:
                # The edge answers this one by checking whether the other was kept; here the next round is that check.
                continue

    at_once(20, deliver)
    assert stage.events(payment) == ["created", "payer-confirmed", "money-confirmed"]


def test_confirming_and_cancelling_at_once_ends_one_way(stage: Stage) -> None:
    for serial in range(5):
        payment = stage.create(stage.ticket(serial))
        acts: list[Callable[[], PaymentState]] = [
            lambda payment=payment: stage.confirm(payment),  # type: ignore[misc]
            lambda payment=payment: stage.payer_cancels(payment),  # type: ignore[misc]
        ]
        results = at_once(4, lambda index, acts=acts: acts[index % 2]())  # type: ignore[misc]
        assert len(set(results)) == 1
        assert results[0] in (PaymentState.PROCESSING, PaymentState.CANCELLED)
        assert len(stage.events(payment)) == 2


def test_several_workers_charge_each_payment_once(stage: Stage) -> None:
    made = [stage.create(stage.ticket(serial)) for serial in range(8)]
    for payment in made:
        stage.confirm(payment)
    at_once(4, lambda _: stage.worker.run_due(limit=3))
    stage.worker.run_due()
    assert sorted(order.number for order in stage.provider.charged) == sorted(payment.number for payment in made)


def test_the_database_itself_keeps_a_ticket_from_being_held_twice(stage: Stage) -> None:
    ticket = stage.ticket()
    stage.create(ticket)
    other = stage.create(stage.ticket(2))
    with pytest.raises(IntegrityError), stage.context.database.write() as connection:
        connection.execute(insert(payment_tickets).values(payment_id=other.id, ticket_number=ticket, holds=1))
