"""Which of the kinds of things that can be paid a payment is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.payments.bill_payable import BILLS
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Payable


def of_payment(connection: Connection, context: Context, payment_id: str) -> Payable:
    """Return the kind that a payment is for; raise `LookupError` if nothing is kept of that any more."""
    for payable, lines in _asked(connection, context, payment_id):
        if lines:
            return payable
    raise LookupError(payment_id)


def lines_of(connection: Connection, context: Context, payment_id: str) -> Sequence[PaidLine]:
    """Return what a payment is for, in the order in which it was chosen; nothing once that is kept no longer."""
    return next((lines for _, lines in _asked(connection, context, payment_id) if lines), ())


def parts_of_owner(connection: Connection, context: Context, owner_id: str, at_most: int) -> list[OwnedPart]:
    """Return what was paid for an owner's vehicles: at most so much of each kind, its newest."""
    return [
        part for payable in _kinds(context) for part in payable.parts_of_owner(connection, owner_id, at_most=at_most)
    ]


def lines_of_owner(
    connection: Connection, context: Context, payment_id: str, owner_id: str
) -> tuple[Sequence[PaidLine], Sequence[PaidLine]]:
    """Return what a payment is for, and what of that was for an owner's vehicles: nothing unless it is paid."""
    for payable, lines in _asked(connection, context, payment_id):
        if lines:
            return lines, payable.lines_of_owner(connection, payment_id, owner_id, lines)
    return (), ()


def _asked(connection: Connection, context: Context, payment_id: str) -> Iterator[tuple[Payable, Sequence[PaidLine]]]:
    for payable in _kinds(context):
        yield payable, payable.lines(connection, payment_id)


def _kinds(context: Context) -> tuple[Payable, ...]:
    # Bills first: nearly every payment is for some.
    return (BILLS, *context.ports.payables)
