"""Asking the provider for money, and asking again what became of it. The worker's part; calls block."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, exists, func, select

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import (
    CASE_AFTER,
    CASE_DELAY,
    ORDER_GRACE,
    Actor,
    HeardBy,
    PaymentEvent,
    possible,
    reconcile_delay,
)
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, ProviderUnavailableError
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.payments import payment_log, payment_records, settlement
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.store.tables import payment_events, payments
from kiosk.domain.payment import PaymentState

FIRST_INQUIRY = timedelta(seconds=4)
"""When an accepted order is first asked about: the provider's message is nearly always here before."""

_OPEN = (PaymentState.PROCESSING, PaymentState.UNKNOWN)

_COUNT_CASES = (
    select(func.count())
    .select_from(payments)
    .where(payments.c.state.in_([state.value for state in _OPEN]), payments.c.expires_at <= bindparam("before"))
)
_CASE_OPENED = select(
    exists().where(
        payment_events.c.payment_id == bindparam("payment"), payment_events.c.event == PaymentEvent.CASE_OPENED.value
    )
)


def charge(context: Context, item: Item) -> None:
    """Ask the provider for a payment's money.

    A second attempt means that a worker died with the first: the provider may have the order, and is asked about it.
    """
    record = _read(context, item)
    if record.state is not PaymentState.PROCESSING:
        context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))
        return
    answer = _charged(context, record) if item.attempts == 1 else _found_or_sent(context, record)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        held = _locked(connection, record.id)
        if answer is not None:
            by = HeardBy.ANSWER if item.attempts == 1 else HeardBy.INQUIRY
            held = settlement.settle(connection, context, held, answer, by)
        elif possible(held.state, PaymentEvent.NO_ANSWER):
            held = payment_records.move(connection, context.ports, held, PaymentEvent.NO_ANSWER, Actor.CLOCK, now)
        if held.state in _OPEN:
            wait = FIRST_INQUIRY if answer is not None else timedelta(seconds=reconcile_delay(1))
            outbox.put(connection, outbox.Kind.RECONCILE, record.id, now + wait)
        outbox.finish(connection, item, now)

    context.database.run(work)


def reconcile(context: Context, item: Item) -> None:
    """Ask the provider what became of an order; ask again later while nobody knows."""
    record = _read(context, item)
    answer = None
    if record.state in _OPEN:
        answer = _found_or_sent(context, record)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        held = _locked(connection, record.id)
        if answer is not None:
            held = settlement.settle(connection, context, held, answer, HeardBy.INQUIRY)
        if held.state not in _OPEN:
            outbox.finish(connection, item, now)
            return
        a_case = now >= held.expires_at + timedelta(seconds=CASE_AFTER)
        if a_case:
            _open_case(connection, context, held, now)
        wait = CASE_DELAY if a_case else reconcile_delay(item.attempts + 1)
        outbox.again(connection, item, now + timedelta(seconds=wait), "no outcome yet")

    context.database.run(work)


def count_cases(context: Context) -> int:
    """Return how many payments have had no outcome for a day, and set the gauge."""
    before = context.clock.now() - timedelta(seconds=CASE_AFTER)
    with context.database.read() as connection:
        count = connection.scalar(_COUNT_CASES, {"before": before})
    payment_log.OPEN_CASES.set(count or 0)
    return count or 0


def _open_case(connection: Connection, context: Context, record: Record, now: datetime) -> None:
    if not connection.scalar(_CASE_OPENED, {"payment": record.id}):
        payment_records.move(connection, context.ports, record, PaymentEvent.CASE_OPENED, Actor.CLOCK, now)
        payment_log.case_opened(record)


def _charged(context: Context, record: Record) -> OrderStatus | None:
    return _ask(record, "charge", lambda: context.ports.provider.charge(_order(context, record)))


def _found_or_sent(context: Context, record: Record) -> OrderStatus | None:
    """Ask what became of an order; one that never arrived and is still valid is sent again.

    The payer has confirmed it and stands there. Should the first come in late after all, it bears the same number, and
    the provider knows it for the same order.
    """
    found = _ask(record, "inquiry", lambda: context.ports.provider.inquire(record.number))
    if (
        found is None
        or found.outcome is not Outcome.MISSING
        or context.clock.now() > _order(context, record).valid_until
    ):
        return found
    payment_log.sent_again(record)
    return _charged(context, record)


def _ask(record: Record, kind: str, call: Callable[[], OrderStatus]) -> OrderStatus | None:
    """Return the provider's answer, None if it gave none: nobody guesses."""
    try:
        return call()
    except ProviderUnavailableError as error:
        payment_log.no_answer(kind, record, str(error))
        return None


def _order(context: Context, record: Record) -> Order:
    return Order(
        number=record.number,
        provider=record.provider,
        dollars=record.dollars,
        description=context.terms.payee,
        valid_until=record.expires_at + timedelta(seconds=ORDER_GRACE),
    )


def _read(context: Context, item: Item) -> Record:
    with context.database.read() as connection:
        record = payment_records.load(connection, id=item.subject)
    if record is None:
        raise LookupError(item.subject)
    return record


def _locked(connection: Connection, payment_id: str) -> Record:
    record = payment_records.load(connection, lock=True, id=payment_id)
    if record is None:
        raise LookupError(payment_id)
    return record
