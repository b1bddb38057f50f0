"""Which of the kinds of things that can be paid a payment is for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.payments.bill_payable import BILLS
from kiosk.backend.payments.payable import PaidLine, Payable


def of_payment(connection: Connection, context: Context, payment_id: str) -> Payable:
    """Return the kind that a payment is for; raise `LookupError` if nothing is kept of that any more."""
    for payable, lines in _asked(connection, context, payment_id):
        if lines:
            return payable
    raise LookupError(payment_id)


def lines_of(connection: Connection, context: Context, payment_id: str) -> Sequence[PaidLine]:
    """Return what a payment is for, in the order in which it was chosen; nothing once that is kept no longer."""
    return next((lines for _, lines in _asked(connection, context, payment_id) if lines), ())


def _asked(connection: Connection, context: Context, payment_id: str) -> Iterator[tuple[Payable, Sequence[PaidLine]]]:
    # Bills first: nearly every payment is for some.
    for payable in (BILLS, *context.ports.payables):
        yield payable, payable.lines(connection, payment_id)
