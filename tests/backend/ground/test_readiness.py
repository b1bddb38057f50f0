"""What the readiness probe finds, for the figures of the office's monitor."""

from __future__ import annotations

from kiosk.backend.ground import readiness
from kiosk.backend.ground.readiness import REFUND_OVERDUE
from kiosk.backend.store.database import Database
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import make_stage
from tests.clock import ManualClock


def test_money_that_has_been_due_for_an_hour_and_has_not_gone_back_is_counted(
    database: Database, clock: ManualClock
) -> None:
    stage = make_stage(database, clock)
    payment = stage.create(stage.ticket())
    clock.advance(300)
    stage.worker.run_due()
    stage.provider.gone = True
    stage.pays(payment)
    assert stage.state(payment) is PaymentState.REFUND_DUE
    assert readiness.waiting(database, clock).refunds == 0
    clock.advance(REFUND_OVERDUE.total_seconds())
    assert readiness.waiting(database, clock).refunds == 1
    stage.provider.gone = False
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert readiness.waiting(database, clock).refunds == 0
