"""Asking the provider for money, and asking again what became of it. The worker's part; calls block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import (
    AT_WALLET_FOR,
    CASE_AFTER,
    CASE_DELAY,
    LATE_MONEY_FOR,
    ORDER_GRACE,
    RECONCILE_DELAYS,
    WALLET_DELAY,
    Actor,
    HeardBy,
    PaymentEvent,
    possible,
    reconcile_delay,
)
from kiosk.backend.gateways.bounded import GatewayBusyError
from kiosk.backend.gateways.port import Order, OrderStatus, Outcome, ProviderUnavailableError, Push, Redirect
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.payments import payment_log, payment_records, settlement, wallet_visits
from kiosk.backend.payments.collectors import gateway_of, may_be_paid_late
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.wallet_visits import Return
from kiosk.domain.payment import PaymentState

FIRST_INQUIRY = timedelta(seconds=4)
"""When an accepted order is first asked about: the provider's message is nearly always here before."""

T = TypeVar("T")

_OPEN = (PaymentState.PROCESSING, PaymentState.UNKNOWN)
_ASKED_ABOUT = (PaymentState.AT_WALLET, *_OPEN)
_CERTAIN = (Outcome.PAID, Outcome.UNPAID, Outcome.DECLINED, Outcome.CANCELLED, Outcome.MISSING)
"""Once an order's time is over: what is said then stays so."""


def charge(context: Context, item: Item) -> None:
    """Ask the provider for a payment's money.

    A second attempt means that a worker died with the first: the provider may have the order, and is asked about it.
    """
    record = _read(context, item)
    if record.state is not PaymentState.PROCESSING:
        context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))
        return
    asked_at = context.clock.now()
    try:
        answer = _charged(context, record) if item.attempts == 1 else _found_or_sent(context, item, record)
    except GatewayBusyError:
        # The next one would ask about an order that was never sent. The longer it has waited, the longer it waits.
        wait = min(max((asked_at - record.changed_at).total_seconds(), RECONCILE_DELAYS[0]), RECONCILE_DELAYS[-1])
        due_at = asked_at + timedelta(seconds=wait)
        context.database.run(partial(outbox.not_begun, item=item, due_at=due_at, why="its gateway is busy"))
        return

    def work(connection: Connection) -> None:
        now = context.clock.now()
        by = HeardBy.ANSWER if item.attempts == 1 else HeardBy.INQUIRY
        held = _locked(connection, record.id)
        if not _overtaken(answer, record, held):
            held = _followed(connection, context, held, answer, by, asked_at)
        if held.state in _ASKED_ABOUT:
            wait = FIRST_INQUIRY if answer is not None else timedelta(seconds=reconcile_delay(1))
            if held.state is PaymentState.AT_WALLET:
                wait = timedelta(seconds=WALLET_DELAY)
            outbox.put(connection, outbox.Kind.RECONCILE, record.id, now + wait)
        outbox.finish(connection, item, now)

    context.database.run(work)


def reconcile(context: Context, item: Item) -> None:
    """Ask the provider what became of an order; ask again later while that is unknown."""
    record = _kept(context, item)
    if record is None:
        # It ended without money half a year ago, and no answer has come since: late money is not taken any more.
        context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))
        return
    if may_be_paid_late(context, record):
        _ask_for_late_money(context, item, record)
        return
    asked_at = context.clock.now()
    answer = _found_or_sent(context, item, record) if record.state in _ASKED_ABOUT else None
    confirmed = isinstance(answer, OrderStatus) and answer.outcome is Outcome.AUTHORISED
    if confirmed:
        answer = _confirmed(context, item, record)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        held = _locked(connection, record.id)
        if confirmed:
            held = _followed(connection, context, held, answer, HeardBy.ANSWER, asked_at)
        elif answer is not None and not _overtaken(answer, record, held):
            held = _followed(connection, context, held, answer, HeardBy.INQUIRY, asked_at)
        if may_be_paid_late(context, held):
            # What was answered is of a moment at which it had not ended here.
            _again_for_late_money(connection, item, held, now)
            return
        if held.state in _ASKED_ABOUT:
            # However long the payer was at the wallet, a confirmation without an answer is asked about soon.
            wait = reconcile_delay(2 if confirmed else item.attempts + 1)
            _again(connection, context, item, held, now, wait)
        else:
            outbox.finish(connection, item, now)

    context.database.run(work)


def _again(connection: Connection, context: Context, item: Item, record: Record, now: datetime, wait: float) -> None:
    """Have a payment without an outcome asked about again, and staff informed once it has had none for a day."""
    why = "no outcome yet"
    if record.state is PaymentState.AT_WALLET:
        wait, why = WALLET_DELAY, "at the wallet"
    elif now >= record.expires_at + timedelta(seconds=CASE_AFTER):
        wait = CASE_DELAY
        if not payment_records.happened(connection, record.id, PaymentEvent.CASE_OPENED):
            payment_records.move(connection, context.ports, record, PaymentEvent.CASE_OPENED, Actor.CLOCK, now)
            payment_log.case_opened(record)
    outbox.again(connection, item, now + timedelta(seconds=wait), why)


def _overtaken(answer: OrderStatus | Redirect | None, asked_about: Record, held: Record) -> bool:
    """Whether an order was declined, and the payment has moved on since it was asked about.

    It may be that another worker had sent it: some gateways decline one that they have. What is so all the same is said
    again when it is asked about next.
    """
    return (
        isinstance(answer, OrderStatus) and answer.outcome is Outcome.DECLINED and held.version != asked_about.version
    )


