"""Giving money back: what could not be used, what came twice, what the office orders.

The list is the table `refunds`; nothing leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Actor, HeardBy, PaymentEvent, RefundReason, possible, reconcile_delay
from kiosk.backend.gateways.port import ProviderUnavailableError, Refund
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.payments import movements, payment_log, payment_records
from kiosk.backend.payments.collectors import gateway_of
from kiosk.backend.payments.movements import Charge
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.payments.statements import refunds as statements


@dataclass(frozen=True, slots=True)
class Ordered:
    """Who of the office has ordered a refund."""

    by: str
    case: str
    """The number of the case in which it was ordered."""


def owe(
    connection: Connection,
    context: Context,
    record: Record,
    charge: Charge,
    reason: RefundReason,
    now: datetime,
    ordered: Ordered | None = None,
    dollars: int | None = None,
) -> str:
    """Note that what is left of a charge goes back, or so much of it, and have it done; return the refund's id.

    The caller has locked its payment. Raise `IntegrityError` if it goes back already, or is more than is left.
    """
    refund = context.ports.chance.token_hex(16)
    statements.add(
        connection,
        id=refund,
        payment_id=record.id,
        charge=charge.sequence,
        charged=charge.dollars,
        given_before=charge.given,
        reason=reason.value,
        amount=charge.left if dollars is None else dollars,
        created_at=now,
        ordered_by=ordered and ordered.by,
        case_number=ordered and ordered.case,
    )
    outbox.put(connection, outbox.Kind.REFUND, refund, now)
    return refund


def give_back(context: Context, item: Item) -> None:
    """Have the provider give one charge back; try again later until it has.

    The provider does a refund once, however often it is asked, so a worker that died with it did no harm. Parts of one
    charge go back one after the other: some providers tell only how much of it has gone back.
    """
    with context.database.read() as connection:
        *asked, payment_id, status, waits = statements.find(connection, item.subject)
        record = payment_records.load(connection, id=payment_id)
    if record is None:
        raise LookupError(payment_id)
    refund, reference = Refund(*asked), ""
    if status == "due" and waits:
        _later(context, item, "another part first")
        return
    if status == "due":
        try:
            reference = gateway_of(context, record).refund(refund)
        except ProviderUnavailableError as error:
            payment_log.no_answer("refund", record, str(error))
            _later(context, item, "not refunded yet")
            return

    def work(connection: Connection) -> None:
        now = context.clock.now()
        if status == "due":
            _note(connection, context, refund, payment_id, reference)
        outbox.finish(connection, item, now)

    context.database.run(work)


def _later(context: Context, item: Item, why: str) -> None:
    due_at = context.clock.now() + timedelta(seconds=reconcile_delay(item.attempts))
    context.database.run(lambda connection: outbox.again(connection, item, due_at, why))


def heard(connection: Connection, context: Context, held: Record, refund: str, reference: str, dollars: int) -> bool:
    """Note a refund that a provider's statement has; the caller has locked its payment.

    Return False, with nothing noted, unless it is due and of that payment and amount.
    """
    if statements.amount_due(connection, refund, held.id) != dollars:
        return False
    _done(connection, context, held, refund, reference, dollars, HeardBy.RECONCILIATION)
    return True


def _note(connection: Connection, context: Context, refund: Refund, payment_id: str, reference: str) -> None:
    held = payment_records.load(connection, lock=True, id=payment_id)
    if held is not None:
        _done(connection, context, held, refund.id, reference, refund.dollars, HeardBy.ANSWER)


def _done(
    connection: Connection,
    context: Context,
    held: Record,
    refund: str,
    reference: str,
    dollars: int,
    heard_by: HeardBy,
) -> None:
    """Note that the provider has given money back; once, however many workers have asked it."""
    now = context.clock.now()
    if not statements.finish(connection, refund, now):
        return
    movements.book_refund(connection, held, reference, dollars, heard_by, now)
    if possible(held.state, PaymentEvent.REFUNDED) and not statements.one_is_due(connection, held.id):
        payment_records.move(connection, context.ports, held, PaymentEvent.REFUNDED, Actor.PROVIDER, now)
    elif possible(held.state, PaymentEvent.PART_REFUNDED) and statements.is_of_bills(connection, refund):
        payment_records.move(connection, context.ports, held, PaymentEvent.PART_REFUNDED, Actor.PROVIDER, now)
