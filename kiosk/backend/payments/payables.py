"""Which of the kinds of things that can be paid a payment is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.owed import Stay
from kiosk.backend.payments.payable import OwnedPart, PaidLine, Payable


def of_payment(connection: Connection, context: Context, payment_id: str) -> Payable[Any, Any]:
    """Return the kind that a payment is for; raise `LookupError` if nothing is kept of that any more."""
    payable, _ = _of_payment(connection, context, payment_id)
    if payable is None:
        raise LookupError(payment_id)
    return payable


def with_lines(
    connection: Connection, context: Context, payment_id: str
) -> tuple[Payable[Any, Any], Sequence[PaidLine]] | None:
    """Return the kind that a payment is for, with what it is for; None if nothing is kept of that any more."""
    payable, lines = _of_payment(connection, context, payment_id)
    return None if payable is None else (payable, lines)


def lines_of(connection: Connection, context: Context, payment_id: str) -> Sequence[PaidLine]:
    """Return what a payment is for, in the order in which it was chosen; nothing once that is kept no longer."""
    return _of_payment(connection, context, payment_id)[1]


def stays_of(
    connection: Connection, context: Context, payment_id: str, lines: Sequence[PaidLine]
) -> Mapping[str, tuple[Stay, ...]]:
    """Return the stays that some lines of a payment are for, by the number of the bill, the oldest first."""
    return of_payment(connection, context, payment_id).stays(connection, lines) if lines else {}


def parts_of_owner(connection: Connection, context: Context, owner_id: str, at_most: int) -> list[OwnedPart]:
    """Return what was paid for an owner's vehicles: at most so much of each kind, its newest."""
    return [
        part
        for payable in context.ports.payables
        for part in payable.parts_of_owner(connection, owner_id, at_most=at_most)
    ]


def lines_of_owner(
    connection: Connection, context: Context, payment_id: str, owner_id: str
) -> tuple[Sequence[PaidLine], Sequence[PaidLine]]:
    """Return what a payment is for, and what of that was for an owner's vehicles: nothing unless it is paid."""
    payable, lines = _of_payment(connection, context, payment_id)
    return lines, () if payable is None else payable.lines_of_owner(connection, payment_id, owner_id, lines)


def _of_payment(
    connection: Connection, context: Context, payment_id: str
) -> tuple[Payable[Any, Any] | None, Sequence[PaidLine]]:
    for payable in context.ports.payables:
        lines = payable.lines(connection, payment_id)
        if lines:
            return payable, lines
    return None, ()
