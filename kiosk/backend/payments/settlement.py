"""What follows from the provider's word about an order, however it came: an answer, an inquiry or a message."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import (
    AT_WALLET_FOR,
    MISSING_IS_FINAL,
    Actor,
    HeardBy,
    PaymentEvent,
    RefundReason,
    possible,
    refund_reason,
)
from kiosk.backend.gateways.port import OrderStatus, Outcome, Redirect
from kiosk.backend.payments import movements, payables, payment_links, payment_records, refunds, sheet_links
from kiosk.backend.payments.movements import Charge
from kiosk.backend.payments.payable import Payable
from kiosk.backend.payments.payment_log import anomaly
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.payments import Decline
from kiosk.domain.payment import PaymentState


def settle(
    connection: Connection,
    context: Context,
    record: Record,
    status: OrderStatus,
    heard_by: HeardBy,
    *,
    asked_at: datetime | None = None,
) -> Record:
    """Let a payment that the caller has locked follow the provider's word; return it as it is now.

    Said twice, late or in another order it does no harm: what cannot follow any more is noted in the log. `asked_at` is
    when it was asked: that there is no such order is of that moment, however long the answer took.
    """
    now = context.clock.now()
    match status.outcome:
        case Outcome.PAID:
            return _money(connection, context, record, status, heard_by, now)
        case Outcome.DECLINED:
            return _end(connection, context, record, PaymentEvent.DECLINED, status.decline or Decline.REFUSED, now)
        case Outcome.CANCELLED if record.state is PaymentState.AT_WALLET:
            return payment_records.move(connection, context.ports, record, PaymentEvent.CANCELLED, Actor.PROVIDER, now)
        case Outcome.CANCELLED:
            return _end(connection, context, record, PaymentEvent.DECLINED, Decline.REFUSED, now)
        case Outcome.AUTHORISED:
            # No money yet, and no end: the caller confirms.
            return record
        case Outcome.MISSING:
            if (asked_at or now) < record.expires_at + timedelta(seconds=MISSING_IS_FINAL):
                return record
            return _end(connection, context, record, PaymentEvent.NEVER_ARRIVED, Decline.PROVIDER_DOWN, now)
        case Outcome.PENDING | Outcome.UNPAID:
            return _accepted(connection, context, record, status, now)


def sent_to_wallet(connection: Connection, context: Context, record: Record, begun: Redirect) -> Record:
    """Let a payment that the caller has locked go on at the wallet; return it as it is now.

    From then on the payer has the time that a wallet takes, whatever was left of the code's.
    """
    now = context.clock.now()
    if not possible(record.state, PaymentEvent.SENT_TO_WALLET):
        anomaly(f"wallet-after-{record.state}", record)
        return record
    return payment_records.move(
        connection,
        context.ports,
        record,
        PaymentEvent.SENT_TO_WALLET,
        Actor.PROVIDER,
        now,
        provider_reference=begun.reference,
        wallet_url=begun.url,
        expires_at=now + timedelta(seconds=AT_WALLET_FOR),
    )


def _money(
    connection: Connection, context: Context, record: Record, status: OrderStatus, heard_by: HeardBy, now: datetime
) -> Record:
    charge = _booked(connection, record, status, heard_by, now)
    if charge is None:
        return record
    if not possible(record.state, PaymentEvent.MONEY_UNUSABLE):
        # It has its money already, or has given it back.
        anomaly("second-transaction", record)
        refunds.owe(connection, context, record, charge, RefundReason.SECOND_CHARGE, now)
        return record
    payable = payables.of_payment(connection, context, record.id)
    standing = payable.still_owed(connection, context, record)
    reason = refund_reason(
        record.state,
        amount_agrees=status.dollars == record.dollars,
        paid_otherwise=standing.paid_otherwise,
        still_owed=standing.still_owed,
    )
    if reason is None:
        return _paid(connection, context, record, payable, charge, now)
    anomaly(f"money-{reason}", record)
    moved = payment_records.move(
        connection,
        context.ports,
        record,
        PaymentEvent.MONEY_UNUSABLE,
        Actor.PROVIDER,
        now,
        provider_reference=charge.reference,
    )
    refunds.owe(connection, context, record, charge, reason, now)
    return moved


def _booked(
    connection: Connection, record: Record, status: OrderStatus, heard_by: HeardBy, now: datetime
) -> Charge | None:
    """Keep the movement of money that the provider tells of; return None if it is no new one of this order."""
    reference = status.reference or record.provider_reference or record.number
    dollars = record.dollars if status.dollars is None else status.dollars
    charge = movements.book_charge(connection, record, reference, dollars, heard_by, now)
    if charge is None:
        known = movements.known(connection, record.provider, reference)
        if known.payment_id != record.id:
            anomaly("transaction-of-another-order", record)
        elif known.dollars != dollars:
            anomaly("second-transaction", record)
    return charge


def _paid(
    connection: Connection, context: Context, record: Record, payable: Payable[Any, Any], charge: Charge, now: datetime
) -> Record:
    moved = payment_records.move(
        connection,
        context.ports,
        record,
        PaymentEvent.MONEY_CONFIRMED,
        Actor.PROVIDER,
        now,
        paid_at=now,
        receipt_number=payment_links.receipt_number(record.number),
        provider_reference=charge.reference,
    )
    if not payable.settle(connection, record.id, now):
        raise payment_records.LostRaceError(record.id)
    sheet_links.put(connection, context.ports.chance, now, payment_id=record.id)
    return moved


def _end(
    connection: Connection, context: Context, record: Record, event: PaymentEvent, decline: Decline, now: datetime
) -> Record:
    if not possible(record.state, event):
        if record.state is not PaymentState.FAILED:
            anomaly(f"{event}-after-{record.state}", record)
        return record
    return payment_records.move(connection, context.ports, record, event, Actor.PROVIDER, now, decline=decline)


def _accepted(connection: Connection, context: Context, record: Record, status: OrderStatus, now: datetime) -> Record:
    heard_before = record.state is PaymentState.PROCESSING and record.provider_reference is not None
    if heard_before or not possible(record.state, PaymentEvent.ACCEPTED):
        return record
    return payment_records.move(
        connection,
        context.ports,
        record,
        PaymentEvent.ACCEPTED,
        Actor.PROVIDER,
        now,
        provider_reference=status.reference,
    )
