"""The bills that payments are for, of whatever register, and the hold that keeps others from paying them too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from kiosk.backend.payments.statements import held_bills as statements


@dataclass(frozen=True, slots=True)
class PaidBill:
    """One bill of a payment, as it stood when the payment was made."""

    number: str
    plate: str
    stage: str
    pay_by: date
    gross: int
    amount: int


def hold(
    connection: Connection, payment_id: str, register: str, bills: Sequence[PaidBill], tickets: Sequence[str]
) -> None:
    """Keep what a new payment is for, and its hold on the tickets, which are this register's.

    Raise `IntegrityError` if another payment holds one of the tickets.
    """
    statements.add_bills(
        connection,
        payment_id,
        [
            {
                "bill_number": bill.number,
                "plate": bill.plate,
                "stage": bill.stage,
                "pay_by": bill.pay_by,
                "gross": bill.gross,
                "amount": bill.amount,
            }
            for bill in bills
        ],
    )
    statements.hold(connection, payment_id, register, tickets)


def bills_of(connection: Connection, payment_id: str) -> list[PaidBill]:
    """Return a payment's bills in the order in which they were chosen."""
    return [PaidBill(*row) for row in statements.bills(connection, payment_id)]


def kept_bills(connection: Connection, payment_id: str, register: str | None = None) -> list[PaidBill]:
    """Return those of a payment's bills that have not gone back while the rest stayed paid.

    With `register`, nothing unless they are that one's.
    """
    return [PaidBill(*row) for row in statements.kept_bills(connection, payment_id, register)]


def tickets_of(connection: Connection, payment_id: str) -> list[str]:
    """Return the numbers of every ticket that a payment is for, sorted."""
    return statements.tickets(connection, payment_id)


def release(connection: Connection, payment_id: str) -> None:
    """Let go the tickets that a payment holds."""
    statements.release(connection, payment_id)


def release_some(connection: Connection, payment_id: str, tickets: Collection[str]) -> None:
    """Let go some of the tickets that a payment holds."""
    statements.release_some(connection, payment_id, tickets)


def held(connection: Connection, register: str, tickets: Sequence[str]) -> set[str]:
    """Return which of a register's tickets a payment holds that is live or paid."""
    return statements.held(connection, register, tickets)


def overdue_holders(connection: Connection, register: str, tickets: Sequence[str], now: datetime) -> Sequence[str]:
    """Return the payments that hold one of a register's tickets though their time is over, in the order of their ids.

    They are those that the worker has not come to yet.
    """
    return statements.overdue_holders(connection, register, tickets, now)
