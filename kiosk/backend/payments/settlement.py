"""What follows from the provider's word about an order, however it came: an answer, an inquiry or a message."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import (
    MISSING_IS_FINAL,
    Actor,
    HeardBy,
    PaymentEvent,
    RefundReason,
    possible,
    refund_reason,
)
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.passes import pass_records
from kiosk.backend.payments import movements, payment_links, payment_records, refunds, sheet_links
from kiosk.backend.payments.movements import Charge
from kiosk.backend.payments.payment_log import anomaly
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.store.tables import tickets
from kiosk.contract.payments import Decline
from kiosk.domain.payment import PaymentState

_PAY_TICKETS = (
    update(tickets)
    .where(tickets.c.number.in_(bindparam("numbers", expanding=True)), tickets.c.status == "owed")
    .values(status="paid")
)
_ONE_PAID = (
    select(tickets.c.number)
    .where(tickets.c.number.in_(bindparam("numbers", expanding=True)), tickets.c.status == "paid")
    .limit(1)
)


def settle(connection: Connection, context: Context, record: Record, status: OrderStatus, heard_by: HeardBy) -> Record:
    """Let a payment that the caller has locked follow the provider's word; return it as it is now.

    Said twice, late or in another order it does no harm: what cannot follow any more is noted in the log.
    """
    now = context.clock.now()
    match status.outcome:
        case Outcome.PAID:
            return _money(connection, context, record, status, heard_by, now)
        case Outcome.DECLINED:
            return _end(connection, context, record, PaymentEvent.DECLINED, status.decline or Decline.REFUSED, now)
        case Outcome.CANCELLED:
            return _end(connection, context, record, PaymentEvent.DECLINED, Decline.REFUSED, now)
        case Outcome.AUTHORISED:
            # No money yet, and no end: the caller confirms.
            return record
        case Outcome.MISSING:
            if now < record.expires_at + timedelta(seconds=MISSING_IS_FINAL):
                return record
            return _end(connection, context, record, PaymentEvent.NEVER_ARRIVED, Decline.PROVIDER_DOWN, now)
        case Outcome.PENDING:
            return _accepted(connection, context, record, status, now)


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
    reason = _refund_reason(connection, context, record, status)
    if reason is None:
        return _paid(connection, context, record, charge, now)
    anomaly(f"money-{reason}", record)
    moved = payment_records.move(
        connection,
        context.ports.signals,
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


def _paid(connection: Connection, context: Context, record: Record, charge: Charge, now: datetime) -> Record:
    moved = payment_records.move(
        connection,
        context.ports.signals,
        record,
        PaymentEvent.MONEY_CONFIRMED,
        Actor.PROVIDER,
        now,
        paid_at=now,
        receipt_number=payment_links.receipt_number(record.number),
        provider_reference=charge.reference,
    )
    if not _settle_tickets(connection, record) and not pass_records.settle(connection, record.id, now):
        raise payment_records.LostRaceError(record.id)
    sheet_links.put(connection, context.ports.chance, now, payment_id=record.id)
    return moved


def _settle_tickets(connection: Connection, record: Record) -> bool:
    """Let its tickets be paid; return False if it has none, or one of them is not owed any more."""
    numbers = payment_records.tickets_of(connection, record.id)
    return bool(numbers) and connection.execute(_PAY_TICKETS, {"numbers": numbers}).rowcount == len(numbers)


def _refund_reason(
    connection: Connection, context: Context, record: Record, status: OrderStatus
) -> RefundReason | None:
    agrees = status.dollars == record.dollars
    bills = payment_records.bills_of(connection, record.id)
    season = None if bills else pass_records.of_payment(connection, record.id)
    if season is not None:
        # Nobody else can have paid for it, and its price was fixed when it was ordered.
        return refund_reason(record.state, amount_agrees=agrees, paid_otherwise=False, still_owed=season.holds)
    own = payment_records.tickets_of(connection, record.id)
    now_owed = bill_service.bills_by_number(connection, [bill.number for bill in bills], context.clock, lock=True).bills
    paid = connection.scalar(_ONE_PAID, {"numbers": own})
    return refund_reason(
        record.state,
        amount_agrees=agrees,
        paid_otherwise=paid is not None,
        still_owed=sum(bill.amount for bill in now_owed) == record.amount
        and sorted(ticket.number for bill in now_owed for ticket in bill.tickets) == own,
    )


def _end(
    connection: Connection, context: Context, record: Record, event: PaymentEvent, decline: Decline, now: datetime
) -> Record:
    if not possible(record.state, event):
        if record.state is not PaymentState.FAILED:
            anomaly(f"{event}-after-{record.state}", record)
        return record
    return payment_records.move(connection, context.ports.signals, record, event, Actor.PROVIDER, now, decline=decline)


def _accepted(connection: Connection, context: Context, record: Record, status: OrderStatus, now: datetime) -> Record:
    heard_before = record.state is PaymentState.PROCESSING and record.provider_reference is not None
    if heard_before or not possible(record.state, PaymentEvent.ACCEPTED):
        return record
    return payment_records.move(
        connection,
        context.ports.signals,
        record,
        PaymentEvent.ACCEPTED,
        Actor.PROVIDER,
        now,
        provider_reference=status.reference,
    )
