"""Bugs put in on purpose: each is one that a real program has had, and that no test of one function would show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from greenlet import getcurrent
from sqlalchemy import Connection

from kiosk.backend import worker
from kiosk.backend.bills.bill_payable import BillPayable
from kiosk.backend.context import Context
from kiosk.backend.domain.payment import LATE_MONEY_FOR
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, ProviderUnavailableError
from kiosk.backend.ground import idempotency, outbox
from kiosk.backend.ground.outbox import Item, Kind
from kiosk.backend.payments import charges, payer, settlement
from kiosk.backend.payments.collectors import may_be_paid_late
from kiosk.backend.payments.payer import PayerPage
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.payments import Decline
from tests.simulation.platform import Platform
from tests.simulation.weather import Weather
from tests.simulation.world import simulate

STORM = Weather(
    crash=1e-3,
    freeze=1e-4,
    database_lost=0.03,
    answer_lost=0.1,
    message_dropped=0.4,
    order_lost=0.1,
    wrong_amount=0.05,
)
VISITORS = 60
PATIENCE = 3600.0
"""Seconds in which everything must have found its end; the storm by itself leaves nothing for so long."""
SEEDS = range(1, 7)
"""One is nearly always enough; which one, the next change of the services may decide otherwise."""


def work_noted_after_its_cause(patch: pytest.MonkeyPatch) -> None:
    """Commit the payer's confirmation, and what follows from it in a second transaction."""
    confirm, put = payer.confirm, outbox.put
    later: dict[object, Callable[[Connection], None]] = {}

    def put_later(connection: Connection, kind: Kind, subject: str, due_at: datetime) -> None:
        if kind is Kind.CHARGE:
            later[getcurrent()] = lambda after: put(after, kind, subject, due_at)
        else:
            put(connection, kind, subject, due_at)

    def confirm_then_put(context: Context, typed: str, token: str) -> PayerPage:
        page = confirm(context, typed, token)
        note = later.pop(getcurrent(), None)
        if note is not None:
            context.database.run(note)
        return page

    patch.setattr(outbox, "put", put_later)
    patch.setattr(payer, "confirm", confirm_then_put)


def work_done_before_it_is_done(patch: pytest.MonkeyPatch) -> None:
    """Cross a charge off the list, and then make it."""

    def finish_then_charge(context: Context, item: Item) -> None:
        context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))
        charges.charge(context, item)

    patch.setitem(worker._WORK, Kind.CHARGE, finish_then_charge)


def a_lost_answer_read_as_no(patch: pytest.MonkeyPatch) -> None:
    """Take a time-out at the provider for declined."""
    charge = Platform._charge

    def guessed(platform: Platform, order: Order) -> OrderStatus:
        try:
            return charge(platform, order)
        except ProviderUnavailableError:
            return OrderStatus(Outcome.DECLINED, decline=Decline.PROVIDER_DOWN)

    patch.setattr(Platform, "_charge", guessed)


def any_money_taken(patch: pytest.MonkeyPatch) -> None:
    """Settle a payment by money whatever its amount, and whatever has become of the tickets."""
    patch.setattr(settlement, "refund_reason", lambda *_, **__: None)


def keys_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Take a request that comes in twice for two requests."""
    patch.setattr(idempotency, "recall", lambda *_: None)
    patch.setattr(idempotency, "keep", lambda *_: None)


def refunds_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Note money that cannot be used, and let no one give it back."""
    put = outbox.put

    def put_some(connection: Connection, kind: Kind, subject: str, due_at: datetime) -> None:
        if kind is not Kind.REFUND:
            put(connection, kind, subject, due_at)

    patch.setattr(outbox, "put", put_some)


def tickets_left_owed(patch: pytest.MonkeyPatch) -> None:
    """Let a payment be paid, and its tickets stay what they were."""
    patch.setattr(BillPayable, "settle", lambda *_: True)


def late_money_asked_for_by_the_clock(patch: pytest.MonkeyPatch) -> None:
    """Ask a wallet that takes the money by itself for so long, whether or not it was asked in that time."""

    def for_so_long(context: Context, record: Record) -> bool:
        end = record.expires_at + timedelta(seconds=LATE_MONEY_FOR)
        return context.clock.now() < end and may_be_paid_late(context, record)

    patch.setattr(charges, "may_be_paid_late", for_so_long)


@pytest.mark.long
@pytest.mark.parametrize(
    ("put_in", "said"),
    [
        (work_noted_after_its_cause, "has no end: processing"),
        (work_done_before_it_is_done, "has no end: processing"),
        (a_lost_answer_read_as_no, "dollars kept, 0 due"),
        (any_money_taken, "due for a payment that is paid"),
        (keys_forgotten, "was answered with a payment, and then with"),
        (refunds_forgotten, "has no end: refund-due"),
        (tickets_left_owed, "is owed, paid 1 times here"),
        (late_money_asked_for_by_the_clock, "0 due for a payment that is expired"),
    ],
)
def test_a_bug_put_in_on_purpose_is_found(
    put_in: Callable[[pytest.MonkeyPatch], None], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in(monkeypatch)
    assert any(said in fault for seed in SEEDS for fault in simulate(seed, VISITORS, STORM, patience=PATIENCE).faults)


@pytest.mark.long
def test_the_storm_by_itself_is_no_fault() -> None:
    assert simulate(SEEDS[0], VISITORS, STORM, patience=PATIENCE).faults == []
