"""The office gives back what was paid (退款), for a reason that fixes what becomes of the tickets or the pass."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import STAFF_REASONS, Actor, PaymentEvent, RefundReason, possible
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import movements, payables, payment_records, refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.contract.problems import ProblemKind


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """What somebody of the office orders."""

    payment_id: str
    reason: RefundReason
    seen: int
    """The dollars that could be given back when they looked."""
    ordered: Ordered


def refundable(connection: Connection, payment_id: str) -> int:
    """Return the dollars of a payment that came in and neither go back nor have gone back."""
    return sum(charge.dollars for charge in movements.kept_charges(connection, payment_id))


def order(context: Context, wish: RefundOrder) -> None:
    """Give back what was paid; the provider is asked by the worker, which is woken.

    Raise `Refusal`: `NOT_FOUND`, `PAYMENT_STATE` unless it is paid, `AMOUNT_CHANGED` if another sum than was seen can
    be given back by now, `INVALID` for a reason that is not the office's or not one for what was paid.
    """
    context.database.run(lambda connection: _order(connection, context, wish))
    context.ports.wake()


def _order(connection: Connection, context: Context, wish: RefundOrder) -> None:
    record = payment_records.load(connection, lock=True, id=wish.payment_id)
    if record is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if not possible(record.state, PaymentEvent.REFUND_ORDERED):
        raise Refusal(ProblemKind.PAYMENT_STATE, state=record.state.value)
    charges = movements.kept_charges(connection, record.id)
    left = sum(charge.dollars for charge in charges)
    if left != wish.seen:
        raise Refusal(ProblemKind.AMOUNT_CHANGED, amount=left)
    aftermath = STAFF_REASONS.get(wish.reason)
    payable = payables.of_payment(connection, context, record.id)
    now = context.clock.now()
    # What it holds is let go by the move itself.
    record = payment_records.move(connection, context.ports, record, PaymentEvent.REFUND_ORDERED, Actor.STAFF, now)
    if aftermath is None or not payable.undo(connection, record.id, aftermath):
        raise Refusal(ProblemKind.INVALID, "not a reason for giving this back")
    for charge in charges:
        refunds.owe(connection, context, record, charge, wish.reason, now, wish.ordered)
