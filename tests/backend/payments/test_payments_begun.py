"""Beginning a payment where something is in the way, and ending it where nothing may be ended."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_links, payments
from kiosk.backend.store.database import Database
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[Stage]:
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


def test_a_bill_of_nothing_is_not_paid(stage: Stage) -> None:
    ticket = stage.ticket(fee=0)
    with pytest.raises(Refusal) as refusal:
        stage.create(ticket, expected=0)
    assert (refusal.value.kind, refusal.value.bills) == (ProblemKind.NOT_PAYABLE, (ticket,))


def test_a_link_that_is_taken_twice_over_is_drawn_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    first = stage.create(stage.ticket(1))
    taken = first.link.rpartition("/")[2]
    drawn = iter([taken, taken, "3" * len(taken)])
    monkeypatch.setattr(payment_links, "new_code", lambda *_: next(drawn))
    second = stage.create(stage.ticket(2), key="key-2")
    assert second.link != first.link
    assert stage.state(second) is PaymentState.WAITING


@pytest.mark.parametrize("moved_on", [True, False])
def test_who_confirmed_or_has_time_left_is_not_expired(stage: Stage, clock: ManualClock, moved_on: bool) -> None:
    payment = stage.create(stage.ticket())
    if moved_on:
        stage.confirm(payment)
        clock.advance(300)
    before = stage.state(payment)
    context = stage.context
    ended = context.database.run(lambda connection: payments.expire(connection, context, payment.id, clock.now()))
    assert not ended
    assert stage.state(payment) is before