def _followed(
    connection: Connection,
    context: Context,
    held: Record,
    answer: OrderStatus | Redirect | None,
    by: HeardBy,
    asked_at: datetime,
) -> Record:
    """Let a locked payment follow what a gateway answered to an order or a confirmation; None: unknown."""
    if isinstance(answer, Redirect):
        return settlement.sent_to_wallet(connection, context, held, answer)
    if answer is not None:
        return settlement.settle(connection, context, held, answer, by, asked_at=asked_at)
    if not possible(held.state, PaymentEvent.NO_ANSWER):
        return held
    now = context.clock.now()
    return payment_records.move(connection, context.ports, held, PaymentEvent.NO_ANSWER, Actor.CLOCK, now)


def _confirmed(context: Context, item: Item, record: Record) -> OrderStatus | None:
    """Confirm what the payer agreed to at the wallet; return None if it is unknown whether that arrived.

    The agreement is committed first, and only in time: a payer who has cancelled, or run out of time, before that is
    never charged, and afterwards neither can happen any more.
    """

    def agreed(connection: Connection) -> Record:
        now = context.clock.now()
        held = _locked(connection, record.id)
        outbox.keep(connection, item, now)
        if held.overdue(now):
            return payment_records.move(connection, context.ports, held, PaymentEvent.EXPIRED, Actor.CLOCK, now)
        if held.state is PaymentState.AT_WALLET:
            return payment_records.move(connection, context.ports, held, PaymentEvent.PAYER_AGREED, Actor.PROVIDER, now)
        return held

    held = context.database.run(agreed)
    reference = held.provider_reference
    if held.state not in _OPEN or reference is None:
        return OrderStatus(Outcome.AUTHORISED, reference)
    gateway = gateway_of(context, held)
    return _ask(held, "confirmation", lambda: gateway.confirm(_order(context, held), reference))


def _ask_for_late_money(context: Context, item: Item, record: Record) -> None:
    """Ask for the money of an order that has ended here, until it is certain that none comes.

    However late it is: who stood still may be the backend, and then the first answer is the one that tells of it.
    """
    asked_at = context.clock.now()
    gateway = gateway_of(context, record)
    found = _ask(record, "inquiry", lambda: gateway.inquire(record.number, record.provider_reference))

    def work(connection: Connection) -> None:
        now = context.clock.now()
        held = _locked(connection, record.id)
        # Whatever else is said of it changes nothing any more.
        if found is not None and found.outcome is Outcome.PAID:
            held = settlement.settle(connection, context, held, found, HeardBy.INQUIRY)
        last_word = asked_at >= held.expires_at + timedelta(seconds=LATE_MONEY_FOR)
        if not may_be_paid_late(context, held) or (last_word and found is not None and found.outcome in _CERTAIN):
            outbox.finish(connection, item, now)
            return
        _again_for_late_money(connection, item, held, now)

    context.database.run(work)


def _again_for_late_money(connection: Connection, item: Item, held: Record, now: datetime) -> None:
    wait = reconcile_delay(item.attempts + 1)
    if now >= held.expires_at + timedelta(seconds=CASE_AFTER):
        payment_log.case_opened(held)
        wait = CASE_DELAY
    outbox.again(connection, item, now + timedelta(seconds=wait), "ended, and may be paid at the wallet")


def _charged(context: Context, record: Record) -> OrderStatus | Redirect | None:
    gateway, order = gateway_of(context, record), _order(context, record)
    if gateway.redirects:
        # The payer has the time that a wallet takes, whatever is left of the code's.
        order = replace(order, valid_until=context.clock.now() + timedelta(seconds=AT_WALLET_FOR))
    begun = _ask(record, "charge", lambda: gateway.begin(order))
    return begun.status if isinstance(begun, Push) else begun


def _found_or_sent(context: Context, item: Item, record: Record) -> OrderStatus | Redirect | None:
    """Ask what became of an order; one that never arrived and is still valid is sent again.

    The payer has confirmed it and stands there. Should the first come in late after all, it bears the same number, and
    the provider knows it for the same order. It is sent only by the worker that has the work, and has it for long
    enough: the question may have taken most of the lease.
    """
    gateway = gateway_of(context, record)
    found = _ask(record, "inquiry", lambda: gateway.inquire(record.number, record.provider_reference))
    if (
        found is None
        or found.outcome is not Outcome.MISSING
        # The payer has its page: another order would be another page.
        or record.wallet_url is not None
        or context.clock.now() > _order(context, record).valid_until
    ):
        return found
    if not context.database.run(lambda connection: outbox.keep(connection, item, context.clock.now())):
        return found
    payment_log.sent_again(record)
    return _charged(context, record)


def _ask(record: Record, kind: str, call: Callable[[], T]) -> T | None:
    """Return the provider's answer, None if it gave none: nothing is guessed."""
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
        confirmed_url=wallet_visits.return_url(context, record.link_code, Return.AGREED),
        cancelled_url=wallet_visits.return_url(context, record.link_code, Return.LEFT),
    )


def _kept(context: Context, item: Item) -> Record | None:
    with context.database.read() as connection:
        return payment_records.load(connection, id=item.subject)


def _read(context: Context, item: Item) -> Record:
    record = _kept(context, item)
    if record is None:
        raise LookupError(item.subject)
    return record


def _locked(connection: Connection, payment_id: str) -> Record:
    record = payment_records.load(connection, lock=True, id=payment_id)
    if record is None:
        raise LookupError(payment_id)
    return record
